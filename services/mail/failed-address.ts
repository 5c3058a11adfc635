/**
 * Finds out whose address a delivery event is about. Resend reports on an email as a whole, and `to` lists the email's own recipients,
 * so an event about an email with copies often doesn't say which address failed. Then the answer is that we don't know: giving up the
 * wrong address would silence someone who could still be reached.
 */
import { domainToASCII, domainToUnicode } from 'node:url';

export interface EmailRecipients {
  toAddress: string | null;
  cc: readonly string[] | null;
}

/** What an event says about addresses. */
export interface Report {
  /** The email's To, as the event repeats it. */
  to: readonly string[];
  /** Fields that exist to name a recipient. */
  named: readonly string[];
  /** What mail servers and the provider wrote. */
  texts: readonly string[];
}

/** Addresses are in lower case. `oneOf`: it is one of these, but the event doesn't say which. */
export type FailedAddress = { address: string } | { oneOf: string[] };

export function findFailedAddress(email: EmailRecipients, { to, named, texts }: Report): FailedAddress {
  const recipients = recipientsOf(email);
  const inFields = findMentioned(email, named);
  const otherOnly = inFields.length === 0 && named.some((text) => text.includes('@'));
  // Someone else's address failed, for example the one that a recipient's mail is forwarded to.
  if (otherOnly) return { oneOf: recipients.length > 1 ? recipients : [] };
  // A field is more certain than a text. It can also list everyone who was written to, and then the text decides.
  const mentioned = [inFields, findMentioned(email, texts)].filter(({ length }) => length > 0);
  const [first] = mentioned;
  if (first) return only(mentioned.find(({ length }) => length === 1) ?? first);
  const listed = findMentioned(email, to);
  if (recipients.length === 1) return to.length === 0 || listed.length === 1 ? only(recipients) : { oneOf: [] };
  // `to` normally repeats the email's own To. An event whose `to` is a single copied address names that address.
  const [one] = listed;
  return listed.length === 1 && one !== email.toAddress?.toLowerCase() ? only(listed) : { oneOf: recipients };
}

/** Returns everyone who was written to, in lower case: the To first, then the cc. */
export const recipientsOf = ({ toAddress, cc }: EmailRecipients): string[] => [
  ...new Set([toAddress, ...(cc ?? [])].flatMap((address) => address?.toLowerCase() ?? [])),
];

/** Returns the email's recipients that are in one of the texts. */
export const findMentioned = (email: EmailRecipients, texts: readonly string[]): string[] =>
  recipientsOf(email).filter((address) => isMentioned(address, texts));

const only = (found: string[]): FailedAddress => (found.length === 1 ? { address: found[0]! } : { oneOf: found });

/** Characters that an address can contain, so an address that continues with one of them is a different address. */
const BEFORE = /[\p{L}\p{N}!#$%&*+/=?^_`{|}~.@-]/u;
const AFTER = /[\p{L}\p{N}_@-]/u;

/** Whether an address is in one of the texts as a whole: ann@city.example is not in joann@city.example. */
function isMentioned(address: string, texts: readonly string[]): boolean {
  const forms = new Set([address, withDomain(address, domainToASCII), withDomain(address, domainToUnicode)]);
  return texts.some((text) => {
    const words = text.normalize('NFC').toLowerCase();
    return [...forms].some((form) => contains(words, form));
  });
}

function contains(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const [after = ' ', next = ' '] = text.slice(at + address.length);
    const begins = before === "'" ? after === "'" : !BEFORE.test(before);
    const ends = !AFTER.test(after) && !(after === '.' && AFTER.test(next));
    if (begins && ends) return true;
  }
  return false;
}

/** Some write a domain such as städte.example with its letters, and some as xn--stdte-gra.example, whichever of them we keep. */
function withDomain(address: string, write: (domain: string) => string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = write(address.slice(at));
  return domain === '' ? address : address.slice(0, at) + domain;
}
