/** URL paths that more than one file uses. */

/** The target of the button on an account or a network. `POST` begins a sign-in there. */
export const RECONNECT_PATH = '/connect/reconnect';

/** Returns the owner's page, with the given account listed first. */
export const accountsUrl = (accountId?: string | null): string =>
  accountId ? `/connect/accounts?account=${encodeURIComponent(accountId)}` : '/connect/accounts';
