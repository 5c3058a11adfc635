/**
 * The events that Resend sends for an email after accepting it. Here the address decides the outcome: `bounce…@`, `complain…@`,
 * `suppress…@`, or anything else, which is delivered.
 */
import { bareAddress, type MailHead } from '../mail.js';

export type Outcome = 'delivered' | 'bounced' | 'complained' | 'suppressed';

export interface MailEvent {
  type: 'email.sent' | `email.${Outcome}`;
  created_at: string;
  data: object;
}

function outcomeAt(address: string): Outcome {
  const [local = ''] = bareAddress(address).split('@');
  if (local.startsWith('bounce')) return 'bounced';
  if (local.startsWith('complain')) return 'complained';
  return local.startsWith('suppress') ? 'suppressed' : 'delivered';
}

/** The outcome of the email as a whole, which is that of its first recipient. */
export function outcomeOf(mail: Pick<MailHead, 'to'>): Outcome {
  return outcomeAt(mail.to[0] ?? '');
}

/**
 * Returns the events in the order in which they happen. A failure is reported for the one address that failed, whether in to, cc, or bcc.
 */
export function eventsOf(mail: MailHead, at: string): MailEvent[] {
  const event = (type: MailEvent['type'], to: string[], more: object = {}): MailEvent => ({
    type,
    created_at: at,
    data: {
      created_at: mail.createdAt,
      email_id: mail.id,
      message_id: `<${mail.id}@inbox.localhost>`,
      from: mail.from,
      to,
      subject: mail.subject,
      tags: Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])),
      ...more,
    },
  });
  // A complaint is about an email that arrived.
  const arrived = mail.to.filter((address) => ['delivered', 'complained'].includes(outcomeAt(address)));
  return [
    event('email.sent', mail.to),
    ...(arrived.length > 0 ? [event('email.delivered', arrived)] : []),
    ...[...mail.to, ...mail.cc, ...mail.bcc].flatMap((address) => {
      const fate = outcomeAt(address);
      return fate === 'delivered' ? [] : [event(`email.${fate}`, [address], detail(fate, bareAddress(address)))];
    }),
  ];
}

function detail(fate: Exclude<Outcome, 'delivered'>, address: string): object {
  switch (fate) {
    case 'bounced':
      return {
        bounce: {
          message: `The recipient's mail server rejected ${address}: 550 5.1.1 no such mailbox.`,
          type: 'Permanent',
          subType: 'General',
        },
      };
    case 'suppressed':
      return {
        suppressed: {
          message: `Not sent to ${address}: it is on the account-level suppression list.`,
          type: 'OnAccountSuppressionList',
        },
      };
    default:
      return {};
  }
}
