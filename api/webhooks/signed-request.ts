/**
 * Meta's `signed_request`: base64url(HMAC-SHA256 of the payload as sent) + "." + the payload, which is base64url of JSON. It says who or
 * which Page, and when, but not what happened; the address it is sent to tells that.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ProviderName } from '../../domain/networks.js';
import { sha256 } from '../../platform/key-ring.js';
import { fromBase64url } from '../../http/base64url.js';

/**
 * Long, because a late event is better than a lost one. Still shorter than the time for which events are remembered
 * (services/mail/delivery-events.ts), so an event can't be replayed after it is forgotten.
 */
const MAX_AGE_SECONDS = 7 * 24 * 3600;
/** The network's clock may be ahead of ours. */
const AHEAD_SECONDS = 300;

export interface MetaCallback {
  /** The provider whose app secret signed the request. The person's id is specific to this app. */
  provider: ProviderName;
  /** A hash of the whole request, so a repeated request is recognized as the same event. */
  eventId: string;
  at: Date;
  about: { person: string } | { page: string };
}

/** The id of a person or Page: digits at Meta, with "0" for no one. */
const Id = z.string().regex(/^[^\p{Cc}]{1,200}$/u);
const Payload = z.looseObject({
  algorithm: z.literal('HMAC-SHA256'),
  issued_at: z.int().positive(),
  user_id: Id.optional(),
  profile_id: Id.optional(),
});

/** Returns null if the request isn't signed by one of our apps, is malformed or too old, or is about no one. */
export function readSignedRequest(
  secrets: ReadonlyMap<ProviderName, string>,
  text: string,
  now: Date,
): MetaCallback | null {
  const [signature, payload, ...more] = text.split('.');
  if (signature === undefined || payload === undefined || more.length > 0) return null;
  const sent = fromBase64url(signature);
  const json = fromBase64url(payload);
  const provider = sent && json && findSigner(secrets, sent, payload);
  if (!provider) return null;
  const said = Payload.safeParse(parse(json.toString('utf8')));
  if (!said.success) return null;
  const { issued_at: issuedAt, user_id: person = '0', profile_id: page } = said.data;
  const age = now.getTime() / 1000 - issuedAt;
  if (age > MAX_AGE_SECONDS || age < -AHEAD_SECONDS) return null;
  const about = person !== '0' ? { person } : page !== undefined && page !== '0' ? { page } : null;
  return about && { provider, eventId: sha256(text).toString('hex'), at: new Date(issuedAt * 1000), about };
}

/** Tries every secret, whatever the payload says, because the payload can't be trusted before its signature is checked. */
function findSigner(secrets: ReadonlyMap<ProviderName, string>, sent: Buffer, payload: string): ProviderName | null {
  for (const [provider, secret] of secrets) {
    const expected = createHmac('sha256', secret).update(payload).digest();
    if (sent.length === expected.length && timingSafeEqual(sent, expected)) return provider;
  }
  return null;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(quoteIds(json));
  } catch {
    return null;
  }
}

/** Puts numeric ids in quotes. As numbers, ids with 17 digits would be rounded to other people's ids. */
const quoteIds = (json: string): string => json.replaceAll(/("(?:user_id|profile_id)"\s*:\s*)(\d+)/g, '$1"$2"');
