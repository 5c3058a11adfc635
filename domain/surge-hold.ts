/** When so many reports at once are more likely the network's fault than that of so many people (product.md, "A disconnect"). */
export interface BrakeCount {
  /** Reported within ten minutes. */
  reported: number;
  /** All accounts of this network in the archive that are in use. */
  accounts: number;
  /** Both must be exceeded: the archive's settings, 20 % and 50 by default. */
  share: number;
  count: number;
}

export const brakeHolds = ({ reported, accounts, share, count }: BrakeCount): boolean =>
  reported > count && reported > share * accounts;
