/** The events that Resend sends for an email after accepting it. What happens at each address is in fates.ts. */
import type { MailHead } from '../mail.js';
import type { Outcome, Suppressions } from './fates.js';

export interface MailEvent {
  type: 'email.sent' | `email.${Outcome}`;
  created_at: string;
  data: object;
}

/**
 * Returns the events in the order in which they happen: one for each address that failed, whether in to, cc, or bcc. As with Resend, `to`
 * repeats the email's own To, so it doesn't tell which address an event is about.
 */
export function eventsOf(mail: MailHead, at: string, suppressions: Suppressions): MailEvent[] {
  const event = (type: MailEvent['type'], more: object = {}): MailEvent => ({
    type,
    created_at: at,
    data: {
      created_at: mail.createdAt,
      email_id: mail.id,
      message_id: `<${mail.id}@inbox.localhost>`,
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
      tags: Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])),
      ...more,
    },
  });
  // A complaint is about an email that arrived.
  const arrived = mail.to.some((address) => ['delivered', 'complained'].includes(suppressions.fateOf(address).outcome));
  return [
    event('email.sent'),
    ...(arrived ? [event('email.delivered')] : []),
    ...[...mail.to, ...mail.cc, ...mail.bcc].flatMap((address) => {
      const { outcome, detail } = suppressions.fateOf(address);
      return outcome === 'delivered' ? [] : [event(`email.${outcome}`, detail)];
    }),
  ];
}
