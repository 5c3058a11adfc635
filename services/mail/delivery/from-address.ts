import type { Archive } from '../../archives/archives.js';

/** The sender: the archive's own name for it, at the address that MAIL_FROM has. */
export function fromAddress(mailFrom: string, archive: Pick<Archive, 'senderName' | 'productName'>): string {
  const address = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
  const name = (archive.senderName ?? archive.productName).replaceAll(/[\r\n<>]/g, ' ').trim();
  // A quoted-string of RFC 5322, with quotes and backslashes behind a backslash.
  return name ? `"${name.replaceAll(/["\\]/g, '\\$&')}" <${address}>` : address;
}
