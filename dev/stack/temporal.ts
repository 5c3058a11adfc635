/** Temporal's development server with its Web UI, on a SQLite file, for `npm start` and tests. Not used when TEMPORAL_ADDRESS is set. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { lastLines, openLog, readLog } from './log-file.js';
import { findPortBlockedByBrowsers, PortBook, releasePort } from './ports.js';
import { endOrphan, endProcess, signalProcess, until, writePidFile } from './processes.js';
import type { StopSignals, Part } from './supervisor.js';
import { answers, type SearchAttributeType } from './temporal-health.js';
import { UiGuard } from './temporal-ui.js';
import { readTools } from '../../scripts/lib/tools.mjs';

export interface TemporalPorts {
  frontend: number;
  ui: number;
}

export interface TemporalOptions {
  /** Holds the SQLite file, the log, the ports, and the pid. */
  dir: string;
  /** Path to Temporal's CLI; if missing, the one that setup found. */
  cli?: string;
  searchAttributes: Record<string, SearchAttributeType>;
  namespace?: string;
  /** Takes precedence over the ports remembered in the folder. */
  ports?: Partial<TemporalPorts>;
  giveUp?: StopSignals;
}

export interface RunningTemporal extends Part {
  address: string;
  uiUrl: string;
  ports: TemporalPorts;
  pid: number;
}

const DEFAULT_PORTS = { frontend: 7233, ui: 8233 };
const START_ATTEMPTS = 3;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const dir = path.resolve(options.dir);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const database = path.join(dir, 'temporal.db');
  // Ended rather than adopted: its search attributes might be those of an older Relink. SQLite has everything that it acknowledged.
  await endOrphan(pidFileOf(dir), ['start-dev', database], 'SIGTERM', STOP_LIMIT_MS);
  const book = new PortBook(path.join(dir, 'ports.json'));
  for (let attempt = 1; ; attempt++) {
    const ports = {
      frontend: await book.choose('frontend', DEFAULT_PORTS.frontend, options.ports?.frontend),
      ui: await book.choose('ui', DEFAULT_PORTS.ui, options.ports?.ui),
    };
    const outcome = await launch(options, dir, database, ports);
    if ('temporal' in outcome) return outcome.temporal;
    if (/disk image is malformed|file is not a database/.test(outcome.problem))
      throw new Error(
        `Temporal’s file ${database} is damaged. Delete it, together with ${path.basename(database)}-wal and -shm, and start again. ` +
          'Nothing is lost: Relink restarts every workflow from its own database, at the step that the workflow was waiting for.',
      );
    // Another program took a port between our check and Temporal's: one of these two, or one that Temporal chooses by itself.
    if (attempt === START_ATTEMPTS || options.giveUp?.stop.aborted)
      throw new Error(`Temporal didn’t start. Its log (${logOf(dir)}) ends with:\n${outcome.problem}`);
  }
}

const pidFileOf = (dir: string) => path.join(dir, 'temporal.pid');
const logOf = (dir: string) => path.join(dir, 'temporal.log');

async function launch(
  { cli = requireCli(), searchAttributes, namespace = 'default', giveUp }: TemporalOptions,
  dir: string,
  database: string,
  ports: TemporalPorts,
): Promise<{ temporal: RunningTemporal } | { problem: string }> {
  const log = openLog(logOf(dir));
  const { frontend, ui } = ports;
  const guard = await UiGuard.prepare(ui);
  const metrics = await findPortBlockedByBrowsers();
  // prettier-ignore
  const args = [
    'server', 'start-dev', '--ip', '127.0.0.1', '--port', String(frontend), '--ui-ip', guard.hidden.address, '--ui-port', String(guard.hidden.port),
    '--db-filename', database, '--namespace', namespace, '--ui-disable-news-fetch',
    '--log-format', 'json', '--log-level', 'error',
    // Its HTTP API has no password either, and listens on a port that Temporal chooses.
    '--dynamic-config-value', 'frontend.httpAllowedHosts=["localhost:*","127.0.0.1:*"]',
    // Its metrics can be neither turned off nor moved to another address, and answer to any host name.
    '--metrics-port', String(metrics),
    // Twice as fast as SQLite's defaults, and still intact after a process crash.
    '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal',
  ];
  for (const [name, type] of Object.entries(searchAttributes)) args.push('--search-attribute', `${name}=${type}`);
  // In its own process group: a Ctrl-C is for this process, which ends the parts in order.
  const child = spawn(cli, args, { cwd: dir, detached: true, stdio: ['ignore', log.fd, log.fd] });
  log.close();
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (ended = error.message)));
    child.once('exit', () => resolve(void (ended = readLog(logOf(dir), log.size))));
  });
  const exited = gone.then(() => guard.close()).then(() => [frontend, ui, metrics].forEach(releasePort));
  const { pid } = child;
  if (pid) {
    writePidFile(pidFileOf(dir), pid);
    giveUp?.kill.addEventListener('abort', () => ended ?? signalProcess(pid, 'SIGKILL'), { once: true });
  }
  const address = `127.0.0.1:${frontend}`;
  const isOver = () => ended !== undefined || giveUp?.stop.aborted;
  await until(async () => isOver() || (await answers(address, namespace, searchAttributes)), START_LIMIT_MS);
  if (!pid) return { problem: ended ?? cli };
  const stop = () => endProcess(pid, 'SIGTERM', STOP_LIMIT_MS).then(() => exited);
  const kill = () => signalProcess(pid, 'SIGKILL');
  if (!isOver() && (await answers(address, namespace, searchAttributes)) && (await guard.open()))
    return { temporal: { address, uiUrl: `http://127.0.0.1:${ui}`, ports, pid, exited, stop, kill } };
  await stop();
  return { problem: lastLines(ended ?? readLog(logOf(dir), log.size)) };
}

function requireCli(): string {
  const { temporal } = readTools();
  if (!temporal) throw new Error("The Temporal CLI hasn't been fetched yet. Run `node scripts/setup.mjs start`.");
  return temporal;
}
