/** Limits how often one network address can call, and says so in headers (RateLimit, draft 8; RFC 9110 Retry-After). */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import ipaddr from 'ipaddr.js';
import { Refusal, type RefusalData } from '../domain/refusal.js';
import { countCalls, type Counted, type Limit } from '../platform/caller-limits.js';
import type { Context } from '../platform/context.js';

type Reader = RefusalData<'too_many_requests'>['params'];

/** Passes on a Refusal `too_many_requests` when the address is over the limit. */
export function limitCallers(
  context: Pick<Context, 'limitsPool' | 'log'>,
  limit: Limit,
  { to }: Reader,
): RequestHandler {
  const count = countCalls(context, limit);
  return async (req, res, next) => {
    const caller = networkOf(req.ip);
    const counted = await count(caller);
    if (res.headersSent) return next();
    announce(res, limit, caller, counted);
    next(counted.isOver ? new Refusal('too_many_requests', { to }) : undefined);
  };
}

/** Counts a failed attempt. @throws {Refusal} `too_many_requests` after too many failures from one address */
export async function countFailure(limiter: RequestHandler, req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    Promise.resolve(limiter(req, req.res!, (error?: unknown) => (error ? reject(error) : resolve()))).catch(reject);
  });
}

/** An IPv6 customer usually has a whole /56, so all of its addresses count as one caller. */
const NETWORK_BITS = 56;

/** Returns an address's network: itself for IPv4, also when IPv6 wraps it. */
export function networkOf(ip: string | undefined): string {
  // Without an address, the connection has already ended.
  if (ip === undefined || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/${NETWORK_BITS}`);
  return `${network.toString()}/${NETWORK_BITS}`;
}

function announce(res: Response, { max, periodMs }: Limit, caller: string, { isOver, remaining, leftMs }: Counted) {
  const left = Math.ceil(leftMs / 1000);
  const name = `"${max}-in-${periodMs / 60_000}min"`;
  res.append('RateLimit', `${name}; r=${remaining}; t=${left}`);
  res.append('RateLimit-Policy', `${name}; q=${max}; w=${periodMs / 1000}; pk=:${partitionKey(caller)}:`);
  if (isOver) res.set('Retry-After', String(left));
}

/** Tells callers apart without naming them. */
const partitionKey = (caller: string): string =>
  Buffer.from(createHash('sha256').update(caller).digest('hex').slice(0, 12)).toString('base64');
