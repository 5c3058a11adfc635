/** The worker process: workflows, activities, the mailer, and the dispatcher. Any number of instances can run. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
  type ActivityInterceptorsFactory,
} from '@temporalio/worker';
import { createActivities, createMailActivities, createRefreshActivities } from './activities/index.js';
import { readConfig, type Config } from './platform/config.js';
import { Bells } from './platform/bells.js';
import { FairSemaphore } from './platform/fair-semaphore.js';
import { MAX_LISTENING, ringForMail } from './services/mail/delivery/keep-sending.js';
import { listenAt } from './platform/listen.js';
import { securityHeaders } from './http/headers.js';
import { createHttpServer } from './http/server.js';
import { createContext, type Context } from './platform/context.js';
import { rethrowExplained } from './platform/database-errors.js';
import { requireKnownKeys } from './services/operations/known-keys.js';
import { startDispatcher } from './temporal/dispatcher/index.js';
import { TASK_QUEUES } from './domain/ids.js';
import { onStop, runAsProgram, signalReady } from './platform/process-lifecycle.js';
import { withoutValues } from './platform/log-redaction.js';
import { connectTemporal } from './temporal/client.js';
import { ensureSearchAttributes } from './temporal/ensure-search-attributes.js';

/** How many workflows stay in memory between their steps. Any others are replayed when they wake up. */
const CACHED_WORKFLOWS = 2000;

type WorkflowCode = Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;

/** Returns the workflows that `npm run build` bundled. When running from source, bundles them at startup. */
export async function workflowCode(): Promise<WorkflowCode> {
  const built = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));
  if (existsSync(built)) return { workflowBundle: { codePath: built } };
  const workflowsPath = fileURLToPath(new URL('./workflows/index.ts', import.meta.url));
  return { workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') }) };
}

/**
 * How many archives send at the same time: as many as the send pool has connections for (platform/context.ts), so none waits for a connection
 * while its batch is leased. More wouldn't send faster, because the rate limit applies to the whole provider account. Archives don't wait
 * long for each other, because a turn is short (services/mail/delivery/send-due-mail.ts).
 */
const MAIL_TURNS = { total: 4, perArchive: 1 };
/** More than can be listening, so that an archive whose mail isn't due soon finds a place for its turn. */
const MAX_MAILERS = MAX_LISTENING + 20;

/** How many refreshes can wait in memory for their turn. Each costs only a promise and a heartbeat. */
const MAX_WAITING_REFRESHES = 1000;

export interface Workers {
  /** Resolves when they have stopped. */
  run(): Promise<void>;
  isRunning(): boolean;
  /** Lets them finish what they are doing. */
  shutdown(): void;
}

/** Creates a process's workers. Disconnects, mail, and refreshes each have their own task queue, so none waits for another. */
export async function createWorkers(
  context: Context,
  connection: NativeConnection,
  code: WorkflowCode,
): Promise<Workers> {
  const mailRoom = { turns: new FairSemaphore(MAIL_TURNS), bells: new Bells() };
  const stopping = new AbortController();
  const common = {
    connection,
    namespace: context.config.temporal.namespace,
    shutdownGraceTime: '7 seconds' as const,
    interceptors: { activity: [redactErrors] },
  };
  const withWorkflows = {
    ...common,
    ...code,
    // After this, tasks waiting for a worker that died, with the workflow in its cache, go to another one.
    stickyQueueScheduleToStartTimeout: '2 seconds',
  } as const;
  const workers = [
    await Worker.create({
      ...withWorkflows,
      taskQueue: TASK_QUEUES.disconnects,
      activities: createActivities(context),
      maxCachedWorkflows: CACHED_WORKFLOWS,
    }),
    await Worker.create({
      ...common,
      taskQueue: TASK_QUEUES.refreshes,
      activities: createRefreshActivities(context),
      maxConcurrentActivityTaskExecutions: MAX_WAITING_REFRESHES,
    }),
    await Worker.create({
      ...withWorkflows,
      taskQueue: TASK_QUEUES.mail,
      activities: createMailActivities(context, mailRoom, stopping.signal),
      maxCachedWorkflows: 200,
      maxConcurrentActivityTaskExecutions: MAX_MAILERS,
    }),
  ];
  const stopListening = await ringForMail(context, mailRoom.bells);
  return {
    async run() {
      try {
        await Promise.all(workers.map((worker) => worker.run()));
      } finally {
        await stopListening();
      }
    },
    isRunning: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    shutdown() {
      stopping.abort();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}

/**
 * Removes names, addresses, and encrypted values from activity errors, because workflow histories keep the errors and operators see
 * them.
 */
const redactErrors: ActivityInterceptorsFactory = () => ({
  inbound: {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        throw withoutValues(error);
      }
    },
  },
});

/** Serves the container's health check: healthy while every worker is polling. */
export async function serveHealth(port: number, secure: boolean, healthy: () => boolean) {
  const setHeaders = securityHeaders(secure);
  const server = createHttpServer({ secure }, (request, response) =>
    setHeaders(request, response, () =>
      response.writeHead(healthy() ? 200 : 503, { 'content-type': 'text/plain' }).end(healthy() ? 'ok' : 'stopping'),
    ),
  );
  await listenAt(server, { variable: 'HEALTH_PORT', port, host: '127.0.0.1' });
  return server;
}

async function main(config: Config): Promise<void> {
  // While starting up, the process has nothing to finish.
  let stop: () => void = () => process.exit(0);
  onStop(() => stop());
  const context = createContext(config, { name: 'worker' });
  const { log } = context;
  await requireKnownKeys(context.db, config.keys, config.windows.linkLife).catch(rethrowExplained);
  Runtime.install({
    // Temporal's own signal handlers would wait for workers that aren't running yet.
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // The SDK warns about each worker that has only activities. This one has only activities on purpose.
      if (meta?.taskQueue === TASK_QUEUES.refreshes && message.startsWith('No workflows registered')) return;
      log[level === 'ERROR' ? 'error' : 'warn'](meta ?? {}, message);
    }),
  });
  let workers: Workers | undefined;
  // Before any work starts, so that a port already in use stops the startup.
  const health = config.healthPort
    ? await serveHealth(config.healthPort, config.publicUrl.startsWith('https:'), () => workers?.isRunning() ?? false)
    : null;
  const temporal = await connectTemporal(config);
  const [connection, code] = await Promise.all([
    NativeConnection.connect({
      address: config.temporal.address,
      apiKey: config.temporal.apiKey,
      tls: config.temporal.tls,
    }),
    workflowCode(),
  ]);
  const problem = await ensureSearchAttributes(temporal.client);
  if (problem) log.error(problem);
  workers = await createWorkers(context, connection, code);
  const dispatcher = await startDispatcher(context, temporal.client, { indexed: problem === null });
  const running = workers.run();
  stop = () => workers?.shutdown();
  signalReady();
  log.info({ namespace: config.temporal.namespace }, 'worker is running');
  try {
    await running;
  } finally {
    health?.close();
    await dispatcher.stop();
    await Promise.all([connection.close(), temporal.close()]);
    await context.dispose();
  }
}

runAsProgram(import.meta.url, () => main(readConfig()));
