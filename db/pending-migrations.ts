/** Compares a database with this version's migrations. */
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type postgres from 'postgres';

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

export type VersionErrorCode =
  /** The first migration isn't ours: the database was created before release 0.1.0, when the migrations were different. */
  | 'predates_first_release'
  /** The database has migrations that this version doesn't know. */
  | 'of_newer_version';

/** The database belongs to another version of Relink. Nothing in such a database is changed. */
export class DatabaseVersionError extends Error {
  override readonly name = 'DatabaseVersionError';
  constructor(readonly code: VersionErrorCode) {
    super(code);
  }
}

/**
 * Returns how many of this version's migrations the database lacks. Compares content, because the migrator compares only dates.
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
