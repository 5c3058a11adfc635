import { beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { audit, accounts, credentials, users } from '../../db/schema.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { aProfile, aRunningTransfer } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, anAccount, createSite, stateOf, type Identity } from '../rig/site.js';
import { visitorOf, words, type Seen } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));

/** Runs a whole reconnect and verifies that nothing but the audit has changed at its end. */
async function refused(begin: () => Promise<Seen>): Promise<string> {
  const before = await stateOf(site, city);
  const page = await begin();
  expect(await stateOf(site, city)).toEqual(before);
  expect(await site.context.db.select().from(credentials).where(eq(credentials.archiveId, city.archiveId))).toEqual([]);
  expect(page.status).toBeGreaterThanOrEqual(400);
  expect(words(page)).toContain('Nothing was changed');
  return words(page);
}

async function lastAudit(accountId: string) {
  const rows = await site.context.db
    .select()
    .from(audit)
    .where(and(eq(audit.archiveId, city.archiveId), eq(audit.accountId, accountId)))
    .orderBy(audit.id);
  return rows.at(-1)!;
}

const jane = (manages: Identity['manages']): Identity => ({
  network: 'facebook',
  id: 'jane',
  name: 'Jane Doe',
  manages,
});

test('someone signed in at the network as the wrong identity is told both names', async () => {
  await site.identity({ network: 'x', id: 'x-b', name: 'Private Person' });
  const { id, disconnectId } = await aBrokenAccount(site, city, {
    network: 'x',
    networkAccountId: 'x-a',
    name: 'City Hall',
  });
  const said = await refused(() => visitor.reconnect({ accountId: id }));
  expect(said).toMatch(/You signed in as Private Person.*; this account is City Hall \(X\)/);
  expect(said).toContain('Try again');
  expect(await lastAudit(id)).toMatchObject({
    type: 'reconnect_refused',
    disconnectId,
    detail: { code: 'wrong_identity' },
  });
});

test('a Parent Profile that doesn’t manage the account is refused, with a hint to leave every box checked', async () => {
  await site.identity(jane([{ network: 'facebook_page', id: 'other', name: 'Other' }]));
  const { id } = await aBrokenAccount(site, city, {
    network: 'facebook_page',
    networkAccountId: 'page',
    name: 'City Hall',
  });
  const said = await refused(() => visitor.reconnect({ accountId: id }));
  expect(said).toContain('You signed in as Jane Doe; this account is City Hall (Facebook Page)');
  expect(said).toContain('leave every box checked');
});

test('an account that was unchecked at the network isn’t changed', async () => {
  await site.identity({
    ...jane([{ network: 'facebook_page', id: 'page', name: 'City Hall' }]),
    id: 'unchecker',
    signedIn: false,
  });
  const { id } = await aBrokenAccount(site, city, {
    network: 'facebook_page',
    networkAccountId: 'page',
    name: 'City Hall',
  });
  await refused(async () => {
    const networkUrl = await visitor.toNetwork(await visitor.begin({ accountId: id }));
    const form = (fields: Record<string, string>) =>
      visitor.request(networkUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      });
    await form({ step: 'sign_in', identity: 'unchecker' });
    const consent = await form({ step: 'consent', identity: 'unchecker' });
    return visitor.get(consent.location!);
  });
});

describe('under another Account Owner', () => {
  beforeEach(() => site.identity(jane([{ network: 'facebook_page', id: 'page', name: 'City Hall' }])));

  const otherOwnersProfile = () =>
    aProfile(site.context.db, city, 0, { ownerId: city.otherOwner, networkProfileId: 'jane' });

  test('a Parent Profile is refused: the owner learns whom to ask, but not whose it is', async () => {
    await otherOwnersProfile();
    const { id } = await aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId: 'page' });
    const said = await refused(() => visitor.reconnect({ accountId: id }));
    expect(said).toContain('The Parent Profile Jane Doe has a different Account Owner');
    expect(said).toContain(city.emails.primary);
    expect(said).not.toContain(city.emails.otherOwner);
    expect(said).not.toContain('Other ');
  });

  test('the Primary Administrator isn’t told to ask themselves', async () => {
    await otherOwnersProfile();
    await site.context.db.update(users).set({ isAccountOwner: true }).where(eq(users.id, city.primary));
    const account = { network: 'facebook_page' as const, networkAccountId: 'page', ownerId: city.primary };
    const { id } = await aBrokenAccount(site, city, account);
    const primary = await visitorOf(site, city, city.primary);
    const pages = [await primary.reconnect({ accountId: id }), await primary.get('/connect/accounts')];
    for (const page of pages) {
      expect(words(page)).toContain('Ask an administrator of your archive.');
      expect(words(page)).not.toContain(city.emails.primary);
    }
  });

  test('a new account managed by that Parent Profile is refused too', async () => {
    await otherOwnersProfile();
    await refused(() => visitor.reconnect({ network: 'facebook_page' }));
  });

  test('an account that is already in the archive isn’t taken over', async () => {
    await anAccount(site.context.db, city, {
      network: 'facebook_page',
      networkAccountId: 'page',
      name: 'City Hall',
      ownerId: city.otherOwner,
    });
    expect(await refused(() => visitor.reconnect({ network: 'facebook_page' }))).toContain(
      'City Hall (Facebook Page) has a different Account Owner',
    );
  });

  test('an account transferred away mid-flow is refused in the callback', async () => {
    const { id } = await aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId: 'page' });
    const callback = await visitor.callback({ accountId: id });
    await site.context.db.update(accounts).set({ ownerId: city.otherOwner }).where(eq(accounts.id, id));
    expect(await refused(() => visitor.get(callback))).toContain('different Account Owner');
  });

  test('the previous owner of a transferred account reads that it was transferred, and isn’t told to ask for that', async () => {
    const { id } = await aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId: 'page' });
    const callback = await visitor.callback({ accountId: id });
    const transferId = await aRunningTransfer(site.context.db, city, [id]);
    await moveTransfer(site.context, { archiveId: city.archiveId, transferId });
    const said = await refused(() => visitor.get(callback));
    expect(said).toContain('was transferred to another Account Owner, who now gets the emails about it.');
    expect(said).toContain('You don’t need to do anything.');
    expect(said).not.toMatch(/has to be transferred|Other/);
    const answer = await visitor.post('/connect/reconnect', { accountId: id });
    const problem = JSON.parse(answer.text) as { code: string; detail: string };
    expect(problem.code).toBe('owned_by_other_owner');
    expect(problem.detail).toContain('was transferred to another Account Owner');
  });

  test('a reconnect can’t be started', async () => {
    const { id } = await aBrokenAccount(site, city, { network: 'x', ownerId: city.otherOwner });
    const answer = await visitor.post('/connect/reconnect', { accountId: id });
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'owned_by_other_owner' });
    expect(answer.text).not.toContain('Other');
  });
});

test('an account marked inactive mid-flow stays inactive', async () => {
  await site.identity({ network: 'x', id: 'x-in', name: 'City' });
  const id = await anAccount(site.context.db, city, { network: 'x', networkAccountId: 'x-in' });
  const callback = await visitor.callback({ accountId: id });
  await site.context.db
    .update(accounts)
    .set({ status: 'inactive', inactiveReason: 'closed' })
    .where(eq(accounts.id, id));
  expect(await refused(() => visitor.get(callback))).toContain('marked inactive');
});

test('an account can’t be reconnected while it is being transferred', async () => {
  await site.identity({ network: 'x', id: 'x-tr', name: 'City' });
  const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId: 'x-tr' });
  const callback = await visitor.callback({ accountId: id });
  await aRunningTransfer(site.context.db, city, [id]);
  expect(await refused(() => visitor.get(callback))).toContain('transfer');
  const answer = await visitor.post('/connect/reconnect', { accountId: id });
  expect(JSON.parse(answer.text)).toMatchObject({ status: 409, code: 'transfer_in_progress' });
});

test('an unknown account can’t be reconnected', async () => {
  const answer = await visitor.post('/connect/reconnect', { accountId: 'acc_unknown' });
  expect(answer.status).toBe(404);
});

test('someone who manages no Page can’t connect one', async () => {
  await site.identity(jane([]));
  expect(await refused(() => visitor.reconnect({ network: 'facebook_page' }))).toContain(
    'no Facebook Page was found or selected',
  );
});

test('someone who declines at the network is told that nothing was changed', async () => {
  await site.identity({ network: 'x', id: 'x-no', name: 'City' });
  const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId: 'x-no' });
  const before = await stateOf(site, city);
  const callback = new URL(await visitor.callback({ accountId: id }));
  callback.searchParams.delete('code');
  callback.searchParams.set('error', 'access_denied');
  const page = await visitor.get(callback.href);
  expect(page.status).toBe(200);
  expect(words(page)).toContain('Nothing was changed');
  expect(await stateOf(site, city)).toEqual(before);
  expect(await lastAudit(id)).toMatchObject({ type: 'attempt_failed', detail: { kind: 'denied' } });
});

test('a network outage is recorded as unavailable, not as a refusal', async () => {
  await site.identity({ network: 'x', id: 'x-down', name: 'City' });
  const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId: 'x-down' });
  const callback = await visitor.callback({ accountId: id });
  await site.break('x', 'x-down', 'down');
  const page = await visitor.get(callback);
  expect(page.status).toBe(503);
  expect(words(page)).toContain('We can’t reach X right now');
  expect(await lastAudit(id)).toMatchObject({ type: 'attempt_failed', detail: { kind: 'unavailable' } });
});
