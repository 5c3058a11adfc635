/**
 * Verifies the signature of Resend's webhooks (Svix): HMAC-SHA256 of the id, the time, and the raw bytes. Implemented here because the
 * `resend` package's library signs its own parsed form of the bytes and the time: it accepts "1700000000x" as a time.
 */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../../platform/key-ring.js';

const TOLERANCE_SECONDS = 300;

export interface SignedHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/** Returns the event's id if the signature is valid and recent, otherwise null. */
export function verifySvix(secret: string, headers: SignedHeaders, body: Buffer, now: Date): string | null {
  const { id, timestamp, signature } = headers;
  if (!id || !/^[\x21-\x7e]{1,255}$/.test(id) || !signature) return null;
  if (!timestamp || !/^\d{1,11}$/.test(timestamp)) return null;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return null;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  // There are several signatures while a secret is being rotated.
  return signature.split(' ').some((one) => sameSecret(one, `v1,${expected}`)) ? id : null;
}
