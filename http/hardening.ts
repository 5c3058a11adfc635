/** What surrounds every response: security headers, request ids, and logs without secrets. */
import { randomUUID } from 'node:crypto';
import type { Express, RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import type { Context } from '../platform/context.js';
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
