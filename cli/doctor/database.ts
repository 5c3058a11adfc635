import type { Config } from '../../platform/config.js';
import { findKeyProblems, KeyRingError } from '../../services/operations/known-keys.js';
import { findLookAlikeArchives, findLookAlikeSenders } from '../../services/archives/archive-names.js';
import { readHold } from '../../services/mail/mail-hold.js';
import { readDatabaseClock, readDatabaseVersion } from '../../services/operations/database.js';
import { countPendingMigrations } from '../../db/pending-migrations.js';
import { explainDatabaseError } from '../../platform/database-errors.js';
import { keysSource } from '../environment.js';
import { DATABASE_ADVICE, withConnection } from './connection.js';
import { diagnose, type Diagnosis } from './diagnosis.js';
import { networkDiagnoses } from './networks.js';

export async function databaseDiagnoses(config: Config): Promise<Diagnosis[]> {
  const database = await diagnose('database', DATABASE_ADVICE, () =>
    withConnection(config, async ({ db }) => ({
      ok: true,
      detail: `PostgreSQL ${await readDatabaseVersion(db)} responds`,
    })),
  );
  if (!database.ok) return [database];
  const migrations = await diagnose('migrations', DATABASE_ADVICE, () =>
    withConnection(config, async ({ sql }) => {
      try {
        const pending = await countPendingMigrations(sql);
        return pending === 0
          ? { ok: true, detail: 'all applied' }
          : { ok: false, detail: `${pending} missing. Run \`npm run relink -- migrate\`.` };
      } catch (error) {
        const detail = explainDatabaseError(error);
        if (detail === null) throw error;
        return { ok: false, detail };
      }
    }),
  );
  if (!migrations.ok) return [database, migrations];
  const keys = await diagnose('key ring', DATABASE_ADVICE, () =>
    withConnection(config, async ({ db }) => {
      const problems = await findKeyProblems(db, config.keys, config.windows.linkLife);
      return problems.length === 0
        ? { ok: true, detail: `${config.keys.ids.join(', ')}: the database needs no other key` }
        : { ok: false, detail: new KeyRingError(problems, keysSource()).message };
    }),
  );
  const hold = await diagnose('mail hold', DATABASE_ADVICE, () =>
    withConnection(config, async ({ db }) => {
      const held = await readHold(db);
      if (!held) return { ok: true, detail: 'mail isn’t on hold' };
      const since = held.heldAt.toISOString();
      return { ok: false, detail: `all mail has been on hold since ${since} (${held.reason}). \`release\` sends it.` };
    }),
  );
  const names = await diagnose('archive names', DATABASE_ADVICE, () =>
    withConnection(config, async ({ db }) => {
      const alike = (await findLookAlikeArchives(db)).map((group) =>
        group.map(({ id, name }) => `"${name}" (${id})`).join(' and '),
      );
      return alike.length === 0
        ? { ok: true, detail: 'people can tell all archives apart' }
        : { ok: false, detail: `people can’t tell apart ${alike.join('; ')}. Rename one: \`archive rename\`.` };
    }),
  );
  const senders = await diagnose('sender names', DATABASE_ADVICE, () =>
    withConnection(config, async ({ db }) => {
      const alike = (await findLookAlikeSenders(db)).map(
        ({ id, name, sender, other }) =>
          `emails of "${name}" (${id}) are from "${sender}", like "${other.alias ?? other.name}" of "${other.name}" (${other.id})`,
      );
      return alike.length === 0
        ? { ok: true, detail: 'people can tell all senders apart' }
        : { ok: false, detail: `${alike.join('; ')}. Ask its administrators for another sender name.` };
    }),
  );
  return [database, migrations, keys, hold, names, senders, ...(await networkDiagnoses(config))];
}

/** Webhooks are refused when clocks differ by more than five minutes. A much smaller difference already means a clock is wrong. */
const TOLERATED_MS = 2000;

export async function clockDiagnosis(config: Config): Promise<Diagnosis[]> {
  const clock = await diagnose('clock', DATABASE_ADVICE, () =>
    withConnection(config, async ({ db }) => {
      const before = Date.now();
      const at = await readDatabaseClock(db);
      const middle = (before + Date.now()) / 2;
      const off = Math.round(Math.abs(at - middle));
      return off <= TOLERATED_MS
        ? { ok: true, detail: `this machine and the database agree (${off} ms)` }
        : { ok: false, detail: `this machine and the database differ by ${off} ms. Sync both clocks with NTP.` };
    }),
  );
  return [clock];
}
