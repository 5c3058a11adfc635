/** Encrypts everything in the database again with the first key of RELINK_KEYS, and says which keys are no longer needed. */
import { findKeyUses } from '../services/operations/key-usage.js';
import { rememberKeys } from '../services/operations/known-keys.js';
import { rotateKeys, type Rotation, type Unreadable } from '../services/operations/rotate-keys.js';
import { windowsFor } from '../domain/windows.js';
import { KeyRing } from '../platform/key-ring.js';
import { CommandError, readArguments, type Command } from './command.js';
import { environment, keysSource, withDatabase } from './environment.js';
import { addLocalKey, localKeysOutdated } from './local-keys.js';
import { keyReport } from './rotate-keys/report.js';

const PROGRESS_MS = 2000;

export const rotateKeysCommand: Command = {
  name: 'rotate-keys',
  summary: 'Encrypts all tokens with the first key of RELINK_KEYS, and says which keys can be removed',
  options: { 'new-key': { description: 'First add a new key in front, in the data folder of `npm start`' } },
  async run(args) {
    const { switches } = readArguments(this, args);
    if (switches.has('new-key')) {
      const { id, file } = addLocalKey();
      console.log(
        `The key ${id} is now first in ${file}. Stop \`npm start\` and start it again, so that every process has it.`,
      );
      console.log('Then run `npm run rotate-keys`.');
      return 0;
    }
    const keys = ring();
    if (localKeysOutdated())
      throw new CommandError(
        '`npm start` is running with the old keys and couldn’t read what the new key encrypts. Stop it, start it again, and then run this again.',
      );
    return withDatabase(async ({ db }) => {
      // Must come before anything is encrypted with a key that other processes don't have.
      await rememberKeys(db, keys, keysSource());
      console.log(`The first key is ${keys.currentId}. Encrypting everything with it that another key encrypted.`);
      let said = Date.now();
      const rotation = await rotateKeys(db, keys, {
        progress(resealed) {
          if (Date.now() - said < PROGRESS_MS) return;
          said = Date.now();
          console.log(`  ${resealed} so far`);
        },
      });
      const { credential, pending_sign_in: held } = rotation.resealed;
      console.log(
        `Encrypted again: the tokens of ${credential} credentials, and ${held} sign-ins waiting for a transfer.\n`,
      );
      for (const line of problemsOf(rotation, keys)) console.error(line);
      console.log(keyReport(keys, await findKeyUses(db, linkLife())));
      return rotation.unreadable.length + rotation.left + rotation.stillSealing.length === 0 ? 0 : 1;
    });
  },
};

function ring(): KeyRing {
  const text = environment().RELINK_KEYS;
  if (!text)
    throw new CommandError(
      'Set RELINK_KEYS to the same value that every Relink process has: the new key first, then the older ones.',
    );
  return KeyRing.parse(text, keysSource());
}

/** Links live shorter when days are compressed. */
const linkLife = () => windowsFor(Number(process.env.RELINK_SECONDS_PER_DAY) || 86_400).linkLife;

const KINDS = { credential: 'credential', pending_sign_in: 'pending sign-in' } as const;

function problemsOf({ unreadable, left, stillSealing }: Rotation, keys: KeyRing): string[] {
  const lines: string[] = [];
  if (unreadable.length > 0) {
    lines.push(`${unreadable.length} could not be encrypted again and were left unchanged:`);
    lines.push(
      ...unreadable.map((row) => `  ${KINDS[row.kind]} ${row.id} of ${row.of} in ${row.archiveId}: ${why(row)}`),
    );
    lines.push('A credential is replaced when its account is reconnected.\n');
  }
  if (left > 0)
    lines.push(
      `${left} couldn’t be encrypted again, because other processes kept them locked or kept changing them. Run this again.\n`,
    );
  for (const id of stillSealing)
    lines.push(
      `A Relink process still encrypts with ${id}. Restart every process with ${keys.currentId} first, then run this again.\n`,
    );
  return lines;
}

const why = ({ why: reason, keyId }: Unreadable) =>
  reason === 'key_missing'
    ? `it was encrypted with ${keyId}, which isn’t in RELINK_KEYS. Put that key back, after the first one`
    : 'it doesn’t decrypt, because it was changed or belongs to another row';
