/** Reading disconnects: lists, one, and what its next email is. */
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

/** `ownerId` is the account's owner now; null when the account was deleted. */
export type DisconnectRow = Disconnect & { ownerId: string | null };

/** As people see it: with the next email as pauses leave it, and a pause only while it lasts. */
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

/** @param ownerId the one whose accounts the caller may see. @throws {Refusal} `not_found` */
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

/** What a list of disconnects is narrowed to. */
export interface DisconnectFilter {
  ownerId?: string;
  accountId?: string;
  status?: Disconnect['status'];
}

/** The newest first; one more than the page holds, when there are more. @param only the one whose accounts the caller may see */
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

/** When the next email of the series goes out; steps that fall due in a pause are skipped. Null when it is closed. */
export function nextEmailAt(row: Disconnect, plan: SeriesPlan, dayMs: number): Date | null {
  if (row.status === 'closed') return null;
  let next = awaitedStep(row, plan, dayMs);
  const from = row.pausedUntil?.getTime() ?? 0;
  const seriesMs = plan.seriesDays * dayMs;
  // Whole series that a long pause swallows at once, then the steps of the one in which it ends.
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
