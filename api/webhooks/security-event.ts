/**
 * A security event token (RFC 8417), as sent by Google's Cross-Account Protection. Google signs its ID tokens with the same keys, so a
 * token without `events` is not a security event, even with a valid signature. It doesn't expire, because it describes the past.
 */
import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';
import type { BadTokenReason } from '../../domain/refusal.js';
import { fromBase64url } from '../../http/base64url.js';
import { KeysUnavailable, type EventKeys } from './google-keys.js';

/** The same as for a signed_request, and shorter than the time for which events are remembered (services/mail/delivery-events.ts). */
const MAX_AGE_SECONDS = 7 * 24 * 3600;
const AHEAD_SECONDS = 300;
const TYPES: readonly unknown[] = [undefined, 'JWT', 'secevent+jwt', 'application/secevent+jwt'];

/** RFC 8935, "Security Event Token Error Codes". */
type ErrorCode = 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience' | 'authentication_failed';

export class BadToken extends Error {
  override readonly name = 'BadToken';
  constructor(
    readonly err: ErrorCode,
    readonly why: BadTokenReason,
  ) {
    super(why);
  }
}

const Claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  iat: z.int().positive(),
  jti: z.string().regex(/^[^\p{Cc}]{1,255}$/u),
  events: z.record(z.string(), z.unknown()).refine((events) => Object.keys(events).length > 0),
});

export interface SecurityEvents {
  /** Unique within the stream. */
  id: string;
  at: Date;
  issuer: string;
  events: Record<string, unknown>;
}

/** @throws {BadToken} @throws {KeysUnavailable} */
export async function readSecurityEvents(
  token: string,
  audience: string,
  keysNow: () => Promise<EventKeys>,
  now: Date,
): Promise<SecurityEvents> {
  requireExpectedForm(token);
  const { issuer, key } = await keysNow();
  const claims = parse(await verify(token, key));
  if (!sameIssuer(claims.iss, issuer)) throw new BadToken('invalid_issuer', 'issuer');
  if (![claims.aud].flat().includes(audience)) throw new BadToken('invalid_audience', 'audience');
  const age = now.getTime() / 1000 - claims.iat;
  if (age > MAX_AGE_SECONDS || age < -AHEAD_SECONDS) throw new BadToken('invalid_request', 'time');
  return { id: claims.jti, at: new Date(claims.iat * 1000), issuer, events: claims.events };
}

/** Compares issuers, ignoring a slash at the end. Google writes its own both with and without one. */
export const sameIssuer = (a: string, b: string): boolean => a.replace(/\/$/, '') === b.replace(/\/$/, '');

/** Rejects malformed tokens before any key is fetched. */
function requireExpectedForm(token: string): void {
  const parts = token.split('.');
  if (parts.length !== 3 || parts.some((part) => fromBase64url(part) === null))
    throw new BadToken('invalid_request', 'form');
  const { alg, typ, kid } = headerOf(token);
  if (alg !== 'RS256') throw new BadToken('authentication_failed', 'algorithm');
  if (!TYPES.includes(typ)) throw new BadToken('invalid_request', 'type');
  if (typeof kid !== 'string') throw new BadToken('invalid_key', 'no_key_id');
}

function headerOf(token: string) {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new BadToken('invalid_request', 'form');
  }
}

async function verify(token: string, key: EventKeys['key']): Promise<Uint8Array> {
  try {
    return (await compactVerify(token, key, { algorithms: ['RS256'] })).payload;
  } catch (error) {
    if (error instanceof KeysUnavailable) throw error;
    if (error instanceof errors.JWKSNoMatchingKey) throw new BadToken('invalid_key', 'unknown_key');
    throw new BadToken('authentication_failed', 'signature');
  }
}

function parse(payload: Uint8Array): z.output<typeof Claims> {
  try {
    return Claims.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    throw new BadToken('invalid_request', 'claims');
  }
}
