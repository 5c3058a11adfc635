/**
 * Signing in by the archive's own login: a short-lived JWT (RFC 7519), signed with the private key whose public one the archive
 * has set. Claims: `iss` the archive's id, `aud` Relink's address, `sub` the person's id or email address, `exp` at most five
 * minutes after `iat`, `jti` used once, `to` a path here.
 */
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type JWK } from 'jose';
import { SIGNING_ALGORITHMS } from '../archives/sign-in-key.js';
import type { Db } from '../../db/client.js';
import { entrantOf, signInKeyOf, useToken, type Entrant } from './sign-in.js';

const LONGEST_SECONDS = 300;
/** The archive's clock and ours. */
const SKEW_SECONDS = 30;

export type TokenOutcome =
  | { outcome: 'entered'; entrant: Entrant; to: string | null }
  /** Signed by the archive, for somebody who may not sign in. */
  | { outcome: 'unknown_person' }
  /** This browser is somebody else's until the person has said that it is meant. The token was not used up. */
  | { outcome: 'other_person' }
  /** Wrong, expired or used: what exactly is for the archive's developers, in the log. */
  | { outcome: 'refused'; why: string };

/** @param expected whether this person may be signed in here without being asked */
export async function redeemArchiveToken(
  db: Db,
  publicUrl: string,
  token: string,
  expected: (entrant: Entrant) => boolean,
): Promise<TokenOutcome> {
  try {
    const { iss } = decodeJwt(token);
    const jwk = typeof iss === 'string' && /^[\w-]{1,64}$/.test(iss) ? await signInKeyOf(db, iss) : null;
    if (!iss || !jwk) return { outcome: 'refused', why: 'no archive with a sign-in key is named by "iss"' };
    const alg = algorithmFor(jwk, decodeProtectedHeader(token).alg);
    if (!alg) return { outcome: 'refused', why: 'its "alg" is not one of the key that the archive has set' };
    const { payload } = await jwtVerify(token, await importJWK(jwk as JWK, alg), {
      issuer: iss,
      audience: publicUrl,
      algorithms: [alg],
      maxTokenAge: LONGEST_SECONDS,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
    });
    const { sub, exp = 0, iat = 0, jti, to } = payload;
    if (exp - iat > LONGEST_SECONDS)
      return { outcome: 'refused', why: `"exp" is more than ${LONGEST_SECONDS} s after "iat"` };
    const entrant = typeof sub === 'string' && !sub.includes('\0') ? await entrantOf(db, iss, sub) : null;
    if (!entrant) return { outcome: 'unknown_person' };
    if (!expected(entrant)) return { outcome: 'other_person' };
    const expiresAt = new Date((exp + SKEW_SECONDS) * 1000);
    if (typeof jti !== 'string' || jti === '' || !(await useToken(db, iss, jti, expiresAt)))
      return { outcome: 'refused', why: 'its "jti" was used before' };
    return { outcome: 'entered', entrant, to: typeof to === 'string' ? to : null };
  } catch (error) {
    if (error instanceof errors.JOSEError) return { outcome: 'refused', why: error.code };
    throw error;
  }
}

/** The token's own, where the key's kind and its "alg" allow it. */
function algorithmFor({ kty, alg }: JWK, asked: unknown): string | undefined {
  const possible = SIGNING_ALGORITHMS[kty ?? ''] ?? [];
  return possible.find((name) => name === asked && (alg === undefined || alg === name));
}
