/** Creates the weekly error summaries that are due. Whichever process comes first creates an archive's summary, exactly once. */
import type { WeeklySummaryRequest } from '../../domain/email-requests.js';
import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { summaryDue, type SummaryWeek } from '../../domain/summary-week.js';
import { archives, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { requestSummaries } from '../outbox/requests.js';
import { isEmptySummary, readSummary } from './weekly-summary-content.js';

/** Creates the due summaries, and notifies the archives' mailers. */
export async function requestDueSummaries(context: Context): Promise<void> {
  const { db, clock, config } = context;
  const now = clock.now();
  const zones = await db.selectDistinct({ timeZone: archives.timeZone }).from(archives);
  for (const { timeZone } of zones) {
    const week = summaryDue(now, timeZone, config.dayMs);
    if (!week) continue;
    const due = await db
      .select({ id: archives.id })
      .from(archives)
      .where(and(eq(archives.timeZone, timeZone), isSummaryPending(week)));
    for (const { id } of due) await requestSummary(context, id, week);
  }
}

const isSummaryPending = ({ label }: SummaryWeek) => or(isNull(archives.summaryWeek), lt(archives.summaryWeek, label));

/** Claims the week even if no one subscribes: someone who subscribes later that Monday gets the next summary. */
async function requestSummary(context: Context, archiveId: string, week: SummaryWeek): Promise<void> {
  await inUnitOfWork(context, async ({ tx, notify }) => {
    const claimed = await tx
      .update(archives)
      .set({ summaryWeek: week.label })
      .where(and(eq(archives.id, archiveId), isSummaryPending(week)))
      .returning({ id: archives.id });
    if (claimed.length === 0) return;
    const readers = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.archiveId, archiveId), subscribes, eq(users.emailState, 'ok')));
    if (readers.length === 0 || isEmptySummary(await readSummary(tx, archiveId, week))) return;
    const payload: WeeklySummaryRequest = { from: week.from.toISOString(), to: week.to.toISOString() };
    await requestSummaries(
      tx,
      archiveId,
      readers.map(({ id }) => id),
      payload,
    );
    notify(`mail:${archiveId}`);
  });
}

const subscribes = and(isNotNull(users.adminRole), eq(users.weeklyErrorSummary, true));
