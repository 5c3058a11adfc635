/**
 * Refreshes an authorization, for all credentials that share it. The network is never called inside a transaction, because a slow
 * one would hold connections and row locks that other owners' mail needs.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../platform/context.js';
import { recordChanges } from '../audit/audit-log.js';
import { isPermanent, type Transaction } from '../../db/client.js';
import { lockAccounts } from '../../db/lock-accounts.js';
import { openTokens, renewCredential } from './credentials.js';
import { endRefreshLease, acquireRefreshLease, type AuthorizationRef, type RefreshLease } from './refresh-leases.js';
import { NETWORKS, type NetworkName } from '../../domain/networks.js';
import { noteApplicationTroubles } from '../troubles/application-troubles.js';
import { isBlameless, type Reason } from '../../domain/reasons.js';
import { NetworkError, type Tokens } from '../../networks/adapter.js';

export type Refreshed =
  /** Saved for these accounts. Empty when a newer authorization was saved in the meantime and wins. */
  | { outcome: 'fresh'; accessToken: string; accountIds: readonly string[] }
  /** The network says that the authorization has ended. */
  | { outcome: 'refused'; reason: Reason; rawCode?: string }
  /** No clear answer: an outage, or our own app's trouble at the network. */
  | { outcome: 'unavailable' }
  | { outcome: 'nothing_to_refresh' }
  /** Another process is refreshing it and has the lease for at most this long. */
  | { outcome: 'held'; forMs: number };

export async function refreshAuthorization(
  context: Context,
  network: NetworkName,
  ref: AuthorizationRef,
): Promise<Refreshed> {
  const lease = await context.db.transaction((tx) => acquireRefreshLease(tx, ref));
  if (!lease) return { outcome: 'nothing_to_refresh' };
  if ('heldForMs' in lease) return { outcome: 'held', forMs: lease.heldForMs };
  const { refreshToken } = openTokens(context.config.keys, lease.rows[0]!);
  const answer = await requestTokens(context, { archiveId: ref.archiveId, network }, refreshToken!);
  const { accountIds, superseded } = await retryWrite(() =>
    context.db.transaction((tx) => write(tx, context, ref, lease, 'accessToken' in answer ? answer : null)),
  );
  if ('accessToken' in answer) return { outcome: 'fresh', accessToken: answer.accessToken, accountIds };
  // The previous holder of the lease or a newer consent may have used up this token, so only the next attempt can tell.
  return superseded || lease.takenOver ? { outcome: 'unavailable' } : answer;
}

type Refusal = Extract<Refreshed, { outcome: 'refused' | 'unavailable' }>;

async function requestTokens(
  context: Context,
  { archiveId, network }: { archiveId: string; network: NetworkName },
  refreshToken: string,
): Promise<Tokens | Refusal> {
  try {
    const tokens = await context.networks.adapterFor(network).refresh(refreshToken);
    return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { kind, rawCode, verdict } = error;
    context.log.info({ network, kind, rawCode }, 'the network refused a refresh');
    if (kind === 'application') {
      const { provider } = NETWORKS[network];
      await noteApplicationTroubles(context, [{ archiveId, provider, rawCode, during: 'refresh' }]);
    }
    // An error about the request or the application says nothing about the authorization.
    if (kind !== 'rejected' || verdict === undefined || isBlameless(verdict)) return { outcome: 'unavailable' };
    return { outcome: 'refused', reason: verdict, ...(rawCode !== undefined && { rawCode }) };
  }
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 5000;

/**
 * Retries the write until it succeeds. When a network rotates refresh tokens, the new one exists only in this process, so it is
 * saved as soon as PostgreSQL is back, however long that takes.
 */
async function retryWrite<T>(write: () => Promise<T>): Promise<T> {
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, MAX_PAUSE_MS)) {
    try {
      return await write();
    } catch (error) {
      if (isPermanent(error)) throw error;
      await pause(wait);
    }
  }
}

/** Saves the fresh tokens. A newer authorization is kept, and the tokens of the older one are discarded. */
async function write(
  tx: Transaction,
  context: Context,
  ref: AuthorizationRef,
  lease: RefreshLease,
  tokens: Tokens | null,
): Promise<{ accountIds: string[]; superseded: boolean }> {
  const { archiveId } = ref;
  // Accounts are locked before their credentials, as everywhere, to avoid deadlocks.
  await lockAccounts(
    tx,
    archiveId,
    lease.rows.flatMap(({ accountId }) => accountId ?? []),
  );
  const current = await endRefreshLease(tx, ref, lease);
  const superseded = current.length < lease.rows.length;
  if (!tokens) return { accountIds: [], superseded };
  const renewed: { accountId: string; version: number }[] = [];
  for (const row of current) {
    const version = await renewCredential(tx, context.config.keys, row, tokens);
    if (row.accountId !== null) renewed.push({ accountId: row.accountId, version });
  }
  await recordChanges(
    tx,
    renewed.map(({ accountId, version }) => ({
      archiveId,
      type: 'credential_renewed' as const,
      accountId,
      detail: { version },
    })),
  );
  return { accountIds: renewed.map(({ accountId }) => accountId), superseded };
}
