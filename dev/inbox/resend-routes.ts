/** The part of Resend's API that Relink uses: send one email, send a batch, look one up, and take an address off the suppression list. */
import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { raw, Router, type Request, type RequestHandler, type Response } from 'express';
import { invalid, ResendError } from './errors.js';
import type { Faults } from './faults.js';
import { fingerprint, Idempotency, readKey } from './idempotency.js';
import type { MailHead, MailInput } from './mail.js';
import type { Mailbox } from './mailbox.js';
import { readBatch } from './read-batch.js';
import { readMail } from './read-mail.js';
import type { Suppressions } from './webhook/fates.js';

/** A batch is up to 100 emails, each with room for a long list of accounts. */
const MAX_BODY = '50mb';

export interface ResendOptions {
  mailbox: Mailbox;
  faults: Faults;
  suppressions: Suppressions;
  /** Any non-empty key is accepted when this isn't set. */
  apiKey?: string;
  slowMs: number;
  closing: AbortSignal;
  /** Called when emails are accepted; must not block. */
  onAccepted: (mails: MailHead[]) => void;
}

/** What a request asks for, and how it is answered once its emails have ids. */
interface Sending {
  mails: MailInput[];
  answer: (ids: string[]) => object;
}

export function resendRoutes(options: ResendOptions): Router {
  const { mailbox, suppressions, apiKey } = options;
  // Idempotency keys are shared by all endpoints.
  const idempotency = new Idempotency(mailbox);
  const router = Router();
  const body = raw({ type: () => true, limit: MAX_BODY });
  router.use('/emails', authenticated(apiKey));
  router.post('/emails', body, sending(options, idempotency, 'emails', oneMail));
  router.post(
    '/emails/batch',
    body,
    sending(options, idempotency, 'emails/batch', (given, req) => readBatch(given, req.get('x-batch-validation'))),
  );
  router.get('/emails/:id', async (req, res) => {
    const mail = await mailbox.mail(req.params.id);
    if (!mail) throw new ResendError(404, 'not_found', 'Email not found');
    const { id, from, to, cc, bcc, replyTo, subject, html, text, tags, createdAt } = mail;
    res.json({
      object: 'email',
      id,
      message_id: `<${id}@inbox.localhost>`,
      from,
      to,
      cc,
      bcc,
      reply_to: replyTo,
      subject,
      html,
      text,
      tags,
      created_at: createdAt,
      scheduled_at: null,
      last_event: suppressions.outcomeOf(mail),
    });
  });
  // By address. Without an ID of its own, an entry's ID is the address.
  router.use('/suppressions', authenticated(apiKey));
  router.delete('/suppressions/:address', (req, res) => {
    suppressions.lift(req.params.address);
    res.json({ object: 'suppression', id: req.params.address, deleted: true });
  });
  return router;
}

function oneMail(given: unknown): Sending {
  return { mails: [readMail(given)], answer: ([id]) => ({ id }) };
}

function authenticated(apiKey: string | undefined): RequestHandler {
  return (req, _res, next) => {
    const given = /^Bearer\s+(.+)$/i.exec(req.get('authorization') ?? '')?.[1];
    if (given === undefined)
      throw new ResendError(401, 'missing_api_key', 'Missing API key in the authorization header.');
    if (apiKey !== undefined && !isSameSecret(given, apiKey))
      throw new ResendError(403, 'invalid_api_key', 'API key is invalid.');
    next();
  };
}

function isSameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function sending(
  { mailbox, faults, slowMs, closing, onAccepted }: ResendOptions,
  idempotency: Idempotency,
  endpoint: string,
  read: (given: unknown, req: Request) => Sending,
): RequestHandler {
  return async (req, res) => {
    const fault = faults.next();
    if (fault === 'rate_limit')
      throw new ResendError(429, 'rate_limit_exceeded', 'Too many requests. Please wait before you try again.', {
        'retry-after': '1',
      });
    if (fault === 'error') throw new ResendError(500, 'application_error', 'An unexpected error occurred.');
    const key = readKey(req.get('idempotency-key'));
    const bytes: Buffer = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const { mails, answer } = read(parsed(bytes), req);
    const request = fingerprint(`${endpoint} ${req.get('x-batch-validation') ?? ''}`, bytes);
    await idempotency.once(key, request, async (before) => {
      let answered = before;
      if (!answered) {
        const accepted = await mailbox.accept(mails, key, request, answer);
        onAccepted(accepted.mails);
        answered = accepted.answer;
      }
      if (fault === 'slow') await sleep(slowMs, undefined, { signal: closing });
      if (fault === 'accept_then_drop') cutConnection(res);
      else res.json(answered);
    });
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid('The request body is not valid JSON.');
  }
}

/** Drops the connection: the emails are kept, but the sender gets no answer. */
function cutConnection(res: Response): void {
  res.socket?.destroy();
}
