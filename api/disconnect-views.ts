/** How disconnects appear in responses. */
import { z } from 'zod';
import type { ShownDisconnect } from '../services/disconnects/queries.js';
import { disconnectWorkflowId } from '../domain/ids.js';
import { REASONS } from '../domain/reasons.js';
import { instantOut, iso, isoOrNull } from '../services/input/fields.js';

const CLOSED_AS = ['reconnected', 'inactive', 'deleted', 'withdrawn'] as const;

export const DisconnectOut = z
  .object({
    id: z.string(),
    accountId: z.string(),
    ownerId: z.string().nullable().meta({ description: 'Null if the account was deleted' }),
    reason: z.enum(REASONS),
    status: z.enum(['open', 'closed']),
    closedAs: z.enum(CLOSED_AS).optional(),
    series: z.int().meta({ description: 'Starts at 1' }),
    step: z
      .int()
      .nullable()
      .meta({ description: 'The last step of the series that came due, 0 to 5; null before the first' }),
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

export const disconnectView = (row: ShownDisconnect): z.input<typeof DisconnectOut> => ({
  id: row.id,
  accountId: row.accountId,
  ownerId: row.ownerId,
  reason: row.reason,
  status: row.status,
  ...(row.closedAs && { closedAs: row.closedAs }),
  series: row.series,
  step: row.step,
  nextEmailAt: isoOrNull(row.nextEmailAt),
  // A pause ends automatically, or when its disconnect is closed.
  pausedUntil: row.isPaused ? isoOrNull(row.pausedUntil) : null,
  pauseReason: row.isPaused ? row.pauseReason : null,
  detectedAt: iso(row.detectedAt),
  reportedAt: iso(row.reportedAt),
  lastCapturedAt: isoOrNull(row.lastCapturedAt),
  resumedAt: isoOrNull(row.resumedAt),
  closedAt: isoOrNull(row.closedAt),
  workflowId: disconnectWorkflowId(row.id),
});
