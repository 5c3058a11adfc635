/** Requirement: "'Connected' is said only when what was really granted captures the account (granular permissions checked)." */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { accounts, credentials } from '../../db/schema.js';
import { findCredential } from '../../services/credentials/credentials.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { createRuledSite } from '../rig/ruled-network.js';
import { aBrokenAccount, accountRow, aCity, anAccount, auditTypes, disconnectRow } from '../rig/site.js';
import { visitorOf, words, type Seen, type Visitor } from '../rig/visitor.js';

const site = sharedFixture(() => createRuledSite());
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));
beforeEach(() => void site.rules.splice(0));

let n = 0;
/** A personal profile with a Page and an Instagram account, all with new ids, signed in at Facebook. */
async function jane(more: { id: string; name: string }[] = []) {
  n += 1;
  const [id, page, instagram] = [`jane-${n}`, `page-${n}`, `insta-${n}`];
  await site.identity({
    network: 'facebook',
    id,
    name: 'Jane Doe',
    manages: [
      { network: 'facebook_page', id: page, name: 'City Hall' },
      ...more.map((each) => ({ network: 'facebook_page', ...each })),
      { network: 'instagram', id: instagram, name: 'cityhall' },
    ],
  });
  return { id, page, instagram };
}

const brokenPage = (networkAccountId: string, name = 'City Hall') =>
  aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId, name });

const without = (declined: RegExp) => ({
  match: /^GET \/facebook\/v[0-9.]+\/debug_token/,
  edit(json: { data: { scopes: string[]; granular_scopes: { scope: string }[] } }) {
    json.data.scopes = json.data.scopes.filter((scope) => !declined.test(scope));
    json.data.granular_scopes = json.data.granular_scopes.filter(({ scope }) => !declined.test(scope));
  },
});

async function shownBoxes(networkUrl: string, as: Visitor): Promise<Seen> {
  const page = await as.get(networkUrl);
  expect([page.location, page.status]).toEqual([null, 200]);
  return page;
}

const form = (as: Visitor, url: string, fields: [string, string][]) =>
  as.request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

describe('a person who declined one permission at Facebook and left the Page checked', () => {
  test('is told which permission is missing, and the Page isn’t called connected', async () => {
    const { page } = await jane();
    const { id, disconnectId } = await brokenPage(page);
    site.rules.push(without(/pages_read/));
    const seen = await visitor.reconnect({ accountId: id });
    expect(seen.status).toBe(409);
    expect(words(seen)).toContain('A permission is missing');
    expect(words(seen)).toContain('For City Hall (Facebook Page), we still need permission to read the Page’s posts');
    expect(words(seen)).not.toContain('has been reconnected');
    expect((await accountRow(site, city, id)).status).toBe('disconnected');
    expect(await disconnectRow(site, city, disconnectId)).toMatchObject({
      status: 'open',
      reason: 'permission_missing',
    });
    expect(await auditTypes(site, city, id)).toEqual([
      'reported',
      'reconnect_begun',
      'reason_changed',
      'reconnect_refused',
    ]);
  });

  test('still has everything else reconnected that was allowed', async () => {
    const { page, instagram } = await jane();
    const { id } = await brokenPage(page);
    const other = await aBrokenAccount(site, city, {
      network: 'instagram',
      networkAccountId: instagram,
      name: 'cityhall',
    });
    site.rules.push(without(/pages_read/));
    const seen = await visitor.reconnect({ accountId: id });
    expect(words(seen)).toContain('cityhall has been reconnected.');
    expect(words(seen)).toContain('we still need permission to read the Page’s posts');
    expect(seen.text).toContain('alert-card');
    expect((await accountRow(site, city, other.id)).status).toBe('connected');
    expect((await accountRow(site, city, id)).status).toBe('disconnected');
  });

  test('is asked for it again, and then the Page is connected', async () => {
    const { id: person, page } = await jane();
    await site.identity({ network: 'facebook', id: person, name: 'Jane Doe', signedIn: false });
    const { id } = await brokenPage(page);
    const at = await visitor.toNetwork(await visitor.begin({ accountId: id }));
    expect(new URL(at).searchParams.get('auth_type')).toBe('rerequest');
    await form(visitor, at, [
      ['step', 'sign_in'],
      ['identity', person],
    ]);
    const consent: [string, string][] = [
      ['step', 'consent'],
      ['identity', person],
      ['account', `facebook_page/${page}`],
      ['permissions', 'shown'],
      ['permission', 'pages_show_list'],
    ];
    const refused = await visitor.get((await form(visitor, at, consent)).location!);
    expect(words(refused)).toContain('read the Page’s posts and read what visitors post on the Page');

    const again = await visitor.toNetwork(await visitor.begin({ accountId: id }));
    expect(new URL(again).searchParams.get('auth_type')).toBe('rerequest');
    const boxes = await shownBoxes(again, visitor);
    expect(boxes.text).toMatch(/value="pages_read_engagement" *\/>/);
    const all = await form(visitor, again, consent.slice(0, 3));
    expect(words(await visitor.get(all.location!))).toContain('City Hall has been reconnected.');
  });

  test('makes a connected Page of that profile disconnected, because the earlier consent is gone too', async () => {
    const { page, instagram } = await jane();
    const { id } = await brokenPage(page);
    await visitor.reconnect({ accountId: id });
    expect((await accountRow(site, city, id)).status).toBe('connected');
    const { id: insta } = await aBrokenAccount(site, city, { network: 'instagram', networkAccountId: instagram });
    site.rules.push(without(/pages_read_user_content/));
    await visitor.reconnect({ accountId: insta });
    expect((await accountRow(site, city, insta)).status).toBe('connected');
    expect((await accountRow(site, city, id)).status).toBe('disconnected');
    expect((await auditTypes(site, city, id)).at(-1)).toBe('reopened');
  });

  test('can’t add the Page as a new account either', async () => {
    await jane();
    site.rules.push(without(/pages_read_engagement/));
    const seen = await visitor.reconnect({ network: 'facebook_page' });
    expect(words(seen)).toContain('we still need permission to read the Page’s posts');
    const rows = await site.context.db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
    expect(rows).toEqual([]);
  });

  test('reads the same in Spanish', async () => {
    const { page } = await jane();
    const { id } = await brokenPage(page);
    site.rules.push(without(/pages_read_engagement/));
    const callback = await visitor.callback({ accountId: id });
    const seen = await visitor.get(callback, { 'accept-language': 'es' });
    expect(words(seen)).toContain('todavía necesitamos permiso para leer las publicaciones de la página');
  });
});

test('a permission that covers only other Pages doesn’t connect this one', async () => {
  const { page } = await jane([{ id: 'elsewhere', name: 'Elsewhere' }]);
  const { id } = await brokenPage(page);
  site.rules.push({
    match: /debug_token/,
    edit(json) {
      for (const each of json.data.granular_scopes)
        if (each.scope === 'pages_read_engagement') each.target_ids = ['elsewhere'];
    },
  });
  const seen = await visitor.reconnect({ accountId: id });
  expect(words(seen)).toContain('we still need permission to read the Page’s posts');
  expect((await accountRow(site, city, id)).status).toBe('disconnected');
});

test('an owner who unchecked one Page is shown the boxes again, and gets in', async () => {
  const { id: person, page } = await jane([{ id: `other-${n + 1}`, name: 'Other' }]);
  await site.identity({ network: 'facebook', id: person, name: 'Jane Doe', signedIn: false });
  const { id } = await brokenPage(page);
  const at = await visitor.toNetwork(await visitor.begin({ accountId: id }));
  await form(visitor, at, [
    ['step', 'sign_in'],
    ['identity', person],
  ]);
  const fields: [string, string][] = [
    ['step', 'consent'],
    ['identity', person],
  ];
  const refused = await visitor.get((await form(visitor, at, fields)).location!);
  expect(words(refused)).toContain('leave every box checked');

  const again = await visitor.toNetwork(await visitor.begin({ accountId: id }));
  const boxes = await shownBoxes(again, visitor);
  expect(boxes.text).toContain(`value="facebook_page/${page}"`);
  const allowed = await form(visitor, again, [...fields, ['account', `facebook_page/${page}`]]);
  expect(words(await visitor.get(allowed.location!))).toContain('City Hall has been reconnected.');
});

test('X without lasting access isn’t connected, because it would end after two hours', async () => {
  await site.identity({ network: 'x', id: 'x-brief', name: 'City Hall' });
  const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId: 'x-brief', name: 'City Hall' });
  site.rules.push({
    match: /^POST \/x\/2\/oauth2\/token/,
    edit(json) {
      json.scope = 'users.read tweet.read';
      delete json.refresh_token;
    },
  });
  const seen = await visitor.reconnect({ accountId: id });
  expect(words(seen)).toContain('we still need permission to stay connected to X');
  expect((await accountRow(site, city, id)).status).toBe('disconnected');
});

test('LinkedIn without the scope for a member’s posts connects the Page and not the profile', async () => {
  await site.identity({
    network: 'linkedin',
    id: 'li-1',
    name: 'Pat Jones',
    manages: [{ network: 'linkedin_page', id: 'org-1', name: 'City' }],
  });
  const profile = await aBrokenAccount(site, city, { network: 'linkedin_profile', networkAccountId: 'li-1' });
  const page = await aBrokenAccount(site, city, { network: 'linkedin_page', networkAccountId: 'org-1', name: 'City' });
  site.rules.push({
    match: /^POST \/linkedin\/oauth\/v2\/accessToken/,
    edit(json) {
      json.scope = json.scope.replace('r_member_social', '');
    },
  });
  const seen = await visitor.reconnect({ accountId: profile.id });
  expect(words(seen)).toContain('City has been reconnected.');
  expect(words(seen)).toContain('we still need permission to read the LinkedIn profile’s posts');
  expect((await accountRow(site, city, page.id)).status).toBe('connected');
  expect((await accountRow(site, city, profile.id)).status).toBe('disconnected');
});

test('Threads without the replies isn’t connected', async () => {
  await site.identity({ network: 'threads', id: 't-1', name: 'City Hall' });
  const { id } = await aBrokenAccount(site, city, { network: 'threads', networkAccountId: 't-1', name: 'City Hall' });
  site.rules.push({
    match: /^GET \/threads\/v1\.0\/me\/replies/,
    status: 403,
    body: { error: { code: 10, message: 'Application does not have permission for this action' } },
  });
  const seen = await visitor.reconnect({ accountId: id });
  expect(words(seen)).toContain('we still need permission to read the replies on Threads');
  expect((await accountRow(site, city, id)).status).toBe('disconnected');
});

describe('a second consent at Google that brings no refresh token', () => {
  const NO_REFRESH_TOKEN = {
    match: /^POST \/google\/token .*authorization_code/,
    edit: (json: { refresh_token?: string }) => void delete json.refresh_token,
  };
  const refreshTokenOf = async (accountId: string) => {
    const { db, config } = site.context;
    const credential = await findCredential(db, config.keys, { archiveId: city.archiveId, accountId });
    return credential!.tokens.refreshToken;
  };
  const ofAccount = (accountId: string) =>
    and(eq(credentials.archiveId, city.archiveId), eq(credentials.accountId, accountId));

  async function aConnectedChannel(channel: string): Promise<{ id: string; first: string }> {
    await site.identity({ network: 'youtube', id: channel, name: 'City TV' });
    const { id } = await aBrokenAccount(site, city, { network: 'youtube', networkAccountId: channel });
    await visitor.reconnect({ accountId: id });
    return { id, first: (await refreshTokenOf(id))! };
  }

  test('of the same person keeps the one from the first consent', async () => {
    const { id, first } = await aConnectedChannel('UC-same');
    expect(first).toBeTruthy();
    site.rules.push(NO_REFRESH_TOKEN);
    expect((await visitor.reconnect({ accountId: id })).status).toBe(200);
    expect(await refreshTokenOf(id)).toBe(first);
  });

  test.each([
    ['of another person with access to the channel', { authorizedBy: 'somebody else' }],
    ['given to another client', { clientId: 'our earlier client' }],
    ['from before the client was recorded', { clientId: null }],
    ['after the earlier one has expired', { refreshExpiresAt: new Date(Date.now() - 1000) }],
  ])('%s is refused, and the account goes on with what it has', async (_what, before) => {
    const { id, first } = await aConnectedChannel(`UC-${n++}`);
    await site.context.db.update(credentials).set(before).where(ofAccount(id));
    site.rules.push(NO_REFRESH_TOKEN);
    const seen = await visitor.reconnect({ accountId: id });
    expect(words(seen)).toContain('we still need permission to stay connected to YouTube after you leave');
    expect(await refreshTokenOf(id)).toBe(first);
  });

  test('when it is the first consent isn’t connected for an hour: the person reads how to make Google ask anew', async () => {
    await site.identity({ network: 'youtube', id: 'UC-first', name: 'City TV' });
    const account = { network: 'youtube' as const, networkAccountId: 'UC-first' };
    const { id, disconnectId } = await aBrokenAccount(site, city, account);
    site.rules.push(NO_REFRESH_TOKEN);
    const seen = await visitor.reconnect({ accountId: id });
    expect(seen.status).toBe(409);
    expect(words(seen)).toContain('Google gave us access for one hour only. Open myaccount.google.com/connections');
    expect(words(seen)).not.toContain('box for YouTube');
    expect((await accountRow(site, city, id)).status).toBe('disconnected');
    expect(await disconnectRow(site, city, disconnectId)).toMatchObject({
      status: 'open',
      reason: 'permission_missing',
    });
    const again = new URL(await visitor.toNetwork(await visitor.begin({ accountId: id })));
    expect(again.searchParams.get('prompt')).toBe('select_account consent');
    expect(again.searchParams.get('access_type')).toBe('offline');
  });

  test('can’t add the channel as a new account either', async () => {
    await site.identity({ network: 'youtube', id: 'UC-added', name: 'City TV' });
    site.rules.push(NO_REFRESH_TOKEN);
    expect(words(await visitor.reconnect({ network: 'youtube' }))).toContain('access for one hour only');
    const rows = await site.context.db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
    expect(rows).toEqual([]);
  });
});

test('LinkedIn’s refresh token of another member isn’t kept beside this member’s access', async () => {
  n += 1;
  const [first, second] = [`member-${n}a`, `member-${n}b`];
  const manages = [{ network: 'linkedin_page', id: `org-${n}`, name: 'City' }];
  await site.identity({ network: 'linkedin', id: first, name: 'Pat', manages });
  const { id } = await aBrokenAccount(site, city, { network: 'linkedin_page', networkAccountId: `org-${n}` });
  const { db, config } = site.context;
  const subject = { archiveId: city.archiveId, accountId: id };
  const refreshTokens: (string | undefined)[] = [];
  const signIn = async () => {
    expect((await visitor.reconnect({ accountId: id })).status).toBe(200);
    refreshTokens.push((await findCredential(db, config.keys, subject))!.tokens.refreshToken);
  };
  const partner = {
    match: /^POST \/linkedin\/oauth\/v2\/accessToken/,
    edit: (json: { refresh_token?: string }) => void (json.refresh_token = 'a partner’s'),
  };
  site.rules.push(partner);
  await signIn();
  site.rules.splice(0, 1, { ...partner, edit: (json) => void delete json.refresh_token });
  await signIn();
  await site.identity({ network: 'linkedin', id: second, name: 'Sam', manages });
  await signIn();
  expect(refreshTokens).toEqual(['a partner’s', 'a partner’s', undefined]);
});

test.each([
  ['claims lasting access', (json: { refresh_token?: string }) => void delete json.refresh_token],
  [
    'doesn’t say what was granted',
    (json: { refresh_token?: string; scope?: string }) => {
      delete json.refresh_token;
      delete json.scope;
    },
  ],
])('X without a refresh token isn’t connected, even if it %s', async (_what, edit) => {
  n += 1;
  await site.identity({ network: 'x', id: `x-${n}`, name: 'City Hall' });
  const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId: `x-${n}`, name: 'City Hall' });
  site.rules.push({ match: /^POST \/x\/2\/oauth2\/token/, edit });
  expect(words(await visitor.reconnect({ accountId: id }))).toContain('permission to stay connected to X');
  expect((await accountRow(site, city, id)).status).toBe('disconnected');
});

test('a connected account of another sign-in goes on with what it has', async () => {
  const { page } = await jane();
  const id = await anAccount(site.context.db, city, { network: 'facebook_page', networkAccountId: page });
  site.rules.push(without(/pages_read/));
  const seen = await visitor.reconnect({ accountId: id });
  expect(words(seen)).toContain('A permission is missing');
  expect((await accountRow(site, city, id)).status).toBe('connected');
});
