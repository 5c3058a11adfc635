/** The key ring in the data folder of `npm start`, which is read once, when that starts. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { KeyRing } from '../platform/key-ring.js';
import { CommandError } from './command.js';
import { localFile } from './environment.js';

const timeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

/**
 * Puts a new key in front. The API and the worker of `npm start` have one ring, and start together: no process with the old ring
 * meets one with the new, so that the step in which a new key is only read can be left out.
 * @throws {CommandError} when the keys are not in the data folder
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
  // Whole or not at all: without its keys a database is worth nothing.
  writeFileSync(`${file}.new`, `${id}:${randomBytes(32).toString('base64')},${old}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { id, file };
}

/** Above all that were ever in the ring, as far as it shows: the database knows the older ones, and refuses their ids for another key. */
const nextId = (ids: readonly string[]): string =>
  `k${Math.max(ids.length, ...ids.map((id) => Number(/^k(\d{1,9})$/.exec(id)?.[1] ?? 0))) + 1}`;

/** Whether `npm start` began before the keys in its folder were changed: it has the older ring. */
export function localKeysOutdated(env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.RELINK_KEYS || env.DATABASE_URL) return false;
  const [started, changed] = [timeOf(localFile('endpoints.json', env)), timeOf(localFile('keys', env))];
  return started !== undefined && changed !== undefined && changed > started;
}
