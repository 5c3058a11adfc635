/** The article's "Things to Consider Before Reconnecting", sentence by sentence. */
import { expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { findAccount } from '../../services/accounts/queries.js';
import { findReconnectChecks } from '../../services/accounts/reconnect-preconditions.js';
import { CHECKS } from '../../domain/reconnect-checks.js';
import { accounts, parentProfiles } from '../../db/schema.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { requestTransfer } from '../../services/transfers/request.js';
import { aProfile } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, accountRow, aCity, createSite, type Identity } from '../rig/site.js';
import { visitorOf, words } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));

const db = () => site.context.db;
const PAGE = { network: 'facebook_page', networkAccountId: 'page-1', name: 'City Hall' } as const;
const jane: Identity = {
  network: 'facebook',
  id: 'jane',
  name: 'Jane Doe',
  manages: [{ network: 'facebook_page', id: 'page-1', name: 'City Hall' }],
};

async function transfer(what: { accountIds?: string[]; parentProfileIds?: string[] }, ownerId: string) {
  const actor = { kind: 'user' as const, id: city.primary, name: 'Primary' };
  const principal = { kind: 'system' as const, archiveId: city.archiveId, actor };
  const asked = { accountIds: [], parentProfileIds: [], withManagedAccounts: true, notify: true, ...what };
  const { id } = await requestTransfer(site.context, principal, { ...asked, to: { ownerId } });
  await moveTransfer(site.context, { archiveId: city.archiveId, transferId: id });
}

const checksOf = async (id: string) => findReconnectChecks(db(), await findAccount(db(), city.archiveId, id));

test('"The account owner under whom the accounts sit should be the one reconnecting."', async () => {
  await site.identity(jane);
  const { id } = await aBrokenAccount(site, city, PAGE);
  const other = await visitorOf(site, city, city.otherOwner);
  expect((await other.post('/connect/reconnect', { accountId: id })).status).toBe(409);
  const owner = await visitorOf(site, city, city.owner);
  expect(words(await owner.reconnect({ accountId: id }))).toContain('City Hall has been reconnected.');
});

test('"Account Owners must use their personal profile to connect to a Facebook Page Instagram account, or LinkedIn Page." "This Parent Profile remains inactive and is not archived. It simply serves as authorization for the connection of the accounts it manages."', async () => {
  await site.identity(jane);
  const { id } = await aBrokenAccount(site, city, PAGE);
  await (await visitorOf(site, city, city.owner)).reconnect({ accountId: id });
  const [profile] = await db().select().from(parentProfiles).where(eq(parentProfiles.archiveId, city.archiveId));
  expect(profile).toMatchObject({ networkProfileId: 'jane', ownerId: city.owner });
  expect((await accountRow(site, city, id)).parentProfileId).toBe(profile!.id);
  const archived = await db().select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
  expect(archived.map(({ networkAccountId }) => networkAccountId)).toEqual(['page-1']);
});

test('"Is the Parent Profile used to connect the account under the same Account Owner?" and the article’s other questions are checked for every account', async () => {
  const { pages } = await aProfile(db(), city, 1);
  const checks = await checksOf(pages[0]!);
  expect(checks.map(({ check }) => check)).toEqual([...CHECKS]);
  expect(checks.find(({ check }) => check === 'parent_profile_owner')).toMatchObject({
    ok: true,
    finding: 'same_owner',
  });
});

test('"Thus, it may need to be transferred to the correct Account Owner before they can use it to connect or reconnect accounts it manages."', async () => {
  await site.identity(jane);
  const { id } = await aBrokenAccount(site, city, PAGE);
  const profile = await aProfile(db(), city, 0, { ownerId: city.otherOwner, networkProfileId: 'jane' });
  const owner = await visitorOf(site, city, city.owner);
  expect(words(await owner.reconnect({ accountId: id }))).toContain('This Parent Profile belongs to someone else');
  expect((await checksOf(id)).find(({ check }) => check === 'parent_profile_owner')).toMatchObject({
    ok: false,
    action: 'transfer_parent_profile',
    subjectId: profile.id,
  });
  await transfer({ parentProfileIds: [profile.id] }, city.owner);
  expect(words(await owner.reconnect({ accountId: id }))).toContain('City Hall has been reconnected.');
});

test('"In cases of employee turnover or changing departments, you may need to transfer accounts to a different Account Owner who has access to the accounts first. Then, the correct person can reconnect and maintain the account connection moving forward."', async () => {
  await site.identity(jane);
  const { id } = await aBrokenAccount(site, city, PAGE);
  const [before, after] = [await visitorOf(site, city, city.owner), await visitorOf(site, city, city.otherOwner)];
  await transfer({ accountIds: [id] }, city.otherOwner);
  expect((await before.get('/connect/accounts')).text).not.toContain('City Hall');
  expect((await before.post('/connect/reconnect', { accountId: id })).status).toBe(409);
  expect(words(await after.reconnect({ accountId: id }))).toContain('City Hall has been reconnected.');
});

test('"The Parent Profile that is used to connect the account may also need to be transferred."', async () => {
  const { id, pages } = await aProfile(db(), city, 2);
  await transfer({ parentProfileIds: [id], accountIds: [pages[0]!] }, city.otherOwner);
  const rows = await db()
    .select()
    .from(accounts)
    .where(and(eq(accounts.archiveId, city.archiveId), eq(accounts.parentProfileId, id)));
  expect(rows.map(({ ownerId }) => ownerId)).toEqual([city.otherOwner, city.otherOwner]);
});
