/**
 * The public key that verifies sign-ins from an archive's own login, as a JSON Web Key (RFC 7517). Only keys that are safe for signatures
 * are accepted, and only the public members are stored. A stored key is judged by the same rules each time it verifies a token.
 */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { isWeakEd25519Key } from './ed25519.js';
import type { ValueProblem } from '../../domain/field-problem.js';
import { TEXT } from '../input/fields.js';
import { issueOf } from '../input/problem.js';

/** Members that only a private or symmetric key has (RFC 7518, 8037). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** Members that are stored. Other programs use the rest (certificates, operations). */
const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;
const [MIN_RSA_BITS, MAX_RSA_BITS] = [2048, 8192];
const MIN_EXPONENT = 3n;
const MAX_KID_LENGTH = 200;

/** Accepted algorithms by key type (`kty`). */
export const SIGNING_ALGORITHMS: Record<string, readonly string[]> = {
  EC: ['ES256'],
  OKP: ['EdDSA', 'Ed25519'],
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
};

type Jwk = Record<string, unknown>;

/** Returns what is wrong with a key, or null. */
export function signInKeyProblem(jwk: Jwk): ValueProblem | null {
  if ('keys' in jwk) return { code: 'set_of_keys', params: {} };
  if (SECRET_MEMBERS.some((member) => member in jwk)) return { code: 'private_key', params: {} };
  const algorithms = SIGNING_ALGORITHMS[String(jwk.kty)];
  if (!algorithms || (jwk.kty === 'EC' && jwk.crv !== 'P-256') || (jwk.kty === 'OKP' && jwk.crv !== 'Ed25519'))
    return { code: 'unsupported_key', params: {} };
  if (jwk.use !== undefined && jwk.use !== 'sig') return { code: 'key_not_for_signatures', params: {} };
  if (jwk.alg !== undefined && !algorithms.some((algorithm) => algorithm === jwk.alg))
    return { code: 'unsupported_key_algorithm', params: { algorithms } };
  if (jwk.kid !== undefined && (typeof jwk.kid !== 'string' || jwk.kid.length > MAX_KID_LENGTH))
    return { code: 'key_id_too_long', params: { max: MAX_KID_LENGTH } };
  if (typeof jwk.kid === 'string' && !TEXT.test(jwk.kid)) return { code: 'control_characters', params: {} };
  return numbersProblem(jwk);
}

function numbersProblem(jwk: Jwk): ValueProblem | null {
  // Node ignores characters that aren't base64url, and the database can't store all of them.
  const numbers = Object.entries(pickKnownMembers(jwk)).filter(([member]) => member !== 'kid');
  if (!numbers.every(([, value]) => typeof value === 'string' && /^[\w-]+$/.test(value)))
    return { code: 'incomplete_key', params: {} };
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: pickKnownMembers(jwk), format: 'jwk' });
    if (jwk.kty === 'OKP')
      return isWeakEd25519Key(Buffer.from(String(jwk.x), 'base64url')) ? { code: 'weak_key', params: {} } : null;
    if (jwk.kty !== 'RSA') return null;
    const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
    if (modulusLength < MIN_RSA_BITS || modulusLength > MAX_RSA_BITS)
      return { code: 'rsa_key_size', params: { min: MIN_RSA_BITS, max: MAX_RSA_BITS, bits: modulusLength } };
    return publicExponent < MIN_EXPONENT ? { code: 'unsafe_rsa_exponent', params: {} } : null;
  } catch {
    return { code: 'incomplete_key', params: {} };
  }
}

const pickKnownMembers = (jwk: Jwk): Jwk =>
  Object.fromEntries(PUBLIC_MEMBERS.flatMap((member) => (member in jwk ? [[member, jwk[member]]] : [])));

export const SignInKeyInput = z
  .record(z.string(), z.unknown())
  .superRefine((jwk, context) => {
    const found = signInKeyProblem(jwk);
    if (found) context.addIssue(issueOf(found));
  })
  .transform(pickKnownMembers)
  .meta({ description: 'A public JSON Web Key: EC with P-256, OKP with Ed25519, or RSA with 2048 bits or more' });
