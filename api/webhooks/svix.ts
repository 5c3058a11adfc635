/**
 * The signature of Resend's webhooks (Svix): HMAC-SHA256 over id, time and the raw bytes. By hand, since the library of the
 * `resend` package signs what it made of the bytes and of the time: it takes "1700000000x" for a time.
 */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../../platform/key-ring.js';

const TOLERANCE_SECONDS = 300;

export interface SignedHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/** The event's id when the signature is right and fresh, else null. */
export function verifySvix(secret: string, headers: SignedHeaders, body: Buffer, now: Date): string | null {
  const { id, timestamp, signature } = headers;
  if (!id || !/^[\x21-\x7e]{1,255}$/.test(id) || !signature) return null;
  if (!timestamp || !/^\d{1,11}$/.test(timestamp)) return null;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return null;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  // Several while a secret is rotated.
  return signature.split(' ').some((one) => sameSecret(one, `v1,${expected}`)) ? id : null;
}
