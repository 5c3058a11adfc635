/** Relays a child's output: every line goes into its log file, and lines that a person should see also go to the terminal. */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { openLog } from './log-file.js';

const ERROR_LEVEL = 50;
const KEPT_LINES = 25;

export interface Relay {
  /** The last lines, to explain why a child didn't start. */
  lastLines: () => string;
  close: () => void;
}

export function relayOutput(
  streams: { stdout: Readable; stderr: Readable },
  logFile: string,
  show: (line: string) => void,
): Relay {
  const log = openLog(logFile);
  const kept: string[] = [];
  const take = (line: string, isError: boolean) => {
    writeSync(log.fd, `${line}\n`);
    kept.push(line);
    if (kept.length > KEPT_LINES) kept.shift();
    const text = worthShowing(line, isError);
    if (text) show(text);
  };
  createInterface({ input: streams.stdout }).on('line', (line) => take(line, false));
  createInterface({ input: streams.stderr }).on('line', (line) => take(line, true));
  return { lastLines: () => kept.join('\n'), close: log.close };
}

/** Selects structured lines at the level "error" or above, and everything else that was written to stderr. */
function worthShowing(line: string, isError: boolean): string | undefined {
  if (!line.startsWith('{')) return isError && line.trim() ? line : undefined;
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: unknown; msg?: string; err?: { message?: string } };
    if (typeof level !== 'number' || level < ERROR_LEVEL) return undefined;
    return [msg, err?.message].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}
