/** What a token check concludes from whatever comes back: never an exception, and never more than the network said. */
import { NetworkError } from './adapter.js';
import type { CheckResult } from './adapter.js';

/** Runs an adapter's check. Outages, proxies' pages and answers in an unexpected form say nothing about the account. */
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

/** The token works, but what it shows is not this account (any more). */
export const NOT_FOUND: CheckResult = { verdict: 'account_not_found' };

/** Seconds since 1970, as Meta writes them; 0 is "never". */
export function instant(seconds: number | undefined): Date | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : new Date(seconds * 1000);
}
