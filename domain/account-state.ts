/**
 * What is said of an account to people. Requirement: "Connected" is said only when Relink knows that capture works. An imported account
 * that was never authorized here is captured by the archive with tokens of its own, which no one here can check.
 */
export const ACCOUNT_STATES = ['disconnected', 'not_authorized', 'connected', 'inactive'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

export interface StateFacts {
  status: 'connected' | 'disconnected' | 'inactive';
  /** Whether Relink holds an authorization for the account. */
  authorized: boolean;
}

/** The one place that decides it, for every page, email, and list. */
export const accountState = ({ status, authorized }: StateFacts): AccountState =>
  status === 'connected' && !authorized ? 'not_authorized' : status;
