/** `POST /webhooks/resend`: delivery events. */
import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import type { Context } from '../../platform/context.js';
import { recordMailEvent, type MailEvent } from '../../services/mail/delivery-events.js';
import { isPermanentBounce } from '../../domain/recipients.js';
import { Refusal } from '../../domain/refusal.js';
import { EMAIL_TAG } from '../../emails/provider.js';
import { MAX_BODY_BYTES } from '../../http/body-limits.js';
import { countFailure } from '../../http/caller-limits.js';
import { verifySvix } from './svix.js';

/** How much of a provider's message is kept: as much as a timeline shows. */
const MAX_WORDS = 500;

/**
 * Lenient, because the provider may add fields and change their shape, and an event that is ignored is a dead address that no one hears
 * of. Fields that aren't listed here aren't needed.
 */
const Event = z.looseObject({
  type: z.string(),
  created_at: z.unknown().optional(),
  data: z
    .looseObject({
      created_at: z.unknown().optional(),
      email_id: z.string().max(200).optional().catch(undefined),
      to: z.unknown().optional(),
      tags: z
        .union([
          z.record(z.string(), z.unknown()),
          z
            .array(z.looseObject({ name: z.string(), value: z.unknown() }))
            .transform((tags) => Object.fromEntries(tags.map(({ name, value }) => [name, value]))),
        ])
        .optional(),
      recipient: z.unknown().optional(),
      recipients: z.unknown().optional(),
      bounce: z.record(z.string(), z.unknown()).optional().catch(undefined),
      complaint: z.record(z.string(), z.unknown()).optional().catch(undefined),
      failed: z.record(z.string(), z.unknown()).optional().catch(undefined),
      suppressed: z.record(z.string(), z.unknown()).optional().catch(undefined),
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

export const readRaw: RequestHandler = express.raw({ type: () => true, limit: MAX_BODY_BYTES });

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
  const { bounce, complaint, failed, suppressed } = data;
  const detail = words({ ...bounce, ...failed, ...suppressed });
  const said = collect({ bounce, complaint, failed, suppressed });
  return {
    eventId,
    emailId,
    providerId: data.email_id && /^[\x21-\x7e]+$/.test(data.email_id) ? data.email_id : null,
    delivery: DELIVERIES[type] ?? null,
    at: timeOf(createdAt) ?? new Date(),
    sentAt: timeOf(data.created_at),
    to: addressesIn(data.to),
    named: [...said.named, ...addressesIn([data.recipient, data.recipients])],
    texts: said.texts,
    permanent: type !== 'email.bounced' || isPermanentBounce(bounce?.type),
    detail,
  };
}

/** Keeps what is said in words. `diagnosticCode` is a list: the replies of the recipient's mail servers. */
function words(said: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => {
      const text = Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(' ') : value;
      return typeof text === 'string' && text !== ''
        ? [[key.slice(0, 50), text.replaceAll('\0', '').slice(0, MAX_WORDS)]]
        : [];
    }),
  );
}

/** Fields that exist to name a recipient, for example `recipient`, `bouncedRecipients`, and `emailAddress`. */
const NAMING = /recipient|^(email|address|email_?address|to)$/i;
/** Deeper nesting and longer lists than the provider's aren't read. */
const [DEPTH, LENGTH] = [5, 100];

/** Collects every text in what the provider says, apart from those in fields that name a recipient. */
function collect(said: unknown, depth = 0): { named: string[]; texts: string[] } {
  if (typeof said === 'string') return { named: [], texts: [said] };
  if (typeof said !== 'object' || said === null || depth > DEPTH) return { named: [], texts: [] };
  const found: { named: string[]; texts: string[] } = { named: [], texts: [] };
  for (const [key, value] of Object.entries(said).slice(0, LENGTH)) {
    const inner = collect(value, depth + 1);
    const names = NAMING.test(key);
    found.named.push(...inner.named, ...(names ? inner.texts : []));
    found.texts.push(...(names ? [] : inner.texts));
  }
  return found;
}

/** Collects the texts of a field for addresses: one, a list, or objects with a name and an address. */
function addressesIn(field: unknown): string[] {
  const { named, texts } = collect(field);
  return [...named, ...texts];
}

function timeOf(text: unknown): Date | null {
  const at = new Date(typeof text === 'string' ? text : '');
  const year = at.getUTCFullYear();
  return year > 2000 && year < 2200 ? at : null;
}
