/**
 * What Relink tries automatically before it emails a person: one refresh of the token, if the network issues refresh tokens, and a
 * check whether the token works. If neither settles the disconnect, the first email is due.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { RELINK } from '../../domain/actor.js';
import { lockAccounts } from '../../db/lock-accounts.js';
import {
  releaseFirstEmail,
  recordFoundReason,
  suspectCode,
  closeAsResolved,
  withdrawFalseReport,
} from '../disconnects/auto-resolve.js';
import { announceSuspectedCodes } from '../disconnects/hold-suspected-codes.js';
import { VAGUE_REASONS } from '../../domain/token-checks.js';
import { readBrokenAuthorization, type BrokenAuthorization } from './broken-authorization.js';
import { checkAccount, refutesAuthorization, type Checked } from './check-account.js';
import { refreshAuthorization, type Refreshed } from './refresh.js';
import type { DisconnectRef } from '../../domain/ids.js';
import type { FairSemaphore } from '../../platform/fair-semaphore.js';

/** How often to retry while another process refreshes the same authorization. */
const RETRY_MS = 500;

/** How the disconnect was settled without emailing anyone; null when the first email is due now. */
export type AutoResolution = 'reconnected' | 'withdrawn' | null;

/**
 * Tries to settle a disconnect automatically.
 * @param signal aborted when the workflow stops waiting; a network request in progress is still finished
 */
export async function tryAutoResolve(
  context: Context,
  semaphore: FairSemaphore,
  ref: DisconnectRef,
  signal: AbortSignal,
): Promise<AutoResolution> {
  for (;;) {
    const outcome = await semaphore.run(ref.archiveId, signal, () => resolveOnce(context, ref));
    if (outcome === null || typeof outcome === 'string' || 'waitMs' in outcome) {
      const settled = typeof outcome === 'string' ? outcome : null;
      await inUnitOfWork(context, async ({ tx, notify }) => {
        if (!settled) await releaseFirstEmail(tx, ref, outcome && typeof outcome === 'object' ? outcome.waitMs : 0);
        notify('workflows', `mail:${ref.archiveId}`);
      });
      await announceSuspectedCodes(context);
      return settled;
    }
    await pause(Math.min(outcome.heldForMs + 1, RETRY_MS), undefined, { signal });
  }
}

/** `waitMs`: nothing is settled, and the first email waits. */
type Decision = AutoResolution | { waitMs: number };

/** Returns how the disconnect was settled, or how long another process may still be refreshing the same authorization. */
async function resolveOnce(context: Context, ref: DisconnectRef): Promise<Decision | { heldForMs: number }> {
  const broken = await readBrokenAuthorization(context.db, context.config, ref);
  if (!broken) return null;
  const { archiveId } = ref;
  // Another disconnect with the same authorization may have refreshed it a moment ago.
  const refreshed: Refreshed = broken.renewedSince
    ? { outcome: 'fresh', accessToken: broken.accessToken, accountIds: [broken.accountId] }
    : await refreshAuthorization(context, broken.network, { archiveId, authorizationId: broken.authorizationId });
  if (refreshed.outcome === 'held') return { heldForMs: refreshed.forMs };
  const accessToken = refreshed.outcome === 'fresh' ? refreshed.accessToken : broken.accessToken;
  const fresh = broken.fresh || refreshed.outcome === 'fresh';
  // Checked even if the refresh was refused: a token that is too new to refresh, or can't be refreshed any more, may work.
  const checked = await checkAccount(context, { ...broken, archiveId, accessToken, fresh });
  return decide(context, ref, broken, refreshed, checked);
}

/** Applies the results. The disconnect may have been closed during the network calls; then it stays closed. */
async function decide(
  context: Context,
  ref: DisconnectRef,
  broken: BrokenAuthorization,
  refreshed: Refreshed,
  checked: Checked,
): Promise<Decision> {
  const { archiveId, disconnectId } = ref;
  const { accountId } = broken;
  const fresh = refreshed.outcome === 'fresh' && refreshed.accountIds.includes(accountId);
  const refusal = refreshed.outcome === 'refused' ? { ...refreshed, verdict: refreshed.reason } : null;
  // An API returns 401 for many reasons; the token endpoint's reason is more precise.
  const isMorePrecise = refutesAuthorization(checked) && !VAGUE_REASONS.includes(checked.verdict);
  const found = isMorePrecise || !refusal || refusal.verdict === 'unknown' ? checked : refusal;
  const now = context.clock.now();
  const { windows } = context.config;
  return inUnitOfWork(context, async ({ tx }) => {
    const [account] = await lockAccounts(tx, archiveId, [accountId]);
    const waiting = account?.status === 'disconnected';
    // A fresh token resolves the disconnect unless the check refutes it. The token that the archive couldn't use must pass a check.
    const resolved = waiting && fresh && !broken.resolvedOften && !refutesAuthorization(checked);
    const mistaken = waiting && !fresh && checked.verdict === 'healthy' && !broken.believedBefore && !broken.notified;
    // The network refuses our app, so our check proves nothing about the account. If no one knew a reason, ours explains the report, and
    // the nightly check looks at the account again. A reason that was reported may be true all the same, or a misreading of the same
    // refusal: the report stands, and its emails wait as for any code that is suspected to be our app's trouble.
    const ours = waiting && !fresh && checked.verdict === 'application' && !broken.notified;
    const explained = ours && broken.reason === 'unknown';
    const by = { archiveId, actor: RELINK, disconnectId, accountId };
    if (refreshed.outcome !== 'nothing_to_refresh')
      await recordAudit(tx, [{ ...by, type: 'refresh_tried', detail: { resolved } }]);
    if (waiting && !fresh)
      await recordAudit(tx, [
        {
          ...by,
          type: 'token_checked',
          detail: {
            verdict: checked.verdict,
            rawCode: checked.rawCode,
            believed: broken.believedBefore,
            ...(ours && !explained && { waits: true }),
          },
        },
      ]);
    if (resolved) return (await closeAsResolved(tx, ref, accountId, now)) ? 'reconnected' : null;
    if (mistaken) return (await withdrawFalseReport(tx, ref, accountId, now)) ? 'withdrawn' : null;
    if (explained) return (await withdrawFalseReport(tx, ref, accountId, now, 'application')) ? 'withdrawn' : null;
    if (ours) return { waitMs: windows.surgeHold };
    if (waiting && found.verdict === 'unknown')
      await suspectCode(tx, { now, windows }, ref, broken.network, found.rawCode);
    if (waiting && refutesAuthorization({ doubtful: false, ...found })) await recordFoundReason(tx, ref, found);
    return null;
  });
}
