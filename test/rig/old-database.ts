/** A database from before release 0.1.0, whose migrations this version doesn't know. */
import postgres from 'postgres';

const MIGRATIONS = 15;

/** Its contents: the names of its archives, and how many migrations made it. */
export const OLD_DATABASE = { archives: ['City of Fairview'], migrations: MIGRATIONS };

export async function makeOldDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  try {
    await sql`create schema drizzle`;
    await sql`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at)
      select 'old ' || n, 1790000000000 + n from generate_series(1, ${MIGRATIONS}) n`;
    await sql`create table archives (id text primary key, name text not null)`;
    await sql`insert into archives values ('arc_1', 'City of Fairview')`;
  } finally {
    await sql.end();
  }
}

export async function readOldDatabase(url: string): Promise<typeof OLD_DATABASE> {
  const sql = postgres(url, { max: 1 });
  try {
    const rows = await sql<{ name: string }[]>`select name from archives`;
    const [applied] = await sql<{ count: number }[]>`select count(*)::int as count from drizzle.__drizzle_migrations`;
    return { archives: rows.map(({ name }) => name), migrations: applied!.count };
  } finally {
    await sql.end();
  }
}
