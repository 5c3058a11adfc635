/** RFC 9457 problem documents, how errors become them, and the API's only error handler. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { Refusal, type RefusalCode, type RefusalData } from '../domain/refusal.js';
import type { TransferProblem } from '../domain/transfers.js';
import { isBusy } from '../platform/database-errors.js';
import { TooLargeError } from '../platform/threads.js';
import { fieldSentence, refusalSentence, transferProblemSentence, type Reader } from '../i18n/refusals.js';
import { MAX_PROBLEMS } from '../services/input/validate.js';
import { statusOf } from './status.js';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  [member: string]: unknown;
}

/** Composes the document in English for programs, or in a person's language, because scripts on Relink's own pages show it. */
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

/** Turns "json_too_deep" into "JSON too deep". */
function titleOf(code: RefusalCode): string {
  const words = code.replaceAll('_', ' ').replaceAll(/\b(api|json)\b/g, (name) => name.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Returns the parameters, with a sentence for each item where the document lists several. */
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
        problems: problems
          .slice(0, MAX_PROBLEMS)
          .map((one) => ({ ...one, message: transferProblemSentence(reader, one) })),
        accountIds: idsOf('account'),
        parentProfileIds: idsOf('parent_profile'),
      };
    }
    case 'bad_signature':
      // RFC 8935 defines its own members.
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

/** Refusals for what the body and URL parsers reject. Their errors have a status and a type. */
const PARSER_REFUSALS: Partial<Record<string, RefusalData>> = {
  'entity.parse.failed': { code: 'malformed_json', params: {} },
  'encoding.unsupported': { code: 'unsupported_media_type', params: { wrong: 'encoding' } },
  'charset.unsupported': { code: 'unsupported_media_type', params: { wrong: 'charset' } },
  'request.aborted': { code: 'body_incomplete', params: { why: 'ended_early' } },
  'request.size.invalid': { code: 'body_incomplete', params: { why: 'wrong_length' } },
};

/** Who gets the response: programs, or people on a page. */
type Client = 'api' | 'page';

/** Returns null if the error isn't a parser's, here or in a thread. */
function parserRefusal(error: unknown, to: Client): Refusal | null {
  if (error instanceof TooLargeError) return new Refusal('body_too_large', { to });
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  if (status === 413) return new Refusal('body_too_large', { to });
  const { code, params } = PARSER_REFUSALS[String(type)] ?? { code: 'bad_request', params: {} };
  return new Refusal(code, params);
}

/** Seconds to wait before retrying when the database is unavailable, or every thread is busy. */
const RETRY_AFTER = '2';

/** Seconds after which there may be room for another stream, or another call that waits. */
const RETRY_WAITING_AFTER = '30';

/** Determines what the caller is told about an error. Any error that isn't a refusal is Relink's own: it is logged but not disclosed. */
export function refusalFor(
  error: unknown,
  { req, res, log, to }: { req: Request; res: Response; log: Logger; to: Client },
) {
  const refusal = error instanceof Refusal ? error : parserRefusal(error, to);
  if (refusal?.code === 'temporarily_unavailable') res.set('Retry-After', RETRY_AFTER);
  if (refusal?.code === 'too_many_streams') res.set('Retry-After', RETRY_WAITING_AFTER);
  if (refusal) return refusal;
  const requestId = requestIdOf(req);
  if (isBusy(error)) {
    log.warn({ error, requestId, to }, 'a request failed because the database didn’t respond');
    res.set('Retry-After', RETRY_AFTER);
    return new Refusal('temporarily_unavailable', {});
  }
  log.error({ error, requestId, to }, 'a request failed');
  return new Refusal('internal_error', { requestId });
}

export function errorHandler(log: Logger): ErrorRequestHandler {
  // Express recognizes an error handler by its four parameters.
  return (error: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) return next(error);
    const refusal = refusalFor(error, { req, res, log, to: 'api' });
    if (statusOf(refusal) === 401) res.set('WWW-Authenticate', 'Bearer');
    sendProblem(res, problemOf(refusal));
  };
}

/** The id is set by hardening.ts, where the types include it. */
const requestIdOf = ({ id }: Request & { id?: unknown }) => (typeof id === 'string' ? id : undefined);
