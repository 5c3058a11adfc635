/**
 * Makes HTTP servers. Node answers some requests before any handler sees them: those that it can't read, that take too long, or that
 * expect what it can't do. "Headers are the same on all answers", so these are answered here, with the same headers and a problem document.
 */
import { randomUUID } from 'node:crypto';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal, type RefusalData } from '../domain/refusal.js';
import { securityHeaders, securityHeadersFor } from './headers.js';
import { problemOf } from './problem.js';

export interface HttpServerOptions extends Omit<ServerOptions, 'requireHostHeader'> {
  /** Whether people reach the server over HTTPS. */
  secure: boolean;
}

export function createHttpServer({ secure, ...options }: HttpServerOptions, handler: RequestListener): Server {
  const setHeaders = securityHeaders(secure);
  const headers = securityHeadersFor(secure);
  /** The answers that haven't been sent completely, which nothing may be written into. A client can send requests ahead. */
  const underWay = new WeakMap<Duplex, Set<ServerResponse>>();

  /** Refuses a request that was read, but that no handler gets. */
  const refuse = (req: IncomingMessage, res: ServerResponse, refusal: RefusalData) =>
    setHeaders(req, res, () => {
      const { status, body, headers } = answerTo(refusal);
      res.writeHead(status, headers).end(body);
    });

  const server = createServer({ ...options, requireHostHeader: false }, (req, res) => {
    if (hasBadHost(req)) return refuse(req, res, { code: 'bad_request', params: {} });
    const answers = underWay.get(req.socket) ?? new Set();
    underWay.set(req.socket, answers.add(res));
    res.once('close', () => answers.delete(res));
    handler(req, res);
  });
  server.on('checkExpectation', (req, res) => refuse(req, res, { code: 'expectation_failed', params: {} }));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answers = [...(underWay.get(socket) ?? [])];
    // Of an answer that has begun, or that is for an earlier request, a second one would look like a part.
    if (answers.some(({ headersSent, req }) => headersSent || req.complete)) socket.destroy();
    else endWith(socket, READING_PROBLEMS[error.code ?? ''] ?? { code: 'bad_request', params: {} }, headers);
  });
  // Without this, Node closes the connection without a word.
  server.on('connect', (_req, socket) => {
    // Node gives the socket away, and its own handlers with it. An error that nobody handles would end the process.
    socket.on('error', () => socket.destroy());
    endWith(socket, { code: 'bad_request', params: {} }, headers);
  });
  return server;
}

/**
 * RFC 9112 requires the refusal of no host and of several. Node itself would refuse only the first, without our headers. Of several, it keeps
 * one, and what is in front of it may go by another.
 */
function hasBadHost({ httpVersion, rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (/^host$/i.test(rawHeaders[i]!)) hosts += 1;
  return hosts > 1 || (hosts === 0 && httpVersion === '1.1');
}

/** By Node's codes of errors. Any other means that the request is malformed. */
const READING_PROBLEMS: Partial<Record<string, RefusalData>> = {
  HPE_HEADER_OVERFLOW: { code: 'headers_too_large', params: {} },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { code: 'body_too_large', params: { to: 'api' } },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request_timeout', params: {} },
};

/** How long a client has to read its answer. If the connection closed at once, what it is still sending would make it lose the answer. */
const LINGER_MS = 1000;

const ended = new WeakSet<Duplex>();

/** Answers on a connection of which no request can be read, and closes it. Node reports every further piece of the request, too. */
function endWith(socket: Duplex, refusal: RefusalData, headers: OutgoingHttpHeaders): void {
  if (ended.has(socket) || !socket.writable) return;
  ended.add(socket);
  const { status, body, headers: own } = answerTo(refusal);
  const lines = Object.entries({ ...headers, ...own, Date: new Date().toUTCString() }).map(
    ([name, value]) => `${name}: ${String(value)}\r\n`,
  );
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  socket.resume();
  const close = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(close));
}

function answerTo({ code, params }: RefusalData) {
  const document = problemOf(new Refusal(code, params));
  const body = JSON.stringify(document);
  const headers = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': randomUUID(),
    Connection: 'close',
  };
  return { status: document.status, body, headers };
}
