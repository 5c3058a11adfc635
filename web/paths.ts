/** Addresses that more than one file knows. */

/** Where the button on an account or a network leads: `POST` begins a sign-in there. */
export const RECONNECT_PATH = '/connect/reconnect';

/** The owner's page, with the account in question first. */
export const accountsUrl = (accountId?: string | null): string =>
  accountId ? `/connect/accounts?account=${encodeURIComponent(accountId)}` : '/connect/accounts';
