/** How a database stands to the migrations of this version. */
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type postgres from 'postgres';

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

export type VersionErrorCode =
  /** Its first migration is none of ours: it was made before release 0.1.0, when the migrations were others. */
  | 'predates_first_release'
  /** It has migrations that this version does not know. */
  | 'of_newer_version';

/** Nothing in such a database is touched. */
export class DatabaseVersionError extends Error {
  override readonly name = 'DatabaseVersionError';
  constructor(readonly code: VersionErrorCode) {
    super(code);
  }
}

/**
 * How many migrations of this version the database lacks. Compared by content: the migrator looks at dates alone.
 * @throws {DatabaseVersionError}
 */
export async function countPendingMigrations(sql: Pick<postgres.Sql, 'unsafe'>): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map(({ hash }) => hash);
  const applied = await readAppliedMigrations(sql);
  if (applied.length > 0 && applied[0] !== known[0]) throw new DatabaseVersionError('predates_first_release');
  if (applied.some((hash, i) => hash !== known[i])) throw new DatabaseVersionError('of_newer_version');
  return known.length - applied.length;
}

async function readAppliedMigrations(sql: Pick<postgres.Sql, 'unsafe'>): Promise<string[]> {
  const [table] = await sql.unsafe<{ exists: boolean }[]>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  );
  if (!table?.exists) return [];
  const rows = await sql.unsafe<{ hash: string }[]>('select hash from drizzle.__drizzle_migrations order by id');
  return rows.map(({ hash }) => hash);
}
