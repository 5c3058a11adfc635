/**
 * Sign-in through the archive's own login: a short-lived JWT (RFC 7519) that the archive signs with its private key. Relink
 * verifies it with the public key in the archive's settings. Claims: `iss` is the archive's id, `aud` is Relink's address, `sub`
 * is the person's id or email address, `exp` is at most five minutes after `iat`, `jti` can be used once, `to` is a path in
 * Relink, and `auth_time` is when the person signed in to the archive.
 */
import { eq, lt, sql } from 'drizzle-orm';
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type JWK } from 'jose';
import { isId } from '../../domain/ids.js';
import { SIGN_IN_SKEW_SECONDS, SIGN_IN_TOKEN_MINUTES } from '../../domain/limits.js';
import type { Refusal } from '../../domain/refusal.js';
import type { Db } from '../../db/client.js';
import { archives, usedSignInTokens } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { sha256 } from '../../platform/key-ring.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { enterSignedIn, type ArrivingBrowser } from './enter.js';
import { provenAt } from './proven-at.js';
import { findSignInUser, signInDead, type SignInUser } from './sign-in.js';
import { signInKeyProblem, SIGNING_ALGORITHMS } from '../archives/sign-in-key.js';

const MAX_LIFETIME_SECONDS = SIGN_IN_TOKEN_MINUTES * 60;

/**
 * Returns the secret for the cookie, and the path that the archive wants the person to land on.
 * @throws {Refusal} `other_person`, which leaves the token unused; `sign_in_dead`
 */
export async function redeemArchiveToken(
  context: Context,
  token: string,
  browser: ArrivingBrowser,
): Promise<{ secret: string; to: string | null }> {
  const verified = await verifyToken(context, token);
  if ('why' in verified) throw refused(context, verified.why);
  const { person, to } = verified;
  if (!person) throw signInDead();
  return inUnitOfWork(context, async ({ tx }) => {
    if (!(await useToken(tx, person.archiveId, verified))) throw refused(context, '"jti" was used before');
    return { secret: await enterSignedIn(tx, person, 'archive', browser, verified), to };
  });
}

/** Logs what exactly is wrong, for the archive's developers; the person isn't told. */
function refused({ log }: Context, why: string): Refusal {
  log.info({ why }, 'refused a sign-in token from an archive’s own login');
  return signInDead();
}

interface SignedToken {
  /** Null when the archive signed the token for someone who can't sign in. */
  person: SignInUser | null;
  tokenId: string;
  expiresAt: Date;
  /** When the person signed in to the archive, if it says so. */
  authenticatedAt: Date;
  to: string | null;
}

/** Verifies a token. `why` says what is wrong with one that is invalid or expired. */
async function verifyToken({ db, config }: Context, token: string): Promise<SignedToken | { why: string }> {
  try {
    const { iss } = decodeJwt(token);
    const jwk = isId(iss) ? await findSignInKey(db, iss) : null;
    if (!iss || !jwk) return { why: '"iss" doesn’t name an archive with a sign-in key' };
    const problem = signInKeyProblem(jwk);
    if (problem) return { why: `the archive’s sign-in key isn’t safe: ${problem.code}` };
    const alg = algorithmFor(jwk, decodeProtectedHeader(token).alg);
    if (!alg) return { why: '"alg" doesn’t match the archive’s key' };
    const { payload } = await jwtVerify(token, await importJWK(jwk as JWK, alg), {
      issuer: iss,
      audience: config.publicUrl,
      algorithms: [alg],
      maxTokenAge: MAX_LIFETIME_SECONDS,
      clockTolerance: SIGN_IN_SKEW_SECONDS,
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
    });
    const { sub, exp = 0, iat = 0, jti, to, auth_time: authTime } = payload;
    if (exp - iat > MAX_LIFETIME_SECONDS) return { why: `"exp" is more than ${MAX_LIFETIME_SECONDS} s after "iat"` };
    if (typeof jti !== 'string' || jti === '') return { why: '"jti" is missing' };
    return {
      person: typeof sub === 'string' && !sub.includes('\0') ? await findSignInUser(db, iss, sub) : null,
      tokenId: jti,
      expiresAt: new Date((exp + SIGN_IN_SKEW_SECONDS) * 1000),
      authenticatedAt: provenAt(typeof authTime === 'number' && authTime <= iat ? authTime * 1000 : null),
      to: typeof to === 'string' ? to : null,
    };
  } catch (error) {
    if (error instanceof errors.JOSEError) return { why: error.code };
    throw error;
  }
}

async function findSignInKey(db: Db, archiveId: string): Promise<Record<string, unknown> | null> {
  const [row] = await db.select({ key: archives.signInKey }).from(archives).where(eq(archives.id, archiveId));
  return row?.key ?? null;
}

/** Returns the algorithm that the token names if the key's type and its "alg" allow it. */
function algorithmFor({ kty, alg }: JWK, requested: unknown): string | undefined {
  const possible = SIGNING_ALGORITHMS[kty ?? ''] ?? [];
  return possible.find((name) => name === requested && (alg === undefined || alg === name));
}

/** Uses up a token; false when it was used before. The row is kept until after the token expires. */
async function useToken(db: Db, archiveId: string, { tokenId, expiresAt }: SignedToken): Promise<boolean> {
  await db.delete(usedSignInTokens).where(lt(usedSignInTokens.expiresAt, sql`now() - interval '1 hour'`));
  const used = await db
    .insert(usedSignInTokens)
    .values({ archiveId, hash: sha256(tokenId), expiresAt })
    .onConflictDoNothing()
    .returning({ hash: usedSignInTokens.hash });
  return used.length > 0;
}
