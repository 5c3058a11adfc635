/** Reading disconnects: lists, one, and what its next email is. */
import { and, desc, eq, lt } from 'drizzle-orm';
import { notFound } from '../../domain/refusal.js';
import { stepAfter, type SeriesPlan } from '../../domain/series.js';
import type { Db } from '../../db/client.js';
import { awaitedStep } from './raise-due-steps.js';
import type { Disconnect } from './types.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, disconnects } from '../../db/schema.js';

/** `ownerId` is the account's owner now; null when the account was deleted. */
export type DisconnectRow = Disconnect & { ownerId: string | null };

const rows = (db: Db) =>
  db
    .select({ disconnect: disconnects, ownerId: accounts.ownerId })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect);

const flat = (row: { disconnect: Disconnect; ownerId: string | null }): DisconnectRow => ({
  ...row.disconnect,
  ownerId: row.ownerId,
});

/** @param ownerId the one whose accounts the caller may see, null: all. @throws {Refusal} `not_found` */
export async function readDisconnect(
  db: Db,
  archiveId: string,
  disconnectId: string,
  ownerId: string | null,
): Promise<DisconnectRow> {
  const [row] = await rows(db).where(
    and(
      eq(disconnects.archiveId, archiveId),
      eq(disconnects.id, disconnectId),
      ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
    ),
  );
  if (!row) throw notFound('disconnect');
  return flat(row);
}

/** The newest first. */
export async function listDisconnects(
  db: Db,
  archiveId: string,
  filter: { only: string | null; ownerId?: string; accountId?: string; status?: Disconnect['status'] },
  page: { after: string | null; limit: number },
): Promise<DisconnectRow[]> {
  const found = await rows(db)
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
  return found.map(flat);
}

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
