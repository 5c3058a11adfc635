/** A mail, as it is kept and as programs read it. */

export interface Tag {
  name: string;
  value: string;
}

/** What a sender gave, checked. */
export interface MailInput {
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  tags: Tag[];
}

export interface Mail extends MailInput {
  id: string;
  /** RFC 3339, UTC. */
  createdAt: string;
  /** In a batch every mail has the batch's key. */
  idempotencyKey: string | null;
}

/** What stays in memory of each mail; its bodies stay on disk. */
export type MailHead = Omit<Mail, 'html' | 'text'>;

export function headOf({ html: _html, text: _text, ...head }: Mail): MailHead {
  return head;
}

/** "Dana Fox <Dana@Example.org>" and "dana@example.org" are the same mailbox. */
export function bareAddress(address: string): string {
  const bracketed = /<([^<>]*)>\s*$/.exec(address)?.[1];
  return (bracketed ?? address).trim().toLowerCase();
}
