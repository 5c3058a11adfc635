/** The ids of accounts and Parent Profiles as each network writes them. A network that is added can't be built without its form. */
import { unwrapCell } from '../domain/spreadsheet-cells.js';
import { NETWORK_NAMES, type NetworkName, type ParentProfileNetwork } from '../domain/networks.js';
import type { IdForm } from './account-id-forms.js';
import { accountIds as facebookAccounts, profileId as facebookProfile } from './facebook.js';
import { accountIds as googleAccounts } from './google.js';
import { accountIds as linkedinAccounts, memberId as linkedinProfile } from './linkedin.js';
import { accountIds as threadsAccounts } from './threads.js';
import { accountIds as xAccounts } from './x.js';

export const ACCOUNT_IDS: Readonly<Record<NetworkName, IdForm>> = {
  ...facebookAccounts,
  ...linkedinAccounts,
  ...xAccounts,
  ...googleAccounts,
  ...threadsAccounts,
};

export const PROFILE_IDS: Readonly<Record<ParentProfileNetwork, IdForm>> = {
  facebook: facebookProfile,
  linkedin: linkedinProfile,
};

/** Returns the id as the network's API writes it, or null if the text isn't one. Never guesses. */
export function readId({ form, names, resolve }: IdForm, text: string): string | null {
  const unwrapped = unwrapCell(text);
  if (form.test(unwrapped) && !names?.test(unwrapped)) return unwrapped;
  const resolved = resolve(unwrapped);
  return resolved !== null && form.test(resolved) ? resolved : null;
}

/**
 * Returns the one other network that this is certainly an ID of: only its IDs look like this, or an address or a URN says so. Most
 * numbers could be an ID anywhere.
 */
export function otherNetworkOf(network: NetworkName, text: string): NetworkName | null {
  const others = NETWORK_NAMES.filter((other) => other !== network && isCertainly(ACCOUNT_IDS[other], text));
  return others.length === 1 ? others[0]! : null;
}

function isCertainly(form: IdForm, text: string): boolean {
  const id = readId(form, text);
  return id !== null && (form.unmistakable === true || id !== unwrapCell(text));
}
