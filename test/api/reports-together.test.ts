/** Reports that arrive at once are accepted together, and each is answered as if it had come alone. */
import { expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { accounts, audit, changes, disconnects, dueSteps } from '../../db/schema.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { reportDisconnect } from '../../services/disconnects/report.js';
import { createApi } from '../rig/api.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { close } from '../rig/reports.js';
import { until } from '../rig/until.js';

const api = sharedFixture(createApi);

const account = (more: Parameters<typeof anAccount>[2] = {}) => anAccount(api.context.db, api.city, more);
const post = (body: unknown) => api.call('POST', '/v1/disconnects', body);
const disconnectsOf = (accountId: string) =>
  api.context.db.select().from(disconnects).where(eq(disconnects.accountId, accountId));

/** Counts the statements that are waiting for a lock. */
const waiting = async () => {
  const rows = await api.context.db.execute(
    sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
};

/** Holds an account's row while `work` runs, as a transfer or a reconnect does. */
async function whileLocked(accountId: string, work: (release: () => void) => Promise<void>): Promise<void> {
  const [locked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = api.context.db.transaction(async (tx) => {
    await tx.select().from(accounts).where(eq(accounts.id, accountId)).for('update');
    locked.resolve();
    await released.promise;
  });
  await locked.promise;
  await work(released.resolve);
  released.resolve();
  await holding;
}

test('what is answered is what is written', async () => {
  const accountId = await account();
  const { status, body } = await post({ accountId, reason: 'checkpoint', lastCapturedAt: '2026-01-02T03:04:05Z' });
  expect(status).toBe(202);
  expect((await api.call('GET', `/v1/disconnects/${body.id}`)).body).toMatchObject(body);
  const [row] = await disconnectsOf(accountId);
  expect(row).toMatchObject({ status: 'open', series: 1, step: 0, workflow: 'to_start', refreshFirst: false });
  expect(await api.context.db.select().from(dueSteps).where(eq(dueSteps.disconnectId, body.id))).toMatchObject([
    { kind: 'step', series: 1, step: 0, state: 'due', notBefore: null, dueAt: row!.reportedAt },
  ]);
  expect(await api.context.db.select().from(audit).where(eq(audit.disconnectId, body.id))).toMatchObject([
    {
      type: 'reported',
      accountId,
      actor: { kind: 'archive' },
      detail: { reason: 'checkpoint', detectedAt: row!.detectedAt.toISOString(), owner: { id: api.city.owner } },
    },
  ]);
  expect(
    await api.context.db
      .select({ type: changes.type })
      .from(changes)
      .where(and(eq(changes.accountId, accountId), eq(changes.type, 'disconnected'))),
  ).toHaveLength(1);
});

test('many at once are as many disconnects, each answered with its own', async () => {
  const ids = await Promise.all(Array.from({ length: 120 }, () => account()));
  const answers = await Promise.all(ids.map((accountId) => post({ accountId })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(answers.map(({ body }) => body.accountId)).toEqual(ids);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(ids.length);
  for (const [i, id] of ids.entries()) expect(await disconnectsOf(id)).toMatchObject([{ id: answers[i]!.body.id }]);
});

test('one that fails leaves those alone that it went with', async () => {
  const { context, city } = api;
  const principal = {
    kind: 'archive',
    archiveId: city.archiveId,
    keyId: (await insertApiKey(context.db, { archiveId: city.archiveId, name: 'engine', scopes: ['report'] })).id,
    keyName: 'engine',
    scopes: ['report'],
  } as const;
  const named = { network: 'facebook_page', networkAccountId: '100000000000777' } as const;
  const bad = await account(named);
  const ids = await Promise.all(Array.from({ length: 10 }, () => account()));
  const body = JSON.stringify({ error: { code: 190, error_subcode: 460, message: 'x' } });
  const items = ids.map((accountId) => ({ accountId }));
  // No valid report breaks a constraint, so this one is made for the test.
  await context.db.execute(sql`alter table disconnects add constraint poison check (raw_code <> '190/460') not valid`);
  const answers = await Promise.allSettled(
    [...items.slice(0, 5), { ...named, networkError: { status: 400, body } }, ...items.slice(5)].map((item) =>
      reportDisconnect(context, principal, item),
    ),
  );
  await context.db.execute(sql`alter table disconnects drop constraint poison`);
  expect(answers.map(({ status }) => status)).toEqual(answers.map((_, n) => (n === 5 ? 'rejected' : 'fulfilled')));
  expect(await disconnectsOf(bad)).toEqual([]);
});

test('an account that is reconnected at this moment is reported afterward: its disconnect is opened again', async () => {
  const accountId = await account();
  const { body: first } = await post({ accountId });
  await whileLocked(accountId, async (release) => {
    const closing = close(api.context, api.city.archiveId, [accountId]);
    await until('the reconnect waits', async () => (await waiting()) === 1);
    const reporting = post({ accountId });
    await until('the report waits, too', async () => (await waiting()) === 2);
    release();
    await closing;
    const { status, body } = await reporting;
    expect([status, body.id, body.status]).toEqual([202, first.id, 'open']);
  });
  expect(await disconnectsOf(accountId)).toMatchObject([{ id: first.id, status: 'open', reopened: 1 }]);
});

test('an account that waits for a lock doesn’t hold up another caller’s reports', async () => {
  const [held, free] = [await account(), await account()];
  const { body: other } = await api.call<{ key: string }>('POST', '/v1/api-keys', {
    name: 'second engine',
    scopes: ['report'],
  });
  let slow: ReturnType<typeof post> | undefined;
  await whileLocked(held, async () => {
    slow = post({ accountId: held });
    await until('the report waits', async () => (await waiting()) === 1);
    expect((await api.call('POST', '/v1/disconnects', { accountId: free }, { key: other.key })).status).toBe(202);
  });
  expect((await slow)!.status).toBe(202);
});

test('the same report with an Idempotency-Key gets the same answer', async () => {
  const accountId = await account();
  const once = () =>
    api.call('POST', '/v1/disconnects', { accountId }, { headers: { 'idempotency-key': `once-${accountId}` } });
  const [one, two] = [await once(), await once()];
  expect([one.status, two.status]).toEqual([202, 202]);
  expect(two.body).toEqual(one.body);
});

test('a key that was revoked a moment ago is refused, and nothing is opened', async () => {
  const { body: other } = await api.call<{ id: string; key: string }>('POST', '/v1/api-keys', {
    name: 'short-lived engine',
    scopes: ['report'],
  });
  const [before, after] = [await account(), await account({ network: 'facebook_page' })];
  const asOther = (body: unknown) => api.call('POST', '/v1/disconnects', body, { key: other.key });
  expect((await asOther({ accountId: before })).status).toBe(202);
  await api.call('DELETE', `/v1/api-keys/${other.id}`);
  const networkError = { status: 400, body: '{"error":{"code":190}}' };
  for (const report of [{ accountId: after }, { accountId: after, networkError }, { accountId: 'acc_none' }])
    expect(await asOther(report)).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } });
  expect(await disconnectsOf(after)).toEqual([]);
});

test('a report that meets a deadlock is tried again', async () => {
  const { db } = api.context;
  const accountId = await account();
  await db.execute(sql`create sequence attempts`);
  await db.execute(sql`create function deadlock_once() returns trigger language plpgsql as $$ begin
    if nextval('attempts') = 1 then raise exception 'deadlock' using errcode = '40P01'; end if; return new; end $$`);
  await db.execute(
    sql`create trigger deadlock_once before insert on disconnects for each row execute function deadlock_once()`,
  );
  const { status } = await post({ accountId });
  await db.execute(sql`drop trigger deadlock_once on disconnects`);
  expect(status).toBe(202);
  expect(await disconnectsOf(accountId)).toHaveLength(1);
});
