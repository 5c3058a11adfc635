import type { People } from './recipients.js';

/** Composes the sender: the archive's sender name, or else the product name, with the address from MAIL_FROM. */
export function fromAddress(mailFrom: string, { archive, productName }: Sending): string {
  const address = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
  const name = (archive.senderName ?? productName).replaceAll(/[\r\n<>]/g, ' ').trim();
  // A quoted-string as in RFC 5322, with quotes and backslashes escaped by a backslash.
  return name ? `"${name.replaceAll(/["\\]/g, '\\$&')}" <${address}>` : address;
}

interface Sending {
  archive: Pick<People['archive'], 'senderName'>;
  productName: string;
}
