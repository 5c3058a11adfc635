/** Resend's idempotency keys: the same key with the same request returns the same answer for 24 hours. */
import { createHash } from 'node:crypto';
import { ResendError } from './errors.js';
import type { Mailbox } from './mailbox.js';

const MAX_KEY_LENGTH = 256;

export function readKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (header.length === 0 || header.length > MAX_KEY_LENGTH)
    throw new ResendError(400, 'invalid_idempotency_key', `The key must be between 1-${MAX_KEY_LENGTH} chars.`);
  return header;
}

/** Hashes everything that identifies a request: the endpoint and the exact bytes of the body. */
export function fingerprint(endpoint: string, body: Uint8Array): string {
  return createHash('sha256').update(`${endpoint}\n`).update(body).digest('base64');
}

export class Idempotency {
  private readonly inFlight = new Set<string>();

  constructor(private readonly mailbox: Mailbox) {}

  /** Runs `work` unless the request was already answered. The key is in flight until `work` ends. */
  async once(key: string | null, request: string, work: (before: object | undefined) => Promise<void>): Promise<void> {
    if (key === null) return work(undefined);
    if (this.inFlight.has(key))
      throw new ResendError(
        409,
        'concurrent_idempotent_requests',
        'Same idempotency key used while original request is still in progress.',
      );
    const before = this.mailbox.answered(key);
    if (before && before.request !== request)
      throw new ResendError(
        409,
        'invalid_idempotent_request',
        'Same idempotency key used with a different request payload.',
      );
    this.inFlight.add(key);
    try {
      await work(before?.answer);
    } finally {
      this.inFlight.delete(key);
    }
  }
}
