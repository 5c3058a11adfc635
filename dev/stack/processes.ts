/** Waits for other processes, ends them, and recognizes our own after a crash. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, isAlive } from '../../scripts/lib/processes.mjs';

export { isAlive };

const POLL_MS = 25;

/** Resolves with the first truthy answer, or with undefined when the time is up. */
export async function until<T>(answer: () => T | Promise<T>, limitMs: number): Promise<T | undefined> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await answer();
    if (value) return value;
    if (Date.now() >= end) return undefined;
    await delay(POLL_MS);
  }
}

/** Sends the signal, then SIGKILL after the limit; returns when the process is gone. */
export async function endProcess(pid: number, signal: NodeJS.Signals, limitMs: number): Promise<void> {
  signalProcess(pid, signal);
  if (await until(() => !isAlive(pid), limitMs)) return;
  signalProcess(pid, 'SIGKILL');
  await until(() => !isAlive(pid), 5_000);
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Returns whether the pid is a process with all of these words in its command line; the pid alone could belong to another program by now.
 */
export function isProcess(pid: number, words: readonly string[]): boolean {
  if (!isAlive(pid)) return false;
  const line = commandLineOf(pid);
  return words.every((word) => line.includes(word));
}

export function writePidFile(file: string, pid: number): void {
  writeFileSync(file, `${pid}\n`, { mode: 0o600 });
}

/** Ends a process that a killed parent left behind. */
export async function endOrphan(
  pidFile: string,
  words: readonly string[],
  signal: NodeJS.Signals,
  limitMs: number,
): Promise<boolean> {
  const pid = Number(readIfExists(pidFile));
  const found = pid > 0 && isProcess(pid, words);
  if (found) await endProcess(pid, signal, limitMs);
  rmSync(pidFile, { force: true });
  return found;
}

export function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
