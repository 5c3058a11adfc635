import { shownAddress } from '../../i18n/shown-address.js';
import { AddressText } from './breakable-text.js';

/** A person's address as a link that opens a new email to it. */
export function MailLink({ email }: { email: string }) {
  return (
    <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>
      <AddressText address={shownAddress(email)} />
    </a>
  );
}
