/** What people read when the network sends their browser back with something else than the standard’s parameters. */
import { beforeEach, expect, test } from '@jest/globals';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { accountRow, aCity, createSite } from '../rig/site.js';
import { aPersonWithBrokenAccount, type SignInProvider } from '../rig/sign-ins.js';
import { visitorOf, words, type Seen } from '../rig/visitor.js';

const site = sharedFixture(() => createSite());
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));

let n = 0;
beforeEach(() => void (n += 1));

/** Lets a person sign in and be sent back with `query`, in which {STATE} and {CODE} stand for what the network would have sent. */
async function sentBack(provider: SignInProvider, query: string): Promise<{ seen: Seen; status: string }> {
  const { id } = await aPersonWithBrokenAccount(site, city, provider, n);
  const { pathname, searchParams } = new URL(await visitor.callback({ accountId: id }));
  const value = (name: string) => encodeURIComponent(searchParams.get(name) ?? '');
  const path = pathname + query.replaceAll('{STATE}', value('state')).replaceAll('{CODE}', value('code'));
  const seen = await visitor.get(path);
  return { seen, status: (await accountRow(site, city, id)).status };
}

test.each<[SignInProvider, string]>([
  ['facebook', '?error=access_denied&error_code=200&error_reason=user_denied&state={STATE}#_=_'],
  ['facebook', '?error_reason=user_denied&error_description=The+user+denied+your+request.&state={STATE}'],
  ['facebook', '?error_code=200&error_message=Permissions+error&error_reason=user_denied&state={STATE}'],
  ['facebook', '?error=ACCESS_DENIED&state={STATE}'],
  ['facebook', '?error=access_denied&error=access_denied&state={STATE}&state={STATE}'],
  ['facebook', '?error=access_denied&state={STATE}%23_%3D_'],
  ['linkedin', '?error=user_cancelled_login&state={STATE}'],
  ['linkedin', '?error=user_cancelled_authorize&error_description=x&state={STATE}'],
  ['x', '?error=access_denied&state={STATE}'],
  ['x', '?denied=a-token&state={STATE}'],
  ['google', '?error=interaction_required&state={STATE}'],
  ['google', '?error=consent_required&state={STATE}'],
  ['threads', '?error=access_denied&error_reason=user_denied&state={STATE}'],
])('a person who canceled at %s (%s) reads that, and nothing was changed', async (provider, query) => {
  const { seen, status } = await sentBack(provider, query);
  expect([seen.status, status]).toEqual([200, 'disconnected']);
  expect(words(seen)).toContain('You didn’t give permission');
  expect(words(seen)).toContain('Try again');
});

test('a person who canceled where Facebook left out which sign-in it was isn’t told that they changed browsers', async () => {
  const { seen } = await sentBack('facebook', '?error=access_denied&error_code=200&error_reason=user_denied');
  expect(seen.status).toBe(200);
  expect(words(seen)).toContain('You didn’t give permission The sign-in to Facebook was canceled.');
  expect(words(seen)).not.toContain('another browser');
  expect(seen.text).toContain('href="/connect/accounts"');
});

test.each(['', '?code={CODE}', '?error=server_error', '?state='])(
  'a person whom Facebook sends back with only “%s” reads that its answer is incomplete, and where to start again',
  async (query) => {
    const { seen, status } = await sentBack('facebook', query);
    expect([seen.status, status]).toEqual([400, 'disconnected']);
    expect(words(seen)).toContain('Facebook didn’t say which sign-in this was');
    expect(seen.text).toContain('href="/connect/accounts"');
  },
);

test.each<[SignInProvider, string]>([
  ['facebook', '?code={CODE}&code={CODE}&state={STATE}'],
  ['facebook', '?code={CODE}&state={STATE}&state={STATE}'],
  ['facebook', '?code={CODE}&state={STATE}%23_%3D_'],
  ['facebook', '?code={CODE}%23_%3D_&state={STATE}'],
  ['facebook', '?code={CODE}&state={STATE}&granted_scopes=x&denied_scopes=&iss=https%3A%2F%2Fwww.facebook.com'],
  ['linkedin', '?code={CODE}&state={STATE}&iss=https%3A%2F%2Fwww.linkedin.com'],
  ['threads', '?code={CODE}%23_&state={STATE}'],
  ['google', '?code={CODE}&state={STATE}&scope=email%20openid&authuser=1&hd=city.example&prompt=consent'],
])('a person who approved at %s and comes back with %s is connected', async (provider, query) => {
  const { seen, status } = await sentBack(provider, query);
  expect([seen.status, status]).toEqual([200, 'connected']);
  expect(words(seen)).toContain('City Hall has been reconnected.');
});

test.each<[string, string, number]>([
  // Two codes: no one can tell which is the network’s.
  ['?code={CODE}&code=another&state={STATE}', 'Facebook didn’t accept the sign-in', 502],
  ['?code=&state={STATE}', 'Facebook didn’t accept the sign-in', 502],
  ['?error_code=1349126&error_message=App%20Not%20Active&state={STATE}', 'It’s not your fault', 502],
  [
    '?error=access_denied&error_code=1349220&error_message=Feature+Unavailable&state={STATE}',
    'It’s not your fault',
    502,
  ],
  ['?error_code=99999999&state={STATE}', 'It’s not your fault', 502],
  ['?error_message=Something&state={STATE}', 'It’s not your fault', 502],
  [
    '?error_code=2&error_message=Service+temporarily+unavailable&state={STATE}',
    'We can’t reach Facebook right now',
    503,
  ],
  ['?error_code=1&error_message=An+unknown+error+occurred&state={STATE}', 'We can’t reach Facebook right now', 503],
  ['?error=server_error&state={STATE}', 'We can’t reach Facebook right now', 503],
  ['?error=temporarily_unavailable&state={STATE}', 'We can’t reach Facebook right now', 503],
  ['?error_code=459&error_message=checkpoint&state={STATE}', 'First sign in to Facebook directly', 502],
  ['?error=something_new&state={STATE}', 'If it happens again, ask', 502],
])('a person whom Facebook sends back with %s reads “%s”', async (query, said, code) => {
  const { seen, status } = await sentBack('facebook', query);
  expect([seen.status, status]).toEqual([code, 'disconnected']);
  expect(words(seen)).toContain(said);
  expect(words(seen)).not.toContain('You didn’t give permission');
});

test('a person whose organization doesn’t allow the app at Google reads whom to ask', async () => {
  const { seen } = await sentBack('google', '?error=admin_policy_enforced&state={STATE}');
  expect(words(seen)).toContain('Your organization doesn’t allow this app yet');
  expect(words(seen)).toContain('Ask that administrator to allow this app for your account.');
});
