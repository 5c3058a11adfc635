/** An email as it is stored and as programs read it. */

export interface Tag {
  name: string;
  value: string;
}

/** What a sender submitted, validated. */
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
  /** Headers that the sender added. */
  headers?: Record<string, string>;
}

export interface Mail extends MailInput {
  id: string;
  /** RFC 3339, UTC. */
  createdAt: string;
  /** Every email in a batch has the batch's key. */
  idempotencyKey: string | null;
}

/** The part of each email that stays in memory; bodies stay on disk. */
export interface MailHead extends Omit<Mail, 'html' | 'text' | 'headers'> {
  /** The first words of the body, because many emails have the same subject. */
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

/** Normalizes an address: "Dana Fox <Dana@Example.org>" and "dana@example.org" are the same mailbox. */
export function bareAddress(address: string): string {
  const bracketed = /<([^<>]*)>\s*$/.exec(address)?.[1];
  return (bracketed ?? address).trim().toLowerCase();
}
