/**
 * Meta's `signed_request`: base64url(HMAC-SHA256 of the payload as it was sent) + "." + the payload, base64url of JSON. It says who
 * or which Page, and when; not what happened, so the address that it is sent to tells that.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ProviderName } from '../../domain/networks.js';
import { sha256 } from '../../platform/key-ring.js';
import { fromBase64url } from '../../http/base64url.js';

/** Late is better than lost. Shorter than events are remembered (services/mail/delivery-events.ts): what is older can be no repetition. */
const MAX_AGE_SECONDS = 7 * 24 * 3600;
/** The network's clock may be ahead of ours. */
const AHEAD_SECONDS = 300;

export interface MetaCallback {
  /** Whose app's secret signed it; the person's id means something to this app alone. */
  provider: ProviderName;
  /** A hash of all of it: the same one again is the same event. */
  eventId: string;
  at: Date;
  about: { person: string } | { page: string };
}

/** People and Pages by their ids: digits at Meta, "0" for nobody. */
const Id = z.string().regex(/^[^\p{Cc}]{1,200}$/u);
const Payload = z.looseObject({
  algorithm: z.literal('HMAC-SHA256'),
  issued_at: z.int().positive(),
  user_id: Id.optional(),
  profile_id: Id.optional(),
});

/** Null: it is not of any app of ours, or too old. */
export function readSignedRequest(
  secrets: ReadonlyMap<ProviderName, string>,
  text: string,
  now: Date,
): MetaCallback | null {
  const [signature, payload, ...more] = text.split('.');
  if (signature === undefined || payload === undefined || more.length > 0) return null;
  const sent = fromBase64url(signature);
  const json = fromBase64url(payload);
  const provider = sent && json && signer(secrets, sent, payload);
  if (!provider) return null;
  const said = Payload.safeParse(parse(json.toString('utf8')));
  if (!said.success) return null;
  const { issued_at: issuedAt, user_id: person = '0', profile_id: page } = said.data;
  const age = now.getTime() / 1000 - issuedAt;
  if (age > MAX_AGE_SECONDS || age < -AHEAD_SECONDS) return null;
  const about = person !== '0' ? { person } : page !== undefined && page !== '0' ? { page } : null;
  return about && { provider, eventId: sha256(text).toString('hex'), at: new Date(issuedAt * 1000), about };
}

/** Every secret is tried, whatever the payload says of itself: it is not to be believed before. */
function signer(secrets: ReadonlyMap<ProviderName, string>, sent: Buffer, payload: string): ProviderName | null {
  for (const [provider, secret] of secrets) {
    const expected = createHmac('sha256', secret).update(payload).digest();
    if (sent.length === expected.length && timingSafeEqual(sent, expected)) return provider;
  }
  return null;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(quoted(json));
  } catch {
    return null;
  }
}

/** Ids may come as numbers, and with 17 digits they would come out as other people's. */
const quoted = (json: string): string => json.replaceAll(/("(?:user_id|profile_id)"\s*:\s*)(\d+)/g, '$1"$2"');
