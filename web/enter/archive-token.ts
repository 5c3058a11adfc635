/**
 * Signing in by the archive's own login: a short-lived JWT (RFC 7519), signed with the private key whose public one the archive
 * has set. Claims: `iss` the archive's id, `aud` Relink's address, `sub` the person's id or email address, `exp` at most five
 * minutes after `iat`, `jti` used once, `to` a path here.
 */
import { decodeJwt, errors, importJWK, jwtVerify, type JWK } from 'jose';
import type { Db } from '../../db/client.js';
import { entrantOf, signInKeyOf, useToken, type Entrant } from '../../db/enter.js';

const LONGEST_SECONDS = 300;
/** The archive's clock and ours. */
const SKEW_SECONDS = 30;
const ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

export type TokenOutcome =
  | { outcome: 'entered'; entrant: Entrant; to: string | null }
  /** Signed by the archive, for somebody who may not sign in. */
  | { outcome: 'unknown_person' }
  /** Wrong, expired or used: what exactly is for the archive's developers, in the log. */
  | { outcome: 'refused'; why: string };

export async function redeemArchiveToken(db: Db, publicUrl: string, token: string): Promise<TokenOutcome> {
  try {
    const { iss } = decodeJwt(token);
    const jwk = typeof iss === 'string' && /^[\w-]{1,64}$/.test(iss) ? await signInKeyOf(db, iss) : null;
    if (!iss || !jwk) return { outcome: 'refused', why: 'no archive with a sign-in key is named by "iss"' };
    const { alg } = jwk as JWK;
    const { payload } = await jwtVerify(token, await importJWK(jwk as JWK, alg ?? algorithmOf(jwk as JWK)), {
      issuer: iss,
      audience: publicUrl,
      algorithms: alg ? [alg] : ALGORITHMS,
      maxTokenAge: LONGEST_SECONDS,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
    });
    const { sub, exp = 0, iat = 0, jti, to } = payload;
    if (exp - iat > LONGEST_SECONDS)
      return { outcome: 'refused', why: `"exp" is more than ${LONGEST_SECONDS} s after "iat"` };
    const expiresAt = new Date((exp + SKEW_SECONDS) * 1000);
    if (typeof jti !== 'string' || jti === '' || !(await useToken(db, iss, jti, expiresAt)))
      return { outcome: 'refused', why: 'its "jti" was used before' };
    const entrant = typeof sub === 'string' && !sub.includes('\0') ? await entrantOf(db, iss, sub) : null;
    if (!entrant) return { outcome: 'unknown_person' };
    return { outcome: 'entered', entrant, to: typeof to === 'string' ? to : null };
  } catch (error) {
    if (error instanceof errors.JOSEError) return { outcome: 'refused', why: error.code };
    throw error;
  }
}

const algorithmOf = ({ kty }: JWK): string => (kty === 'EC' ? 'ES256' : kty === 'OKP' ? 'EdDSA' : 'RS256');
