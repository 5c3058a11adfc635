/** Events of the email provider about emails that were sent, as its webhook reports them. */
import { randomUUID } from 'node:crypto';
import type { emails } from '../../db/schema.js';
import { recordMailEvent, type MailEvent } from '../../services/mail/delivery-events.js';
import type { World } from './world.js';

type Email = typeof emails.$inferSelect;

/** Records an event about an email. As with Resend, `to` is the email's own To. */
export async function hear(
  { context }: Pick<World, 'context'>,
  email: Email,
  delivery: NonNullable<MailEvent['delivery']>,
  more: Partial<MailEvent> = {},
): Promise<void> {
  await recordMailEvent(context, {
    eventId: randomUUID(),
    emailId: email.id,
    providerId: 're_1',
    delivery,
    at: new Date(),
    sentAt: null,
    to: [email.toAddress!],
    named: [],
    texts: [],
    permanent: delivery !== 'delivered' && delivery !== 'delayed' && delivery !== 'failed',
    detail: {},
    ...more,
  });
}
