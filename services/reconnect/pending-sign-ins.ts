/**
 * Keeps an administrator's sign-in that was refused because something belongs to another Account Owner, so that the reconnect can
 * continue after the transfer. It is kept for ten minutes, sealed with the key ring and bound to its row. Only the session that got the
 * refusal can find it, and it can be used once. When it continues, everything is checked again with the owner at that time.
 */
import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { CONTINUE_MINUTES } from '../../domain/limits.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { PERMISSIONS } from '../../domain/permissions.js';
import type { KeyRing } from '../../platform/key-ring.js';
import type { NetworkAuthorization } from '../../networks/adapter.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import type { StoredSignIn } from './oauth-states.js';
import { pendingSignIns } from '../../db/schema.js';

const date = z.coerce.date().optional();
const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  expiresAt: date,
  refreshExpiresAt: date,
  dataAccessExpiresAt: date,
});
const Account = z.object({ network: z.enum(NETWORK_NAMES), networkAccountId: z.string(), name: z.string() });
const Missing = z.object({ code: z.literal('permission_missing'), missing: z.array(z.enum(PERMISSIONS)) });
const Content = z.object({
  signIn: z.object({
    network: z.enum(NETWORK_NAMES),
    accountId: z.string().nullable(),
    ownerId: z.string(),
    userId: z.string(),
    name: z.string(),
    together: z.boolean().default(false),
  }),
  authorization: z.object({
    identity: z.object({ id: z.string(), name: z.string(), subject: z.string().optional() }),
    tokens: Tokens,
    accounts: z.array(Account.extend({ tokens: Tokens })),
    unusable: z
      .array(Account.extend({ obstacle: z.union([Missing, z.object({ code: z.literal('page_role_missing') })]) }))
      .optional(),
  }),
});

/** Binds the sealed content to its row. */
export const pendingSignInEncryptionContext = (archiveId: string, id: string) => [archiveId, 'pending_sign_in', id];

/** Saves the sign-in. Returns null when it was not begun in the session of someone who signed in. */
export async function savePendingSignIn(
  db: Db,
  keys: KeyRing,
  signIn: StoredSignIn,
  authorization: NetworkAuthorization,
): Promise<string | null> {
  await purgePendingSignIns(db);
  const { archiveId, actor, network, accountId, ownerId, together } = signIn;
  if (actor.kind !== 'user' || actor.sessionId === undefined) return null;
  const id = newId('pendingSignIn');
  const content: z.input<typeof Content> = {
    signIn: { network, accountId, ownerId, userId: actor.userId, name: actor.name, together },
    authorization,
  };
  await db.insert(pendingSignIns).values({
    archiveId,
    id,
    sessionId: actor.sessionId,
    sealed: keys.encrypt(JSON.stringify(content), pendingSignInEncryptionContext(archiveId, id)),
    expiresAt: sql`now() + ${CONTINUE_MINUTES} * interval '1 minute'`,
  });
  return id;
}

export interface Holder {
  archiveId: string;
  sessionId: string;
}

const ofHolder = ({ archiveId, sessionId }: Holder) =>
  and(
    eq(pendingSignIns.archiveId, archiveId),
    eq(pendingSignIns.sessionId, sessionId),
    gt(pendingSignIns.expiresAt, sql`now()`),
  );

/** Finds the session's latest sign-in that has not expired. */
export async function findPendingSignIn(db: Db, holder: Holder): Promise<string | null> {
  const [row] = await db
    .select({ id: pendingSignIns.id })
    .from(pendingSignIns)
    .where(ofHolder(holder))
    .orderBy(desc(pendingSignIns.id))
    .limit(1);
  return row?.id ?? null;
}

export type PendingSignInRow = typeof pendingSignIns.$inferSelect;

/** Takes a sign-in. Of any number of concurrent callers, only one gets it. Null when it does not exist, or no longer does. */
export async function consumePendingSignIn(
  db: Db,
  keys: KeyRing,
  holder: Holder,
  id: string,
): Promise<{ row: PendingSignInRow; content: z.output<typeof Content> } | null> {
  const [row] = await db
    .delete(pendingSignIns)
    .where(and(ofHolder(holder), eq(pendingSignIns.id, id)))
    .returning();
  if (!row) return null;
  return {
    row,
    content: Content.parse(JSON.parse(keys.decrypt(row.sealed, pendingSignInEncryptionContext(row.archiveId, row.id)))),
  };
}

/** Puts a sign-in back for the rest of its ten minutes. */
export async function restorePendingSignIn(db: Db, row: PendingSignInRow): Promise<void> {
  await db.insert(pendingSignIns).values(row);
}

/** Deletes expired sign-ins, a few at a time, without waiting for others that do the same. */
export async function purgePendingSignIns(db: Db): Promise<void> {
  const old = db
    .select({ id: pendingSignIns.id })
    .from(pendingSignIns)
    .where(lt(pendingSignIns.expiresAt, sql`now()`))
    .limit(100)
    .for('update', { skipLocked: true });
  await db.delete(pendingSignIns).where(inArray(pendingSignIns.id, old));
}
