/** The person to contact with questions, named at the end of an email. It is never the reader. */
import { messagesIn } from '../i18n/index.js';
import type { EmailContent } from './content.js';
import { sanitizeAddress, sanitizeName } from './sanitize-name.js';
import { shownAddress } from '../i18n/shown-address.js';

type ContactContext = Pick<EmailContent, 'contact' | 'locale'>;

/** Returns the contact as a phrase for a sentence, or null when there is no one else to ask. */
export function contactLabel({ contact, locale }: ContactContext): string | null {
  if (!contact) return null;
  return messagesIn(locale).common.contact({
    name: sanitizeName(contact.name),
    email: shownAddress(sanitizeAddress(contact.email)),
  });
}

/** Returns the footer line about the contact, or no line. */
export function questions(content: ContactContext): string[] {
  const contact = contactLabel(content);
  return contact === null ? [] : [messagesIn(content.locale).emails.common.questions({ contact })];
}
