/** Transfers against each other and against reconnects: no deadlock and no split, whichever comes first. */
import { describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { users } from '../../db/schema.js';
import { applyAuthorization, type ReconnectResult } from '../../services/reconnect/complete.js';
import type { StoredSignIn } from '../../services/reconnect/oauth-states.js';
import type { NetworkAuthorization } from '../../networks/adapter.js';
import { aProfile, anAccount } from '../rig/builders.js';
import { report } from '../rig/reports.js';
import { useTransfers } from '../rig/transfers.js';

// The time-skipping server sometimes refuses a workflow's answer under so many signals ("invalid history builder state"), and never
// runs that workflow again.
const { world, town, db } = useTransfers({ realTime: true });

/** Checks that no account has a different owner than its Parent Profile, and that nothing is still claimed. */
async function expectNoSplit() {
  const split = await db().execute(sql`
    select a.id from accounts a join parent_profiles p on p.archive_id = a.archive_id and p.id = a.parent_profile_id
    where a.owner_id <> p.owner_id`);
  expect([...split]).toEqual([]);
  const claimed = await db().execute(sql`
    select id from accounts where transfer_id is not null union all select id from parent_profiles where transfer_id is not null`);
  expect([...claimed]).toEqual([]);
}

test('opposing transfers by 8 clients move all or nothing: everything ends up under one of the winners', async () => {
  const { owner, otherOwner, primary } = town.city;
  await db().update(users).set({ isAccountOwner: true }).where(eq(users.id, primary));
  const mine = await aProfile(db(), town.city, 3, { ownerId: primary });
  const theirs = await aProfile(db(), town.city, 3, { ownerId: primary });
  const profileIds = [mine.id, theirs.id];
  const pageIds = [...mine.pages, ...theirs.pages];
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const forth = i % 2 === 0;
        const toOwnerId = forth ? owner : otherOwner;
        // The same things, named in opposite orders.
        const answer = await town.transfer({
          parentProfileIds: forth ? profileIds : profileIds.toReversed(),
          accountIds: forth ? pageIds : pageIds.toReversed(),
          toOwnerId,
        });
        return { ...answer, toOwnerId };
      }),
    );
    await world.quiet();
    await expectNoSplit();
    const won = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status !== 202);
    expect(won.length).toBeGreaterThan(0);
    for (const { status, body } of refused)
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'transfer_impossible' });
    const owners = new Set(
      await Promise.all([...profileIds.map((id) => town.ownerOfProfile(id)), ...pageIds.map((id) => town.ownerOf(id))]),
    );
    expect(owners.size).toBe(1);
    expect(won.map(({ toOwnerId }) => toOwnerId)).toContain([...owners][0]);
    for (const { body } of won) {
      const { moved } = (await town.call('GET', `/v1/transfers/${body.id}`)).body;
      expect(moved.accountIds.toSorted()).toEqual(pageIds.toSorted());
      expect(moved.parentProfileIds.toSorted()).toEqual(profileIds.toSorted());
    }
    // Back to a third owner, for the next round.
    expect((await town.transfer({ parentProfileIds: profileIds, toOwnerId: primary })).status).toBe(202);
    await world.quiet();
  }
});

test('crossing transfers of single Pages by 8 clients all complete, because none touches what another moves', async () => {
  const { owner, otherOwner } = town.city;
  const mine = await aProfile(db(), town.city, 4);
  const theirs = await aProfile(db(), town.city, 4, { ownerId: otherOwner });
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      i % 2 === 0
        ? town.transfer({ accountIds: [mine.pages[i / 2]], toOwnerId: otherOwner })
        : town.transfer({ accountIds: [theirs.pages[(i - 1) / 2]], toOwnerId: owner }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
  await world.quiet();
  for (const page of mine.pages) expect(await town.ownerOf(page)).toBe(otherOwner);
  for (const page of theirs.pages) expect(await town.ownerOf(page)).toBe(owner);
  await expectNoSplit();
});

describe('a transfer and a reconnect of the same account', () => {
  const signIn = (accountId: string, ownerId: string): StoredSignIn => ({
    together: false,
    retryOf: null,
    archiveId: town.city.archiveId,
    network: 'facebook_page',
    accountId,
    ownerId,
    actor: { kind: 'user', userId: town.city.primary, name: 'Primary' },
    hash: Buffer.alloc(0),
    expired: false,
  });
  const answer = (pages: { networkAccountId: string }[], profileId: string): NetworkAuthorization => ({
    identity: { id: profileId, name: 'Jane Doe' },
    tokens: { accessToken: 'of the profile' },
    accounts: pages.map(({ networkAccountId }) => ({
      network: 'facebook_page',
      networkAccountId,
      name: 'Page',
      tokens: { accessToken: 'of the page' },
    })),
  });
  const reconnect = async (profile: { id: string; pages: string[] }, ownerId: string) =>
    applyAuthorization(
      world.context,
      signIn(profile.pages[0]!, ownerId),
      answer(
        profile.pages.map((networkAccountId) => ({ networkAccountId })),
        profile.id,
      ),
    );

  test.each(['transfer first', 'reconnect first', 'both at once'] as const)(
    'leave nothing split: %s',
    async (order) => {
      for (let round = 0; round < 4; round += 1) {
        const profile = await aProfile(db(), town.city, 3);
        await report(world.context, town.city.archiveId, profile.pages[0]!);
        const transfer = () => town.transfer({ parentProfileIds: [profile.id], toOwnerId: town.city.otherOwner });
        const begin = () => reconnect(profile, town.city.owner);
        let [asked, result] = [undefined, undefined] as unknown as [
          Awaited<ReturnType<typeof transfer>>,
          ReconnectResult,
        ];
        if (order === 'both at once') [asked, result] = await Promise.all([transfer(), begin()]);
        else if (order === 'transfer first') [asked, result] = [await transfer(), await begin()];
        else [result, asked] = [await begin(), await transfer()];
        expect(asked.status).toBe(202);
        await world.quiet();
        // Done under the earlier owner, or refused after waiting; never anything in between.
        if (result.outcome === 'done') expect(order).not.toBe('transfer first');
        else expect(result.refusal.code).toMatch(/owned_by_other_owner$/);
        if (order === 'reconnect first') expect(result.outcome).toBe('done');
        for (const page of profile.pages) expect(await town.ownerOf(page)).toBe(town.city.otherOwner);
        await expectNoSplit();
      }
    },
  );
});

test('one transfer moves up to 10,000 accounts and Parent Profiles, and a larger one is refused', async () => {
  const profile = await aProfile(db(), town.city, 1);
  await db().execute(sql`
    insert into accounts (archive_id, id, network, network_account_id, name, owner_id, parent_profile_id, status)
    select ${town.city.archiveId}, 'acc_' || n || ${profile.id}, 'facebook_page', n || ${profile.id}, 'Page ' || n, ${town.city.owner}, ${profile.id}, 'connected'
    from generate_series(1, 9998) n`);
  const { status, body } = await town.transfer({ parentProfileIds: [profile.id], toOwnerId: town.city.otherOwner });
  expect(status).toBe(202);
  await world.quiet();
  const moved = await town.call('GET', `/v1/transfers/${body.id}`);
  expect(moved.body.moved.accountIds).toHaveLength(9999);
  await expectNoSplit();
  const more = await anAccount(db(), town.city, { ownerId: town.city.otherOwner });
  const more2 = await anAccount(db(), town.city, { ownerId: town.city.otherOwner });
  const back = await town.transfer({
    parentProfileIds: [profile.id],
    accountIds: [more, more2],
    toOwnerId: town.city.owner,
  });
  expect(back).toMatchObject({ status: 422, body: { code: 'transfer_too_large' } });
});
