/** Prepares a stack's database before anything uses it: it gets this version's schema and, if requested, sample people. */
import path from 'node:path';
import { DatabaseVersionError, type VersionErrorCode } from '../../db/pending-migrations.js';
import { rethrowExplained } from '../../platform/database-errors.js';
import type { EmbeddedAddresses } from './child-environment.js';
import { ensureLocalKeys } from './local-keys.js';
import { shownFile } from './shown-file.js';
import type { Settings } from './settings.js';

/**
 * Its other dependencies are imported here, so that a start that is refused says so immediately.
 * @returns the key ring that the database is used with, and whether the database was filled just now
 */
export async function prepareDatabase(
  { dataDir, seed, env }: Pick<Settings, 'dataDir' | 'seed' | 'env'>,
  embedded: Pick<EmbeddedAddresses, 'databaseUrl' | 'simulatorUrl'>,
  say: (line: string) => void,
): Promise<{ keys: string; isSeeded: boolean }> {
  const databaseUrl = embedded.databaseUrl ?? env.DATABASE_URL!;
  if (env.RELINK_MIGRATE !== 'off') {
    const { migrateDatabase } = await import('../../db/client.js');
    await migrateDatabase(databaseUrl).catch((error: unknown) => {
      if (embedded.databaseUrl !== undefined && error instanceof DatabaseVersionError)
        throw new Error(explainOldFolder(error.code, dataDir), { cause: error });
      rethrowExplained(error);
    });
  }
  const keys = await ensureLocalKeys({ dataDir, env }, databaseUrl).catch(rethrowExplained);
  if (seed === null) return { keys, isSeeded: false };
  const { seedDatabase } = await import('../seed/seed-database.js');
  const simulatorUrl = embedded.simulatorUrl ?? env.RELINK_SIMULATOR_URL;
  const isSeeded = await seedDatabase({ kind: seed, databaseUrl, dataDir, simulatorUrl, say });
  return { keys, isSeeded };
}

function explainOldFolder(code: VersionErrorCode, dataDir: string): string {
  const folder = path.join(shownFile(dataDir), '/');
  return code === 'predates_first_release'
    ? `The data in ${folder} is from before release 0.1.0, which this version can’t read. To start over, move that folder away or set RELINK_DATA_DIR to another one. Nothing was deleted.`
    : `The data in ${folder} belongs to a newer version of Relink. Start that version, or set RELINK_DATA_DIR to another folder. Nothing was changed.`;
}
