/** Rows that travel as one parameter arrive as they would one by one. */
import { expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { connect, violatedConstraint } from '../../db/client.js';
import { insertRows } from '../../db/insert-rows.js';
import { accounts, audit } from '../../db/schema.js';
import { RELINK } from '../../domain/actor.js';
import { aCity } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';

const database = freshFixture(createTestDatabase);
const connection = freshFixture(() => connect(database.url, { name: 'rows', max: 1 }));

const anEntry = (archiveId: string, id: string) => ({
  archiveId,
  id,
  at: new Date('2026-11-28T05:00:00.123Z'),
  type: 'reported' as const,
  actor: RELINK,
  accountId: null,
  detail: { text: 'a "b" \\ c\nd ’ 😀', list: [1, null, { deep: true }] },
});

test('every kind of value arrives as it was given, and defaults fill the rest', async () => {
  const { db } = connection;
  const { archiveId } = await aCity(db);
  const entries = Array.from({ length: 1200 }, (_, n) => anEntry(archiveId, `e${n}`));
  await insertRows(db, audit, entries);
  const found = await db
    .select()
    .from(audit)
    .where(eq(audit.type, 'reported'))
    .orderBy(sql`substr(id, 2)::int`);
  expect(found).toEqual(entries.map((entry) => ({ ...entry, disconnectId: null, userId: null })));
});

test('no rows are no statement', async () => {
  await expect(insertRows(connection.db, audit, [])).resolves.toBeUndefined();
});

test('a row that breaks a constraint is refused with all others', async () => {
  const { db } = connection;
  const { archiveId, owner } = await aCity(db);
  const anAccount = (id: string, networkAccountId: string) => ({
    archiveId,
    id,
    network: 'x' as const,
    networkAccountId,
    name: id,
    ownerId: owner,
    status: 'connected' as const,
  });
  const error: unknown = await insertRows(db, accounts, [anAccount('a', '1'), anAccount('b', '1')]).catch(
    (thrown: unknown) => thrown,
  );
  expect(violatedConstraint(error)).toMatch(/^accounts_/);
  expect(await db.select().from(accounts).where(eq(accounts.archiveId, archiveId))).toEqual([]);
});
