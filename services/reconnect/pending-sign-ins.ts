/**
 * An administrator's sign-in that was refused because something lives under another Account Owner, kept for ten minutes so that the
 * reconnect goes on after the transfer. Sealed with the key ring, bound to its row, found only by the session that it was refused
 * to, used at most once; on the way on everything is checked again, against the owner of then.
 */
import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { NETWORK_NAMES } from '../../domain/networks.js';
import type { KeyRing } from '../../platform/key-ring.js';
import type { NetworkAuthorization } from '../../networks/adapter.js';
import type { Database, Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import type { StoredSignIn } from './oauth-states.js';
import { pendingSignIns } from '../../db/schema.js';
import { completeReconnect, type ReconnectResult } from './complete.js';
import type { ReconnectParts } from './begin.js';
import { readAccount } from './queries.js';
import type { ReconnectRefusal } from './refusals.js';

/** An authorization is fresh for no longer: then the person signs in once more. */
const HELD_MINUTES = 10;

const date = z.coerce.date().optional();
const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  expiresAt: date,
  refreshExpiresAt: date,
  dataAccessExpiresAt: date,
});
const Held = z.object({
  signIn: z.object({
    network: z.enum(NETWORK_NAMES),
    accountId: z.string().nullable(),
    ownerId: z.string(),
    userId: z.string(),
    name: z.string(),
  }),
  authorization: z.object({
    identity: z.object({ id: z.string(), name: z.string(), subject: z.string().optional() }),
    tokens: Tokens,
    accounts: z.array(
      z.object({ network: z.enum(NETWORK_NAMES), networkAccountId: z.string(), name: z.string(), tokens: Tokens }),
    ),
  }),
});

/** The row that it is sealed for. */
export const boundTo = (archiveId: string, id: string) => [archiveId, 'pending_sign_in', id];

/** Null: this sign-in was not begun in a session that somebody signed in to. */
export async function savePendingSignIn(
  db: Db,
  keys: KeyRing,
  signIn: StoredSignIn,
  authorization: NetworkAuthorization,
): Promise<string | null> {
  await purgePendingSignIns(db);
  const { archiveId, actor, network, accountId, ownerId } = signIn;
  if (actor.kind !== 'user' || actor.sessionId === undefined) return null;
  const id = newId('pendingSignIn');
  const content: z.input<typeof Held> = {
    signIn: { network, accountId, ownerId, userId: actor.userId, name: actor.name },
    authorization,
  };
  await db.insert(pendingSignIns).values({
    archiveId,
    id,
    sessionId: actor.sessionId,
    sealed: keys.encrypt(JSON.stringify(content), boundTo(archiveId, id)),
    expiresAt: sql`now() + ${HELD_MINUTES} * interval '1 minute'`,
  });
  return id;
}

interface Holder {
  archiveId: string;
  sessionId: string;
}

const of = ({ archiveId, sessionId }: Holder) =>
  and(
    eq(pendingSignIns.archiveId, archiveId),
    eq(pendingSignIns.sessionId, sessionId),
    gt(pendingSignIns.expiresAt, sql`now()`),
  );

/** The latest of this session, if it is still fresh. */
export async function findPendingSignIn(db: Db, holder: Holder): Promise<string | null> {
  const [row] = await db
    .select({ id: pendingSignIns.id })
    .from(pendingSignIns)
    .where(of(holder))
    .orderBy(desc(pendingSignIns.id))
    .limit(1);
  return row?.id ?? null;
}

export interface Continued {
  signIn: StoredSignIn;
  result: ReconnectResult;
}

/** What another transfer, or the end of one, can still settle: then it is there once more, for what is left of its ten minutes. */
const KEEPS: readonly ReconnectRefusal['code'][] = [
  'transfer_in_progress',
  'owned_by_other_owner',
  'parent_profile_owned_by_other_owner',
];

/** Goes on with it, once. Null: there is none (any more). */
export async function continuePendingSignIn(
  parts: ReconnectParts<Database>,
  holder: Holder,
  heldId: string,
  now: Date,
): Promise<Continued | null> {
  const { db, config } = parts;
  const { archiveId, sessionId } = holder;
  const [row] = await db
    .delete(pendingSignIns)
    .where(and(of(holder), eq(pendingSignIns.id, heldId)))
    .returning();
  if (!row) return null;
  const content = Held.parse(JSON.parse(config.keys.decrypt(row.sealed, boundTo(archiveId, row.id))));
  const { network, accountId, ownerId, userId, name } = content.signIn;
  // The account may be under another owner now: that is what the transfer was for.
  const account = accountId === null ? null : await readAccount(db, archiveId, accountId);
  const signIn: StoredSignIn = {
    archiveId,
    network,
    accountId,
    ownerId: account?.ownerId ?? ownerId,
    actor: { kind: 'user', userId, name, sessionId },
    hash: Buffer.alloc(0),
    expired: false,
  };
  const result = await completeReconnect(parts, signIn, content.authorization, now);
  if (result.outcome === 'refused' && KEEPS.includes(result.refusal.code)) await db.insert(pendingSignIns).values(row);
  return { signIn, result };
}

/** What is not fresh any more; a few at a time, never waiting for another that does the same. */
export async function purgePendingSignIns(db: Db): Promise<void> {
  const old = db
    .select({ id: pendingSignIns.id })
    .from(pendingSignIns)
    .where(lt(pendingSignIns.expiresAt, sql`now()`))
    .limit(100)
    .for('update', { skipLocked: true });
  await db.delete(pendingSignIns).where(inArray(pendingSignIns.id, old));
}
