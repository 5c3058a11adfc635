/** Reads the gaps in the record over a period, for a records officer. */
import { GAP_DAYS } from '../../domain/limits.js';
import { DAY_MS } from '../../domain/local-time.js';
import { requireFreshSignIn } from '../../domain/principal.js';
import { invalid } from '../input/validate.js';
import { requireKey, type Page } from '../input/page.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';
import {
  accountsSinceParts,
  findFirstInformation,
  findSomeAccountsSince,
  type AccountSince,
} from './first-information.js';
import { findGaps, gapParts, parseGapKey, sumGaps, type Gap, type GapFilter, type GapTotals } from './capture-gaps.js';

/**
 * Completes a period: it ends now by default, and begins {@link GAP_DAYS} days before its end.
 * @throws {Refusal} `invalid_request`
 */
function checkPeriod({ from, to, ...rest }: Partial<GapFilter>, now: Date): GapFilter {
  const end = to ?? now;
  const begin = from ?? new Date(end.getTime() - GAP_DAYS * DAY_MS);
  if (begin >= end) throw invalid([{ path: 'from', code: 'not_before_end', params: {} }]);
  return { ...rest, from: begin, to: end };
}

/** @throws {Refusal} `invalid_request` */
const keyed = ({ after, limit }: Page) => ({ after: after === null ? null : requireKey(parseGapKey(after)), limit });

/** Lists gaps, latest first; returns one extra row when there are more. @throws {Refusal} `invalid_request` */
export const listGaps = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, filter: Partial<GapFilter>, page: Page): Promise<Gap[]> =>
    findGaps(context.db, { archiveId, ...checkPeriod(filter, context.clock.now()) }, keyed(page)),
);

/** Sums up the gaps in a period. @throws {Refusal} `invalid_request` */
export const summarizeGaps = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, filter: Partial<GapFilter>): Promise<GapTotals> => {
    const now = context.clock.now();
    return sumGaps(context.db, { archiveId, ...checkPeriod(filter, now) }, now);
  },
);

/** Streams all gaps in chunks, to limit memory use. @throws {Refusal} `invalid_request`, `fresh_sign_in_required` */
export const streamGaps = useCase(
  ADMINISTRATORS_READ,
  async ({ context, principal, archiveId }, filter: Partial<GapFilter>): Promise<AsyncGenerator<Gap[]>> => {
    requireFreshSignIn(principal);
    return gapParts(context.db, { archiveId, ...checkPeriod(filter, context.clock.now()) });
  },
);

/** Finds when information about these accounts begins; null when there is none. @throws {Refusal} `invalid_request` */
export const findInformationStart = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, filter: Partial<GapFilter>): Promise<Date | null> =>
    findFirstInformation(context.db, { archiveId, ...checkPeriod(filter, context.clock.now()) }),
);

/** How many accounts a page names. The file lists them all. */
const MAX_NAMED = 10;

/** Finds the accounts about which nothing is known at the beginning of the period, because they were added later. @throws {Refusal} `invalid_request` */
export const listAccountsSince = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, filter: Partial<GapFilter>): Promise<{ total: number; listed: AccountSince[] }> => {
    const query = { archiveId, ...checkPeriod(filter, context.clock.now()) };
    return findSomeAccountsSince(context.db, query, MAX_NAMED);
  },
);

/** Streams all of them in chunks, to limit memory use. @throws {Refusal} `invalid_request`, `fresh_sign_in_required` */
export const streamAccountsSince = useCase(
  ADMINISTRATORS_READ,
  async ({ context, principal, archiveId }, filter: Partial<GapFilter>): Promise<AsyncGenerator<AccountSince[]>> => {
    requireFreshSignIn(principal);
    return accountsSinceParts(context.db, { archiveId, ...checkPeriod(filter, context.clock.now()) });
  },
);
