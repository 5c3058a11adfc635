/**
 * The public key with which an archive's own login signs its people in, as a JSON Web Key (RFC 7517). Only kinds of keys that are
 * safe to check signatures with, and only what is public of them.
 */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** What a private or symmetric key has (RFC 7518, 8037). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** What is kept; other members are for other programs (certificates, operations). */
const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;
const [RSA_BITS, MOST_RSA_BITS] = [2048, 8192];
const LEAST_EXPONENT = 3n;

/** By the kind of key. */
export const SIGNING_ALGORITHMS: Record<string, readonly string[]> = {
  EC: ['ES256'],
  OKP: ['EdDSA', 'Ed25519'],
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
};

type Jwk = Record<string, unknown>;

/** Says what is wrong with a key, or null. */
export function signInKeyProblem(jwk: Jwk): string | null {
  if ('keys' in jwk) return 'This is a set of keys. Give one of them.';
  if (SECRET_MEMBERS.some((member) => member in jwk))
    return 'This is a private key, which nobody else may ever have. Make a new pair, and give its public key.';
  const algorithms = SIGNING_ALGORITHMS[String(jwk.kty)];
  if (!algorithms || (jwk.kty === 'EC' && jwk.crv !== 'P-256') || (jwk.kty === 'OKP' && jwk.crv !== 'Ed25519'))
    return 'Give a public key of one of these kinds: EC with the curve P-256, OKP with Ed25519, or RSA with 2048 bits or more.';
  if (jwk.use !== undefined && jwk.use !== 'sig') return 'This key is not for signatures: its "use" must be "sig".';
  if (jwk.alg !== undefined && !algorithms.some((algorithm) => algorithm === jwk.alg))
    return `The "alg" of this kind of key must be one of ${algorithms.join(', ')}.`;
  if (jwk.kid !== undefined && (typeof jwk.kid !== 'string' || jwk.kid.length > 200))
    return 'The "kid" must be a text of at most 200 characters.';
  return numbersProblem(jwk);
}

function numbersProblem(jwk: Jwk): string | null {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: kept(jwk), format: 'jwk' });
    if (jwk.kty !== 'RSA') return null;
    const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
    if (modulusLength < RSA_BITS || modulusLength > MOST_RSA_BITS)
      return `An RSA key must have ${RSA_BITS} to ${MOST_RSA_BITS} bits; this one has ${modulusLength}.`;
    return publicExponent < LEAST_EXPONENT ? 'The exponent "e" of this RSA key is not safe.' : null;
  } catch {
    return 'This is not a complete public key: a number in it is missing or wrong.';
  }
}

const kept = (jwk: Jwk): Jwk =>
  Object.fromEntries(PUBLIC_MEMBERS.flatMap((member) => (member in jwk ? [[member, jwk[member]]] : [])));

export const SignInKeyInput = z
  .record(z.string(), z.unknown())
  .superRefine((jwk, context) => {
    const message = signInKeyProblem(jwk);
    if (message) context.addIssue({ code: 'custom', message });
  })
  .transform(kept)
  .meta({ description: 'A public JSON Web Key: EC P-256, OKP Ed25519, or RSA of 2048 bits or more' });
