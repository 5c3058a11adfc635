/**
 * Request limits per IP address. They are generous because an entire city hall may share an address, and still tight
 * enough to make guessing pointless.
 */
import type { RequestHandler } from 'express';
import { limitCallers } from '../http/caller-limits.js';
import type { Context } from '../platform/context.js';

export interface Limits {
  /** Exchanging a link for a session. */
  open: RequestHandler;
  /** Requesting a new link by email. */
  ask: RequestHandler;
  /** Signing in to the archive's pages. */
  signIn: RequestHandler;
  /** Going to a network to sign in, and coming back from a network or from the organization's sign-in. */
  authorize: RequestHandler;
}

const MINUTE = 60_000;

export function createLimits(context: Pick<Context, 'limitsPool' | 'log'>): Limits {
  const limit = (name: string, max: number, periodMs: number) =>
    limitCallers(context, { name, max, periodMs }, { to: 'page' });
  return {
    open: limit('open', 60, MINUTE),
    ask: limit('ask', 10, 10 * MINUTE),
    signIn: limit('sign_in', 60, 10 * MINUTE),
    authorize: limit('authorize', 600, MINUTE),
  };
}
