/**
 * `POST /webhooks/google/risc`: security events about people's Google accounts (Cross-Account Protection). Each one is handled in one
 * transaction before the response, because Google retries for a while until it gets a success.
 */
import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import type { Context } from '../../platform/context.js';
import type { AuthorizationSelector } from '../../services/credentials/network-events/named-authorization.js';
import {
  handleNotices,
  type Consequence,
  type Notice,
} from '../../services/credentials/network-events/end-authorizations.js';
import { Refusal } from '../../domain/refusal.js';
import { eventKeys, KeysUnavailable } from './google-keys.js';
import { MAX_BODY_BYTES } from '../../http/body-limits.js';
import { countFailure } from '../../http/caller-limits.js';
import { BadToken, readSecurityEvents, sameIssuer, type SecurityEvents } from './security-event.js';

export const readToken: RequestHandler = express.raw({ type: () => true, limit: MAX_BODY_BYTES });

const RISC = 'https://schemas.openid.net/secevent/risc/event-type/';
const OAUTH = 'https://schemas.openid.net/secevent/oauth/event-type/';
const TOKEN_REVOKED = `${OAUTH}token-revoked`;

/** What an event means for the accounts of the person it names. `check`: nothing on its own, so Relink asks the network. */
const EVENTS: Readonly<Record<string, Consequence | 'check'>> = {
  // Google asks apps to delete revoked tokens.
  [`${OAUTH}tokens-revoked`]: { reason: 'token_revoked', deleteTokens: true },
  [TOKEN_REVOKED]: { reason: 'token_revoked', deleteTokens: true },
  // Whatever the reason (hijacking, bulk-account), no sign-in works until the account's owner settles it with Google.
  [`${RISC}account-disabled`]: { reason: 'checkpoint', deleteTokens: false },
  [`${RISC}account-purged`]: { reason: 'account_not_found', deleteTokens: true },
  [`${RISC}account-enabled`]: 'check',
  [`${RISC}sessions-revoked`]: 'check',
  [`${RISC}account-credential-change-required`]: 'check',
};
const VERIFICATION = `${RISC}verification`;

const Details = z.looseObject({
  subject: z
    .looseObject({
      iss: z.string().optional(),
      sub: z.string().optional(),
      token_type: z.string().optional(),
      token_identifier_alg: z.string().optional(),
      token: z.string().optional(),
    })
    .optional(),
  reason: z.string().optional(),
  state: z.string().optional(),
});
type Details = z.output<typeof Details>;

export function googleWebhook(context: Context, failures: RequestHandler): RequestHandler {
  const { log, networks } = context;
  const client = networks.clientOf('google');
  const keysNow = eventKeys(client?.simulatedAt ?? null);

  async function verified(body: unknown): Promise<SecurityEvents> {
    if (!client) throw new BadToken('invalid_audience', 'not_set_up');
    return readSecurityEvents(
      Buffer.isBuffer(body) ? body.toString('latin1') : '',
      client.credentials.clientId,
      keysNow,
      new Date(),
    );
  }

  function parseNotices({ at, issuer, events }: SecurityEvents): Notice[] {
    return Object.entries(events).flatMap(([type, given]) => {
      const details = Details.safeParse(given).data ?? {};
      const code = type.slice(type.lastIndexOf('/') + 1).slice(0, 100);
      const selector = selectorOf(details, issuer);
      const consequence = consequenceOf(type, selector);
      log.info(
        { event: code, reason: details.reason, known: consequence !== undefined },
        'received a security event from Google',
      );
      if (type === VERIFICATION)
        log.info({ state: details.state?.slice(0, 200) }, 'received Google’s verification event');
      return consequence && selector ? [{ event: { provider: 'google', at, code }, selector, consequence }] : [];
    });
  }

  return async (req, res) => {
    try {
      const token = await verified(req.body);
      await handleNotices(context, { by: 'google', id: token.id }, parseNotices(token));
      res.status(202).end();
    } catch (error) {
      if (error instanceof KeysUnavailable) {
        log.warn({ error }, 'could not verify a security event from Google yet; it will be sent again');
        res.set('Retry-After', '10');
        throw new Refusal('keys_unavailable', {});
      }
      if (!(error instanceof BadToken)) throw error;
      await countFailure(failures, req);
      const { err, why } = error;
      throw new Refusal('bad_signature', { from: 'google', err, why });
    }
  };
}

function consequenceOf(type: string, selector: AuthorizationSelector | null): Consequence | 'check' | undefined {
  if (!Object.hasOwn(EVENTS, type)) return undefined;
  // The event is about one of the person's tokens, but doesn't say which.
  return type === TOKEN_REVOKED && selector && 'person' in selector ? 'check' : EVENTS[type];
}

/** Returns null if the event names no one whom Relink could know. */
function selectorOf({ subject }: Details, issuer: string): AuthorizationSelector | null {
  if (!subject) return null;
  const { iss, sub, token_type: type, token_identifier_alg: how, token } = subject;
  if (token !== undefined) {
    if (type !== undefined && type !== 'refresh_token') return null;
    if (how === 'prefix') return { prefix: token };
    const digest = Buffer.from(token, 'base64');
    return how === 'hash_base64_sha512_sha512' && digest.length === 64 ? { digest } : null;
  }
  const isOwnIssuer = iss === undefined || sameIssuer(iss, issuer);
  return isOwnIssuer && sub !== undefined && /^[^\p{Cc}]{1,255}$/u.test(sub) ? { person: sub } : null;
}
