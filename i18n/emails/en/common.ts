/** What several kinds of emails say. */
import { counted, grouped, type Counted, type Person } from '../numbers.js';

const are = ({ n, name }: Counted, state: string) =>
  n === 1 ? `${name} is ${state}` : `${counted(n, 'account', 'accounts')} are ${state}`;

const ask = (question: string, contact: Person | null, archive: string) =>
  `${question} Ask ${contact ? `${contact.name} (${contact.email})` : `an administrator of ${archive}`}.`;

export const common = {
  greeting: (name: string) => `Hello ${name},`,
  disconnected: (accounts: Counted) => are(accounts, 'disconnected'),
  stillDisconnected: (accounts: Counted) => are(accounts, 'still disconnected'),
  disconnectedAgain: (accounts: Counted) => are(accounts, 'disconnected again'),
  connectedAgain: (accounts: Counted) => are(accounts, 'connected again'),
  more: (n: number, listed: number) =>
    `… and ${counted(n, 'more account', 'more accounts')}: only the first ${grouped(listed)} are listed here.`,
  /** A link or the beginning of a sentence: the copied administrators' own way. */
  accountsOnDashboard: (owner: string) => `see the accounts of ${owner} on the dashboard`,
  questions: (contact: Person | null, archive: string) => ask('Questions?', contact, archive),
  questionsOrNotYours: (contact: Person | null, archive: string) =>
    ask('Questions, or not yours to reconnect?', contact, archive),
  whyAdministrator: (archive: string) =>
    `You receive this email because you are an administrator of the archive of ${archive}.`,
  openDashboard: 'Open the dashboard',
};
