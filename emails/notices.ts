/** The words of the usual notices to administrators. */
import { NETWORKS, type NetworkName } from '../domain/networks.js';
import type { NoticeWords } from './content.js';
import { when } from './when.js';
import { count, plain } from './words.js';

export interface AddressFailure {
  productName: string;
  failure: 'bounced' | 'complained' | 'suppressed';
  person: { name: string; email: string; role: 'account_owner' | 'administrator' };
  /** Disconnected accounts whose owner can no longer be reached; 0 for an administrator. */
  waitingAccounts: number;
  dashboardUrl: string;
}

const FAILURES: Record<AddressFailure['failure'], string> = {
  bounced: 'The mail server of the address refused an email for good.',
  complained: 'An email to the address was marked as spam.',
  suppressed: 'The mail provider no longer delivers to the address, because of an earlier bounce or complaint.',
};

/** product.md: "nobody keeps writing into the void; the administrators are told at once". */
export function addressFailed(notice: AddressFailure): NoticeWords {
  const name = plain(notice.person.name);
  const owner = notice.person.role === 'account_owner';
  return {
    subject: `${plain(notice.productName)}: Email to ${name} cannot be delivered`,
    headline: `Email to ${name} cannot be delivered`,
    lines: [
      FAILURES[notice.failure],
      owner
        ? `No more emails go to this address. ${notice.waitingAccounts > 0 ? `${count(notice.waitingAccounts, 'account')} of ${name} ${notice.waitingAccounts === 1 ? 'is' : 'are'} disconnected, and nobody is being asked to reconnect.` : 'Should an account be disconnected, nobody would be asked to reconnect it.'}`
        : 'No more emails go to this address, so this administrator is not notified of errors.',
    ],
    facts: [
      { label: 'Person', value: `${name} (${owner ? 'Account Owner' : 'administrator'})` },
      { label: 'Address', value: plain(notice.person.email) },
    ],
    steps: owner
      ? [
          'Correct the address; the emails go on at once.',
          'Meanwhile copy the personalized link and send it another way, or reconnect on behalf of the owner.',
          'If the person has left, transfer the accounts to another Account Owner.',
        ]
      : ['Correct the address, or remove the administrator.'],
    action: { label: owner ? 'Open the owner’s accounts' : 'Open the archive', url: notice.dashboardUrl },
  };
}

export interface MassDisconnect {
  productName: string;
  network: NetworkName;
  accounts: number;
  /** ISO 8601: when the emails go out by themselves. */
  releasesAt: string;
  timeZone: string;
  dashboardUrl: string;
}

/** The brake (product.md: "their emails wait, the administrators are told at once"). */
export function mailHeld(notice: MassDisconnect): NoticeWords {
  const { label } = NETWORKS[notice.network];
  const accounts = count(notice.accounts, `${label} account`);
  return {
    subject: `${plain(notice.productName)}: Emails about ${accounts} are waiting for you`,
    headline: `${accounts} were disconnected at once`,
    lines: [
      'So many at a time is often a fault of the network, not of the accounts. The emails to their Account Owners wait for your decision.',
      'The accounts are not being captured meanwhile.',
    ],
    facts: [{ label: 'Sent without a decision', value: when(notice.releasesAt, notice.timeZone) }],
    steps: [
      'Release the emails if the accounts really have to be reconnected.',
      'Withdraw the reports if the network was at fault; nobody is emailed then.',
    ],
    action: { label: 'Decide now', url: notice.dashboardUrl },
  };
}
