/** Assembles the parts of a process. Only this file knows them all; everything else takes the Context or a subset of it. */
import type { Logger } from 'pino';
import { pino } from 'pino';
import type { Config } from './config.js';
import { connect, type Connection, type Db, type Transaction } from '../db/client.js';
import { Notifier, type Work } from '../db/notifier.js';
import { createProvider, type Provider } from '../emails/provider.js';
import { createNetworks, type Networks } from '../networks/index.js';
import { safeError } from './log-redaction.js';
import { createThreads, type Threads } from './threads.js';

/** The application's clock, which tests can replace. Steps follow the workflow's clock, and windows follow the database's. */
export interface Clock {
  now(): Date;
}

export interface UnitOfWork {
  tx: Transaction;
  /** Notifies the dispatchers after the transaction has committed. */
  notify: (...works: Work[]) => void;
}

export interface Context {
  config: Config;
  db: Db;
  /** The unit of work that this context takes part in (unit-of-work.ts). */
  unit?: UnitOfWork;
  connection: Connection;
  /** A small pool only for sending, because a send keeps its rows locked until the provider answers. */
  sendPool: Connection;
  /** A small pool only for counting callers, so that a flood of them takes no connection from anyone else. */
  limitsPool: Connection;
  clock: Clock;
  provider: Provider;
  networks: Networks;
  notifier: Notifier;
  threads: Threads;
  log: Logger;
  dispose(): Promise<void>;
}

/** As many as a worker's mailers send at once: four archives, three batches each (worker.ts, services/mail/delivery/send-due-mail.ts). */
const SENDS = 12;

/** After this, a send counts as having an unknown outcome. It is also the longest that a reconnect waits for a send. */
const SEND_TIMEOUT_MS = 5000;

/** A count that a crash of the database loses costs nothing, so none waits for the disk, and none waits long. */
const COUNTING = { synchronous_commit: 'off', statement_timeout: 2000 };

export function createContext(
  config: Config,
  options: { name: string; clock?: Clock; log?: Logger; poolSize?: number },
): Context {
  const log = options.log ?? createLogger(config, options.name);
  const connection = connect(config.databaseUrl, { name: options.name, max: options.poolSize });
  const sendPool = connect(config.databaseUrl, { name: `${options.name} send`, max: SENDS });
  const limitsPool = connect(config.databaseUrl, { name: `${options.name} limits`, max: 2, settings: COUNTING });
  const notifier = new Notifier(connection.sql, (error) =>
    log.warn({ error }, 'could not notify the dispatchers; they poll instead'),
  );
  const threads = createThreads();
  return {
    config,
    db: connection.db,
    connection,
    sendPool,
    limitsPool,
    clock: options.clock ?? { now: () => new Date() },
    provider: createProvider({ apiKey: config.mail.apiKey, baseUrl: config.mail.baseUrl, timeoutMs: SEND_TIMEOUT_MS }),
    networks: createNetworks({ ...config.networks, production: config.production }),
    notifier,
    threads,
    log,
    async dispose() {
      await notifier.idle();
      await Promise.all([connection.close(), sendPool.close(), limitsPool.close(), threads.dispose()]);
    },
  };
}

function createLogger(config: Pick<Config, 'logLevel'>, name: string): Logger {
  return pino({
    name,
    level: config.logLevel,
    serializers: { error: safeError, err: safeError },
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'res.headers["set-cookie"]',
        'headers.authorization',
        'headers.cookie',
      ],
      remove: true,
    },
  });
}
