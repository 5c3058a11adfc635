/** The numbers that tell when a surge of reports is more likely the network's fault than that of so many people. */
export interface SurgeHoldCount {
  /** Accounts reported within ten minutes. */
  reported: number;
  /** All active accounts of this network in the archive. */
  accounts: number;
  /** The archive's settings, 20% and 50 by default. A surge exceeds both. */
  share: number;
  count: number;
}

export const isSurge = ({ reported, accounts, share, count }: SurgeHoldCount): boolean =>
  reported > count && reported > share * accounts;

/** One unlisted error code of one network, as it came within an hour. */
export interface UnlistedCodeCount {
  archives: number;
  accounts: number;
}

/** The fewest archives and accounts that make a code suspicious. One archive alone never does. */
const SUSPICIOUS_ARCHIVES = 3;
const SUSPICIOUS_ACCOUNTS = 10;

/**
 * Whether a code that no table lists is more likely our own app's trouble than that of so many people: nothing that a person does to an
 * account reaches several archives at once.
 */
export const isSuspectedOurs = ({ archives, accounts }: UnlistedCodeCount): boolean =>
  archives >= SUSPICIOUS_ARCHIVES && accounts >= SUSPICIOUS_ACCOUNTS;
