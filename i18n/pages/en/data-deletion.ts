/** `/data-deletion/<code>`: what became of somebody's wish to have their data deleted. It speaks to the person, and names nobody. */
import { count } from './common.js';

export const DATA_DELETION = {
  title: 'Your data were deleted',
  nothing: 'There was nothing to delete',
  asked: (network: string, moment: string) => `You asked ${network} for this on ${moment}.`,
  done: (moment: string) => `It was done on ${moment}.`,
  deleted: 'What was deleted',
  what: {
    credentials: (n: number) =>
      `${count(n, 'stored permission')} with which accounts were archived, and by whom each was given.`,
    profiles: (n: number) => `The name and the id of ${count(n, 'personal profile')}.`,
    disconnected: (n: number) =>
      `${count(n, 'account')} that depended on it ${n === 1 ? 'is' : 'are'} no longer archived. Those who look after ${n === 1 ? 'it' : 'them'} are told, so that somebody else can give the permission.`,
  },
  none: 'No permission and no profile of yours was stored here. Either there never was one, or it was deleted before.',
  kept: 'What was not deleted',
  keptLines: [
    'What the accounts of public agencies published. These are public records of the agency, which the law obliges it to keep; they were not given by you as a person. Ask the agency if you have a question about them.',
    'The log of who connected which account and when, with the name that your profile had then. It is part of the same records, and nobody can change it.',
    'Emails that were sent before.',
  ],
  keep: 'This page shows nothing about you. Keep its address as your confirmation.',
  unknown: {
    title: 'There is no such confirmation',
    lines: [
      'The code in the address is incomplete or wrong. Open the link again from where you asked for the deletion.',
      'At Facebook you find it under “Settings & privacy”, “Apps and websites”, “Removed”.',
    ],
  },
};
