import type { People } from './recipients.js';

/** The sender: the archive's own name for it, else the product's, at the address that MAIL_FROM has. */
export function fromAddress(mailFrom: string, { archive, productName }: Sending): string {
  const address = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
  const name = (archive.senderName ?? productName).replaceAll(/[\r\n<>]/g, ' ').trim();
  // A quoted-string of RFC 5322, with quotes and backslashes behind a backslash.
  return name ? `"${name.replaceAll(/["\\]/g, '\\$&')}" <${address}>` : address;
}

interface Sending {
  archive: Pick<People['archive'], 'senderName'>;
  productName: string;
}
