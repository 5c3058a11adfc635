/** How disconnects look in answers. */
import { z } from 'zod';
import { nextEmailAt, type DisconnectRow } from '../services/disconnects/queries.js';
import { disconnectWorkflowId } from '../domain/ids.js';
import { REASONS } from '../domain/reasons.js';
import type { SeriesPlan } from '../domain/series.js';
import { instantOut, iso, isoOrNull } from '../services/input/fields.js';

const CLOSED_AS = ['reconnected', 'inactive', 'deleted', 'withdrawn'] as const;

export const DisconnectOut = z
  .object({
    id: z.string(),
    accountId: z.string(),
    ownerId: z.string().nullable().meta({ description: 'Null when the account was deleted' }),
    reason: z.enum(REASONS),
    status: z.enum(['open', 'closed']),
    closedAs: z.enum(CLOSED_AS).optional(),
    series: z.int().meta({ description: 'Counts from 1' }),
    step: z.int().nullable().meta({ description: 'The last step raised in the series, 0 to 5; null before the first' }),
    nextEmailAt: instantOut.nullable(),
    pausedUntil: instantOut.nullable(),
    pauseReason: z.string().nullable(),
    detectedAt: instantOut,
    reportedAt: instantOut,
    lastCapturedAt: instantOut.nullable(),
    resumedAt: instantOut.nullable(),
    closedAt: instantOut.nullable(),
    workflowId: z.string(),
  })
  .meta({ id: 'Disconnect' });

/** What a view needs to know besides the row. */
export interface Measures {
  plan: SeriesPlan;
  dayMs: number;
  now: Date;
}

export const disconnectView = (row: DisconnectRow, measures: Measures): z.input<typeof DisconnectOut> => ({
  id: row.id,
  accountId: row.accountId,
  ownerId: row.ownerId,
  reason: row.reason as z.input<typeof DisconnectOut>['reason'],
  status: row.status,
  ...(row.closedAs && { closedAs: row.closedAs }),
  series: row.series,
  step: row.step,
  nextEmailAt: isoOrNull(nextEmailAt(row, measures.plan, measures.dayMs)),
  ...pauseOf(row, measures.now),
  detectedAt: iso(row.detectedAt),
  reportedAt: iso(row.reportedAt),
  lastCapturedAt: isoOrNull(row.lastCapturedAt),
  resumedAt: isoOrNull(row.resumedAt),
  closedAt: isoOrNull(row.closedAt),
  workflowId: disconnectWorkflowId(row.id),
});

/** A pause ends by itself, and with its disconnect. */
function pauseOf({ status, pausedUntil, pauseReason }: DisconnectRow, now: Date) {
  const paused = status === 'open' && pausedUntil !== null && pausedUntil > now;
  return paused ? { pausedUntil: iso(pausedUntil), pauseReason } : { pausedUntil: null, pauseReason: null };
}
