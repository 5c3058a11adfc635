/** Why an account is disconnected. The wording is in i18n/reasons.ts. */
export const REASONS = [
  'token_expired',
  'token_revoked',
  'password_changed',
  'permission_missing',
  'checkpoint',
  'account_not_found',
  'parent_profile_removed',
  'unknown',
] as const;
export type Reason = (typeof REASONS)[number];

export const isReason = (value: unknown): value is Reason => (REASONS as readonly unknown[]).includes(value);

/** Verdicts that say nothing against the account, so no one is asked to reconnect it. */
const BLAMELESS = ['transient', 'not_a_disconnect', 'application'] as const;

/**
 * What a network's error means for an account. `transient`: try again later. `not_a_disconnect`: the request was wrong, or the error
 * is about something other than the authorization. `application`: our own app is in trouble at the network (its client, secret, plan,
 * credits, review, or API version), and only an operator can fix that.
 */
export type Verdict = Reason | (typeof BLAMELESS)[number];

export const isBlameless = (verdict: Verdict | 'healthy'): verdict is (typeof BLAMELESS)[number] =>
  (BLAMELESS as readonly string[]).includes(verdict);
