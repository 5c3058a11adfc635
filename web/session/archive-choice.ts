/**
 * The email address that the organization confirmed, kept for the few minutes in which a person chooses between
 * archives. It is sealed, so no one can forge one.
 */
import { z } from 'zod';
import { sameSecret, type KeyRing } from '../../platform/key-ring.js';

const LIFE_MS = 5 * 60_000;

const Choice = z.object({ email: z.string(), until: z.number() });

const macOf = (keys: KeyRing, body: string): string =>
  keys.mac('chosen-archive', [body], keys.currentId).toString('base64url');

export function sealChoice(keys: KeyRing, email: string, now: Date): string {
  const body = Buffer.from(JSON.stringify({ email, until: now.getTime() + LIFE_MS })).toString('base64url');
  return `${body}-${macOf(keys, body)}`;
}

/** Returns the email address, or null for anything that wasn't sealed here or has expired. */
export function openChoice(keys: KeyRing, sealed: string | null, now: Date): string | null {
  const at = sealed?.length ? sealed.length - 44 : -1;
  if (!sealed || at < 1) return null;
  const [body, mac] = [sealed.slice(0, at), sealed.slice(at + 1)];
  if (!sameSecret(mac, macOf(keys, body))) return null;
  const { email, until } = Choice.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  return until > now.getTime() ? email : null;
}
