/** Sentences that HTML and text share, so that the two parts of an email never disagree. */
import type { Contact, ListedAccount } from './content.js';
import { count, plain } from './words.js';

/** "Springfield Parks is disconnected", "3 accounts are disconnected". */
export function accountsAre(accounts: ListedAccount[], state: string): string {
  const [only] = accounts;
  return accounts.length === 1 && only
    ? `${plain(only.accountName)} is ${state}`
    : `${count(accounts.length, 'account')} are ${state}`;
}

/** "the account", "the accounts". */
export function theAccounts(accounts: ListedAccount[]): string {
  return accounts.length === 1 ? 'the account' : 'the accounts';
}

export function lossSentence(accounts: ListedAccount[], archiveName: string): string {
  const subject = accounts.length === 1 ? 'it is' : 'they are';
  return `While ${subject} disconnected, public records are not captured: posts, comments and messages from this time may be missing from the archive of ${plain(archiveName)} for good.`;
}

/** The copied administrators see the owner's button too, and have their own way (product.md: "never needs the owner's link"). */
export function copiedSentence(ownerName: string): string {
  return `The button is for ${plain(ownerName)}. Administrators who are copied do not need it:`;
}

export function copiedLinkWords(ownerName: string): string {
  return `see the accounts of ${plain(ownerName)} on the dashboard`;
}

export function whySentSentence(archiveName: string): string {
  return `You receive this email because you are the Account Owner of these accounts in the archive of ${plain(archiveName)}.`;
}

export function askSentence(contact: Contact | undefined, archiveName: string, question = 'Questions?'): string {
  const ask = contact
    ? `${plain(contact.name)} (${plain(contact.email)})`
    : `an administrator of ${plain(archiveName)}`;
  return `${question} Ask ${ask}.`;
}
