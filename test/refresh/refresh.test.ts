/** The refresh that is tried before anyone is bothered, at a network that answers when the test says so. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { and, asc, eq, sql } from 'drizzle-orm';
import { tryAutoResolve } from '../../services/credentials/try-auto-resolve.js';
import { FairSemaphore } from '../../platform/fair-semaphore.js';
import { createContext } from '../../platform/context.js';
import { findCredential, saveCredential } from '../../services/credentials/credentials.js';
import { accounts, audit, changes, credentials, disconnects, dueSteps } from '../../db/schema.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { sharedFixture } from '../rig/fixtures.js';
import { authorize, holdNetwork } from '../rig/held-network.js';
import { close, report } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { testConfig } from '../rig/world.js';

const POOL = 3;

const database = sharedFixture(createTestDatabase);
const network = sharedFixture(holdNetwork);
const config = sharedFixture(() =>
  testConfig(database.url, 'http://127.0.0.1:9', { environment: { RELINK_SIMULATOR_URL: network.url } }),
);
const aProcess = (name: string) =>
  sharedFixture(
    () => createContext(config, { name, poolSize: POOL }),
    (it) => it.dispose(),
  );
const context = aProcess('test');
const other = aProcess('other');
afterEach(() => network.refuse());

interface Broken {
  city: City;
  accountId: string;
  disconnectId: string;
  token: string;
}

let tokens = 0;
async function broken(in_?: City): Promise<Broken> {
  const city = in_ ?? (await aCity(context.db));
  const token = `token-${(tokens += 1)}`;
  const accountId = await anAccount(context.db, city);
  await authorize(context, city, accountId, token);
  const { id } = await report(context, city.archiveId, accountId);
  return { city, accountId, disconnectId: id, token };
}

const turns = () => new FairSemaphore({ total: 20, perArchive: 10 });
const never = new AbortController().signal;
const refresh = ({ city, disconnectId }: Broken, by = context, in_ = turns(), signal = never) =>
  tryAutoResolve(by, in_, { archiveId: city.archiveId, disconnectId }, signal);
const stored = async ({ city, accountId }: Broken) =>
  (await findCredential(context.db, context.config.keys, { archiveId: city.archiveId, accountId }))?.tokens;
const row = async ({ disconnectId }: Broken) =>
  (await context.db.select().from(disconnects).where(eq(disconnects.id, disconnectId)))[0]!;
const events = async ({ disconnectId }: Broken) =>
  (await context.db.select().from(audit).where(eq(audit.disconnectId, disconnectId)).orderBy(asc(audit.id))).map(
    ({ type }) => type,
  );
const lease = ({ accountId }: Broken, until: ReturnType<typeof sql>) =>
  context.db.update(credentials).set({ refreshLeasedUntil: until }).where(eq(credentials.accountId, accountId));

describe('a refresh', () => {
  it('that succeeds closes the disconnect, stores the new refresh token, and notifies the capture engine', async () => {
    const one = await broken();
    const done = refresh(one);
    (await network.asked(one.token)).answer({ access_token: 'fresh', refresh_token: 'rotated' });
    expect(await done).toBe('reconnected');
    expect(await row(one)).toMatchObject({ status: 'closed', closedAs: 'reconnected', workflow: 'to_end' });
    expect(await stored(one)).toMatchObject({ accessToken: 'fresh', refreshToken: 'rotated' });
    expect(await events(one)).toEqual(['reported', 'refresh_tried', 'reconnected']);
    const told = await context.db.select().from(changes).where(eq(changes.accountId, one.accountId));
    expect(told.map(({ type }) => type)).toEqual(['disconnected', 'credential_renewed', 'reconnected']);
  });

  it('that fails makes the first email due immediately and releases the credential', async () => {
    const one = await broken();
    const done = refresh(one);
    (await network.asked(one.token)).answer({ error: 'invalid_grant' }, 400);
    expect(await done).toBeNull();
    const [step] = await context.db.select().from(dueSteps).where(eq(dueSteps.disconnectId, one.disconnectId));
    expect(step).toMatchObject({ state: 'due', notBefore: null });
    expect(await row(one)).toMatchObject({ status: 'open', refreshFirst: false });
    const [credential] = await context.db.select().from(credentials).where(eq(credentials.accountId, one.accountId));
    expect(credential).toMatchObject({ refreshLeasedUntil: null, version: 1 });
  });
});

describe('a slow network', () => {
  it('ties up no database connection, row lock, or transaction', async () => {
    const many: Broken[] = [];
    for (let n = 0; n < POOL + 2; n += 1) many.push(await broken());
    const done = many.map((one) => refresh(one));
    await until('every refresh has reached the network', () => network.held.length === many.length);
    const free = await Promise.race([
      context.db.transaction((tx) =>
        tx.select().from(accounts).where(eq(accounts.id, many[0]!.accountId)).for('update', { noWait: true }),
      ),
      pause(3000, 'no free connection'),
    ]);
    expect(free).toHaveLength(1);
    const [open] = await context.db.execute<{ n: number }>(
      sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    expect(open!.n).toBe(0);
    network.refuse();
    expect(await Promise.all(done)).toEqual(many.map(() => null));
  });

  it('doesn’t let one archive’s refreshes delay another’s', async () => {
    const shared = new FairSemaphore({ total: 4, perArchive: 2 });
    const city = await aCity(context.db);
    const many: Broken[] = [];
    for (let n = 0; n < 6; n += 1) many.push(await broken(city));
    const waiting = many.map((one) => refresh(one, context, shared));
    await until('the archive’s limit is reached', () => network.held.length === 2);
    const another = await broken();
    const done = refresh(another, context, shared);
    (await network.asked(another.token)).answer({ access_token: 'fresh' });
    expect(await done).toBe('reconnected');
    expect(network.held.filter(({ refreshToken }) => refreshToken !== another.token)).toHaveLength(2);
    await until('the other refreshes have had their turn', () => {
      network.refuse();
      return many.every(({ token }) => network.all.includes(token));
    });
    network.refuse();
    expect(await Promise.all(waiting)).toEqual(many.map(() => null));
  });

  it('isn’t called for a queued refresh after its workflow has given up', async () => {
    const shared = new FairSemaphore({ total: 1, perArchive: 1 });
    const [first, second] = [await broken(), await broken()];
    const one = refresh(first, context, shared);
    await network.asked(first.token);
    const giveUp = new AbortController();
    const two = refresh(second, context, shared, giveUp.signal);
    giveUp.abort(new Error('30 seconds are up'));
    await expect(two).rejects.toThrow('30 seconds are up');
    (await network.asked(first.token)).answer({ access_token: 'fresh' });
    expect(await one).toBe('reconnected');
    expect(network.all).not.toContain(second.token);
  });
});

describe('during the call to the network', () => {
  it('a reconnect wins and keeps its tokens', async () => {
    const one = await broken();
    const done = refresh(one);
    const request = await network.asked(one.token);
    await close(context, one.city.archiveId, [one.accountId]);
    const subject = { archiveId: one.city.archiveId, accountId: one.accountId };
    await saveCredential(context.db, context.config.keys, subject, {
      accessToken: 'from the person',
      refreshToken: 'new',
    });
    request.answer({ access_token: 'fresh', refresh_token: 'rotated' });
    expect(await done).toBeNull();
    expect(await stored(one)).toMatchObject({ accessToken: 'from the person', refreshToken: 'new' });
    expect(await events(one)).toEqual(['reported', 'reconnected', 'refresh_tried']);
  });

  it('a withdrawn disconnect stays withdrawn, but the rotated refresh token is kept', async () => {
    const one = await broken();
    const done = refresh(one);
    const request = await network.asked(one.token);
    await close(context, one.city.archiveId, [one.accountId], 'withdrawn');
    await context.db.update(accounts).set({ status: 'connected' }).where(eq(accounts.id, one.accountId));
    request.answer({ access_token: 'fresh', refresh_token: 'rotated' });
    expect(await done).toBeNull();
    expect(await row(one)).toMatchObject({ closedAs: 'withdrawn' });
    expect(await stored(one)).toMatchObject({ refreshToken: 'rotated' });
  });

  it('another process doesn’t spend the refresh token a second time', async () => {
    const one = await broken();
    const done = refresh(one);
    const request = await network.asked(one.token);
    const again = refresh(one, other);
    await pause(300);
    expect(network.all.filter((token) => token === one.token)).toHaveLength(1);
    request.answer({ access_token: 'fresh', refresh_token: 'rotated' });
    expect(await done).toBe('reconnected');
    expect(await again).toBeNull();
    expect(network.all.filter((token) => token === one.token)).toHaveLength(1);
  });
});

describe('a process that died during a refresh', () => {
  it('blocks the next one until its lease expires', async () => {
    const one = await broken();
    await lease(one, sql`clock_timestamp() + interval '700 milliseconds'`);
    const done = refresh(one);
    await pause(300);
    expect(network.all).not.toContain(one.token);
    (await network.asked(one.token)).answer({ access_token: 'fresh' });
    expect(await done).toBe('reconnected');
  });
});

describe('a database connection lost before the response is stored', () => {
  it('doesn’t lose the rotated refresh token', async () => {
    const one = await broken();
    const done = refresh(one);
    const request = await network.asked(one.token);
    await other.db.transaction(async (tx) => {
      await tx.select().from(accounts).where(eq(accounts.id, one.accountId)).for('update');
      request.answer({ access_token: 'fresh', refresh_token: 'rotated' });
      await until('the write is waiting for the row, and its connection is terminated', async () => {
        const cut = await tx.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'relink test' and datname = current_database() and wait_event_type = 'Lock'`);
        return cut.length > 0;
      });
    });
    expect(await done).toBe('reconnected');
    expect(await stored(one)).toMatchObject({ refreshToken: 'rotated' });
  });
});

it('the network isn’t called for a credential without a refresh token', async () => {
  const one = await broken();
  await context.db
    .update(credentials)
    .set({ refreshToken: null })
    .where(and(eq(credentials.archiveId, one.city.archiveId), eq(credentials.accountId, one.accountId)));
  expect(await refresh(one)).toBeNull();
  expect(network.all).not.toContain(one.token);
});
