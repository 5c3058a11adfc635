/** The keys of an archive's machines. Shown once when they are made; only their SHA-256 is kept. */
import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import { randomSecret, sha256 } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { apiKeys } from '../../db/schema.js';

export type ApiKey = typeof apiKeys.$inferSelect;

/** Makes keys easy to find where they should not be. */
const PREFIX = 'relink_';
const HINT_LENGTH = 4;
/** "Last used" is told to the minute: not every call writes. */
const USE_NOTED_EVERY = sql`interval '1 minute'`;

export const newApiKey = (): string => PREFIX + randomSecret();

/** @param request.key one that was made before; else a new one */
export async function createApiKey(
  db: Db,
  request: { archiveId: string; name: string; scopes: readonly string[]; key?: string },
): Promise<{ id: string; key: string }> {
  const key = request.key ?? newApiKey();
  const id = newId('apiKey');
  await db.insert(apiKeys).values({
    archiveId: request.archiveId,
    id,
    name: request.name,
    hash: sha256(key),
    hint: key.slice(-HINT_LENGTH),
    scopes: [...request.scopes],
  });
  return { id, key };
}

/** The key, unless it is unknown or revoked. */
export async function findApiKey(db: Db, key: string): Promise<ApiKey | null> {
  const [row] = await db
    .select({
      key: apiKeys,
      noteUse: sql<boolean>`${apiKeys.lastUsedAt} is null or ${apiKeys.lastUsedAt} < now() - ${USE_NOTED_EVERY}`,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, sha256(key)), isNull(apiKeys.revokedAt)));
  if (!row) return null;
  if (row.noteUse)
    await db
      .update(apiKeys)
      .set({ lastUsedAt: sql`now()` })
      .where(eq(apiKeys.hash, row.key.hash));
  return row.key;
}

export async function listApiKeys(db: Db, archiveId?: string): Promise<ApiKey[]> {
  return db
    .select()
    .from(apiKeys)
    .where(archiveId === undefined ? undefined : eq(apiKeys.archiveId, archiveId))
    .orderBy(asc(apiKeys.archiveId), asc(apiKeys.id));
}

/** Working and revoked ones, oldest first: one more than asked for when there are more. */
export async function apiKeyPage(
  db: Db,
  archiveId: string,
  page: { after: string | null; limit: number },
): Promise<ApiKey[]> {
  return db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.archiveId, archiveId), page.after === null ? undefined : gt(apiKeys.id, page.after)))
    .orderBy(asc(apiKeys.id))
    .limit(page.limit + 1);
}

/** For people: the keys that work, and those that were revoked last. More than that are read through the API. */
const SHOWN = { working: 200, revoked: 10 };

export async function apiKeysForPeople(db: Db, archiveId: string): Promise<{ working: ApiKey[]; revoked: ApiKey[] }> {
  const ofArchive = eq(apiKeys.archiveId, archiveId);
  const [working, revoked] = await Promise.all([
    db
      .select()
      .from(apiKeys)
      .where(and(ofArchive, isNull(apiKeys.revokedAt)))
      .orderBy(asc(apiKeys.id))
      .limit(SHOWN.working),
    db
      .select()
      .from(apiKeys)
      .where(and(ofArchive, isNotNull(apiKeys.revokedAt)))
      .orderBy(desc(apiKeys.revokedAt))
      .limit(SHOWN.revoked),
  ]);
  return { working, revoked };
}

export async function readApiKey(db: Db, archiveId: string, id: string): Promise<ApiKey | null> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.archiveId, archiveId), eq(apiKeys.id, id)));
  return row ?? null;
}

/** @param archiveId whose key it must be; null when there is no such key that works */
export async function revokeApiKey(db: Db, id: string, archiveId?: string): Promise<ApiKey | null> {
  const [row] = await db
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(apiKeys.id, id),
        isNull(apiKeys.revokedAt),
        archiveId === undefined ? undefined : eq(apiKeys.archiveId, archiveId),
      ),
    )
    .returning();
  return row ?? null;
}
