/** What surrounds every response: security headers, request ids, and logs without secrets. */
import { randomUUID } from 'node:crypto';
import type { Express, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Context } from '../platform/context.js';
import { withoutSecrets } from '../domain/secret-urls.js';
import { securityHeaders } from './headers.js';

declare module 'node:http' {
  interface IncomingMessage {
    /** The answer's `X-Request-Id`, for logs. */
    id: string;
  }
}

export function harden(app: Express, { config, log }: Context): void {
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  // No answer is stored anywhere, so none needs a digest of its body.
  app.set('etag', false);
  app.use(requestId);
  app.use(logRequests(log));
  app.use(securityHeaders(config.publicUrl.startsWith('https:')));
}

const requestId: RequestHandler = (req, res, next) => {
  req.id = randomUUID();
  res.set('X-Request-Id', req.id);
  next();
};

/** Logs each request when its answer has been sent, or when the client is gone. The error handler logs the errors themselves. */
function logRequests(log: Logger): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const level = res.statusCode >= 500 ? 'error' : 'debug';
      if (!log.isLevelEnabled(level)) return;
      log[level](
        {
          req: { id: req.id, method: req.method, url: withoutSecrets(req.originalUrl) },
          res: { statusCode: res.statusCode },
          responseTime: Math.round(performance.now() - startedAt),
        },
        res.writableFinished ? 'request completed' : 'request aborted',
      );
    });
    next();
  };
}
