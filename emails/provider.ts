/**
 * The mail provider, accessed through Resend's own client. Its responses are reduced to the few outcomes that the
 * mailer distinguishes. Nothing here throws or retries; the mailer retries, because it knows what is safe to send
 * again.
 */
import { Resend, type ErrorResponse } from 'resend';
import { z } from 'zod';

export interface OutgoingEmail {
  /** Our own ID. The provider's events return it as the tag `relink_email`. */
  id: string;
  from: string;
  to: string;
  cc: string[];
  subject: string;
  html: string;
  text: string;
  /** Headers beyond the standard ones. */
  headers?: Record<string, string>;
}

export const EMAIL_TAG = 'relink_email';

export type BatchOutcome =
  /** `ids` are in the order of the emails, with null for each email that was permanently rejected. */
  | { kind: 'accepted'; ids: (string | null)[]; rejected: { index: number; message: string }[] }
  /** The same key was accepted earlier with different bytes. */
  | { kind: 'already_accepted' }
  /** Try again with the same key and bytes. `notAccepted` means the provider says that it accepted nothing. */
  | { kind: 'retry'; afterMs: number; reason: string; notAccepted: boolean }
  /** There is no response, or one that says nothing about the batch. The provider may have received it. */
  | { kind: 'unknown'; reason: string }
  /** The account's quota is used up: wait, and tell the operator. */
  | { kind: 'quota'; reason: string }
  /** The whole request is refused (API key or sender), so an operator must act. */
  | { kind: 'refused'; reason: string };

export interface Provider {
  /** Sends up to 100 emails in one request. */
  sendBatch(emails: readonly OutgoingEmail[], idempotencyKey: string): Promise<BatchOutcome>;
  /**
   * Takes an address off the provider's own suppression list, where a bounce or a complaint puts it, because the provider would drop every
   * further email to it. An address that isn't on the list is fine.
   */
  liftSuppression(address: string): Promise<LiftOutcome>;
}

/** `refused`: the provider won't do it for this API key, so a person must. */
export type LiftOutcome = { kind: 'lifted' } | { kind: 'retry' | 'refused'; reason: string };

export interface ProviderOptions {
  apiKey: string;
  /** Defaults to Resend's own URL. */
  baseUrl?: string;
  /** If there is no response within this many milliseconds, the outcome is unknown. */
  timeoutMs: number;
}

export function createProvider({ apiKey, baseUrl, timeoutMs }: ProviderOptions): Provider {
  const resend = new Resend(apiKey, { baseUrl });
  return {
    async sendBatch(emails, idempotencyKey) {
      const payload = emails.map(({ id, from, to, cc, subject, html, text, headers }) => ({
        from,
        to,
        cc: cc.length > 0 ? cc : undefined,
        subject,
        html,
        text,
        headers,
        tags: [{ name: EMAIL_TAG, value: id }],
      }));
      const options = {
        idempotencyKey,
        batchValidation: 'permissive' as const,
        signal: AbortSignal.timeout(timeoutMs),
      };
      const { data, error, headers } = await resend.batch.send(payload, options);
      if (error) return outcomeOf(error, headers);
      return acceptedOutcome(emails.length, data);
    },
    async liftSuppression(address) {
      const signal = AbortSignal.timeout(timeoutMs);
      const { error } = await resend.suppressions.remove(address, { signal });
      if (!error || error.statusCode === 404) return { kind: 'lifted' };
      const { name, statusCode, message } = error;
      const passes = typeof statusCode !== 'number' || statusCode === 429 || statusCode >= 500;
      return { kind: passes ? 'retry' : 'refused', reason: `${name}: ${message}` };
    },
  };
}

/** The client returns whatever JSON it received, typed as a valid response, even a proxy's error body or `null`. */
const ANSWER = z.object({
  data: z.array(z.object({ id: z.string() })),
  errors: z.array(z.object({ index: z.number(), message: z.string() })).default([]),
});

/**
 * The provider lists the IDs of the emails it accepted, in order, leaving out those it rejected. A response that
 * doesn't account for every email proves nothing.
 */
function acceptedOutcome(count: number, answer: unknown): BatchOutcome {
  const { success, data } = ANSWER.safeParse(answer);
  if (!success) return { kind: 'unknown', reason: 'the response isn’t one that Resend sends' };
  const ids = data.data.map(({ id }) => id);
  const rejected = new Set(data.errors.map(({ index }) => index));
  const each = Array.from({ length: count }, (_, index) => index);
  const acceptedCount = each.filter((index) => !rejected.has(index)).length;
  if (acceptedCount !== ids.length || acceptedCount + rejected.size !== count)
    return { kind: 'unknown', reason: 'the response doesn’t account for every email' };
  return {
    kind: 'accepted',
    ids: each.map((index) => (rejected.has(index) ? null : (ids.shift() ?? null))),
    rejected: data.errors,
  };
}

function outcomeOf(error: ErrorResponse, headers: Record<string, string> | null): BatchOutcome {
  const { name, statusCode, message } = error;
  const reason = `${name}: ${message}`;
  switch (name) {
    case 'invalid_idempotent_request':
      return { kind: 'already_accepted' };
    case 'concurrent_idempotent_requests':
      return { kind: 'retry', afterMs: 1000, reason, notAccepted: false };
    case 'rate_limit_exceeded':
      return { kind: 'retry', afterMs: retryAfterMs(headers), reason, notAccepted: true };
    case 'daily_quota_exceeded':
    case 'monthly_quota_exceeded':
      return { kind: 'quota', reason };
    default:
  }
  // Null means no response. Anything else that isn't a number is a response from an intermediary, which may have
  // forwarded the batch.
  if (typeof statusCode !== 'number') return { kind: 'unknown', reason };
  if (statusCode === 429) return { kind: 'retry', afterMs: retryAfterMs(headers), reason, notAccepted: true };
  if (statusCode >= 500) return { kind: 'retry', afterMs: 0, reason, notAccepted: false };
  return { kind: 'refused', reason };
}

/** `retry-after` is in seconds. */
function retryAfterMs(headers: Record<string, string> | null): number {
  const seconds = Number(headers?.['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 1000;
}
