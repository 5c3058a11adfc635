/** Sends an archive's due mail: collects, composes, batches, and sends, and repeats until nothing more can be sent now. */
import { MAILER_TEXT } from '../../../domain/workflow-text.js';
import type { Context } from '../../../platform/context.js';
import { endOverdueSurgeHolds, isOverdueHold } from '../../disconnects/surge-hold-queries.js';
import type { Db } from '../../../db/client.js';
import { emails, mailHold, surgeHolds, users } from '../../../db/schema.js';
import { sql } from 'drizzle-orm';
import { findDueBatches, nextBatchInMs, prepareBatch } from './batches.js';
import { composeGroups } from './compose-steps.js';
import { isToBeTriedAgain, liftSuppressions } from './lift-suppressions.js';
import { attemptBatch } from './send-batch.js';
import { composeRequests, isToCompose } from './compose-requests.js';
import { isToSettle, settleUnknown } from './settle-unknown.js';
import { groupDueSteps } from './group-due-steps.js';

export interface MailOutcome {
  /** When there may be more to send; 0 when there is more now, and null when nothing is waiting. */
  nextInMs: number | null;
  /** A note for operators, shown in the workflow's details. */
  note: string;
}

/**
 * After this, an activity starts nothing more and lets the workflow call it again. Archives with a lot to send take turns, batch by
 * batch, so an archive with a single email does not wait for another archive's backlog.
 */
const TIME_SLICE_MS = 2000;
/** Emails composed in one transaction: as many as fit in a batch. */
const BATCH_SIZE = 100;
/** The provider answers after a while, in which others can be on their way. */
const BATCHES_AT_ONCE = 3;
/** What another process holds right now is looked at again after this. */
const PAUSE_MS = 20;

export async function sendDueMail(context: Context, archiveId: string): Promise<MailOutcome> {
  const until = Date.now() + TIME_SLICE_MS;
  const isTimeUp = () => Date.now() >= until;
  do {
    const errands = await findErrands(context.db, archiveId);
    if (errands.isHeld) return { nextInMs: null, note: MAILER_TEXT.held };
    if (errands.surgeHolds) await endOverdueSurgeHolds(context.db, archiveId);
    if (errands.suppressions) await liftSuppressions(context, archiveId);
    const settled = errands.unknown ? await settleUnknown(context, archiveId) : 0;
    const requested = errands.requests ? await composeRequests(context, archiveId) : 0;
    const waiting = await groupDueSteps(context.db, archiveId, context.config.windows);
    let composed = requested;
    const sending = new Sending(context, archiveId, isTimeUp);
    // The first groups are composed even when time is up, so that every turn makes progress.
    for (let i = 0; i < waiting.ready.length && (i === 0 || !isTimeUp()); i += BATCH_SIZE) {
      // Someone may have requested a sign-in link in the meantime, and is waiting for it.
      if (i > 0) composed += await composeRequests(context, archiveId);
      composed += await composeGroups(context, archiveId, waiting.ready.slice(i, i + BATCH_SIZE));
      sending.begin();
    }
    if (waiting.ready.length === 0) sending.begin();
    const sent = await sending.done();
    if (settled + composed + sent + waiting.ready.length > 0) continue;
    const batches = await nextBatchInMs(context.db, archiveId);
    const next = Math.min(waiting.nextInMs ?? Infinity, batches ?? Infinity);
    if (next === Infinity) return { nextInMs: null, note: MAILER_TEXT.sent };
    return { nextInMs: Math.max(PAUSE_MS, next), note: MAILER_TEXT.waiting };
  } while (!isTimeUp());
  return { nextInMs: 0, note: MAILER_TEXT.more };
}

/** What there can be to do besides sending due steps. Most of it is rare, so one statement finds out. */
async function findErrands(db: Db, archiveId: string) {
  const [row] = await db.execute<
    Record<'isHeld' | 'surgeHolds' | 'suppressions' | 'unknown' | 'requests', boolean>
  >(sql`
    select exists (select from ${mailHold}) as "isHeld",
      exists (select from ${surgeHolds} where ${isOverdueHold(archiveId)}) as "surgeHolds",
      exists (select from ${users} where ${isToBeTriedAgain(archiveId)}) as "suppressions",
      exists (select from ${emails} where ${isToSettle(archiveId)}) as "unknown",
      exists (select from ${emails} where ${isToCompose(archiveId)}) as "requests"`);
  return row!;
}

/** Sends what is composed while more is being composed. */
class Sending {
  private sent = Promise.resolve();
  private attempts = 0;

  constructor(
    private readonly context: Context,
    private readonly archiveId: string,
    private readonly isTimeUp: () => boolean,
  ) {}

  begin(): void {
    this.sent = this.sent.then(() => this.sendBatches());
    // Whoever waits until it's done hears of the error.
    this.sent.catch(() => undefined);
  }

  /** Returns the number of attempts. */
  async done(): Promise<number> {
    await this.sent;
    return this.attempts;
  }

  /** Batches what is composed and attempts the due batches until time is up; one is attempted in any case. */
  private async sendBatches(): Promise<void> {
    const { context, archiveId } = this;
    while (await prepareBatch(context.db, archiveId));
    const due = await findDueBatches(context.db, archiveId);
    const sender = async () => {
      for (let id = due.shift(); id !== undefined && (this.attempts === 0 || !this.isTimeUp()); id = due.shift()) {
        this.attempts += 1;
        await attemptBatch(context, archiveId, id);
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, sender));
  }
}
