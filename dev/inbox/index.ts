/**
 * The local inbox, which stands in for Resend on this machine. It accepts emails the way Resend's API does, keeps them in a folder, reports
 * on them with signed webhooks, and shows them to people (GET /) and programs (GET /api/messages).
 */
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { securityHeaders } from '../../http/headers.js';
import { createHttpServer } from '../../http/server.js';
import { refusalSentence } from '../../i18n/refusals.js';
import { localRefusal } from '../../platform/loopback-only.js';
import { invalid, ResendError } from './errors.js';
import { Faults } from './faults.js';
import { Mailbox } from './mailbox.js';
import { programRoutes } from './program-routes.js';
import { readerRoutes } from './reader/routes.js';
import { resendRoutes } from './resend-routes.js';
import { Suppressions } from './webhook/fates.js';
import { Deliveries, type WebhookSettings } from './webhook/deliveries.js';

export interface InboxOptions {
  /** 0 picks any free port. */
  port: number;
  /** Loopback by default, because anyone who can reach the inbox can read every email. */
  host?: string;
  /** Where emails and idempotency keys are kept across restarts. */
  dir: string;
  /** Any non-empty key is accepted when this isn't set. */
  apiKey?: string;
  webhook?: WebhookSettings;
  /** How long a request takes in "slow" mode. */
  slowMs?: number;
  now?: () => number;
  /** Decides which requests are affected by a fault's share. */
  random?: () => number;
}

export interface Inbox {
  url: string;
  close(): Promise<void>;
}

/** Longer than clients keep idle connections, so that a reused connection isn't closed under a request. */
const KEEP_ALIVE_MS = 70_000;

export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const { port, host = '127.0.0.1', dir, apiKey, webhook, slowMs = 8_000 } = options;
  const { now = Date.now, random = Math.random } = options;
  const mailbox = await Mailbox.open(dir, now);
  const faults = new Faults(random);
  const suppressions = new Suppressions();
  const closing = new AbortController();
  const { signal } = closing;
  const deliveries = webhook && new Deliveries(webhook, suppressions, signal);

  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(false));
  app.use((req, _res, next) => {
    const refusal = localRefusal(req);
    if (!refusal) return next();
    throw new ResendError(403, refusal.code, refusalSentence('api', refusal));
  });
  app.use(programRoutes(mailbox, faults));
  app.use(readerRoutes(mailbox, faults, suppressions));
  app.use(
    resendRoutes({
      mailbox,
      faults,
      suppressions,
      apiKey,
      slowMs,
      closing: signal,
      onAccepted: (mails) => deliveries?.add(mails),
    }),
  );
  app.use((req) => {
    throw new ResendError(404, 'not_found', `The inbox has no ${req.method} ${req.path}.`);
  });
  app.use(answerError);

  const server = createHttpServer({ secure: false }, app);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    await mailbox.close();
    throw error;
  }
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await mailbox.close();
    },
  };
}

// Express recognizes an error handler by its four parameters, even if some are unused.
const answerError: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  // The client disconnected in the middle of an answer.
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const refusal = refusalOf(error);
  res.status(refusal.statusCode).set(refusal.headers).json(refusal.body());
};

/** Express's own refusals (body too large, not JSON) carry a status. */
function refusalOf(error: unknown): ResendError {
  if (error instanceof ResendError) return error;
  const { status, message } = error as { status?: unknown; message?: unknown };
  if (status === 413) return new ResendError(413, 'validation_error', 'The request body is too large.');
  if (typeof status === 'number' && status < 500) return invalid(String(message));
  return new ResendError(500, 'application_error', String(message));
}
