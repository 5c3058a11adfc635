/** Who is responsible for keys that were made before Relink kept it: the audit log knows who made them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import postgres from 'postgres';
import { createEmptyDatabase } from '../rig/database.js';

const FOLDER = new URL('../../db/migrations/', import.meta.url);
const migrations = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .toSorted()
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
const change = migrations.findIndex((text) => text.includes('ADD COLUMN "responsible_id"'));

test('an old key’s maker is responsible for it, the Primary Administrator if the maker has left, and no one for the operator’s', async () => {
  expect(change).toBeGreaterThan(0);
  const database = await createEmptyDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  for (const text of migrations.slice(0, change)) await sql.unsafe(text);
  for (const archive of ['one', 'two']) {
    await sql`insert into archives (id, name, time_zone) values (${archive}, ${archive}, 'UTC')`;
    for (const [id, role] of [
      ['primary', 'primary_administrator'],
      ['clerk', 'full_access_administrator'],
      ['demoted', 'read_only_administrator'],
    ] as const)
      await sql`insert into users (archive_id, id, name, email, admin_role) values (${archive}, ${id}, ${id}, ${id}, ${role})`;
  }
  const key = async (id: string, actor: { kind: string; id?: string } | null, revoked = false) => {
    await sql`insert into api_keys (archive_id, id, name, hash, hint, scopes, revoked_at)
      values ('one', ${id}, ${id}, ${Buffer.from(id)}, '', '{read}', ${revoked ? new Date() : null})`;
    if (actor)
      await sql`insert into audit (archive_id, id, type, actor, detail) values ('one', ${`a-${id}`}, 'api_key_created',
        ${sql.json({ name: '', ...actor })}, ${sql.json({ apiKeyId: id })})`;
  };
  await key('first', null);
  await key('operators', { kind: 'operator' });
  await key('clerks', { kind: 'user', id: 'clerk' });
  await key('by a clerk’s', { kind: 'archive', id: 'clerks' });
  await key('by that', { kind: 'archive', id: 'by a clerk’s' });
  await key('by the first', { kind: 'archive', id: 'first' });
  await key('of one removed', { kind: 'user', id: 'removed' });
  await key('of one demoted', { kind: 'user', id: 'demoted' });
  await key('revoked', { kind: 'user', id: 'clerk' }, true);
  await sql`insert into sessions (archive_id, id, user_id, kind, hash, expires_at) values ('one', 'ses', 'clerk', 'login', '', now())`;
  await sql`insert into audit (archive_id, id, type, actor, detail) values ('one', 'a-ses', 'signed_in',
    ${sql.json({ kind: 'user', name: '' })}, ${sql.json({ sessionId: 'ses', by: 'archive' })})`;
  await sql.unsafe(migrations[change]!);
  const rows = await sql<{ id: string; responsible: string | null }[]>`
    select id, responsible_id as responsible from api_keys`;
  expect(Object.fromEntries(rows.map(({ id, responsible }) => [id, responsible]))).toEqual({
    first: null,
    operators: null,
    clerks: 'clerk',
    'by a clerk’s': 'clerk',
    'by that': 'clerk',
    'by the first': null,
    'of one removed': 'primary',
    'of one demoted': 'primary',
    revoked: null,
  });
  const [session] = await sql<{ by: string; used: Date }[]>`
    select signed_in_by as by, last_used_at as used from sessions`;
  expect(session?.by).toBe('archive');
  // Nobody is signed out by the change.
  expect(session!.used.getTime()).toBeGreaterThan(Date.now() - 3600_000);
  await sql.end();
  await database.close();
});
