/** Prometheus metrics: of the process, of requests, and of what waits in the database (read when somebody asks). */
import { sql } from 'drizzle-orm';
import type { Request, RequestHandler, Response } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../platform/context.js';
import { Refusal } from '../domain/refusal.js';
import { isLoopbackHost } from '../platform/loopback-only.js';

export interface Metrics {
  /** Measures each request by its route, never by its URL. */
  measure: RequestHandler;
  answer(req: Request, res: Response): Promise<void>;
}

/** What an operator watches, and the query that counts it. */
const WAITING = {
  relink_open_disconnects: ['Disconnects that are open', sql`select count(*) from disconnects where status = 'open'`],
  relink_workflows_to_dispatch: [
    'Disconnects that Temporal does not know yet, or still has to be told about',
    sql`select count(*) from disconnects where workflow in ('to_start', 'to_wake', 'to_end')`,
  ],
  relink_due_steps_oldest_seconds: [
    'Age of the oldest step that is due and not sent',
    sql`select coalesce(extract(epoch from now() - min(raised_at)), 0) from due_steps where state = 'due'`,
  ],
  relink_emails_waiting: [
    'Emails that are composed or asked for and not yet accepted by the provider',
    sql`select count(*) from emails where state in ('due', 'composed')`,
  ],
  relink_emails_unknown: [
    'Emails of which nobody can tell yet whether the provider has them',
    sql`select count(*) from emails where state = 'unknown'`,
  ],
  relink_emails_failed: [
    'Emails that the provider refused for good',
    sql`select count(*) from emails where state = 'failed'`,
  ],
  relink_emails_possible_doubles: [
    'Emails that were sent once more since their outcome stayed unknown',
    sql`select count(*) from emails where possible_double`,
  ],
  relink_transfers_oldest_seconds: [
    'Age of the oldest transfer under way',
    sql`select coalesce(extract(epoch from now() - min(created_at)), 0) from transfers where status = 'running'`,
  ],
  relink_transfers_failed: [
    'Transfers that could not be done in time',
    sql`select count(*) from transfers where status = 'failed'`,
  ],
  relink_surge_holds: [
    'Networks whose emails in an archive wait for a decision',
    sql`select count(*) from surge_holds where state = 'holding' and until > now()`,
  ],
  relink_authorizations_unchecked: [
    'Connected accounts with an authorization of which no network gave a clear answer for 36 hours',
    sql`select count(*) from credentials c join accounts a on a.archive_id = c.archive_id and a.id = c.account_id
      where a.status = 'connected' and coalesce(c.checked_at, c.authorized_at) < now() - interval '36 hours'`,
  ],
  relink_renewals_overdue: [
    'Access tokens of connected accounts that ended although they can be renewed',
    sql`select count(*) from credentials c join accounts a on a.archive_id = c.archive_id and a.id = c.account_id
      where a.status = 'connected' and c.refresh_token is not null and c.expires_at < now()`,
  ],
  relink_mail_held: ['1 while an operator holds all mail', sql`select count(*) from mail_hold`],
} as const;

export function createMetrics({ db, log }: Context): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'relink_http_request_seconds',
    help: 'Time that requests took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 40],
    registers: [registry],
  });
  const gauges = Object.entries(WAITING).map(([name, [help, query]]) => ({
    gauge: new Gauge({ name, help, registers: [registry] }),
    query,
  }));
  return {
    measure(req, res, next) {
      const end = requests.startTimer();
      res.once('finish', () => {
        const route = (req.route as { path?: unknown } | undefined)?.path;
        end({ method: req.method, route: typeof route === 'string' ? route : 'other', status: res.statusCode });
      });
      next();
    },
    async answer(_req, res) {
      try {
        for (const { gauge, query } of gauges) {
          const [row] = await db.execute(query);
          gauge.set(Number(Object.values(row ?? {})[0] ?? 0));
        }
      } catch (error) {
        // What the process itself measured is told all the same.
        log.warn({ error }, 'the database could not be read for metrics');
      }
      res.type(registry.contentType).send(await registry.metrics());
    },
  };
}

/**
 * On the main port metrics are for the machine itself alone; what a proxy forwards is not from here.
 * @throws {Refusal} `loopback_only` for a page of this machine's browser that has its own name lead here
 */
export function isLocal(req: Request): boolean {
  if (req.headers['x-forwarded-for'] !== undefined || req.headers.forwarded !== undefined) return false;
  if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(req.socket.remoteAddress ?? '')) return false;
  if (!isLoopbackHost(req.headers.host)) throw new Refusal('loopback_only', {});
  return true;
}
