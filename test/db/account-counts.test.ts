/** The counts that the dashboard reads are what counting the accounts would give, after each kind of change and beside other changes. */
import { describe, expect, it } from '@jest/globals';
import { eq, inArray, sql } from 'drizzle-orm';
import { connect } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { accounts } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';

const database = sharedFixture(createTestDatabase);
const connection = sharedFixture(() => connect(database.url, { name: 'counts', max: 4 }));
const city = freshFixture(() => aCity(db()));
const db = () => connection.db;

type Counts = { network: string; added: string; accounts: number; inactive: number; unauthorized: number };

async function kept(): Promise<Counts[]> {
  const rows = await db().execute<Counts>(sql`
    select network, added_at::text as added, sum(accounts)::int as accounts, sum(inactive)::int as inactive, sum(unauthorized)::int as unauthorized
    from account_counts where archive_id = ${city.archiveId} group by 1, 2 having sum(accounts) <> 0 order by 1, 2`);
  return [...rows];
}

async function counted(): Promise<Counts[]> {
  const rows = await db().execute<Counts>(sql`
    select network, date_trunc('minute', created_at)::text as added, count(*)::int as accounts,
      (count(*) filter (where status = 'inactive'))::int as inactive,
      (count(*) filter (where status <> 'inactive' and authorized_since is null))::int as unauthorized
    from accounts where archive_id = ${city.archiveId} and deleted_at is null group by 1, 2 order by 1, 2`);
  return [...rows];
}

const change = (id: string, set: Partial<typeof accounts.$inferInsert>) =>
  db().update(accounts).set(set).where(eq(accounts.id, id));

describe('the kept counts', () => {
  it.each([
    ['is reported', { status: 'disconnected' }],
    ['is marked inactive', { status: 'inactive' }],
    ['is authorized', { authorizedSince: new Date() }],
    ['is deleted', { deletedAt: new Date(), ownerId: null }],
    ['moves to another day', { createdAt: new Date('2026-01-02T03:04:05Z') }],
  ] as const)('agree when an account %s, and when that is undone', async (_what, set) => {
    const [id] = [await anAccount(db(), city), await anAccount(db(), city, { status: 'inactive' })];
    const [before] = await db().select().from(accounts).where(eq(accounts.id, id));
    const first = await kept();
    expect(first).toEqual(await counted());
    await change(id, set);
    expect(await kept()).toEqual(await counted());
    await change(id, before!);
    expect(await kept()).toEqual(first);
  });

  it('agree when one statement adds accounts on several networks', async () => {
    const networks = ['x', 'youtube', 'x', 'threads'] as const;
    const rows = networks.map((network) => ({
      archiveId: city.archiveId,
      id: newId('account'),
      network,
      networkAccountId: newId('account'),
      name: 'City Hall',
      ownerId: city.owner,
      status: 'connected' as const,
    }));
    await db().insert(accounts).values(rows);
    expect((await kept()).reduce((n, row) => n + row.accounts, 0)).toBe(4);
    expect(await kept()).toEqual(await counted());
    const ids = rows.map(({ id }) => id);
    await db().update(accounts).set({ authorizedSince: new Date() }).where(inArray(accounts.id, ids));
    expect(await kept()).toEqual(await counted());
  });

  it('never make one change wait for another', async () => {
    await anAccount(db(), city);
    await db().transaction(async (tx) => {
      await tx.execute(sql`update account_counts set accounts = accounts where archive_id = ${city.archiveId}`);
      // It would wait here for ever if it wanted the row that this transaction holds.
      await anAccount(db(), city);
    });
    expect(await kept()).toEqual(await counted());
  });

  it('don’t change at all with a report', async () => {
    const id = await anAccount(db(), city);
    const versions = () =>
      db().execute(sql`select xmin::text from account_counts where archive_id = ${city.archiveId}`);
    const before = [...(await versions())];
    await change(id, { status: 'disconnected' });
    expect([...(await versions())]).toEqual(before);
  });
});
