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

/** What a network's error means for an account. */
export type Verdict = Reason | 'transient' | 'not_a_disconnect';
