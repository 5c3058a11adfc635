/** Secrets of the data folder: made once, readable by its owner only. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readIfThere } from './processes.js';

export function secretFile(file: string, make: () => string): string {
  const known = readIfThere(file)?.trim();
  if (known) return known;
  mkdirSync(path.dirname(file), { recursive: true });
  const secret = make();
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
