/** Prometheus metrics for the process, for requests, and for what is waiting in the database (read on each scrape). */
import type { Request, RequestHandler, Response } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../platform/context.js';
import { Refusal } from '../domain/refusal.js';
import { isLoopbackHost } from '../platform/loopback-only.js';
import { GAUGES, readGauge } from '../services/operations/gauges.js';
import { countApplicationTroubles } from '../services/troubles/application-troubles.js';

export interface Metrics {
  /** Labels each request with its route, never with its URL. */
  measure: RequestHandler;
  answer(req: Request, res: Response): Promise<void>;
}

export function createMetrics({ db, log }: Context): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'relink_http_request_seconds',
    help: 'How long requests took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 40],
    registers: [registry],
  });
  const gauges = GAUGES.map((shown) => ({
    shown,
    gauge: new Gauge({ name: shown.name, help: shown.help, registers: [registry] }),
  }));
  const troubles = new Counter({
    name: 'relink_network_application_trouble',
    help: 'How often a network refused our own app: its client, plan, access, or API version',
    labelNames: ['provider', 'code'],
    registers: [registry],
  });
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
        for (const { shown, gauge } of gauges) gauge.set(await readGauge(db, shown));
        // The worker sees most of them, so the count is in the database, as for the gauges.
        const counted = await countApplicationTroubles(db);
        troubles.reset();
        for (const { provider, code, n } of counted) troubles.inc({ provider, code }, n);
      } catch (error) {
        // The process's own metrics are sent anyway.
        log.warn({ error }, 'could not read the database for metrics');
      }
      res.type(registry.contentType).send(await registry.metrics());
    },
  };
}

/**
 * Returns whether a request comes from this machine, because only this machine can read metrics on the main port. Requests forwarded
 * by a proxy don't count.
 * @throws {Refusal} `loopback_only` if the host name isn't a loopback name: a page in this machine's browser can make its own host
 * name resolve to this machine (DNS rebinding)
 */
export function isLocal(req: Request): boolean {
  if (req.headers['x-forwarded-for'] !== undefined || req.headers.forwarded !== undefined) return false;
  if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(req.socket.remoteAddress ?? '')) return false;
  if (!isLoopbackHost(req.headers.host)) throw new Refusal('loopback_only', {});
  return true;
}
