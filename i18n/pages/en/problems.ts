/** What can be wrong with what somebody typed or asked for. */
const n = (value: unknown): number => Number(value ?? 0);

export const PROBLEMS = {
  /** Of one field; `message` is the API's, in English. */
  field: (path: string, message: string): string => {
    const name = FIELDS[path];
    return name ? `${name}: ${message}` : message;
  },
  /** Of no field; the API's, in English. */
  message: (message: string): string => message,
  refusals: {
    email_taken: () => 'Another person of this archive has this email address. Change that person instead.',
    owner_has_accounts: (extra: Record<string, unknown>) =>
      `This Account Owner has ${n(extra.accountCount)} account(s) and ${n(extra.parentProfileCount)} Parent Profile(s). Transfer them to another Account Owner first.`,
    primary_administrator_required: () =>
      'An archive has exactly one Primary Administrator. Name another one first; this one then becomes a Full Access System Administrator.',
    address_undeliverable: () =>
      'Emails to this address do not arrive. Correct the address, or copy the link and send it another way.',
    series_settings: () =>
      'The days must rise from one email to the next, begin with 0, and the next series must begin after the last email.',
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
