/** Reads disconnects: lists, single ones, and the time of the next email. */
import { and, desc, eq, lt } from 'drizzle-orm';
import { notFound } from '../../domain/refusal.js';
import { stepAfter, type SeriesPlan } from '../../domain/series.js';
import type { Db } from '../../db/client.js';
import { awaitedStep } from './raise-due-steps.js';
import type { Disconnect } from './types.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, disconnects } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { planOf } from '../archives/archives.js';
import type { Page } from '../input/page.js';

/** A disconnect with the account's current owner, which is null when the account was deleted. */
export type DisconnectRow = Disconnect & { ownerId: string | null };

/** A disconnect as people see it. `nextEmailAt` takes pauses into account; `isPaused` is true only while a pause lasts. */
export type ShownDisconnect = DisconnectRow & { nextEmailAt: Date | null; isPaused: boolean };

const rows = (db: Db) =>
  db
    .select({ disconnect: disconnects, ownerId: accounts.ownerId })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect);

const flat = (row: { disconnect: Disconnect; ownerId: string | null }): DisconnectRow => ({
  ...row.disconnect,
  ownerId: row.ownerId,
});

/** @param ownerId the owner whose accounts the caller can see; null for all. @throws {Refusal} `not_found` */
export async function findDisconnect(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  archiveId: string,
  disconnectId: string,
  ownerId: string | null = null,
): Promise<ShownDisconnect> {
  const [row] = await rows(context.db).where(
    and(
      eq(disconnects.archiveId, archiveId),
      eq(disconnects.id, disconnectId),
      ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
    ),
  );
  if (!row) throw notFound('disconnect');
  return shownWith(context, await planOf(context.db, archiveId))(flat(row));
}

/** Filters for a list of disconnects. */
export interface DisconnectFilter {
  ownerId?: string;
  accountId?: string;
  status?: Disconnect['status'];
}

/**
 * Finds disconnects, newest first; returns one extra row when there are more.
 * @param filter.only the owner whose accounts the caller can see; null for all
 */
export async function findDisconnects(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  archiveId: string,
  filter: DisconnectFilter & { only: string | null },
  page: Page,
): Promise<ShownDisconnect[]> {
  const found = await rows(context.db)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        filter.status ? eq(disconnects.status, filter.status) : undefined,
        filter.accountId === undefined ? undefined : eq(disconnects.accountId, filter.accountId),
        filter.ownerId === undefined ? undefined : eq(accounts.ownerId, filter.ownerId),
        filter.only === null ? undefined : eq(accounts.ownerId, filter.only),
        page.after === null ? undefined : lt(disconnects.id, page.after),
      ),
    )
    .orderBy(desc(disconnects.id))
    .limit(page.limit + 1);
  return found.map(flat).map(shownWith(context, await planOf(context.db, archiveId)));
}

export const shownWith =
  ({ clock, config }: Pick<Context, 'clock' | 'config'>, plan: SeriesPlan) =>
  (row: DisconnectRow): ShownDisconnect => ({
    ...row,
    nextEmailAt: nextEmailAt(row, plan, config.dayMs),
    isPaused: row.status === 'open' && row.pausedUntil !== null && row.pausedUntil > clock.now(),
  });

/** Returns when the next email of the series is due, without steps that a pause skips. Null when the disconnect is closed. */
export function nextEmailAt(row: Disconnect, plan: SeriesPlan, dayMs: number): Date | null {
  if (row.status === 'closed') return null;
  let next = awaitedStep(row, plan, dayMs);
  const from = row.pausedUntil?.getTime() ?? 0;
  const seriesMs = plan.seriesDays * dayMs;
  // First jump over the whole series that a long pause covers, then over the steps of the series in which it ends.
  const swallowed = Math.max(0, Math.floor((from - next.dueAt) / seriesMs));
  next = {
    ...next,
    series: next.series + swallowed,
    seriesStartedAt: next.seriesStartedAt + swallowed * seriesMs,
    dueAt: next.dueAt + swallowed * seriesMs,
  };
  while (next.dueAt < from) next = stepAfter(next, plan, dayMs);
  return new Date(next.dueAt);
}
