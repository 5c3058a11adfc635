/**
 * Request limits per IP address. They are generous because an entire city hall may share an address, and still tight
 * enough to make guessing pointless.
 */
import { rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import { Refusal } from '../domain/refusal.js';

export interface Limits {
  /** Exchanging a link for a session. */
  open: RateLimitRequestHandler;
  /** Requesting a new link by email. */
  ask: RateLimitRequestHandler;
  /** Signing in to the archive's pages. */
  signIn: RateLimitRequestHandler;
  /** Going to a network to sign in, and coming back from a network or from the organization's sign-in. */
  authorize: RateLimitRequestHandler;
}

const MINUTE = 60_000;

export function createLimits(): Limits {
  const limit = (max: number, windowMs: number) =>
    rateLimit({
      windowMs,
      limit: max,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (_req, _res, next) => next(new Refusal('too_many_requests', { to: 'page' })),
    });
  return {
    open: limit(60, MINUTE),
    ask: limit(10, 10 * MINUTE),
    signIn: limit(60, 10 * MINUTE),
    authorize: limit(600, MINUTE),
  };
}
