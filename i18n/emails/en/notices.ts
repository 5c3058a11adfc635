/** Notices to administrators. */
import { counted, grouped } from '../numbers.js';

export const notices = {
  eyebrow: 'For administrators',
  whatToDo: 'What to do',
  addressFailed: {
    subject: (product: string, name: string) => `${product}: Email to ${name} cannot be delivered`,
    headline: (name: string) => `Email to ${name} cannot be delivered`,
    failures: {
      bounced: 'The mail server of the address refused an email for good.',
      complained: 'An email to the address was marked as spam.',
      suppressed: 'The mail provider no longer delivers to the address, because of an earlier bounce or complaint.',
    },
    ownerWaiting: (n: number, name: string) =>
      `No more emails go to this address. ${counted(n, 'account', 'accounts')} of ${name} ${n === 1 ? 'is' : 'are'} disconnected, and nobody is being asked to reconnect.`,
    ownerNothingWaits:
      'No more emails go to this address. Should an account be disconnected, nobody would be asked to reconnect it.',
    administrator: 'No more emails go to this address, so this administrator is not notified of errors.',
    person: 'Person',
    owner: (name: string) => `${name} (Account Owner)`,
    administratorNamed: (name: string) => `${name} (administrator)`,
    address: 'Address',
    ownerSteps: [
      'Correct the address; the emails go on at once.',
      'Meanwhile copy the personalized link and send it another way, or reconnect on behalf of the owner.',
      'If the person has left, transfer the accounts to another Account Owner.',
    ],
    administratorSteps: ['Correct the address, or remove the administrator.'],
    openOwner: 'Open the owner’s accounts',
    openArchive: 'Open the archive',
  },
  surgeHold: {
    subject: (product: string, n: number, network: string) =>
      `${product}: ${grouped(n)} accounts of ${network} reported at once, their emails wait`,
    headline: (n: number, network: string) => `${grouped(n)} accounts of ${network} were reported at once`,
    why: (minutes: number) =>
      `So many within ${minutes} minutes is more often the network’s fault than that of the people. As your archive has chosen, their Account Owners are not emailed yet.`,
    until: (when: string) => `If nobody decides, the emails go out by themselves on ${when}.`,
    network: 'Network',
    accounts: 'Accounts',
    of: (n: number, all: number) => `${grouped(n)} of ${grouped(all)} in use`,
    steps: [
      'Look at the network’s status page, and at one or two of the accounts.',
      'If they are really disconnected, release the emails: the owners reconnect them.',
      'If the network was wrong, withdraw the reports: nobody is told, and the accounts count as connected.',
    ],
    open: 'Decide now',
  },
};
