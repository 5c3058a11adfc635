/**
 * Everything that locks several rows locks them in the order of their ids, so that no two transactions deadlock. Each is observed midway:
 * while another transaction holds the second of three rows, the first must be locked and the third must not.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eq, inArray, isNotNull, sql } from 'drizzle-orm';
import postgres from 'postgres';
import { archives, disconnects } from '../../db/schema.js';
import { RELINK } from '../../domain/actor.js';
import { SCOPES } from '../../domain/principal.js';
import { createContext, type Context } from '../../platform/context.js';
import { serve } from '../../server.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { refineVagueReason } from '../../services/disconnects/refine-reason.js';
import { failTransfer, moveTransfer } from '../../services/transfers/move.js';
import { aCity, anAccount, aRunningTransfer, type City } from '../rig/builders.js';
import { createTestDatabase, type TestDatabase } from '../rig/database.js';
import { close, report } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { testConfig } from '../rig/world.js';

let database: TestDatabase;
let other: postgres.Sql;
let context: Context;
let server: Awaited<ReturnType<typeof serve>>;
let city: City;
let accountIds: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  other = postgres(database.url, { max: 3, onnotice: () => {} });
  // Rows are scanned in physical order, and they are stored in reverse, so the right order can't come about by chance.
  const name = new URL(database.url).pathname.slice(1);
  for (const scan of ['indexscan', 'indexonlyscan', 'bitmapscan'])
    await other.unsafe(`alter database ${name} set enable_${scan} = off`);
  context = createContext(testConfig(database.url, 'http://127.0.0.1:9'), { name: 'test' });
  server = await serve(context, { port: 0 });
});
afterAll(async () => {
  await server.stop();
  await context.dispose();
  await other.end();
  await database.close();
});
beforeEach(async () => {
  city = await aCity(context.db);
  accountIds = [];
  for (let n = 0; n < 3; n += 1) accountIds.push(await anAccount(context.db, city));
  accountIds.sort();
  await storeReversed('accounts', accountIds);
});

type Table = 'accounts' | 'disconnects';

async function storeReversed(table: Table, ids: readonly string[]): Promise<void> {
  for (const id of ids.toReversed()) await other`update ${other(table)} set id = id where id = ${id}`;
}

/** Opens a disconnect for each account, with a vague reason. */
async function openDisconnects(): Promise<string[]> {
  for (const id of accountIds) await report(context, city.archiveId, id, { reason: 'unknown' });
  const rows = await context.db
    .select({ id: disconnects.id })
    .from(disconnects)
    .where(eq(disconnects.archiveId, city.archiveId))
    .orderBy(sql`${disconnects.id} collate "C"`);
  return rows.map(({ id }) => id);
}

async function expectInOrder(table: Table, ids: readonly string[], work: () => Promise<unknown>): Promise<void> {
  const free = async (id: string) =>
    (await other`select from ${other(table)} where id = ${id} for no key update skip locked`).length === 1;
  let working: Promise<unknown> = Promise.resolve();
  await other.begin(async (holder) => {
    await holder`select from ${holder(table)} where id = ${ids[1]!} for update`;
    working = work();
    await until('the work is waiting for the second row', async () => {
      const waiting =
        await other`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return waiting.length > 0;
    });
    expect([await free(ids[0]!), await free(ids[2]!)]).toEqual([false, true]);
  });
  await working;
}

it('requesting a transfer locks the accounts in order', async () => {
  const { key } = await insertApiKey(context.db, { archiveId: city.archiveId, name: 'tests', scopes: SCOPES });
  await expectInOrder('accounts', accountIds, async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/v1/transfers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ accountIds: accountIds.toReversed(), toOwnerId: city.otherOwner }),
    });
    expect(response.status).toBe(202);
  });
});

it('moving accounts in a transfer locks the accounts in order', async () => {
  const transferId = await aRunningTransfer(context.db, city, accountIds);
  await storeReversed('accounts', accountIds);
  await expectInOrder('accounts', accountIds, async () => {
    expect(await moveTransfer(context, { archiveId: city.archiveId, transferId })).toBe('completed');
  });
});

it('moving accounts in a transfer locks their disconnects in order', async () => {
  const ids = await openDisconnects();
  await context.db
    .update(disconnects)
    .set({ againEmailedAt: sql`now()` })
    .where(eq(disconnects.archiveId, city.archiveId));
  const transferId = await aRunningTransfer(context.db, city, accountIds);
  await storeReversed('disconnects', ids);
  await expectInOrder('disconnects', ids, async () => {
    expect(await moveTransfer(context, { archiveId: city.archiveId, transferId })).toBe('completed');
  });
});

it('failing a transfer locks the accounts in order', async () => {
  const transferId = await aRunningTransfer(context.db, city, accountIds);
  await storeReversed('accounts', accountIds);
  await expectInOrder('accounts', accountIds, async () => {
    expect(await failTransfer(context, { archiveId: city.archiveId, transferId })).toBe('failed');
  });
});

it('a report that begins a surge hold locks the held disconnects in order', async () => {
  await context.db
    .update(archives)
    .set({ surgeHoldEnabled: true, surgeHoldCount: 3, surgeHoldShare: 0.01 })
    .where(eq(archives.id, city.archiveId));
  const ids = await openDisconnects();
  const last = await anAccount(context.db, city);
  await storeReversed('disconnects', ids);
  await expectInOrder('disconnects', ids, () => report(context, city.archiveId, last));
  const held = context.db.select().from(disconnects).where(isNotNull(disconnects.surgeHoldId));
  expect(await held).toHaveLength(4);
});

it('refining a vague reason locks the disconnects in order', async () => {
  const ids = await openDisconnects();
  await storeReversed('disconnects', ids);
  const by = { archiveId: city.archiveId, actor: RELINK };
  await expectInOrder('disconnects', ids, () =>
    context.db.transaction((tx) =>
      refineVagueReason(tx, by, inArray(disconnects.accountId, accountIds), { reason: 'password_changed' }),
    ),
  );
});

it('closing disconnects locks the accounts in order', async () => {
  await expectInOrder('accounts', accountIds, () => close(context, city.archiveId, accountIds.toReversed()));
});

it('closing disconnects locks the disconnects in order', async () => {
  const ids = await openDisconnects();
  await storeReversed('disconnects', ids);
  await expectInOrder('disconnects', ids, () => close(context, city.archiveId, accountIds));
});
