/** What surrounds every response: security headers, request ids, logs without secrets, and rate limits for unauthenticated callers. */
import { randomUUID } from 'node:crypto';
import type { Express, Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { pinoHttp } from 'pino-http';
import type { Context } from '../platform/context.js';
import { Refusal } from '../domain/refusal.js';
import { withoutSecrets } from '../domain/secret-urls.js';
import { securityHeaders } from './headers.js';

export function harden(app: Express, { config, log }: Context): void {
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.use(requestId);
  app.use(
    pinoHttp({
      logger: log,
      genReqId: (req) => req.id,
      customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'debug'),
      serializers: {
        req: (req: { id: unknown; method: string; url: string }) => ({
          id: req.id,
          method: req.method,
          url: withoutSecrets(req.url),
        }),
        // The error handler logs the error itself. This log entry is only about the request.
        err: () => undefined,
        res: (res: { statusCode: number }) => ({ statusCode: res.statusCode }),
      },
    }),
  );
  app.use(securityHeaders(config.publicUrl.startsWith('https:')));
}

const requestId: RequestHandler = (req, res, next) => {
  req.id = randomUUID();
  res.set('X-Request-Id', req.id);
  next();
};

/** Limits how many requests per minute one address can make without authenticating. */
export function limitUnauthenticated(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: () => {
      throw new Refusal('too_many_requests', { to: 'api' });
    },
  });
}

/** Counts a failed attempt. @throws {Refusal} `too_many_requests` after too many failures from one address */
export async function countFailure(limiter: RequestHandler, req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    void limiter(req, req.res!, (error?: unknown) => (error ? reject(error) : resolve()));
  });
}
