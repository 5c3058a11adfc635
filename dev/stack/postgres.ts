/** An embedded PostgreSQL from an npm package, for `npm start` and tests. Not used when DATABASE_URL is set. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import {
  isAbandoned,
  locateCluster,
  makeCluster,
  passwordOf,
  postgresLogOf,
  requirePassword,
  type Cluster,
} from './postgres/cluster.js';
import { endPostmaster, findRunning, launch, type Postmaster } from './postgres/postmaster.js';
import { findPrograms, type Programs } from './postgres/programs.js';
import { findFreePort, releasePort } from './ports.js';
import { isAlive, signalProcess } from './processes.js';
import type { Part } from './supervisor.js';

export interface PostgresOptions {
  /** Holds the cluster, the password, and the log. */
  dir: string;
  database?: string;
  user?: string;
  /** Used on the first start; if missing, a random one is made and kept in the folder. */
  password?: string;
  /** The preferred port; if it is taken, the next free one is used. */
  port?: number;
  /** Settings such as `fsync=off`. */
  flags?: readonly string[];
  say?: (line: string) => void;
}

export interface RunningPostgres extends Part {
  url: string;
  port: number;
  pid: number;
  /** Whether it was already running because its former parent was killed. */
  adopted: boolean;
}

const DEFAULT_PORT = 54_320;
const PORT_ATTEMPTS = 5;
const ORPHANS_LIMIT_MS = 30_000;
const ORPHANS_POLL_MS = 200;

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { user = 'relink', database = 'relink', flags = [], say = () => undefined } = options;
  const dir = path.resolve(options.dir);
  const cluster = locateCluster(dir);
  if (cluster.remark) say(cluster.remark);
  let running = await findRunning(cluster);
  if (isAbandoned(cluster, dir)) {
    if (running) await endPostmaster(running.pid);
    running = undefined;
    rmSync(cluster.folder, { recursive: true });
  }
  requirePassword(cluster, dir);
  const password = passwordOf(dir, options.password);
  const handle = (postmaster: Postmaster, adopted: boolean, gone: Promise<void>): RunningPostgres => {
    const exited = gone.then(() => releasePort(postmaster.port));
    return {
      url: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${postmaster.port}/${database}`,
      address: `127.0.0.1:${postmaster.port}`,
      port: postmaster.port,
      pid: postmaster.pid,
      adopted,
      exited,
      // Waits until its port is free again too, because the next start wants the same one.
      stop: () => endPostmaster(postmaster.pid).then(() => exited),
      // Never SIGKILL: its backends would live on and hold the memory that the next start needs.
      kill: () => signalProcess(postmaster.pid, 'SIGQUIT'),
    };
  };
  const ready = async (server: RunningPostgres) => {
    await ensureDatabase(server.url, database);
    return server;
  };

  if (running) return ready(handle(running, true, waitForExit(running.pid)));
  const programs = findPrograms(cluster.account);
  await makeCluster({ cluster, programs, dir, user, password, hasty: flags.includes('fsync=off') });
  const port = options.port ?? DEFAULT_PORT;
  const postmaster = await launchOnFreePort(programs, cluster, port, flags, postgresLogOf(dir));
  return ready(handle(postmaster, false, postmaster.exited));
}

async function launchOnFreePort(
  programs: Programs,
  cluster: Cluster,
  preferred: number,
  flags: readonly string[],
  log: string,
) {
  const orphansEnd = Date.now() + ORPHANS_LIMIT_MS;
  for (let attempt = 1, from = preferred; ;) {
    const port = await findFreePort(from);
    const outcome = await launch(programs, cluster, port, flags, log);
    if ('postmaster' in outcome) return outcome.postmaster;
    releasePort(port);
    const { problem } = outcome;
    // After a SIGKILL of PostgreSQL itself, its backends live on for a moment, and it must not start beside them.
    if (/still in use|lock file "postmaster\.pid" already exists/.test(problem) && Date.now() < orphansEnd) {
      await delay(ORPHANS_POLL_MS);
    } else if (/could not bind/i.test(problem) && attempt < PORT_ATTEMPTS) {
      attempt++;
      from = port + 1;
    } else {
      const [, version] = /initialized by PostgreSQL version (\S+),/.exec(problem) ?? [];
      if (version)
        throw new Error(
          `The database in ${cluster.folder} was created by PostgreSQL ${version}, which doesn't come with this version of Relink. Nothing was changed. ` +
            'Start the version of Relink that created it. To start over instead, move the whole data folder away or set RELINK_DATA_DIR to another one.',
        );
      throw new Error(`The embedded PostgreSQL didn’t start. Its log (${log}) ends with:\n${problem}`);
    }
  }
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  const admin = new URL(url);
  admin.pathname = '/postgres';
  const sql = postgres(admin.href, { max: 1, onnotice: () => undefined, fetch_types: false });
  try {
    const [found] = await sql`SELECT 1 FROM pg_database WHERE datname = ${database}`;
    if (!found) await sql`CREATE DATABASE ${sql(database)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const EXIT_POLL_MS = 200;

/** Resolves when a server that isn't our child has exited; nothing notifies us of that. */
function waitForExit(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(timer);
      resolve();
    }, EXIT_POLL_MS);
    timer.unref();
  });
}
