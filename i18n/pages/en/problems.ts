/** What can be wrong with what somebody typed or asked for. */
import type { RefusalParams } from '../../../domain/refusal.js';

export const PROBLEMS = {
  /** Of one field, with what it is called on the page. */
  field: (path: string, sentence: string): string => {
    const name = FIELDS[path];
    return name ? `${name}: ${sentence}` : sentence;
  },
  /** Where a page says it in words of its own (the others: i18n/refusals/). */
  refusals: {
    email_taken: () => 'Another person of this archive has this email address. Change that person instead.',
    owner_has_accounts: ({ accountCount, parentProfileCount }: RefusalParams['owner_has_accounts']) =>
      `This Account Owner has ${accountCount} account(s) and ${parentProfileCount} Parent Profile(s). Transfer them to another Account Owner first.`,
    primary_administrator_required: () =>
      'An archive has exactly one Primary Administrator. Name another one first; this one then becomes a Full Access System Administrator.',
    address_undeliverable: () =>
      'Emails to this address do not arrive. Correct the address, or copy the link and send it another way.',
    account_inactive: () => 'This account is marked as closed or no longer in use.',
    disconnect_closed: () => 'This disconnect has ended meanwhile.',
  },
};

const FIELDS: Partial<Record<string, string>> = {
  name: 'Name',
  email: 'Email address',
  roles: 'Roles',
  reason: 'Reason',
  until: 'Until',
  timeZone: 'Time zone',
  stepDays: 'Days of the emails',
  seriesDays: 'Day of the next series',
  productName: 'Product name',
  senderName: 'Sender name',
};
