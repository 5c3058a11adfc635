/**
 * Finds disconnects that no one reported. Product.md: a disconnect is "found by Relink's own token checks", and "known expiry is
 * watched". Temporal Schedules start both workflows (temporal/schedules.ts).
 */
import { continueAsNew, proxyActivities, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow';
import { TOKEN_CHECKS_TEXT } from '../domain/workflow-text.js';
import type { RefreshActivities } from '../activities/index.js';
import { TASK_QUEUES } from '../domain/ids.js';
import type { TokenChecksInput, TokenRenewalsInput } from './messages.js';

const { checkTokens, renewTokens, recheckTokens, settleTokens } = proxyActivities<RefreshActivities>({
  taskQueue: TASK_QUEUES.refreshes,
  // Long enough for a batch to wait for the rate limit and for a slow network.
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** How long to leave a network alone that gives no clear answers. If it's down all night, the next night's run tries again. */
const UNCLEAR_PAUSE = '10 minutes';
const MAX_PAUSES = 12;

/** Every night, checks each connected account of a provider's networks once, as fast as the provider allows. */
export async function tokenChecks(input: TokenChecksInput): Promise<number> {
  const since = input.since ?? Date.now();
  let { checked = 0, pauses = 0 } = input;
  for (;;) {
    const batch = await checkTokens({ provider: input.provider, since });
    checked += batch.checked;
    setCurrentDetails(TOKEN_CHECKS_TEXT.checked(checked));
    if (batch.checked === 0) return checked;
    if (batch.allUnclear) {
      pauses += 1;
      if (pauses > MAX_PAUSES) return checked;
      await sleep(UNCLEAR_PAUSE, { summary: TOKEN_CHECKS_TEXT.unclear(input.provider) });
    }
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof tokenChecks>({ ...input, since, checked, pauses });
  }
}

/**
 * Every minute, for each provider, renews what expires soon, and then checks one batch of what is in doubt or requested. Because each
 * provider runs separately and renews first, a slow or rate-limited network doesn't delay another provider's renewals, and its checks
 * don't delay its own.
 */
export async function tokenRenewals({ provider }: TokenRenewalsInput): Promise<void> {
  while ((await renewTokens({ provider })).more)
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof tokenRenewals>({ provider });
  await recheckTokens({ provider });
  await settleTokens();
}
