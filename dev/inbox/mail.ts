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
  /** Those that the sender added. */
  headers?: Record<string, string>;
}

export interface Mail extends MailInput {
  id: string;
  /** RFC 3339, UTC. */
  createdAt: string;
  /** In a batch every mail has the batch's key. */
  idempotencyKey: string | null;
}

/** What stays in memory of each mail; its bodies stay on disk. */
export interface MailHead extends Omit<Mail, 'html' | 'text' | 'headers'> {
  /** Its first words: the subjects of many mails are the same. */
  preview: string;
}

const PREVIEW_LENGTH = 140;

export function headOf({ html: _html, headers: _headers, text, ...head }: Mail): MailHead {
  const words = (text ?? '')
    .slice(0, 4 * PREVIEW_LENGTH)
    .replace(/\s+/g, ' ')
    .trim();
  return { ...head, preview: words.slice(0, PREVIEW_LENGTH) };
}

/** "Dana Fox <Dana@Example.org>" and "dana@example.org" are the same mailbox. */
export function bareAddress(address: string): string {
  const bracketed = /<([^<>]*)>\s*$/.exec(address)?.[1];
  return (bracketed ?? address).trim().toLowerCase();
}
