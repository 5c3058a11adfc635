/** What people get when a network’s answers are right, but not in the form of its own examples. */
import { beforeEach, expect, test } from '@jest/globals';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { createRuledSite, type Rule } from '../rig/ruled-network.js';
import { accountRow, aCity } from '../rig/site.js';
import { aPersonWithBrokenAccount, type SignInProvider } from '../rig/sign-ins.js';
import { visitorOf, words, type Seen } from '../rig/visitor.js';

const site = sharedFixture(() => createRuledSite());
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));
let n = 0;
beforeEach(() => {
  n += 1;
  site.rules.splice(0);
});

async function signIn(provider: SignInProvider, ...rules: Rule[]): Promise<{ seen: Seen; status: string }> {
  const { id } = await aPersonWithBrokenAccount(site, city, provider, n);
  site.rules.push(...rules);
  const seen = await visitor.reconnect({ accountId: id });
  return { seen, status: (await accountRow(site, city, id)).status };
}

// oxlint-disable-next-line typescript/no-explicit-any -- the networks' JSON has no type here
type Edit = (json: any) => void;
const answer = (match: RegExp, edit: Edit): Rule => ({ match, edit });
const googleToken = (edit: Edit) => answer(/^POST \/google\/token .*authorization_code/, edit);
const linkedinToken = (edit: Edit) => answer(/^POST \/linkedin\/oauth\/v2\/accessToken/, edit);
const tokenFacts = (edit: Edit) => answer(/debug_token/, edit);
const pages = (edit: Edit) => answer(/\/me\/accounts/, ({ data }) => data.forEach(edit));

test.each<[string, SignInProvider, Rule]>([
  ['an array of scopes', 'google', googleToken((json) => (json.scope = json.scope.split(' ')))],
  ['scopes separated by commas', 'google', googleToken((json) => (json.scope = json.scope.replaceAll(' ', ',')))],
  ['scopes in upper case', 'google', googleToken((json) => (json.scope = json.scope.toUpperCase()))],
  ['no scopes', 'google', googleToken((json) => void delete json.scope)],
  ['scopes that are null', 'google', googleToken((json) => (json.scope = null))],
  ['an empty text of scopes', 'google', googleToken((json) => (json.scope = ''))],
  ['encoded scopes', 'linkedin', linkedinToken((json) => (json.scope = encodeURIComponent(json.scope)))],
  [
    'scopes in upper case and commas',
    'linkedin',
    linkedinToken((json) => (json.scope = json.scope.toUpperCase().replaceAll(' ', ','))),
  ],
  [
    'null for a refresh token that LinkedIn gives only to partners',
    'linkedin',
    linkedinToken((json) => (json.refresh_token = null)),
  ],
  ['a text for the number of seconds', 'google', googleToken((json) => (json.expires_in = '3599'))],
  [
    'several channels, the right one last',
    'google',
    answer(/youtube\/v3\/channels/, (json) => json.items.unshift({ id: 'UC-other' })),
  ],
  ['a channel without a name', 'google', answer(/youtube\/v3\/channels/, (json) => (json.items[0].snippet = null))],
  ['a member without a last name', 'linkedin', answer(/\/v2\/me/, (json) => void delete json.localizedLastName)],
  ['an account without a name', 'x', answer(/\/2\/users\/me/, (json) => void delete json.data.name)],
  ['a profile without a name', 'facebook', answer(/\/me\?/, (json) => void delete json.name)],
  ['a Page without a name', 'facebook', pages((page) => void delete page.name)],
  ['null for a linked Instagram account', 'facebook', pages((page) => (page.instagram_business_account = null))],
  ['a Page without tasks', 'facebook', pages((page) => void delete page.tasks)],
  ['null for tasks', 'facebook', pages((page) => (page.tasks = null))],
  [
    'the tasks of the new Pages experience',
    'facebook',
    pages((page) => (page.tasks = ['PROFILE_PLUS_ANALYZE', 'PROFILE_PLUS_FACEBOOK_ACCESS'])),
  ],
  ['a task that came later', 'facebook', pages((page) => (page.tasks = ['SOMETHING_NEW']))],
  [
    'permissions for all Pages',
    'facebook',
    tokenFacts(({ data }) =>
      data.granular_scopes.forEach((each: { target_ids?: string[] }) => void delete each.target_ids),
    ),
  ],
  ['no list of granular permissions', 'facebook', tokenFacts(({ data }) => void delete data.granular_scopes)],
  ['null for granular permissions', 'facebook', tokenFacts(({ data }) => (data.granular_scopes = null))],
  ['granular permissions only', 'facebook', tokenFacts(({ data }) => void delete data.scopes)],
  [
    'permissions in upper case',
    'facebook',
    tokenFacts(({ data }) => (data.scopes = data.scopes.map((scope: string) => scope.toUpperCase()))),
  ],
  [
    'a text of permissions',
    'threads',
    answer(/^POST \/threads\/oauth\/access_token/, (json) => (json.permissions = 'threads_basic,threads_read_replies')),
  ],
])('a person for whom the network sends %s (%s) is connected', async (_what, provider, rule) => {
  const { seen, status } = await signIn(provider, rule);
  expect([seen.status, status]).toEqual([200, 'connected']);
  expect(words(seen)).toContain('City Hall has been reconnected.');
});

test.each<[string, SignInProvider, Rule, string]>([
  ['a role for ads alone', 'facebook', pages((page) => (page.tasks = ['ADVERTISE'])), 'can’t give access to this Page'],
  [
    'that role in the new Pages experience',
    'facebook',
    pages((page) => (page.tasks = ['PROFILE_PLUS_ADVERTISE'])),
    'can’t give access to this Page',
  ],
  [
    'no token for the Page',
    'facebook',
    answer(/\/me\/accounts|\/page-/, (json) =>
      (json.data ?? [json]).forEach((page: { access_token?: string }) => void delete page.access_token),
    ),
    'can’t give access to this Page',
  ],
  [
    'an empty list of granted permissions',
    'threads',
    answer(/^POST \/threads\/oauth\/access_token/, (json) => (json.permissions = [])),
    'permission to read the posts on Threads',
  ],
  [
    'a permission that covers no Page',
    'facebook',
    tokenFacts(({ data }) => data.granular_scopes.forEach((each: { target_ids?: string[] }) => (each.target_ids = []))),
    'permission to read the Page’s posts',
  ],
  [
    'a refused list of LinkedIn Pages',
    'linkedin',
    {
      match: /organizationAcls/,
      status: 403,
      body: { status: 403, serviceErrorCode: 100, message: 'Not enough permissions' },
    },
    'permission to see which LinkedIn Pages you manage',
  ],
  [
    'a refused list of Facebook Pages',
    'facebook',
    { match: /\/me\/accounts/, status: 403, body: { error: { code: 200, message: 'Requires pages_show_list' } } },
    'permission to see which Facebook Pages you manage',
  ],
])('a person for whom the network sends %s (%s) reads what is missing', async (_what, provider, rule, said) => {
  const { seen, status } = await signIn(provider, rule);
  expect([seen.status, status]).toEqual([409, 'disconnected']);
  expect(words(seen)).toContain(said);
});

test('a person whom Facebook gives only an hour isn’t called connected', async () => {
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  const { seen, status } = await signIn(
    'facebook',
    tokenFacts(({ data }) => (data.expires_at = inAnHour)),
  );
  expect([seen.status, status]).toEqual([503, 'disconnected']);
});

test.each([
  [
    'Facebook',
    'facebook',
    { match: /\/me\?/, status: 400, body: { error: { code: 190, error_subcode: 459, message: 'x' } } },
  ],
  [
    'Google',
    'google',
    {
      match: /youtube\/v3\/channels/,
      status: 403,
      body: { error: { code: 403, errors: [{ reason: 'authenticatedUserAccountSuspended' }] } },
    },
  ],
] as const)(
  'a person whose profile %s has locked reads where to unlock it, and not just “try again”',
  async (label, provider, rule) => {
    const { seen } = await signIn(provider, rule);
    expect(words(seen)).toContain(`${label} has locked the profile`);
    expect(words(seen)).toContain(`First sign in to ${label} directly`);
  },
);

test('Pages behind a “next” link without a cursor are found too', async () => {
  const first: Rule = {
    match: /\/me\/accounts\?(?!.*offset=)/,
    status: 200,
    body: {
      data: [{ id: 'elsewhere', name: 'Elsewhere', access_token: 't' }],
      paging: { next: 'https://graph.facebook.com/v1/1/accounts?limit=100&offset=100' },
    },
  };
  const { status } = await signIn('facebook', first);
  expect(status).toBe('connected');
});

test('a list that doesn’t say where it goes on isn’t taken for all Pages', async () => {
  const endless: Rule = {
    match: /\/me\/accounts/,
    status: 200,
    body: { data: [], paging: { next: 'https://graph.facebook.com/' } },
  };
  const { seen } = await signIn('facebook', endless);
  expect(seen.status).toBe(503);
});

test('an owner of 500 Pages reconnects the last one', async () => {
  const many = (from: number) =>
    Array.from({ length: 100 }, (_, i) => ({
      id: `many-${from + i}`,
      name: 'A Page',
      access_token: 't',
      tasks: ['ANALYZE'],
    }));
  const rules = [0, 100, 200, 300].map((from): Rule => ({
    match: from === 0 ? /\/me\/accounts\?(?!.*after=)/ : new RegExp(`/me/accounts\\?.*after=at-${from}(&|$)`),
    status: 200,
    body: {
      data: many(from),
      paging: { cursors: { before: 'x', after: `at-${from + 100}` }, next: 'https://graph.facebook.com/next' },
    },
  }));
  const last: Rule = {
    match: /\/me\/accounts\?.*after=at-400/,
    status: 200,
    body: {
      data: [...many(400), { id: `page-${n}`, name: 'City Hall', access_token: 't', tasks: ['ANALYZE'] }],
      paging: { cursors: { before: 'x', after: 'end' } },
    },
  };
  const { seen, status } = await signIn('facebook', ...rules, last);
  expect(status).toBe('connected');
  expect(words(seen)).toContain('City Hall has been reconnected.');
});
