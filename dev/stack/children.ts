/**
 * Runs programs of this repository as child processes: `node --import tsx <file>`, with an IPC channel. The child says `{ready: true}` on
 * it, and notices that this process has died when it closes.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { relayOutput } from './output-relay.js';
import { endOrphan, endProcess, signalProcess, writePidFile } from './processes.js';
import type { StopSignals, Part } from './supervisor.js';

export interface ChildOptions {
  name: string;
  /** Relative to the repository, or absolute. */
  file: string;
  env: NodeJS.ProcessEnv;
  /** Holds its log and its pid. */
  dir: string;
  say: (line: string) => void;
  /** Ends a child that is still starting. */
  giveUp?: StopSignals;
}

export interface RunningChild extends Part {
  pid: number;
}

const STOP_LIMIT_MS = 10_000;
/** A child that is still starting has nothing to finish. */
const ABORT_LIMIT_MS = 2_000;
const READY_LIMIT_MS = 120_000;
const PRELOADED = ['tsx', pathToFileURL(path.join(ROOT, 'dev/stack/parent-watch.mjs')).href];

const pidFileOf = (dir: string, name: string) => path.join(dir, `${name}.pid`);

/**
 * Ends a child left over from an earlier start. A child notices the death of its parent, but not while it is busy, and its successor needs
 * the port now.
 */
export function endOrphanedChild({ name, file, dir }: Pick<ChildOptions, 'name' | 'file' | 'dir'>): Promise<boolean> {
  return endOrphan(pidFileOf(dir, name), [path.resolve(ROOT, file)], 'SIGKILL', STOP_LIMIT_MS);
}

/** Resolves when the child says that it is ready; rejects with its last output if it exits before that. */
export async function startChild({ name, file, env, dir, say, giveUp }: ChildOptions): Promise<RunningChild> {
  const child = spawn(
    process.execPath,
    [...PRELOADED.flatMap((module) => ['--import', module]), path.resolve(ROOT, file)],
    // In its own process group: a Ctrl-C is for this process, which ends the parts in order.
    { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let ready = false;
  let hasExited = false;
  const output = relayOutput(
    child as ChildProcess & { stdout: Readable; stderr: Readable },
    path.join(dir, `${name}.log`),
    // Until it is ready, its output belongs in the error that says why it isn't.
    (line) => ready && say(`[${name}] ${line}`),
  );
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => {
      hasExited = true;
      output.close();
      resolve();
    });
  });
  const { pid } = child;
  if (!pid) throw new Error(`${name} didn’t start: could not run ${file}`);
  writePidFile(pidFileOf(dir, name), pid);
  const stop = () => endProcess(pid, 'SIGTERM', STOP_LIMIT_MS).then(() => exited);
  const onAbort = (signal: AbortSignal | undefined, end: () => unknown) =>
    signal?.addEventListener('abort', () => ready || hasExited || void end(), { once: true });
  onAbort(giveUp?.stop, () => endProcess(pid, 'SIGTERM', ABORT_LIMIT_MS));
  onAbort(giveUp?.kill, () => signalProcess(pid, 'SIGKILL'));
  ready = await waitUntilReady(child, exited);
  if (!ready) {
    await stop();
    throw new Error(`${name} didn’t start. Its last output (${path.join(dir, `${name}.log`)}):\n${output.lastLines()}`);
  }
  return { pid, exited, stop, kill: () => signalProcess(pid, 'SIGKILL') };
}

async function waitUntilReady(child: ChildProcess, exited: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      new Promise<boolean>((resolve) => {
        child.on('message', (message) => isReady(message) && resolve(true));
        timer = setTimeout(() => resolve(false), READY_LIMIT_MS);
      }),
      exited.then(() => false),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

const isReady = (message: unknown) =>
  typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;
