/** PostgreSQL closes connections: at a restart, at a failover, when a transaction idles. That costs a call, never the process. */
import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { connect, isTransient, type Transaction } from '../../db/client.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';

const database = freshFixture(createTestDatabase);
// One connection, so that the next caller gets the previous caller's connection.
const connection = freshFixture(() => connect(database.url, { name: 'loses', max: 1 }));
const other = freshFixture(() => connect(database.url, { name: 'other', max: 1 }));
beforeEach(async () => {
  await other.db.execute(sql`create table kept (what text)`);
});

const keep = (tx: Transaction, what: string) => tx.execute(sql`insert into kept values (${what})`);
const kept = async () => (await other.db.execute<{ what: string }>(sql`select what from kept`)).map(({ what }) => what);
const lose = () =>
  other.db.execute(
    sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'relink loses'`,
  );
/** Waits until the connection's long statement has reached PostgreSQL. */
const statementRunning = (name: string) =>
  until(`a statement of ${name} is running`, async () => {
    const rows = await other.db.execute(
      sql`select 1 from pg_stat_activity where application_name = ${`relink ${name}`} and state = 'active' and query like '%pg_sleep%' and datname = current_database()`,
    );
    return rows.length > 0;
  });
/** Gives this process time to handle what it hears about the connection. */
const heard = () => delay(50);
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isTransient(error) ? 'transient' : String((error as Error).cause ?? error)),
  );

const STATEMENTS: [string, string, (tx: Transaction) => Promise<unknown>][] = [
  ['a statement', 'transient', (tx) => keep(tx, 'short')],
  ['a statement of several packets', 'transient', (tx) => keep(tx, 'long'.repeat(50_000))],
  ['a savepoint', 'transient', (tx) => tx.transaction((inner) => keep(inner, 'nested'))],
  ['several statements at once', 'transient', (tx) => Promise.all(['a', 'b', 'c'].map((what) => keep(tx, what)))],
  ['a query', 'transient', (tx) => tx.select({ one: sql`1` }).from(sql`kept`)],
  ['nothing but the commit', 'done', async () => {}],
];

test.each(STATEMENTS)(
  '%s in a transaction that lost its connection ends as %s, and the next transaction works',
  async (_what, expected, work) => {
    const inside = deferred<string>();
    const lost = connection.db.transaction(async (tx) => {
      await keep(tx, 'before');
      await lose();
      await heard();
      inside.resolve(await outcome(work(tx)));
    });
    expect(await outcome(lost)).toBe('transient');
    expect(await inside.promise).toBe(expected);
    await heard();
    await nextWorks();
  },
);

test('a transaction that idles too long loses its connection, and the process survives', async () => {
  const lost = connection.db.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 50`);
    await delay(300);
    await keep(tx, 'late');
  });
  expect(await outcome(lost)).toBe('transient');
  await delay(400);
  await nextWorks();
});

const IN_PROGRESS: [string, (tx: Transaction) => Promise<unknown>][] = [
  ['a statement', (tx) => tx.execute(sql`select pg_sleep(60)`)],
  ['a statement in a savepoint', (tx) => tx.transaction((inner) => inner.execute(sql`select pg_sleep(60)`))],
  ['a batch of statements', (tx) => Promise.all([1, 2, 3].map(() => tx.execute(sql`select pg_sleep(60)`)))],
];

test.each(IN_PROGRESS)(
  '%s in progress fails as transient when PostgreSQL closes the connection',
  async (_what, work) => {
    const lost = outcome(connection.db.transaction((tx) => work(tx)));
    await statementRunning('loses');
    await lose();
    expect(await lost).toBe('transient');
    await heard();
    // postgres.js keeps the error for whoever opens the connection again; it is transient, too.
    await outcome(connection.db.execute(sql`select 1`));
    await nextWorks();
  },
);

test.each(IN_PROGRESS)(
  '%s in progress fails as transient when the network resets the connection',
  async (_what, work) => {
    const wire = await openWire(database.url);
    const far = connect(wire.url, { name: 'far', max: 1 });
    const lost = outcome(far.db.transaction((tx) => work(tx)));
    await statementRunning('far');
    wire.reset();
    expect(await lost).toBe('transient');
    await heard();
    for (const n of [1, 2, 3]) expect(await far.db.execute(sql`select ${n}::int as n`)).toEqual([{ n }]);
    await far.close();
    wire.close();
  },
);

test('a new connection asks nothing that nobody waits for, so losing it right then rejects only the caller', async () => {
  const wire = await openWire(database.url);
  const far = connect(wire.url, { name: 'far', max: 1 });
  const texts = ['a "b"', 'c\\d', '', null, 'null'];
  const rows = await far.db.execute(sql`select text from unnest(${sql.param(texts)}::text[]) text`);
  expect(rows.map(({ text }) => text)).toEqual(texts);
  expect(wire.sent()).not.toContain('pg_type');
  await far.close();
  wire.close();
});

test('code that continues after the loss neither writes outside of a transaction nor ends someone else’s', async () => {
  const inside: string[] = [];
  const [resumed, stopped] = [deferred(), deferred()];
  const lost = connection.db.transaction(async (tx) => {
    await keep(tx, 'before');
    await lose();
    await resumed.promise;
    inside.push(await outcome(keep(tx, 'outside')));
    inside.push(await outcome(tx.transaction((inner) => keep(inner, 'outside'))));
    stopped.resolve();
    throw new Error('Roll back');
  });
  expect(await outcome(lost)).toBe('transient');
  await connection.db.transaction(async (tx) => {
    await keep(tx, 'of another');
    resumed.resolve();
    await stopped.promise;
    await heard();
    await keep(tx, 'more of another');
  });
  expect(inside).toEqual(['transient', 'transient']);
  expect(await kept()).toEqual(['of another', 'more of another']);
});

test('code that continues after its transaction has ended writes nothing', async () => {
  const left: Transaction[] = [];
  await connection.db.transaction(async (tx) => void left.push(tx));
  expect(await outcome(keep(left[0]!, 'late'))).toMatch(/This transaction has ended/);
  expect(await kept()).toEqual([]);
});

test('an error inside a transaction still rolls it back, and the connection keeps working', async () => {
  const refused = connection.db.transaction(async (tx) => {
    await keep(tx, 'gone');
    await expect(tx.transaction((inner) => inner.execute(sql`select 1 / 0`))).rejects.toThrow();
    await keep(tx, 'gone, too');
    throw new Error('Roll back');
  });
  expect(await outcome(refused)).toBe('Error: Roll back');
  await connection.db.transaction(async (tx) => {
    await expect(tx.transaction((inner) => inner.execute(sql`select 1 / 0`))).rejects.toThrow();
    await keep(tx, 'stays');
  });
  expect(await kept()).toEqual(['stays']);
});

function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((given) => (resolve = given));
  return { promise, resolve };
}

async function nextWorks(): Promise<void> {
  await connection.db.transaction((tx) => keep(tx, 'after'));
  expect(await kept()).toEqual(['after']);
}

/** Opens a proxy to the database whose connections can be broken. */
async function openWire(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const target = { host: url.hostname, port: Number(url.port) };
  const callers = new Set<Socket>();
  let sent = '';
  const server = createServer((caller) => {
    const there = createConnection(target);
    callers.add(caller);
    for (const socket of [caller, there]) socket.on('error', () => undefined);
    caller.on('data', (data) => (sent += data.toString('latin1')));
    caller.pipe(there).pipe(caller);
    caller.once('close', () => {
      callers.delete(caller);
      there.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    /** What has been sent to the database. */
    sent: () => sent,
    reset: () => callers.forEach((caller) => caller.resetAndDestroy()),
    close: () => server.close(),
  };
}
