/** When so many reports at once are more likely the network's fault than that of so many people. */
export interface SurgeHoldCount {
  /** Reported within ten minutes. */
  reported: number;
  /** All accounts of this network in the archive that are in use. */
  accounts: number;
  /** Both must be exceeded: the archive's settings, 20 % and 50 by default. */
  share: number;
  count: number;
}

export const isSurge = ({ reported, accounts, share, count }: SurgeHoldCount): boolean =>
  reported > count && reported > share * accounts;
