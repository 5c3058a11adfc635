import { domainToUnicode } from 'node:url';

/** An address as its owner writes it: "amt@xn--kln-sna.example", as it's kept, is "amt@köln.example". */
export function shownAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = /(^|\.)xn--/i.test(address.slice(at)) ? domainToUnicode(address.slice(at)) : '';
  return domain === '' ? address : address.slice(0, at) + domain;
}
