/** Writes files of the data folder whole or not at all, no matter when a process is killed. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Readable only by its owner. */
export function writeFileAtomically(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.new`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(fd, text);
    // Without this, a power cut can leave the new name with an empty file.
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
}
