/** Asks a network whether an authorization can still capture an account. */
import type { Context } from '../../platform/context.js';
import { NETWORKS, type NetworkName } from '../../domain/networks.js';
import { noteApplicationTroubles } from '../troubles/application-troubles.js';
import { isBlameless, type Reason, type Verdict } from '../../domain/reasons.js';
import { unreliableAfterConsent } from '../../networks/index.js';
import { NetworkError, type CheckResult } from '../../networks/adapter.js';

export interface Checked {
  verdict: Verdict | 'healthy';
  rawCode?: string;
  /** Whether the network is known to return this code falsely for tokens as fresh as this one. */
  doubtful: boolean;
  expiresAt?: Date;
  dataAccessExpiresAt?: Date;
}

/** Whether the network says that the account can't be captured with this authorization. */
export const refutesAuthorization = (checked: Checked): checked is Checked & { verdict: Reason } =>
  !checked.doubtful && checked.verdict !== 'healthy' && !isBlameless(checked.verdict);

export interface CheckedAccount {
  archiveId: string;
  network: NetworkName;
  networkAccountId: string;
  accessToken: string;
  /** Whether consent was given a moment ago. */
  fresh: boolean;
}

export async function checkAccount(context: Context, account: CheckedAccount): Promise<Checked> {
  const { archiveId, network, fresh } = account;
  const result = await requestCheck(context, account);
  const rawCode = 'rawCode' in result ? result.rawCode : undefined;
  if (result.verdict === 'application') {
    const { provider } = NETWORKS[network];
    await noteApplicationTroubles(context, [{ archiveId, provider, rawCode, during: 'check' }]);
  }
  return { ...result, doubtful: fresh && rawCode !== undefined && unreliableAfterConsent(network, rawCode) };
}

async function requestCheck(
  context: Context,
  { network, networkAccountId, accessToken }: CheckedAccount,
): Promise<CheckResult> {
  try {
    return await context.networks.adapterFor(network).check({ network, networkAccountId, accessToken });
  } catch (error) {
    // A network that isn't set up says nothing about its accounts. `doctor` and `networks check` report the setup.
    if (error instanceof NetworkError) return { verdict: 'transient' };
    throw error;
  }
}
