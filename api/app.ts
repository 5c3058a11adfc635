/** Relink's HTTP server: the API, webhooks, health checks, and the pages passed in. */
import express, { type Express, type Request } from 'express';
import type { Context } from '../platform/context.js';
import { notFound, Refusal } from '../domain/refusal.js';
import { accountRoutes } from './accounts.js';
import { apiKeyRoutes } from './api-keys.js';
import { archiveRoutes } from './archive.js';
import { captureRoutes } from './capture.js';
import { streamSlots } from './stream-slots.js';
import { surgeHoldRoutes } from './surge-holds.js';
import { changeRoutes } from './changes.js';
import { importRoutes } from './imports.js';
import { invitationRoutes } from './invitations.js';
import { personalizedLinkRoutes } from './personalized-links.js';
import { authenticate, type ResolveSession } from '../http/auth.js';
import { dashboardRoutes } from './dashboard.js';
import { liveEvents } from './events.js';
import { disconnectRoutes } from './disconnects.js';
import { DOCS_STYLE, docsPage } from './openapi/docs.js';
import { gapRoutes } from './gaps.js';
import { countFailure, limitCallers } from '../http/caller-limits.js';
import { harden } from '../http/hardening.js';
import { securityHeaders } from '../http/headers.js';
import { healthChecks } from './health.js';
import { createMetrics, isLocal } from './metrics.js';
import { mount } from '../http/mount.js';
import { openApiDocument } from './openapi/openapi.js';
import { parentProfileRoutes } from './parent-profiles.js';
import { errorHandler } from '../http/problem.js';
import { reconnectRoutes } from './reconnect.js';
import { reportRoutes } from './reports.js';
import type { Route } from '../http/route.js';
import { statusOf } from '../http/status.js';
import { tokenCheckRoutes } from './token-checks.js';
import { transferRoutes } from './transfers.js';
import { userRoutes } from './users.js';
import { mountWebhooks } from './webhooks/webhooks.js';

export const ROUTES: readonly Route[] = [
  ...reportRoutes,
  ...disconnectRoutes,
  ...surgeHoldRoutes,
  ...tokenCheckRoutes,
  ...accountRoutes,
  ...parentProfileRoutes,
  ...reconnectRoutes,
  ...captureRoutes,
  ...userRoutes,
  ...personalizedLinkRoutes,
  ...invitationRoutes,
  ...importRoutes,
  ...transferRoutes,
  ...archiveRoutes,
  ...apiKeyRoutes,
  ...changeRoutes,
  ...dashboardRoutes,
  ...gapRoutes,
];

export interface AppOptions {
  /** Mounts the web pages. */
  pages?: (app: Express) => void;
  /** Returns who is signed in, or null. */
  resolveSession?: ResolveSession;
  /** Additional API routes. */
  routes?: readonly Route[];
}

export interface App {
  express: Express;
  /** Prometheus metrics, for a separate port. On the main port, only this machine can read them. */
  metrics: Express;
  /** Ends waiting calls, so the server can stop. */
  close(): Promise<void>;
}

/** Failed authentications allowed per minute from one address. Guessing is hopeless anyway; the limit keeps the log readable. */
const FAILURES_PER_MINUTE = 3000;
const UNAUTHENTICATED_PER_MINUTE = 600;

export function createApp(context: Context, options: AppOptions = {}): App {
  const { config, log } = context;
  const app = express();
  const closing = new AbortController();
  const health = healthChecks(context);
  const metrics = createMetrics(context);
  const perMinute = (name: string, max: number) =>
    limitCallers(context, { name, max, periodMs: 60_000 }, { to: 'api' });
  const failures = perMinute('failures', FAILURES_PER_MINUTE);
  const unauthenticated = perMinute('unauthenticated', UNAUTHENTICATED_PER_MINUTE);
  const routes = [...ROUTES, ...(options.routes ?? [])];
  const document = openApiDocument(routes, config.publicUrl);

  harden(app, context);
  app.use(metrics.measure);
  app.get('/healthz', (_req, res) => void res.json({ alive: true }));
  app.get('/readyz', async (_req, res) => {
    const readiness = await health.check();
    res.status(readiness.ready ? 200 : 503).json(readiness);
  });
  if (config.metricsPort === undefined)
    app.get('/metrics', (req, res, next) => (isLocal(req) ? metrics.answer(req, res) : next()));
  app.get('/openapi.json', unauthenticated, (_req, res) => void res.json(document));
  app.get('/docs', unauthenticated, (_req, res) => void res.type('html').send(docsPage(routes, document)));
  app.get('/docs.css', unauthenticated, (_req, res) => void res.type('css').send(DOCS_STYLE));
  const authenticated = (req: Request, recent?: { recently: boolean }) =>
    countFailures(failures, req, () => authenticate(context, req, options.resolveSession, recent));
  const slots = streamSlots(context);
  const live = liveEvents(context, (req) => authenticated(req), slots);
  app.get('/v1/events', live.handler);
  mount(app, routes, { context, closing: closing.signal, authenticate: authenticated, takePlace: slots.take });
  mountWebhooks(app, context, failures);
  options.pages?.(app);
  app.use(() => {
    throw notFound('address');
  });
  app.use(errorHandler(log));

  const metricsApp = express();
  metricsApp.disable('x-powered-by');
  metricsApp.use(securityHeaders(config.publicUrl.startsWith('https:')));
  metricsApp.get('/metrics', (req, res) => metrics.answer(req, res));
  metricsApp.use((_req, res) => void res.status(404).type('text').send('Not found'));
  return {
    express: app,
    metrics: metricsApp,
    async close() {
      closing.abort();
      await live.close();
      await slots.close();
      await health.close();
    },
  };
}

async function countFailures<T>(limiter: express.RequestHandler, req: Request, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && statusOf(error) === 401) await countFailure(limiter, req);
    throw error;
  }
}
