/**
 * The key ring of a stack: RELINK_KEYS if set, otherwise the one in the data folder. A new ring is made only if the database wasn't used
 * with another.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { windowsFor } from '../../domain/windows.js';
import { shownFile } from './shown-file.js';
import { KeyRing } from '../../platform/key-ring.js';
import { makeSecretFile, readSecretFile } from './secret-file.js';
import type { Settings } from './settings.js';

type Given = Pick<Settings, 'dataDir' | 'env'>;

const fileOf = ({ dataDir }: Given) => path.join(dataDir, 'keys');
const SECONDS_PER_DAY = 86_400;

/**
 * Reads the ring before anything starts. Null means that there is none yet.
 * @throws {Error} naming a file that is empty or broken
 */
export function readLocalKeys(given: Given): string | null {
  if (given.env.RELINK_KEYS !== undefined) return given.env.RELINK_KEYS;
  const file = fileOf(given);
  return readSecretFile({
    file: shownFile(file),
    check: (text) => void KeyRing.parse(text, shownFile(file)),
    remedy:
      'It contains the keys that the database was used with. Restore it from a backup, or set RELINK_KEYS to those keys. ' +
      'To start over, move the whole data folder away.',
  });
}

/**
 * Returns the ring that Relink is started with, once the database has its tables.
 * @throws {Error} naming the key that isn't the database's
 */
export async function ensureLocalKeys(given: Given, databaseUrl: string): Promise<string> {
  const [{ connect }, { requireKnownKeys, wasUsedWithKeys }] = await Promise.all([
    import('../../db/client.js'),
    import('../../services/operations/known-keys.js'),
  ]);
  const file = fileOf(given);
  const { linkLife } = windowsFor(Number(given.env.RELINK_SECONDS_PER_DAY ?? SECONDS_PER_DAY));
  const connection = connect(databaseUrl, { name: 'keys', max: 1 });
  try {
    const known = readLocalKeys(given);
    if (known === null && (await wasUsedWithKeys(connection.db, linkLife)))
      throw new Error(
        `${shownFile(file)} is missing. The database was used with its keys, and a new key can’t read what they encrypted. Nothing was changed. ` +
          'Restore that file, or set RELINK_KEYS to its keys. To start over with an empty database, move the whole data folder away. ' +
          'docs/operations.md, "A new key", explains how to continue without a lost key.',
      );
    const keys = known ?? makeSecretFile({ file, make: () => `k1:${randomBytes(32).toString('base64')}` });
    const source = given.env.RELINK_KEYS === undefined ? shownFile(file) : 'RELINK_KEYS';
    await requireKnownKeys(connection.db, KeyRing.parse(keys, source), linkLife, source);
    return keys;
  } finally {
    await connection.close();
  }
}
