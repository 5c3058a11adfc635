/** RFC 9457 problem documents, and the one error handler of the API. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { isTransient } from '../db/client.js';
import { Refusal } from '../domain/refusal.js';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  [member: string]: unknown;
}

export function problem(status: number, code: string, detail: string, extra: Record<string, unknown> = {}): Problem {
  const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
  return { type: `urn:relink:problem:${code}`, title, status, detail, code, ...extra };
}

export const problemOf = ({ status, code, message, extra }: Refusal): Problem => problem(status, code, message, extra);

export function sendProblem(res: Response, document: Problem): void {
  res.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}

/** What the parsers of bodies and URLs refuse; their errors carry a status and a type. */
const PARSER_REFUSALS: Record<string, [code: string, detail: string]> = {
  'entity.too.large': ['body_too_large', 'The body is larger than this call takes. Send it in several requests.'],
  'entity.parse.failed': ['malformed_json', 'The body is not JSON. Look for a missing quote, comma or bracket.'],
  'encoding.unsupported': ['unsupported_media_type', 'Send the body with Content-Encoding gzip, deflate, br or none.'],
  'charset.unsupported': ['unsupported_media_type', 'Send the body as UTF-8.'],
  'request.aborted': ['body_incomplete', 'The body ended early. Send the request again.'],
  'request.size.invalid': [
    'body_incomplete',
    'The body is not as long as Content-Length says. Send the request again.',
  ],
};

/** Seconds after which it is worth to try again when the database is away. */
const RETRY_AFTER = '2';

export function errorHandler(log: Logger): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof Refusal) {
      if (error.status === 401) res.set('WWW-Authenticate', 'Bearer');
      return sendProblem(res, problemOf(error));
    }
    if (isTransient(error) || isStatementTimeout(error)) {
      log.warn({ error, requestId: requestIdOf(req) }, 'the database did not answer a request');
      res.set('Retry-After', RETRY_AFTER);
      return sendProblem(res, problem(503, 'temporarily_unavailable', 'Relink is busy or restarting. Try again soon.'));
    }
    const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const [code, detail] = PARSER_REFUSALS[String(type)] ?? ['bad_request', 'The request is malformed.'];
      return sendProblem(res, problem(status, code, detail));
    }
    log.error({ error, requestId: requestIdOf(req) }, 'a request failed');
    const detail = 'Something went wrong in Relink. The operator finds it in the log by the request id.';
    sendProblem(res, problem(500, 'internal_error', detail, { requestId: requestIdOf(req) }));
  };
}

/** Set by hardening.ts, whose types know it. */
const requestIdOf = (req: Request & { id?: unknown }) => req.id;

function isStatementTimeout(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return (cause as { code?: unknown } | null)?.code === '57014';
}
