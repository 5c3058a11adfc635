/**
 * Sign-ins with the organization that are under way. The browser has a secret in a cookie. The row, which has its SHA-256, makes it one-time:
 * using it deletes the row. What OpenID Connect needs (state, nonce, PKCE verifier) is derived from the secret, so it isn't stored.
 */
import { and, eq, gt, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { ORGANIZATION_SIGN_IN_MINUTES } from '../../domain/limits.js';
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import type { Db } from '../../db/client.js';
import { oidcAttempts } from '../../db/schema.js';
import { randomSecret, sameSecret, sha256 } from '../../platform/key-ring.js';

export interface OidcAttempt {
  state: string;
  nonce: string;
  verifier: string;
}

/** An attempt that has come back. */
export interface TakenAttempt extends OidcAttempt {
  /** When the person was sent to sign in again; null if any sign-in will do. */
  againSince: Date | null;
}

/** The purpose is part of what is hashed, so the state, which others see, tells nothing about the verifier. */
const derive = (secret: string, purpose: string) => sha256(`oidc ${purpose} ${secret}`).toString('base64url');

export const attemptOf = (secret: string): OidcAttempt => ({
  state: derive(secret, 'state'),
  nonce: derive(secret, 'nonce'),
  verifier: derive(secret, 'verifier'),
});

/** Binds what a page offers to the identity that it offers it to: another tab can have brought someone else back since. */
export const choiceOf = (secret: string): string => derive(secret, 'choice');

const isWorking = gt(oidcAttempts.expiresAt, sql`now()`);

/** Stores an attempt, or a person who still has to choose an archive. Returns the secret for the cookie. */
export async function storeAttempt(
  db: Db,
  identity: OrganizationIdentity | null,
  { again = false } = {},
): Promise<string> {
  const secret = randomSecret();
  const expiresAt = sql`now() + ${ORGANIZATION_SIGN_IN_MINUTES} * interval '1 minute'`;
  await db.insert(oidcAttempts).values({ hash: sha256(secret), identity, again, expiresAt });
  return secret;
}

/** Takes the attempt that this browser began; null if it has been used, has expired, or has another state, which leaves it. */
export async function takeAttempt(db: Db, secret: string, state: string | null): Promise<TakenAttempt | null> {
  const attempt = attemptOf(secret);
  if (state === null || !sameSecret(state, attempt.state)) return null;
  const [taken] = await db
    .delete(oidcAttempts)
    .where(and(eq(oidcAttempts.hash, sha256(secret)), isNull(oidcAttempts.identity), isWorking))
    .returning({ again: oidcAttempts.again, startedAt: oidcAttempts.startedAt });
  return taken ? { ...attempt, againSince: taken.again ? taken.startedAt : null } : null;
}

/** Takes the person who signed in and still had to choose. In a transaction that fails, they can choose again. */
export async function takeIdentity(db: Db, secret: string): Promise<OrganizationIdentity | null> {
  const [taken] = await db
    .delete(oidcAttempts)
    .where(and(eq(oidcAttempts.hash, sha256(secret)), isNotNull(oidcAttempts.identity), isWorking))
    .returning({ identity: oidcAttempts.identity });
  return taken?.identity ?? null;
}

/** Deletes what can't be used anymore, a few at a time, without waiting for others that do the same. */
export async function purgeOidcAttempts(db: Db): Promise<void> {
  const old = db
    .select({ hash: oidcAttempts.hash })
    .from(oidcAttempts)
    .where(lt(oidcAttempts.expiresAt, sql`now()`))
    .limit(1000)
    .for('update', { skipLocked: true });
  await db.delete(oidcAttempts).where(inArray(oidcAttempts.hash, old));
}
