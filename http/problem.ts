/** RFC 9457 problem documents, what becomes of an error, and the one error handler of the API. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { Refusal, type RefusalCode, type RefusalData } from '../domain/refusal.js';
import type { TransferProblem } from '../domain/transfers.js';
import { isBusy } from '../platform/database-errors.js';
import { fieldSentence, refusalSentence, transferProblemSentence, type Reader } from '../i18n/refusals.js';
import { statusOf } from './status.js';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  [member: string]: unknown;
}

/** In English for programs; the scripts of our own pages show it to a person, in their language. */
export function problemOf(refusal: Refusal, reader: Reader = 'api'): Problem {
  const { code } = refusal;
  return {
    type: `urn:relink:problem:${code}`,
    title: titleOf(code),
    status: statusOf(refusal),
    detail: refusalSentence(reader, refusal),
    code,
    ...membersOf(refusal, reader),
  };
}

/** "json_too_deep" is "JSON too deep". */
function titleOf(code: RefusalCode): string {
  const words = code.replaceAll('_', ' ').replaceAll(/\b(api|json)\b/g, (name) => name.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The parameters, and sentences where the document has them for each of many. */
function membersOf(refusal: Refusal, reader: Reader): object {
  switch (refusal.code) {
    case 'invalid_request':
    case 'series_settings': {
      const { errors } = refusal.params;
      return { errors: errors.map((one) => ({ path: one.path, message: fieldSentence(reader, one), code: one.code })) };
    }
    case 'import_invalid': {
      const { errors } = refusal.params;
      return {
        errors: errors.map((one) => ({ line: one.line, field: one.field, message: fieldSentence(reader, one) })),
      };
    }
    case 'transfer_impossible':
    case 'transfer_invalid': {
      const { problems } = refusal.params;
      const idsOf = (kind: TransferProblem['kind']) => problems.filter((one) => one.kind === kind).map(({ id }) => id);
      return {
        problems: problems.map((one) => ({ ...one, message: transferProblemSentence(reader, one) })),
        accountIds: idsOf('account'),
        parentProfileIds: idsOf('parent_profile'),
      };
    }
    case 'bad_signature':
      // RFC 8935 has members of its own.
      return refusal.params.from === 'google'
        ? { err: refusal.params.err, description: refusalSentence(reader, refusal) }
        : {};
    default:
      return refusal.params;
  }
}

export function sendProblem(res: Response, document: Problem): void {
  res.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}

/** What the parsers of bodies and URLs refuse; their errors carry a status and a type. */
const PARSER_REFUSALS: Partial<Record<string, RefusalData>> = {
  'entity.parse.failed': { code: 'malformed_json', params: {} },
  'encoding.unsupported': { code: 'unsupported_media_type', params: { wrong: 'encoding' } },
  'charset.unsupported': { code: 'unsupported_media_type', params: { wrong: 'charset' } },
  'request.aborted': { code: 'body_incomplete', params: { why: 'ended_early' } },
  'request.size.invalid': { code: 'body_incomplete', params: { why: 'wrong_length' } },
};

/** Who is answered: programs, or people at a page. */
type Asker = 'api' | 'page';

/** Null: the error is not of a parser. */
function parserRefusal(error: unknown, to: Asker): Refusal | null {
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  if (status === 413) return new Refusal('body_too_large', { to });
  const { code, params } = PARSER_REFUSALS[String(type)] ?? { code: 'bad_request', params: {} };
  return new Refusal(code, params);
}

/** Seconds after which it is worth to try again when the database is away. */
const RETRY_AFTER = '2';

/** What whoever asked is told of an error. What is no refusal is ours: it is logged, and tells nothing of the inside. */
export function refusalFor(
  error: unknown,
  { req, res, log, to }: { req: Request; res: Response; log: Logger; to: Asker },
) {
  const refusal = error instanceof Refusal ? error : parserRefusal(error, to);
  if (refusal) return refusal;
  const requestId = requestIdOf(req);
  if (isBusy(error)) {
    log.warn({ error, requestId, to }, 'a request failed because the database did not answer');
    res.set('Retry-After', RETRY_AFTER);
    return new Refusal('temporarily_unavailable', {});
  }
  log.error({ error, requestId, to }, 'a request failed');
  return new Refusal('internal_error', { requestId });
}

export function errorHandler(log: Logger): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) return next(error);
    const refusal = refusalFor(error, { req, res, log, to: 'api' });
    if (statusOf(refusal) === 401) res.set('WWW-Authenticate', 'Bearer');
    sendProblem(res, problemOf(refusal));
  };
}

/** Set by hardening.ts, whose types know it. */
const requestIdOf = ({ id }: Request & { id?: unknown }) => (typeof id === 'string' ? id : undefined);
