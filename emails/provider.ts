/**
 * The mail provider, through Resend's own client. Its answers become the few outcomes that the mailer tells apart; nothing here
 * throws, and nothing is retried: that is the mailer's, which knows what may be sent again.
 */
import { Resend, type ErrorResponse } from 'resend';
import { z } from 'zod';

export interface OutgoingEmail {
  /** Ours; comes back in the provider's events as the tag `relink_email`. */
  id: string;
  from: string;
  to: string;
  cc: string[];
  subject: string;
  html: string;
  text: string;
  /** Beyond the usual ones. */
  headers?: Record<string, string>;
}

export const EMAIL_TAG = 'relink_email';

export type BatchOutcome =
  /** `ids` in the order of the emails; null for those rejected for good. */
  | { kind: 'accepted'; ids: (string | null)[]; rejected: { index: number; message: string }[] }
  /** The same key was accepted before with other bytes. */
  | { kind: 'already_accepted' }
  /** Try again with the same key and bytes. `notAccepted`: the provider says that it took nothing. */
  | { kind: 'retry'; afterMs: number; reason: string; notAccepted: boolean }
  /** No answer, or one that says nothing of the batch: it may have arrived. */
  | { kind: 'unknown'; reason: string }
  /** The account's quota is used up: wait, and tell the operator. */
  | { kind: 'quota'; reason: string }
  /** The request as a whole is refused (key, sender): an operator must act. */
  | { kind: 'refused'; reason: string };

export interface Provider {
  /** Up to 100 emails in one request. */
  sendBatch(emails: readonly OutgoingEmail[], idempotencyKey: string): Promise<BatchOutcome>;
}

export interface ProviderOptions {
  apiKey: string;
  /** Resend's own when not given. */
  baseUrl?: string;
  /** Without an answer after this many milliseconds the outcome is unknown. */
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
      return accepted(emails.length, data);
    },
  };
}

/** The client passes on whatever JSON it got, under the types of a good answer: a proxy's words, or `null`. */
const ANSWER = z.object({
  data: z.array(z.object({ id: z.string() })),
  errors: z.array(z.object({ index: z.number(), message: z.string() })).default([]),
});

/**
 * The provider lists the ids of the emails it took, in order, without those it rejected. An answer that does not account for each
 * email proves nothing.
 */
function accepted(count: number, answer: unknown): BatchOutcome {
  const { success, data } = ANSWER.safeParse(answer);
  if (!success) return { kind: 'unknown', reason: 'the answer is not one of Resend’s' };
  const ids = data.data.map(({ id }) => id);
  const rejected = new Set(data.errors.map(({ index }) => index));
  const each = Array.from({ length: count }, (_, index) => index);
  const taken = each.filter((index) => !rejected.has(index)).length;
  if (taken !== ids.length || taken + rejected.size !== count)
    return { kind: 'unknown', reason: 'the answer does not account for each email' };
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
  // Null: no answer. Not a number: the answer of something in between, which may have passed the batch on.
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
