/**
 * Sign-ins at a network that were begun. A row is found by the SHA-256 of its ticket and used at most once: taking it deletes it.
 * Expiries follow the database's clock.
 */
import { eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import { randomSecret, sha256, type KeyRing } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { oauthStates } from '../../db/schema.js';

/** OAuth states live for ten minutes, also in a compressed demo (http-api.md: durations scale, but not OAuth states). */
const STATE_LIFE_SECONDS = 600;

/** Who began it: the owner through a Personalized Link (as it was then), or a signed-in or acting user. */
export type ReconnectActor = {
  userId: string;
  /** As the audit names them, e.g. with the API key that acts for them. */
  name: string;
} & ({ kind: 'link'; linkId: string; linkEpoch: number; sessionId: string } | { kind: 'user'; sessionId?: string });

export interface BegunSignIn {
  archiveId: string;
  network: NetworkName;
  /** The account to reconnect; null when a new one is connected. */
  accountId: string | null;
  ownerId: string;
  actor: ReconnectActor;
}

export interface StoredSignIn extends BegunSignIn {
  hash: Buffer;
  expired: boolean;
}

export interface StartedSignIn {
  /** What the ticket is derived from; without the key ring it leads nowhere. */
  seed: string;
  expiresAt: Date;
}

/**
 * The ticket opens Relink's page on the way to the network. It is derived, so that the API can give the same answer to a repeated
 * request without storing it.
 */
export function ticketOf(keys: KeyRing, archiveId: string, seed: string): string {
  const [keyId = ''] = seed.split('.');
  return keys.mac('sign-in-ticket', [archiveId, seed], keyId).toString('base64url');
}

export async function storeSignIn(db: Db, keys: KeyRing, signIn: BegunSignIn): Promise<StartedSignIn> {
  await forgetAbandoned(db);
  const { archiveId, actor } = signIn;
  const seed = `${keys.currentId}.${randomSecret()}`;
  const [row] = await db
    .insert(oauthStates)
    .values({
      archiveId,
      hash: sha256(ticketOf(keys, archiveId, seed)),
      network: signIn.network,
      accountId: signIn.accountId,
      ownerId: signIn.ownerId,
      actorKind: actor.kind,
      actorId: actor.userId,
      actorName: actor.name,
      ...(actor.kind === 'link' && { linkId: actor.linkId, linkEpoch: actor.linkEpoch }),
      sessionId: actor.sessionId,
      expiresAt: sql`now() + ${STATE_LIFE_SECONDS} * interval '1 second'`,
    })
    .returning({ expiresAt: oauthStates.expiresAt });
  return { seed, expiresAt: row!.expiresAt };
}

const columns = { ...getTableColumns(oauthStates), expired: sql<boolean>`${oauthStates.expiresAt} <= now()` };

/** Looks without using it up. */
export async function readSignIn(db: Db, hash: Buffer): Promise<StoredSignIn | null> {
  const [row] = await db.select(columns).from(oauthStates).where(eq(oauthStates.hash, hash));
  return row ? signInOf(row) : null;
}

/** Of any number of callers at once, one gets it. */
export async function takeSignIn(db: Db, hash: Buffer): Promise<StoredSignIn | null> {
  const [row] = await db.delete(oauthStates).where(eq(oauthStates.hash, hash)).returning(columns);
  return row ? signInOf(row) : null;
}

/** Those that nobody came back from; a few at each new one, never waiting for another that does the same. */
async function forgetAbandoned(db: Db): Promise<void> {
  const old = db
    .select({ hash: oauthStates.hash })
    .from(oauthStates)
    .where(lt(oauthStates.expiresAt, sql`now() - interval '1 day'`))
    .limit(20)
    .for('update', { skipLocked: true });
  await db.delete(oauthStates).where(inArray(oauthStates.hash, old));
}

type Row = typeof oauthStates.$inferSelect & { expired: boolean };

function signInOf(row: Row): StoredSignIn {
  const { archiveId, hash, accountId, ownerId, expired } = row;
  const who = { userId: row.actorId, name: row.actorName };
  const sessionId = row.sessionId ?? undefined;
  const actor: ReconnectActor =
    row.linkId !== null && row.linkEpoch !== null && sessionId !== undefined
      ? { ...who, kind: 'link', linkId: row.linkId, linkEpoch: row.linkEpoch, sessionId }
      : { ...who, kind: 'user', sessionId };
  return { archiveId, hash, network: row.network as NetworkName, accountId, ownerId, actor, expired };
}
