/**
 * API keys that were found a few seconds ago, for calls that come by the thousands and check their key again where they write. Nothing is
 * decided by what is remembered here: a key that was revoked meanwhile is refused.
 */
import { and, eq, getTableColumns, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { apiKeys, archives } from '../../db/schema.js';
import type { Principal } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { sha256 } from '../../platform/key-ring.js';
import { findArchive, type Archive } from '../archives/archives.js';
import { findApiKey, type ApiKey } from './api-keys.js';

/** Not longer than the minute to which "last used" is accurate. */
const REMEMBERED_MS = 10_000;
const MAX_KEYS = 10_000;

const remembered = new WeakMap<Db, Map<string, { key: ApiKey; until: number }>>();

/** Finds a key by its secret, perhaps one that was revoked a few seconds ago; null when it is unknown. */
export async function findRecentApiKey(db: Db, secret: string): Promise<ApiKey | null> {
  const keys = remembered.get(db) ?? new Map<string, { key: ApiKey; until: number }>();
  remembered.set(db, keys);
  const hash = sha256(secret).toString('base64');
  const known = keys.get(hash);
  if (known && known.until > Date.now()) return known.key;
  const key = await findApiKey(db, secret);
  keys.delete(hash);
  if (keys.size >= MAX_KEYS) keys.clear();
  if (key) keys.set(hash, { key, until: Date.now() + REMEMBERED_MS });
  return key;
}

/** Whether a statement may write for the caller: not for a program whose key has been revoked. */
export const isKeyWorking = (principal: Principal): SQL =>
  principal.kind === 'archive'
    ? sql`exists (select from api_keys k where k.archive_id = ${principal.archiveId} and k.id = ${principal.keyId} and k.revoked_at is null)`
    : sql`true`;

/**
 * Finds the caller's archive and checks its key in one round trip.
 * @throws {Refusal} `invalid_api_key` if the caller is a program whose key has been revoked
 */
export async function findArchiveOfCaller(db: Db, principal: Principal): Promise<Archive> {
  const { archiveId } = principal;
  if (principal.kind !== 'archive') return findArchive(db, archiveId);
  const [archive] = await db
    .select(getTableColumns(archives))
    .from(archives)
    .innerJoin(apiKeys, eq(apiKeys.archiveId, archives.id))
    .where(and(eq(archives.id, archiveId), eq(apiKeys.id, principal.keyId), isNull(apiKeys.revokedAt)));
  if (!archive) throw new Refusal('invalid_api_key', {});
  return archive;
}
