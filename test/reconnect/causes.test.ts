/** What an adapter knows about why an account is missing is told, with its own remedy. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { createRuledSite } from '../rig/ruled-network.js';
import { aBrokenAccount, accountRow, aCity, disconnectRow } from '../rig/site.js';
import { report } from '../rig/reports.js';
import { visitorOf, words } from '../rig/visitor.js';

const site = sharedFixture(() => createRuledSite());
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));
let n = 0;
beforeEach(() => {
  n += 1;
  site.rules.splice(0);
  site.requests.splice(0);
});

const ACCOUNTS = /^GET \/facebook\/v[0-9.]+\/me\/accounts/;
const statusOf = async (id: string) => (await accountRow(site, city, id)).status;

describe('YouTube', () => {
  const channel = () => `UC-${n}`;
  async function aBrokenChannel() {
    await site.identity({ network: 'youtube', id: channel(), name: 'City TV' });
    return aBrokenAccount(site, city, { network: 'youtube', networkAccountId: channel(), name: 'City TV' });
  }
  const nextPrompt = async (accountId: string) =>
    new URL(await visitor.toNetwork(await visitor.begin({ accountId }))).searchParams.get('prompt');

  test('whose box a person left unchecked is named, and the next try shows the choice of accounts', async () => {
    const { id } = await aBrokenChannel();
    site.rules.push({
      match: /^GET \/google\/youtube\/v3\/channels/,
      status: 403,
      body: {
        error: { code: 403, errors: [{ reason: 'insufficientPermissions' }], status: 'PERMISSION_DENIED' },
      },
    });
    const seen = await visitor.reconnect({ accountId: id });
    expect(seen.status).toBe(409);
    expect(words(seen)).toContain('we still need permission to see the YouTube channel and its videos');
    expect(words(seen)).toContain('Google’s page has a separate box for YouTube');
    expect(words(seen)).toContain('Use a different account');
    expect(await nextPrompt(id)).toBe('select_account consent');
    expect(await statusOf(id)).toBe('disconnected');
  });

  test('whose box was unchecked is found in the token response, before the channel is asked for', async () => {
    const { id } = await aBrokenChannel();
    site.rules.push({ match: /^POST \/google\/token/, edit: (json) => void (json.scope = 'openid profile') });
    const seen = await visitor.reconnect({ accountId: id });
    expect(words(seen)).toContain('Google’s page has a separate box for YouTube');
    expect(site.requests.filter((each) => each.includes('/youtube/v3/'))).toEqual([]);
  });

  test('whose box the same person unchecked after it had worked has the missing permission as its reason', async () => {
    const { id } = await aBrokenChannel();
    await visitor.reconnect({ accountId: id });
    const { disconnectId } = await aReport(id);
    site.rules.push({ match: /^POST \/google\/token/, edit: (json) => void (json.scope = 'openid profile') });
    await visitor.reconnect({ accountId: id });
    expect(await disconnectRow(site, city, disconnectId)).toMatchObject({ reason: 'permission_missing' });
  });

  test('of a Google account without a channel is said, and the next try shows the choice of accounts', async () => {
    const { id } = await aBrokenChannel();
    site.rules.push({ match: /^GET \/google\/youtube\/v3\/channels/, edit: (json) => void delete json.items });
    const seen = await visitor.reconnect({ accountId: id });
    expect(seen.status).toBe(409);
    expect(words(seen)).toContain('This Google account has no YouTube channel');
    expect(words(seen)).toContain('Use a different account');
    expect(await nextPrompt(id)).toBe('select_account consent');
  });

  test('works although Google’s clock is 20 seconds ahead', async () => {
    const { id } = await aBrokenChannel();
    site.rules.push({
      match: /^POST \/google\/token .*authorization_code/,
      edit(json) {
        const [head, payload, signature] = json.id_token.split('.');
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
        claims.iat += 20;
        claims.nbf = claims.iat;
        json.id_token = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
      },
    });
    expect(words(await visitor.reconnect({ accountId: id }))).toContain('City TV has been reconnected.');
  });
});

test('a LinkedIn Page whose name LinkedIn doesn’t tell is reconnected all the same', async () => {
  const manages = [{ network: 'linkedin_page', id: `org-${n}`, name: 'City' }];
  await site.identity({ network: 'linkedin', id: `li-${n}`, name: 'Pat Jones', manages });
  const { id } = await aBrokenAccount(site, city, {
    network: 'linkedin_page',
    networkAccountId: `org-${n}`,
    name: 'City',
  });
  site.rules.push({
    match: /^GET \/linkedin\/v2\/organizationAcls/,
    edit(json) {
      for (const element of json.elements) {
        delete element['organization~'];
        element['organization~!'] = { message: 'Not enough permissions to access deco: GET-organization', status: 403 };
      }
    },
  });
  expect(words(await visitor.reconnect({ accountId: id }))).toContain('City has been reconnected.');
});

describe('Facebook', () => {
  const page = (i = 1) => `page-${n}-${i}`;
  async function jane(pages: { id: string; name: string; portfolio?: string }[], instagram: string[] = []) {
    await site.identity({
      network: 'facebook',
      id: `jane-${n}`,
      name: 'Jane Doe',
      manages: [
        ...pages.map((each) => ({ network: 'facebook_page', ...each })),
        ...instagram.map((id) => ({ network: 'instagram', id, name: 'cityhall' })),
      ],
    });
  }
  const broken = (networkAccountId: string, network: 'facebook_page' | 'instagram' = 'facebook_page') =>
    aBrokenAccount(site, city, { network, networkAccountId, name: 'City Hall' });

  test('that asks for less data is asked again with smaller pages of results, and all Pages are found', async () => {
    await jane(Array.from({ length: 60 }, (_, i) => ({ id: page(i), name: `Page ${i}` })));
    const { id } = await broken(page(59));
    site.rules.push({
      match: /^GET \/facebook\/v[0-9.]+\/me\/accounts.*limit=(100|50)/,
      status: 500,
      body: { error: { code: 1, message: 'Please reduce the amount of data you’re asking for' } },
    });
    expect(words(await visitor.reconnect({ accountId: id }))).toContain('City Hall has been reconnected.');
    const limits = site.requests.flatMap((each) => /me\/accounts.*limit=(\d+)/.exec(each)?.[1] ?? []);
    expect(limits).toEqual(['100', '50', '25', '25', '25']);
  });

  test('that fails at every size is called unavailable, not unmanaged', async () => {
    await jane([{ id: page(), name: 'City Hall' }]);
    const { id } = await broken(page());
    site.rules.push({
      match: ACCOUNTS,
      status: 500,
      body: { error: { code: 1, message: 'An unknown error occurred' } },
    });
    expect((await visitor.reconnect({ accountId: id })).status).toBe(503);
  });

  test('that leaves a business portfolio’s Page out of the list is asked for it by its id', async () => {
    await jane([{ id: page(), name: 'City Hall', portfolio: 'City of Springfield' }]);
    const { id } = await broken(page());
    expect(words(await visitor.reconnect({ accountId: id }))).toContain('City Hall has been reconnected.');
    expect(site.requests.some((each) => each.includes('/me/businesses'))).toBe(false);
  });

  test('whose list is empty is asked for the Page by its id', async () => {
    await jane([{ id: page(), name: 'City Hall' }]);
    const { id } = await broken(page());
    site.rules.push({ match: ACCOUNTS, edit: (json) => void (json.data = []) });
    expect(words(await visitor.reconnect({ accountId: id }))).toContain('City Hall has been reconnected.');
  });

  test('that refuses the Page’s id is asked through the portfolios, for a Page and for an Instagram account', async () => {
    await jane([{ id: page(), name: 'City Hall', portfolio: 'City of Springfield' }], [`insta-${n}`]);
    const { id } = await broken(page());
    const instagram = await broken(`insta-${n}`, 'instagram');
    site.rules.push({
      match: new RegExp(`^GET /facebook/v[0-9.]+/${page()}\\?`),
      status: 400,
      body: { error: { code: 100, error_subcode: 33, message: 'Unsupported get request.' } },
    });
    expect(words(await visitor.reconnect({ accountId: id }))).toContain('2 accounts reconnected');
    expect(await statusOf(instagram.id)).toBe('connected');
  });

  test('that shows the Page nowhere leaves the hint about business portfolios', async () => {
    await jane([{ id: page(2), name: 'Other' }]);
    const { id } = await broken(page());
    const seen = await visitor.reconnect({ accountId: id });
    expect(words(seen)).toContain('Does a business portfolio own the Page?');
    expect(site.requests.some((each) => each.includes('/me/businesses'))).toBe(true);
  });

  test('that is down for the look-ups doesn’t make connected Pages lost', async () => {
    await jane([
      { id: page(1), name: 'City Hall' },
      { id: page(2), name: 'Parks', portfolio: 'Springfield' },
    ]);
    const first = await broken(page(1));
    const second = await broken(page(2));
    await visitor.reconnect({ accountId: first.id });
    expect(await statusOf(second.id)).toBe('connected');
    site.rules.push({ match: new RegExp(`/${page(2)}\\?`), status: 503, body: { error: { code: 2 } } });
    expect((await visitor.reconnect({ accountId: first.id })).status).toBe(503);
    expect(await statusOf(second.id)).toBe('connected');
  });

  test('with a personal Instagram account has its own remedy', async () => {
    await jane([{ id: page(), name: 'City Hall' }], [`insta-${n}`]);
    const { id } = await broken(`insta-${n}`, 'instagram');
    site.rules.push({
      match: ACCOUNTS,
      edit(json) {
        for (const each of json.data) delete each.instagram_business_account;
      },
    });
    const seen = await visitor.reconnect({ accountId: id });
    expect(seen.status).toBe(409);
    expect(words(seen)).toContain('switch the account to a professional account (business or creator)');
    expect(words(await visitor.reconnect({ network: 'instagram' }))).toContain('professional account');
    expect(await statusOf(id)).toBe('disconnected');
  });

  test.each([
    ['no token', (each: Record<string, unknown>) => void delete each.access_token],
    ['a role for ads alone', (each: Record<string, unknown>) => void (each.tasks = ['ADVERTISE'])],
  ])('that lists the Page with %s says that the role is missing', async (_what, change) => {
    await jane([
      { id: page(1), name: 'City Hall' },
      { id: page(2), name: 'Parks' },
    ]);
    const { id, disconnectId } = await broken(page(1));
    const other = await broken(page(2));
    site.rules.push({ match: ACCOUNTS, edit: (json) => change(json.data[0]) });
    const seen = await visitor.reconnect({ accountId: id });
    expect(words(seen)).toContain('role doesn’t let it read the posts of City Hall');
    expect(words(seen)).toContain('give your profile full control');
    expect(await disconnectRow(site, city, disconnectId)).toMatchObject({
      status: 'open',
      reason: 'permission_missing',
    });
    // What else the sign-in authorizes is reconnected.
    expect(await statusOf(other.id)).toBe('connected');
  });

  test('without the permission for the list of Pages says so', async () => {
    await jane([{ id: page(), name: 'City Hall' }]);
    const { id } = await broken(page());
    site.rules.push({
      match: /debug_token/,
      edit: (json) => void (json.data.scopes = json.data.scopes.filter((scope: string) => scope !== 'pages_show_list')),
    });
    expect(words(await visitor.reconnect({ accountId: id }))).toContain(
      'permission to see which Facebook Pages you manage',
    );
  });
});

const aReport = async (accountId: string) => {
  const { id } = await report(site.context, city.archiveId, accountId, { reason: 'token_revoked' });
  return { disconnectId: id };
};
