/**
 * Stores sign-ins that were begun at a network. A row is found by the SHA-256 of its secret and can be used once: taking it marks it. It
 * then keeps how the sign-in ended, for the browser that used it. The database's clock decides when it expires.
 *
 * A sign-in is bound to one browser without writing anything: opening Relink's short-lived page must not change anything on the server,
 * because mail scanners open pages too. The state that passes through the network names the stored row. A MAC over the row, the
 * provider, and the browser's nonce proves that this browser began the sign-in. The PKCE verifier is derived from the same values.
 */
import { and, eq, getTableColumns, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import { RECONNECT_MINUTES } from '../../domain/limits.js';
import type { NetworkName, ProviderName } from '../../domain/networks.js';
import { randomSecret, sameSecret, sha256, type KeyRing } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { oauthStates } from '../../db/schema.js';

/** Who began the sign-in: the owner through a Personalized Link (as it was then), or a user who signed in or acts through an API key. */
export type ReconnectActor = {
  userId: string;
  name: string;
  /** The API key that acts for the person. */
  through?: Actor['through'];
} & ({ kind: 'link'; linkId: string; linkEpoch: number; sessionId: string } | { kind: 'user'; sessionId?: string });

export interface NewSignIn {
  archiveId: string;
  network: NetworkName;
  /** The account to reconnect; null when connecting a new one. */
  accountId: string | null;
  ownerId: string;
  actor: ReconnectActor;
}

export interface StoredSignIn extends NewSignIn {
  hash: Buffer;
  expired: boolean;
}

export interface StartedSignIn {
  /** The seed from which the secret is derived. It is useless without the key ring. */
  seed: string;
  expiresAt: Date;
}

/**
 * Derives the secret that opens Relink's page on the way to the network. Because it is derived, the API can return the same response to
 * a repeated request without storing it.
 */
export function startSecretOf(keys: KeyRing, archiveId: string, seed: string): string {
  const [keyId = ''] = seed.split('.');
  return keys.mac('start-sign-in', [archiveId, seed], keyId).toString('base64url');
}

export async function storeSignIn(db: Db, keys: KeyRing, signIn: NewSignIn): Promise<StartedSignIn> {
  await purgeOAuthStates(db);
  const { archiveId, actor } = signIn;
  const seed = `${keys.currentId}.${randomSecret()}`;
  const [row] = await db
    .insert(oauthStates)
    .values({
      archiveId,
      hash: sha256(startSecretOf(keys, archiveId, seed)),
      network: signIn.network,
      accountId: signIn.accountId,
      ownerId: signIn.ownerId,
      actorKind: actor.kind,
      actorId: actor.userId,
      actorName: actor.name,
      actorThrough: actor.through,
      ...(actor.kind === 'link' && { linkId: actor.linkId, linkEpoch: actor.linkEpoch }),
      sessionId: actor.sessionId,
      expiresAt: sql`now() + ${RECONNECT_MINUTES} * interval '1 minute'`,
    })
    .returning({ expiresAt: oauthStates.expiresAt });
  return { seed, expiresAt: row!.expiresAt };
}

const columns = { ...getTableColumns(oauthStates), expired: sql<boolean>`${oauthStates.expiresAt} <= now()` };
const isUnused = isNull(oauthStates.takenAt);

/** Reads a sign-in without using it up. Null once it has been used. */
export async function readSignIn(db: Db, hash: Buffer): Promise<StoredSignIn | null> {
  const [row] = await db
    .select(columns)
    .from(oauthStates)
    .where(and(eq(oauthStates.hash, hash), isUnused));
  return row ? signInOf(row) : null;
}

/** Takes a sign-in that has not expired, for one browser. Of any number of concurrent callers, only one gets it. */
export async function consumeSignIn(db: Db, hash: Buffer, nonce: string): Promise<StoredSignIn | null> {
  const [row] = await db
    .update(oauthStates)
    .set({ takenAt: sql`now()`, browserHash: sha256(nonce), expiresAt: resultExpiry })
    .where(and(eq(oauthStates.hash, hash), isUnused, gt(oauthStates.expiresAt, sql`now()`)))
    .returning(columns);
  return row ? signInOf(row) : null;
}

/** The browser that used a sign-in can see its result again for as long as a sign-in may take. */
const resultExpiry = sql`now() + ${RECONNECT_MINUTES} * interval '1 minute'`;

/** Keeps how a sign-in ended, for as long as its result is shown. */
export async function saveOutcome(db: Db, hash: Buffer, outcome: object): Promise<void> {
  await db.update(oauthStates).set({ outcome, expiresAt: resultExpiry }).where(eq(oauthStates.hash, hash));
}

/** Forgets a sign-in that ended with an error of our own, so that no one waits for its result. */
export async function forgetSignIn(db: Db, hash: Buffer): Promise<void> {
  await db.delete(oauthStates).where(eq(oauthStates.hash, hash));
}

export interface UsedSignIn {
  signIn: StoredSignIn;
  /** Null while the network is still being asked. */
  outcome: unknown;
  /** How long ago it was taken. */
  takenMs: number;
}

/** Reads a sign-in that was used in this browser, and no other. */
export async function readUsedSignIn(db: Db, hash: Buffer, nonce: string): Promise<UsedSignIn | null> {
  const takenMs = sql<number>`(extract(epoch from now() - ${oauthStates.takenAt}) * 1000)::float8`;
  const [row] = await db
    .select({ ...columns, takenMs })
    .from(oauthStates)
    .where(
      and(
        eq(oauthStates.hash, hash),
        eq(oauthStates.browserHash, sha256(nonce)),
        gt(oauthStates.expiresAt, sql`now()`),
      ),
    );
  return row ? { signIn: signInOf(row), outcome: row.outcome, takenMs: row.takenMs } : null;
}

/**
 * Deletes sign-ins that no one came back from, and results that are no longer shown, which name people: a few at a time, without waiting
 * for others that do the same.
 */
export async function purgeOAuthStates(db: Db): Promise<void> {
  const old = db
    .select({ hash: oauthStates.hash })
    .from(oauthStates)
    .where(
      and(
        lt(oauthStates.expiresAt, sql`now()`),
        or(isNotNull(oauthStates.takenAt), lt(oauthStates.expiresAt, sql`now() - interval '1 day'`)),
      ),
    )
    .limit(20)
    .for('update', { skipLocked: true });
  await db.delete(oauthStates).where(inArray(oauthStates.hash, old));
}

type Row = typeof oauthStates.$inferSelect & { expired: boolean };

function signInOf(row: Row): StoredSignIn {
  const { archiveId, hash, accountId, ownerId, expired } = row;
  const who = { userId: row.actorId, name: row.actorName, through: row.actorThrough ?? undefined };
  const sessionId = row.sessionId ?? undefined;
  const actor: ReconnectActor =
    row.linkId !== null && row.linkEpoch !== null && sessionId !== undefined
      ? { ...who, kind: 'link', linkId: row.linkId, linkEpoch: row.linkEpoch, sessionId }
      : { ...who, kind: 'user', sessionId };
  return { archiveId, hash, network: row.network as NetworkName, accountId, ownerId, actor, expired };
}

/** The values that the browser takes to the network. */
export interface OAuthState {
  state: string;
  codeVerifier: string;
}

export function sealState(
  keys: KeyRing,
  provider: ProviderName,
  hash: Buffer,
  nonce: string,
  keyId = keys.currentId,
): OAuthState {
  const row = hash.toString('base64url');
  const parts = [provider, row, nonce];
  const proof = keys.mac('sign-in-state', parts, keyId).toString('base64url');
  return {
    state: `${row}.${keyId}.${proof}`,
    codeVerifier: keys.mac('sign-in-pkce', parts, keyId).toString('base64url'),
  };
}

const STATE = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{1,32})\.[A-Za-z0-9_-]{43}$/;

/** Returns the row that a state names, and its PKCE verifier; null when the state belongs to another browser or was tampered with. */
export function openState(
  keys: KeyRing,
  provider: ProviderName,
  state: string,
  nonce: string,
): (OAuthState & { hash: Buffer }) | null {
  const [, row, keyId] = STATE.exec(state) ?? [];
  if (row === undefined || keyId === undefined || !keys.has(keyId)) return null;
  const hash = Buffer.from(row, 'base64url');
  const sealed = sealState(keys, provider, hash, nonce, keyId);
  return sameSecret(sealed.state, state) ? { ...sealed, hash } : null;
}
