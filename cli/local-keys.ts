/** The key ring in the data folder of `npm start`, which reads it only at startup. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { KeyRing } from '../platform/key-ring.js';
import { CommandError } from './command.js';
import { localFile } from './environment.js';

const timeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

/**
 * Adds a new key in front. The API and the worker of `npm start` share one ring and start together, so processes with the old and the
 * new ring never run side by side. The step in which a new key is only used for reading can therefore be skipped.
 * @throws {CommandError} if the keys aren't in the data folder
 */
export function addLocalKey(env: NodeJS.ProcessEnv = process.env): { id: string; file: string } {
  const file = localFile('keys', env);
  if (env.RELINK_KEYS || env.DATABASE_URL || timeOf(file) === undefined)
    throw new CommandError(
      `This installation’s keys aren’t in ${file}. Generate one with \`openssl rand -base64 32\` and add it to RELINK_KEYS as described in docs/operations.md, "A new key".`,
    );
  const old = readFileSync(file, 'utf8').trim();
  const ring = KeyRing.parse(old, file);
  const id = nextId([...ring.ids, ...ring.goneIds]);
  // Replaced atomically, because a database is useless without its keys.
  writeFileSync(`${file}.new`, `${id}:${randomBytes(32).toString('base64')},${old}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { id, file };
}

/** Returns an id above all those in the ring, including gone ones. The database also knows older ids, and refuses to reuse them. */
const nextId = (ids: readonly string[]): string =>
  `k${Math.max(ids.length, ...ids.map((id) => Number(/^k(\d{1,9})$/.exec(id)?.[1] ?? 0))) + 1}`;

/** Returns whether `npm start` started before the keys in its folder changed, so that it still has the old ring. */
export function localKeysOutdated(env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.RELINK_KEYS || env.DATABASE_URL) return false;
  const [started, changed] = [timeOf(localFile('endpoints.json', env)), timeOf(localFile('keys', env))];
  return started !== undefined && changed !== undefined && changed > started;
}
