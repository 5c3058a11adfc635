/**
 * Signing in by the archive's own login: a short-lived JWT (RFC 7519), signed with the private key whose public one the archive
 * has set. Claims: `iss` the archive's id, `aud` Relink's address, `sub` the person's id or email address, `exp` at most five
 * minutes after `iat`, `jti` used once, `to` a path here.
 */
import { eq, lt, sql } from 'drizzle-orm';
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type JWK } from 'jose';
import { isId } from '../../domain/ids.js';
import { Refusal } from '../../domain/refusal.js';
import type { Db } from '../../db/client.js';
import { archives, usedSignInTokens } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { sha256 } from '../../platform/key-ring.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { findSignInUser, signInDead, startSession, type SignInUser, type SignInBrowser } from './sign-in.js';
import { SIGNING_ALGORITHMS } from '../archives/sign-in-key.js';

const LONGEST_SECONDS = 300;
/** The archive's clock and ours. */
const SKEW_SECONDS = 30;

/**
 * Returns the secret for the cookie, and where the archive wants the person to go.
 * @param browser.isMeant the person has said that somebody else's session in this browser is to end
 * @throws {Refusal} `other_person` while nobody has said that, and the token is not used up; `sign_in_dead`
 */
export async function redeemArchiveToken(
  context: Context,
  token: string,
  browser: SignInBrowser & { isMeant: boolean },
): Promise<{ secret: string; to: string | null }> {
  const judged = await judge(context, token);
  if ('why' in judged) throw refused(context, judged.why);
  const { person, to } = judged;
  if (!person) throw signInDead();
  if (!browser.isMeant && isSomebodyElse(browser, person)) throw new Refusal('other_person', {});
  return inUnitOfWork(context, async ({ tx }) => {
    if (!(await useToken(tx, person.archiveId, judged))) throw refused(context, 'its "jti" was used before');
    return { secret: await startSession(tx, person, 'archive', browser), to };
  });
}

/** What exactly is wrong is for the archive's developers, in the log. */
function refused({ log }: Context, why: string): Refusal {
  log.info({ why }, 'refused a sign-in token from an archive’s own login');
  return signInDead();
}

const isSomebodyElse = ({ former }: SignInBrowser, { archiveId, userId }: SignInUser): boolean =>
  former !== null && !former.link && (former.archiveId !== archiveId || former.user.id !== userId);

interface SignedToken {
  /** Null: signed by the archive, for somebody who may not sign in. */
  person: SignInUser | null;
  tokenId: string;
  expiresAt: Date;
  to: string | null;
}

/** `why`: wrong or expired. */
async function judge({ db, config }: Context, token: string): Promise<SignedToken | { why: string }> {
  try {
    const { iss } = decodeJwt(token);
    const jwk = isId(iss) ? await findSignInKey(db, iss) : null;
    if (!iss || !jwk) return { why: 'no archive with a sign-in key is named by "iss"' };
    const alg = algorithmFor(jwk, decodeProtectedHeader(token).alg);
    if (!alg) return { why: 'its "alg" is not one of the key that the archive has set' };
    const { payload } = await jwtVerify(token, await importJWK(jwk as JWK, alg), {
      issuer: iss,
      audience: config.publicUrl,
      algorithms: [alg],
      maxTokenAge: LONGEST_SECONDS,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
    });
    const { sub, exp = 0, iat = 0, jti, to } = payload;
    if (exp - iat > LONGEST_SECONDS) return { why: `"exp" is more than ${LONGEST_SECONDS} s after "iat"` };
    if (typeof jti !== 'string' || jti === '') return { why: 'it has no "jti"' };
    return {
      person: typeof sub === 'string' && !sub.includes('\0') ? await findSignInUser(db, iss, sub) : null,
      tokenId: jti,
      expiresAt: new Date((exp + SKEW_SECONDS) * 1000),
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

/** The token's own, where the key's kind and its "alg" allow it. */
function algorithmFor({ kty, alg }: JWK, asked: unknown): string | undefined {
  const possible = SIGNING_ALGORITHMS[kty ?? ''] ?? [];
  return possible.find((name) => name === asked && (alg === undefined || alg === name));
}

/** False when it was used before. Remembered until it would have expired anyway. */
async function useToken(db: Db, archiveId: string, { tokenId, expiresAt }: SignedToken): Promise<boolean> {
  await db.delete(usedSignInTokens).where(lt(usedSignInTokens.expiresAt, sql`now() - interval '1 hour'`));
  const used = await db
    .insert(usedSignInTokens)
    .values({ archiveId, hash: sha256(tokenId), expiresAt })
    .onConflictDoNothing()
    .returning({ hash: usedSignInTokens.hash });
  return used.length > 0;
}
