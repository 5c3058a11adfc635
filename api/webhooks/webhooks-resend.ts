/** `POST /webhooks/resend`: delivery events. */
import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import type { Context } from '../../platform/context.js';
import { recordMailEvent, type MailEvent } from '../../services/mail/delivery-events.js';
import { Refusal } from '../../domain/refusal.js';
import { EMAIL_TAG } from '../../emails/provider.js';
import { countFailure } from '../../http/hardening.js';
import { verifySvix } from './svix.js';

const MAX_BYTES = 1_000_000;
/** How much of a provider's message is kept: as much as a timeline shows. */
const MAX_WORDS = 500;

/** Lenient, because the provider may add fields. Fields that aren't listed here aren't needed. */
const Event = z.looseObject({
  type: z.string(),
  created_at: z.string().optional(),
  data: z
    .looseObject({
      email_id: z.string().max(200).optional(),
      to: z.union([z.array(z.string()), z.string().transform((to) => [to])]).optional(),
      tags: z
        .union([
          z.record(z.string(), z.unknown()),
          z
            .array(z.looseObject({ name: z.string(), value: z.unknown() }))
            .transform((tags) => Object.fromEntries(tags.map(({ name, value }) => [name, value]))),
        ])
        .optional(),
      bounce: z.record(z.string(), z.unknown()).optional(),
      failed: z.record(z.string(), z.unknown()).optional(),
      suppressed: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
type Event = z.output<typeof Event>;

/** What each event says about the email. Other event types are ignored. */
const DELIVERIES: Record<string, MailEvent['delivery']> = {
  'email.sent': null,
  'email.opened': null,
  'email.clicked': null,
  'email.delivered': 'delivered',
  'email.delivery_delayed': 'delayed',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
  'email.suppressed': 'suppressed',
  'email.failed': 'failed',
};

export const readRaw: RequestHandler = express.raw({ type: () => true, limit: MAX_BYTES });

export function resendWebhook(context: Context, failures: RequestHandler): RequestHandler {
  const { webhookSecret } = context.config.mail;
  return async (req, res) => {
    const headers = {
      id: req.get('svix-id'),
      timestamp: req.get('svix-timestamp'),
      signature: req.get('svix-signature'),
    };
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const eventId = webhookSecret ? verifySvix(webhookSecret, headers, body, new Date()) : null;
    if (eventId === null) {
      await countFailure(failures, req);
      throw new Refusal('bad_signature', { from: 'resend' });
    }
    const event = parse(body);
    const mailEvent = event && toMailEvent(eventId, event);
    if (mailEvent) await recordMailEvent(context, mailEvent);
    res.status(204).end();
  };
}

/** Returns null for an unexpected body. Its signature is valid, so it comes from the provider, but it isn't an event for Relink. */
function parse(body: Buffer): Event | null {
  try {
    return Event.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function toMailEvent(eventId: string, { type, created_at: createdAt, data }: Event): MailEvent | null {
  const emailId = data?.tags?.[EMAIL_TAG];
  if (!data || typeof emailId !== 'string' || !/^[\w-]{1,64}$/.test(emailId) || !Object.hasOwn(DELIVERIES, type))
    return null;
  const detail = extractDetails({ ...data.bounce, ...data.failed, ...data.suppressed });
  return {
    eventId,
    emailId,
    providerId: data.email_id && /^[\x21-\x7e]+$/.test(data.email_id) ? data.email_id : null,
    delivery: DELIVERIES[type] ?? null,
    at: timeOf(createdAt),
    addresses: data.to ?? [],
    soft: type === 'email.bounced' && detail.type === 'Transient',
    detail,
  };
}

function extractDetails(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key.slice(0, 50), value.replaceAll('\0', '').slice(0, MAX_WORDS)]] : [],
    ),
  );
}

function timeOf(text: string | undefined): Date {
  const at = new Date(text ?? '');
  const year = at.getUTCFullYear();
  return year > 2000 && year < 2200 ? at : new Date();
}
