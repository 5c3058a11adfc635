/** The keys of an archive's machines. Shown once when they are made; only their SHA-256 is kept. */
import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { requireScope, SCOPES, type Principal, type Scope } from '../../domain/principal.js';
import { notFound } from '../../domain/refusal.js';
import { randomSecret, sha256 } from '../../platform/key-ring.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { apiKeys } from '../../db/schema.js';
import { recordAudit } from '../audit/audit-log.js';
import { text } from '../input/fields.js';
import type { Page } from '../input/page.js';
import { problem } from '../input/problem.js';
import { MANAGERS, useCase, type Call } from '../use-case.js';

export type ApiKey = typeof apiKeys.$inferSelect;

/** Makes keys easy to find where they should not be. */
const PREFIX = 'relink_';
const HINT_LENGTH = 4;
/** "Last used" is told to the minute: not every call writes. */
const USE_NOTED_EVERY = sql`interval '1 minute'`;

export const newApiKey = (): string => PREFIX + randomSecret();

/** @param request.key one that was made before; else a new one */
export async function insertApiKey(
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

/** Of all archives, for the operator, or of one. */
export async function findApiKeys(db: Db, archiveId?: string): Promise<ApiKey[]> {
  return db
    .select()
    .from(apiKeys)
    .where(archiveId === undefined ? undefined : eq(apiKeys.archiveId, archiveId))
    .orderBy(asc(apiKeys.archiveId), asc(apiKeys.id));
}

/** Whichever archive's it is, for the operator; null when there is none, or it is revoked. */
export async function findWorkingApiKey(db: Db, id: string): Promise<ApiKey | null> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)));
  return row ?? null;
}

export const NewApiKeyInput = z.strictObject({
  name: text(80).meta({ description: 'What the key is for' }),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, { error: problem('no_scope') })
    .max(SCOPES.length)
    .transform((given) => SCOPES.filter((scope) => given.includes(scope))),
});

/** The answer is the only one that ever has the key. @throws {Refusal} `scope_missing` for a scope that the caller's key lacks */
export const createApiKey = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId, actor }: Call<DatabaseContext>,
    { name, scopes }: z.output<typeof NewApiKeyInput>,
  ): Promise<{ id: string; key: string }> => {
    requireOwnScopes(principal, scopes);
    return inUnitOfWork(context, async ({ tx }) => {
      const made = await insertApiKey(tx, { archiveId, name, scopes });
      const detail = { apiKeyId: made.id, name, scopes: [...scopes] };
      await recordAudit(tx, [{ archiveId, type: 'api_key_created', actor, detail }]);
      return made;
    });
  },
);

/** Nobody gives what they lack: neither a key, nor a person through one. @throws {Refusal} `scope_missing` */
function requireOwnScopes(principal: Principal, scopes: readonly Scope[]): void {
  if (principal.kind === 'system') return;
  const via = principal.kind === 'archive' ? principal : principal.via;
  if ('scopes' in via) for (const scope of scopes) requireScope(via.scopes, scope);
}

/** From then on no call with it is let in. Nothing happens when it was revoked before. @throws {Refusal} `not_found` */
export const revokeApiKey = useCase(
  MANAGERS,
  async ({ context, archiveId, actor }: Call<DatabaseContext>, id: string): Promise<void> =>
    inUnitOfWork(context, async ({ tx }) => {
      const { name } = await findApiKeyIn(tx, archiveId, id);
      const revoked = await tx
        .update(apiKeys)
        .set({ revokedAt: sql`now()` })
        .where(and(eq(apiKeys.archiveId, archiveId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
        .returning({ id: apiKeys.id });
      if (revoked.length === 0) return;
      await recordAudit(tx, [{ archiveId, type: 'api_key_revoked', actor, detail: { apiKeyId: id, name } }]);
    }),
);

/** @throws {Refusal} `not_found` */
async function findApiKeyIn(db: Db, archiveId: string, id: string): Promise<ApiKey> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.archiveId, archiveId), eq(apiKeys.id, id)));
  if (!row) throw notFound('api_key');
  return row;
}

/** @throws {Refusal} `not_found` */
export const readApiKey = useCase(MANAGERS, ({ context, archiveId }, id: string) =>
  findApiKeyIn(context.db, archiveId, id),
);

/** Working and revoked ones, oldest first; one more than the page holds, when there are more. */
export const listApiKeys = useCase(MANAGERS, async ({ context, archiveId }, page: Page): Promise<ApiKey[]> =>
  context.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.archiveId, archiveId), page.after === null ? undefined : gt(apiKeys.id, page.after)))
    .orderBy(asc(apiKeys.id))
    .limit(page.limit + 1),
);

/** For people: the keys that work, and those that were revoked last. More than that are read through the API. */
const SHOWN = { working: 200, revoked: 10 };

export const listApiKeysByState = useCase(
  MANAGERS,
  async ({ context: { db }, archiveId }): Promise<{ working: ApiKey[]; revoked: ApiKey[] }> => {
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
  },
);
