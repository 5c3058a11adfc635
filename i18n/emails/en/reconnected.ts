/** The short confirmation. */
import { counted } from '../numbers.js';

export const reconnected = {
  eyebrow: 'Reconnected',
  subjectOne: (name: string, network: string) => `Reconnected: ${name} (${network})`,
  subjectMany: (n: number) => `Reconnected: ${counted(n, 'account', 'accounts')}`,
  thanks: (n: number, archive: string) =>
    `${archive} is archiving ${n === 1 ? 'it' : 'them'} again, and the emails about this have stopped. Nothing more to do.`,
  /** Requirement: "A reconnect through the link is recorded as 'through the Personalized Link of <owner>'". */
  by: {
    personalized_link: (owner: string) => `reconnected through the Personalized Link of ${owner}`,
    owner: (owner: string) => `reconnected by ${owner}`,
    administrator: (name: string) => `reconnected by ${name} (administrator)`,
    archive: 'reconnected by itself: the archive captures it again',
    renewed: 'reconnected automatically: its permission was renewed',
  },
  detail: (said: { network: string; by: string; since: string; until: string; reason: string }) =>
    `${said.network} · ${said.by}. Disconnected from ${said.since} to ${said.until}. Reason: ${said.reason}.`,
  seeAccounts: 'See your accounts',
  copied: 'Administrators who are copied:',
};
