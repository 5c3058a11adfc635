/** The log file of an embedded server. */
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const MAX_SIZE = 10 * 1024 * 1024;

/** Opens the log for appending. A log that has grown large is first moved aside, replacing the previous one. */
export function openLog(file: string): { fd: number; size: number; close: () => void } {
  if (existsSync(file) && statSync(file).size > MAX_SIZE) renameSync(file, `${file}.old`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, size: fstatSync(fd).size, close: () => closeSync(fd) };
}

const TAIL = 64 * 1024;

/** Returns what was written after this position, or only the end if that is a lot. Returns nothing if the folder was deleted meanwhile. */
export function readLog(file: string, from: number): string {
  if (!existsSync(file)) return '';
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const start = Math.max(from, size - TAIL);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(fd, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(fd);
  }
}

export function lastLines(text: string, count = 12): string {
  return text.trim().split('\n').slice(-count).join('\n');
}
