/** What an email to a person's new address says about the change. */
import type { NewAddress } from '../domain/email-requests.js';
import type { Locale } from '../domain/locales.js';
import { actorWords } from '../i18n/actors.js';
import { messagesIn } from '../i18n/index.js';
import { shownAddress } from '../i18n/shown-address.js';
import type { Fact } from './content.js';
import { sanitizeName } from './sanitize-name.js';
import { roleWords } from './security-changes.js';

export function newAddressFacts(locale: Locale, newAddress: NewAddress | undefined): Fact[] {
  if (!newAddress) return [];
  const { facts } = messagesIn(locale).emails.security;
  const { from, by, roles } = newAddress;
  return [
    { label: facts.yourFormerAddress, value: shownAddress(sanitizeName(from)) },
    ...(roles ? [{ label: facts.yourRole, value: roleWords(locale, roles) }] : []),
    { label: facts.by, value: sanitizeName(actorWords(locale, { ...by, name: sanitizeName(by.name) })) },
  ];
}
