/** Whom to ask, at the end of an email: never the reader. */
import { messagesIn } from '../i18n/index.js';
import type { EmailContent } from './content.js';
import { sanitizeName } from './sanitize-name.js';

type Asked = Pick<EmailContent, 'contact' | 'locale'>;

/** As a sentence takes it; null: there is nobody else to ask. */
export function whomToAsk({ contact, locale }: Asked): string | null {
  if (!contact) return null;
  return messagesIn(locale).common.contact({ name: sanitizeName(contact.name), email: sanitizeName(contact.email) });
}

/** The line of the footer, or none. */
export function questions(content: Asked): string[] {
  const contact = whomToAsk(content);
  return contact === null ? [] : [messagesIn(content.locale).emails.common.questions({ contact })];
}
