/** The worker process: workflows, activities, the mailer and the dispatcher. Any number of them may run. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
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
import { listenAt } from './platform/listen.js';
import { createContext, type Context } from './platform/context.js';
import { throwExplained } from './platform/database-errors.js';
import { requireKnownKeys } from './services/operations/known-keys.js';
import { startDispatcher } from './temporal/dispatcher/index.js';
import { TASK_QUEUES } from './domain/ids.js';
import { onStop, runAsProgram, sayReady } from './platform/process-lifecycle.js';
import { withoutValues } from './platform/log-redaction.js';
import { connectTemporal } from './temporal/client.js';
import { ensureSearchAttributes } from './temporal/ensure-search-attributes.js';

/** Workflows held in memory between their steps; more are replayed when they wake up. */
const CACHED_WORKFLOWS = 2000;

type WorkflowCode = Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;

/** `npm run build` bundles the workflows beforehand; running from the sources, they are bundled at start. */
export async function workflowCode(): Promise<WorkflowCode> {
  const built = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));
  if (existsSync(built)) return { workflowBundle: { codePath: built } };
  const workflowsPath = fileURLToPath(new URL('./workflows/index.ts', import.meta.url));
  return { workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') }) };
}

/**
 * Archives that send at once: as many as the send pool has connections (platform/context.ts), so that none waits for one while its batch is
 * leased. More would send no faster, since the rate is the whole provider account's; what keeps them from waiting for each other is
 * that a turn is short (services/mail/delivery/send-due-mail.ts).
 */
const MAIL_AT_ONCE = 4;

/** Refreshes that wait in memory for their turn; each is a promise and a heartbeat. */
const WAITING_REFRESHES = 1000;

/** The workers of a process: disconnects, mail and refreshes have a task queue each, so that none waits for another. */
export async function createWorkers(
  context: Context,
  connection: NativeConnection,
  code: WorkflowCode,
): Promise<Worker[]> {
  const common = {
    connection,
    namespace: context.config.temporal.namespace,
    shutdownGraceTime: '7 seconds' as const,
    interceptors: { activity: [keepingValuesOut] },
  };
  const withWorkflows = {
    ...common,
    ...code,
    // Tasks for the memory of a worker that died go to another one after this.
    stickyQueueScheduleToStartTimeout: '2 seconds',
  } as const;
  return [
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
      maxConcurrentActivityTaskExecutions: WAITING_REFRESHES,
    }),
    await Worker.create({
      ...withWorkflows,
      taskQueue: TASK_QUEUES.mail,
      activities: createMailActivities(context),
      maxCachedWorkflows: 200,
      maxConcurrentActivityTaskExecutions: MAIL_AT_ONCE,
    }),
  ];
}

/** What goes wrong in an activity is kept in histories, and shown to operators: without names, addresses or what is encrypted. */
const keepingValuesOut: ActivityInterceptorsFactory = () => ({
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

/** For the container's health check: healthy while every worker polls. */
async function serveHealth(port: number, healthy: () => boolean) {
  const server = createServer((_request, response) => {
    response.writeHead(healthy() ? 200 : 503, { 'content-type': 'text/plain' }).end(healthy() ? 'ok' : 'stopping');
  });
  await listenAt(server, { variable: 'HEALTH_PORT', port, host: '127.0.0.1' });
  return server;
}

async function main(config: Config): Promise<void> {
  // On its way up it has nothing to finish.
  let stop: () => void = () => process.exit(0);
  onStop(() => stop());
  const context = createContext(config, { name: 'worker' });
  const { log } = context;
  await requireKnownKeys(context.db, config.keys, config.windows.linkLife).catch(throwExplained);
  Runtime.install({
    // Its own handlers would wait for workers that do not run yet.
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) =>
      log[level === 'ERROR' ? 'error' : 'warn'](meta ?? {}, message),
    ),
  });
  let workers: Worker[] = [];
  // Before anything is at work: a port that is taken ends the start.
  const health = config.healthPort
    ? await serveHealth(
        config.healthPort,
        () => workers.length > 0 && workers.every((worker) => worker.getState() === 'RUNNING'),
      )
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
  const running = Promise.all(workers.map((worker) => worker.run()));
  stop = () => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
  sayReady();
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
