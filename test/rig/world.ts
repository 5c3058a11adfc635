/**
 * Relink with all its real parts for one test file: its own database, a Temporal server that skips time, the local inbox, workers, and a
 * dispatcher. `close` replays every execution that the tests started, through their continue-as-new chains.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { sql } from 'drizzle-orm';
import { readConfig, type Config } from '../../platform/config.js';
import { createContext, type Context } from '../../platform/context.js';
import { startDispatcher, type Dispatcher } from '../../temporal/dispatcher/index.js';
import { windowsFor } from '../../domain/windows.js';
import { startInbox } from '../../dev/inbox/index.js';
import { createWorkers, type Workers } from '../../worker.js';
import { DAY_MS } from './calendar.js';
import { createTestDatabase } from './database.js';
import { sharedFixture } from './fixtures.js';
import { createNamespace } from './namespace.js';
import { replayAll } from './replay.js';
import { describeMailers } from './stuck-mail.js';
import { testServer } from '../../dev/tools.js';
import { until } from './until.js';

export interface Mail {
  id: string;
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
  createdAt: string;
  idempotencyKey: string | null;
}

export interface World {
  context: Context;
  env: TestWorkflowEnvironment;
  inboxUrl: string;
  dispatcher: Dispatcher;
  /** Restarts the dispatcher after a test stopped it. */
  restartDispatcher(): Promise<void>;
  /** Advances the workflows' time and waits until everything that fell due is sent. */
  advance(days: number): Promise<void>;
  /** Waits until nothing is left to start, signal, or send. */
  quiet(): Promise<void>;
  /** Returns all emails to an address (not cc), oldest first. */
  mailsTo(address: string): Promise<Mail[]>;
  inboxMode(mode: string, share?: number): Promise<void>;
  /** Stop and start the workers, for example in the middle of a series. */
  stopWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Uses this run's real Temporal server, in its own namespace: with visibility, and without time skipping. */
  realTime?: boolean;
  windows?: Partial<Config['windows']>;
  /** How long the inbox takes in "slow" mode. */
  slowMs?: number;
  /** Environment variables in addition to the rig's own. */
  environment?: Record<string, string>;
}

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;
export const workflowBundle = () =>
  (bundle ??= bundleWorkflowCode({
    workflowsPath: path.resolve('workflows/index.ts'),
    logger: new DefaultLogger('ERROR'),
  }));

/** No grouping: what is due is sent immediately. Tests of grouping override this. */
const NO_WINDOWS = { firstEmail: 0, laterSteps: 0, firstEmailGap: 0, firstEmailGapMax: 0 };

export function testConfig(databaseUrl: string, inboxUrl: string, options: WorldOptions = {}): Config {
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: inboxUrl,
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    RELINK_LOG_LEVEL: process.env.TEST_LOG ?? 'fatal',
    PUBLIC_URL: 'http://localhost:3999',
    ...options.environment,
  });
  return { ...config, windows: { ...windowsFor(config.secondsPerDay), ...NO_WINDOWS, ...options.windows } };
}

const timeSkippingEnvironment = () =>
  TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path: testServer() } } });

async function realTimeEnvironment(): Promise<TestWorkflowEnvironment> {
  const namespace = await createNamespace();
  return TestWorkflowEnvironment.createFromExistingServer({ address: process.env.TEST_TEMPORAL_ADDRESS, namespace });
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  if (!process.env.TEST_LOG) Runtime.install({ logger: new DefaultLogger('ERROR') });
  const dir = await mkdtemp(path.join(tmpdir(), 'relink-world-'));
  const [database, inbox, env, workflowCode] = await Promise.all([
    createTestDatabase(),
    startInbox({ port: 0, host: '127.0.0.1', dir, slowMs: options.slowMs }),
    options.realTime ? realTimeEnvironment() : timeSkippingEnvironment(),
    workflowBundle(),
  ]);
  const config = testConfig(database.url, inbox.url, options);
  let offset = (await env.currentTimeMs()) - Date.now();
  const context = createContext(config, { name: 'test', clock: { now: () => new Date(Date.now() + offset) } });
  context.config.temporal.namespace = env.namespace ?? 'default';

  let running: { workers: Workers; done: Promise<void> } | undefined;
  const startWorkers = async () => {
    const workers = await createWorkers(context, env.nativeConnection, { workflowBundle: workflowCode });
    running = { workers, done: workers.run() };
  };
  const stopWorkers = async () => {
    running?.workers.shutdown();
    await running?.done;
    running = undefined;
  };
  await startWorkers();
  const beginDispatching = () =>
    startDispatcher(context, env.client, {
      indexed: false,
      reconcile: options.realTime ?? false,
      reconcileMs: 300,
      stuckMs: 500,
      pollMs: 200,
    });
  let dispatcher = await beginDispatching();

  const quiet = async () => {
    let left: Pending;
    await until(
      () => `everything due has been sent, but there is still ${JSON.stringify(left)}`,
      async () => {
        left = await pending(context);
        return Object.values(left).every((n) => n === 0);
      },
    ).catch(async (error: Error) => {
      error.message += ` (mailers: ${await describeMailers(context, env)})`;
      throw error;
    });
  };
  return {
    context,
    env,
    inboxUrl: inbox.url,
    get dispatcher() {
      return dispatcher;
    },
    async restartDispatcher() {
      dispatcher = await beginDispatching();
    },
    startWorkers,
    stopWorkers,
    quiet,
    async advance(days) {
      await quiet();
      // Set first, so that what happens during the skip isn't timestamped earlier than the workflows' time.
      offset += days * DAY_MS;
      await env.sleep(days * DAY_MS);
      offset = (await env.currentTimeMs()) - Date.now();
      await raisedUntilNow(context);
      await quiet();
    },
    async mailsTo(address) {
      const response = await fetch(`${inbox.url}/api/messages?to=${encodeURIComponent(address)}&limit=1000`);
      return ((await response.json()) as Mail[]).toReversed();
    },
    async inboxMode(mode, share) {
      await fetch(`${inbox.url}/api/mode`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ mode, share }),
      });
    },
    async close() {
      await dispatcher.stop();
      try {
        await replayAll(context, env.client, workflowCode);
      } finally {
        await stopWorkers();
        await context.dispose();
        await env.teardown();
        await Runtime.instance().shutdown();
        await inbox.close();
        await database.close();
        await rm(dir, { recursive: true, force: true });
      }
    },
  };
}

/** A world without a dispatcher: the tests do what it would start, at the moments that matter to them. */
export const useStillWorld = (options: WorldOptions = {}): World =>
  sharedFixture(
    async () => {
      const world = await createWorld(options);
      await world.dispatcher.stop();
      return world;
    },
    async (world) => {
      await world.restartDispatcher();
      await world.close();
    },
  );

/** How much is left of each kind. */
type Pending = Record<'workflows' | 'steps' | 'emails' | 'batches' | 'transfers', number>;

/** Returns how much is left to start, signal, or send. */
async function pending({ db }: Context): Promise<Pending> {
  const [row] = await db.execute<Pending>(sql`
    select (select count(*) from disconnects where workflow in ('to_start', 'to_wake', 'to_end'))::int as workflows,
      (select count(*) from due_steps where state = 'due' and (not_before is null or not_before <= now()))::int as steps,
      (select count(*) from emails where state in ('due', 'composed'))::int as emails,
      (select count(*) from email_batches where state <> 'done')::int as batches,
      (select count(*) from transfers where status = 'running')::int as transfers`);
  return row!;
}

/** Waits until every step that is due by the workflows' clock has been raised. */
async function raisedUntilNow({ db, clock }: Context): Promise<void> {
  await until('the steps that fell due have been raised', async () => {
    const [row] = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from disconnects where status = 'open' and next_email_at <= ${clock.now().toISOString()}::timestamptz`,
    );
    return row?.n === 0;
  });
}
