/** Where a server of ours writes what it has to say. */
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const LARGEST = 10 * 1024 * 1024;

/** Opens for appending; a log that has grown large is put aside first, in place of the one before. */
export function openLog(file: string): { fd: number; size: number; close: () => void } {
  if (existsSync(file) && statSync(file).size > LARGEST) renameSync(file, `${file}.old`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, size: fstatSync(fd).size, close: () => closeSync(fd) };
}

const TAIL = 64 * 1024;

/** What was written after this position, its end when that is much; nothing when somebody has removed the folder under it. */
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
