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
