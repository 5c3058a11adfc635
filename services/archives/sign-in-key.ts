/**
 * The public key with which an archive's own login signs its people in, as a JSON Web Key (RFC 7517). Only kinds of keys that are
 * safe to check signatures with, and only what is public of them.
 */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { ValueProblem } from '../../domain/field-problem.js';
import { TEXT } from '../input/fields.js';
import { issueOf } from '../input/problem.js';

/** What a private or symmetric key has (RFC 7518, 8037). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** What is kept; other members are for other programs (certificates, operations). */
const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;
const [RSA_BITS, MOST_RSA_BITS] = [2048, 8192];
const LEAST_EXPONENT = 3n;
const LONGEST_KID = 200;

/** By the kind of key. */
export const SIGNING_ALGORITHMS: Record<string, readonly string[]> = {
  EC: ['ES256'],
  OKP: ['EdDSA', 'Ed25519'],
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
};

type Jwk = Record<string, unknown>;

/** Says what is wrong with a key, or null. */
function signInKeyProblem(jwk: Jwk): ValueProblem | null {
  if ('keys' in jwk) return { code: 'set_of_keys', params: {} };
  if (SECRET_MEMBERS.some((member) => member in jwk)) return { code: 'private_key', params: {} };
  const algorithms = SIGNING_ALGORITHMS[String(jwk.kty)];
  if (!algorithms || (jwk.kty === 'EC' && jwk.crv !== 'P-256') || (jwk.kty === 'OKP' && jwk.crv !== 'Ed25519'))
    return { code: 'unsupported_key', params: {} };
  if (jwk.use !== undefined && jwk.use !== 'sig') return { code: 'key_not_for_signatures', params: {} };
  if (jwk.alg !== undefined && !algorithms.some((algorithm) => algorithm === jwk.alg))
    return { code: 'unsupported_key_algorithm', params: { algorithms } };
  if (jwk.kid !== undefined && (typeof jwk.kid !== 'string' || jwk.kid.length > LONGEST_KID))
    return { code: 'key_id_too_long', params: { max: LONGEST_KID } };
  if (typeof jwk.kid === 'string' && !TEXT.test(jwk.kid)) return { code: 'control_characters', params: {} };
  return numbersProblem(jwk);
}

function numbersProblem(jwk: Jwk): ValueProblem | null {
  // Node leaves out what is no base64url; the database could not store all of it.
  const numbers = Object.entries(kept(jwk)).filter(([member]) => member !== 'kid');
  if (!numbers.every(([, value]) => typeof value === 'string' && /^[\w-]+$/.test(value)))
    return { code: 'incomplete_key', params: {} };
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: kept(jwk), format: 'jwk' });
    if (jwk.kty !== 'RSA') return null;
    const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
    if (modulusLength < RSA_BITS || modulusLength > MOST_RSA_BITS)
      return { code: 'rsa_key_size', params: { min: RSA_BITS, max: MOST_RSA_BITS, bits: modulusLength } };
    return publicExponent < LEAST_EXPONENT ? { code: 'unsafe_rsa_exponent', params: {} } : null;
  } catch {
    return { code: 'incomplete_key', params: {} };
  }
}

const kept = (jwk: Jwk): Jwk =>
  Object.fromEntries(PUBLIC_MEMBERS.flatMap((member) => (member in jwk ? [[member, jwk[member]]] : [])));

export const SignInKeyInput = z
  .record(z.string(), z.unknown())
  .superRefine((jwk, context) => {
    const found = signInKeyProblem(jwk);
    if (found) context.addIssue(issueOf(found));
  })
  .transform(kept)
  .meta({ description: 'A public JSON Web Key: EC with P-256, OKP with Ed25519, or RSA with 2048 bits or more' });
