/** Sends an archive's due mail: collects, composes, batches, and sends, and repeats until nothing more can be sent now. */
import { MAILER_TEXT } from '../../../domain/workflow-text.js';
import type { Context } from '../../../platform/context.js';
import { endOverdueSurgeHolds } from '../../disconnects/surge-hold-queries.js';
import { findDueBatches, nextBatchInMs, prepareBatch } from './batches.js';
import { composeGroups } from './compose-steps.js';
import { readHold } from '../mail-hold.js';
import { liftSuppressions } from './lift-suppressions.js';
import { attemptBatch } from './send-batch.js';
import { composeRequests } from './compose-requests.js';
import { settleUnknown } from './settle-unknown.js';
import { groupDueSteps } from './group-due-steps.js';

export interface MailOutcome {
  /** When there may be more to send; null when nothing is waiting. */
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

export async function sendDueMail(context: Context, archiveId: string): Promise<MailOutcome> {
  const until = Date.now() + TIME_SLICE_MS;
  const isTimeUp = () => Date.now() >= until;
  if (await readHold(context.db)) return { nextInMs: null, note: MAILER_TEXT.held };
  await endOverdueSurgeHolds(context.db, archiveId);
  await liftSuppressions(context, archiveId);
  do {
    const settled = await settleUnknown(context, archiveId);
    const requested = await composeRequests(context, archiveId);
    const waiting = await groupDueSteps(context.db, archiveId, context.config.windows);
    let composed = requested;
    const sending = new Sending(context, archiveId, isTimeUp);
    // The first groups are composed even when time is up, so that every turn makes progress.
    for (let i = 0; i < waiting.ready.length && (i === 0 || !isTimeUp()); i += BATCH_SIZE) {
      composed += await composeGroups(context, archiveId, waiting.ready.slice(i, i + BATCH_SIZE));
      // Someone may have requested a sign-in link in the meantime, and is waiting for it.
      composed += await composeRequests(context, archiveId);
      sending.begin();
    }
    sending.begin();
    const sent = await sending.done();
    if (settled + composed + sent + waiting.ready.length > 0) continue;
    const batches = await nextBatchInMs(context.db, archiveId);
    const next = Math.min(waiting.nextInMs ?? Infinity, batches ?? Infinity);
    if (next === Infinity) return { nextInMs: null, note: MAILER_TEXT.sent };
    return { nextInMs: Math.max(0, next), note: MAILER_TEXT.waiting };
  } while (!isTimeUp());
  return { nextInMs: 0, note: MAILER_TEXT.more };
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
    while ((await prepareBatch(context.db, archiveId)) !== null);
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
