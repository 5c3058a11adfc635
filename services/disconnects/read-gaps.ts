/** The gaps in the record over a period, for a records officer. */
import { DAY_MS } from '../../domain/local-time.js';
import { invalid } from '../input/validate.js';
import { requireKey, type Page } from '../input/page.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';
import { findGaps, gapParts, readGapKey, sumGaps, type Gap, type GapFilter, type GapTotals } from './capture-gaps.js';

/** Of a period whose beginning nobody names. */
export const GAP_DAYS = 90;

/** Without an end the period ends now, without a beginning it has {@link GAP_DAYS}. @throws {Refusal} `invalid_request` */
function checkPeriod({ from, to, ...rest }: Partial<GapFilter>, now: Date): GapFilter {
  const end = to ?? now;
  const begin = from ?? new Date(end.getTime() - GAP_DAYS * DAY_MS);
  if (begin >= end) throw invalid([{ path: 'from', code: 'not_before_end', params: {} }]);
  return { ...rest, from: begin, to: end };
}

/** @throws {Refusal} `invalid_request` */
const keyed = ({ after, limit }: Page) => ({ after: after === null ? null : requireKey(readGapKey(after)), limit });

/** The latest first; one more than the page holds, when there are more. @throws {Refusal} `invalid_request` */
export const listGaps = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, filter: Partial<GapFilter>, page: Page): Promise<Gap[]> =>
    findGaps(context.db, { archiveId, ...checkPeriod(filter, context.clock.now()) }, keyed(page)),
);

/** How much was lost in all. @throws {Refusal} `invalid_request` */
export const summarizeGaps = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, filter: Partial<GapFilter>): Promise<GapTotals> => {
    const now = context.clock.now();
    return sumGaps(context.db, { archiveId, ...checkPeriod(filter, now) }, now);
  },
);

/** All of them, a part at a time: nobody needs to hold all of it. @throws {Refusal} `invalid_request` */
export const streamGaps = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, filter: Partial<GapFilter>): Promise<AsyncGenerator<Gap[]>> =>
    gapParts(context.db, { archiveId, ...checkPeriod(filter, context.clock.now()) }),
);
