/** The API process: HTTP for archives, browsers, and providers. Any number of instances can run. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { createApp, type AppOptions } from './api/app.js';
import { createHttpServer } from './http/server.js';
import { listenAt, type Place } from './platform/listen.js';
import { readConfig, unknownVariables, type Config } from './platform/config.js';
import { createContext, type Context } from './platform/context.js';
import { rethrowExplained } from './platform/database-errors.js';
import { migrateDatabase } from './db/client.js';
import { purgeKeys } from './services/archives/idempotency-keys.js';
import { requireKnownKeys } from './services/operations/known-keys.js';
import { purgeStreams } from './services/dashboard/live-streams.js';
import { purgeEvents } from './services/mail/delivery-events.js';
import { purgeCounts } from './platform/caller-limits.js';
import { onStop, runAsProgram, signalReady } from './platform/process-lifecycle.js';
import { createPages, resolveSession } from './web/index.js';

/** How long requests in progress have to finish when the server is asked to stop. */
const SHUTDOWN_MS = 7000;
const PURGE_EVERY_MS = 3_600_000;
/** How long a client has to send a whole request. */
const REQUEST_TIMEOUT_MS = 60_000;

export interface RunningServer {
  port: number;
  stop(): Promise<void>;
}

/** @param port 0 for any free port */
export async function serve(context: Context, options: AppOptions & { port: number }): Promise<RunningServer> {
  const { config, log } = context;
  const app = createApp(context, options);
  const { host, metricsPort } = config;
  const secure = config.publicUrl.startsWith('https:');
  const server = await listen(app.express, { variable: 'PORT', port: options.port, host }, secure);
  const metrics =
    metricsPort === undefined
      ? null
      : await listen(app.metrics, { variable: 'METRICS_PORT', port: metricsPort, host }, secure);
  const purge = setInterval(() => {
    Promise.all([purgeKeys, purgeEvents, purgeCounts, purgeStreams].map((purge) => purge(context.db))).catch(
      (error: unknown) => log.warn({ error }, 'could not purge expired data'),
    );
  }, PURGE_EVERY_MS);
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      clearInterval(purge);
      const closed = [server, ...(metrics ? [metrics] : [])].map(finish);
      await app.close();
      await Promise.all(closed);
    },
  };
}

async function listen(app: Express, place: Place, secure: boolean): Promise<Server> {
  const server = createHttpServer({ secure, requestTimeout: REQUEST_TIMEOUT_MS }, app);
  await listenAt(server, place);
  return server;
}

/** Stops accepting connections, lets requests in progress finish, and cuts off those that take too long. */
async function finish(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cutOff = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
  await closed;
  clearTimeout(cutOff);
}

async function main(config: Config): Promise<void> {
  if (config.migrate) await migrateDatabase(config.databaseUrl).catch(rethrowExplained);
  const context = createContext(config, { name: 'api' });
  await requireKnownKeys(context.db, config.keys, config.windows.linkLife).catch(rethrowExplained);
  const server = await serve(context, {
    port: config.port,
    pages: createPages(context),
    resolveSession: resolveSession(context),
  });
  const { log } = context;
  for (const variable of unknownVariables())
    log.warn({ variable }, 'Relink doesn’t know this variable. Is it misspelled?');
  const stopped = new Promise<void>((resolve) => onStop(resolve));
  signalReady();
  log.info({ port: server.port, host: config.host, publicUrl: config.publicUrl }, 'API is listening');
  await stopped;
  await server.stop();
  await context.dispose();
}

runAsProgram(import.meta.url, () => main(readConfig()));
