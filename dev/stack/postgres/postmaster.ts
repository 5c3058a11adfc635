/** PostgreSQL's main process: starting it, finding the one that runs on a cluster, and ending it. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { lastLines, openLog, readLog } from '../log-file.js';
import { endProcess, isAlive, isProcess, readIfExists, signalProcess, until } from '../processes.js';
import { POSTGRES_ENVIRONMENT, type Cluster } from './cluster.js';
import type { Programs } from './programs.js';

const START_LIMIT_MS = 60_000;
const FAST_STOP_LIMIT_MS = 15_000;
const IMMEDIATE_STOP_LIMIT_MS = 5_000;

export interface Postmaster {
  pid: number;
  port: number;
}

/** For a small local server: a few connections from one application. Settings that protect the data keep PostgreSQL's defaults. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=128MB',
  'huge_pages=off',
  'io_method=sync',
  'jit=off',
  'log_checkpoints=off',
];

/** Reads PostgreSQL's own record: pid, data folder, start time, port, socket folder, address, shared memory, status. */
function readPostmaster({ folder }: Cluster): (Postmaster & { status: string }) | undefined {
  const lines = readIfExists(path.join(folder, 'postmaster.pid'))?.split('\n');
  if (!lines) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

/** Returns the server that a killed parent left running, once it accepts connections. */
export async function findRunning(cluster: Cluster): Promise<Postmaster | undefined> {
  const recorded = readPostmaster(cluster);
  if (!recorded || !isAlive(recorded.pid)) return undefined;
  if (!isProcess(recorded.pid, ['postgres', cluster.folder])) {
    // Another program has that pid now (pids repeat after a reboot, and immediately in containers); PostgreSQL would refuse to start.
    rmSync(path.join(cluster.folder, 'postmaster.pid'));
    return undefined;
  }
  const settled = await until(() => {
    const now = readPostmaster(cluster);
    return !isAlive(recorded.pid) || now?.status === 'ready';
  }, START_LIMIT_MS);
  if (!settled) await endPostmaster(recorded.pid);
  return isAlive(recorded.pid) ? readPostmaster(cluster) : undefined;
}

export type Outcome = { postmaster: Postmaster & { exited: Promise<void> } } | { problem: string };

export async function launch(
  programs: Programs,
  cluster: Cluster,
  port: number,
  flags: readonly string[],
  logFile: string,
): Promise<Outcome> {
  const log = openLog(logFile);
  const settings = [...SETTINGS, ...flags].flatMap((setting) => ['-c', setting]);
  const child = spawn(programs.postgres, ['-D', cluster.folder, '-p', String(port), ...settings], {
    ...cluster.account,
    env: POSTGRES_ENVIRONMENT,
    cwd: '/',
    // In its own process group: a Ctrl-C is for this process, which ends the parts in order.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  log.close();
  let ended: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (ended = error.message)));
    child.once('exit', () => resolve(void (ended = readLog(logFile, log.size))));
  });
  const isReady = () => {
    const now = readPostmaster(cluster);
    return now?.pid === child.pid && now?.status === 'ready';
  };
  await until(() => ended !== undefined || isReady(), START_LIMIT_MS);
  const { pid } = child;
  if (ended === undefined && pid && isReady()) return { postmaster: { pid, port, exited } };
  if (pid) await endPostmaster(pid);
  return { problem: lastLines(ended ?? readLog(logFile, log.size)) };
}

/**
 * First a fast shutdown, which cuts connections and leaves the data complete. Then an immediate one, after which the next start recovers
 * from the log.
 */
export async function endPostmaster(pid: number): Promise<void> {
  signalProcess(pid, 'SIGINT');
  if (await until(() => !isAlive(pid), FAST_STOP_LIMIT_MS)) return;
  await endProcess(pid, 'SIGQUIT', IMMEDIATE_STOP_LIMIT_MS);
}
