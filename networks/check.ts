/** Turns whatever comes back from a token check into a result: never an exception, and never more than the network said. */
import { NetworkError } from './adapter.js';
import type { CheckResult } from './adapter.js';

/** Runs an adapter's check. Outages, proxy error pages, and unexpected responses say nothing about the account. */
export async function toCheckResult(step: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { kind, rawCode, verdict } = error;
    const code = rawCode === undefined ? {} : { rawCode };
    return { verdict: verdict ?? (kind === 'unavailable' ? 'transient' : 'unknown'), ...code };
  }
}

/** The token works, but not (or no longer) for this account. */
export const NOT_FOUND: CheckResult = { verdict: 'account_not_found' };

/** Converts Meta's timestamps: seconds since 1970, where 0 means "never". */
export function instant(seconds: number | undefined): Date | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : new Date(seconds * 1000);
}
