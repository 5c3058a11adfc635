/** The words of the usual notices to administrators. */
import type { NoticeWords } from './content.js';
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
