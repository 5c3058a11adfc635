/** Sending what is due of one archive: collect, compose, batch, send; again until nothing may go now. */
import { MAILER_TEXT } from '../../../domain/workflow-text.js';
import type { Context } from '../../../platform/context.js';
import { endOverdueSurgeHolds } from '../../disconnects/surge-hold-queries.js';
import { findDueBatches, nextBatchInMs, prepareBatch } from './batches.js';
import { composeGroups } from './compose-steps.js';
import { readHold } from '../mail-hold.js';
import { attemptBatch } from './send-batch.js';
import { composeRequested } from './compose-requests.js';
import { settleOverdue } from './settle-unknown.js';
import { groupDueSteps } from './group-due-steps.js';

export interface MailOutcome {
  /** When there may be more to send; null: nothing waits. */
  nextInMs: number | null;
  /** For the operator, in the workflow's details. */
  note: string;
}

/**
 * After this an activity begins nothing more and lets the workflow call again: archives with much to send take turns, batch by
 * batch, and one with a single email waits for no backlog but its own.
 */
const TURN_MS = 2000;
/** Owners composed in one transaction: as many as a batch holds. */
const AT_A_TIME = 100;

export async function sendDueMail(context: Context, archiveId: string): Promise<MailOutcome> {
  const until = Date.now() + TURN_MS;
  const over = () => Date.now() >= until;
  if (await readHold(context.db)) return { nextInMs: null, note: MAILER_TEXT.held };
  await endOverdueSurgeHolds(context.db, archiveId);
  do {
    const settled = await settleOverdue(context, archiveId);
    const requested = await composeRequested(context, archiveId);
    const waiting = await groupDueSteps(context.db, archiveId, context.config.windows);
    let composed = requested;
    // The first ones in any case, so that every turn gets something done.
    for (let i = 0; i < waiting.ready.length && (i === 0 || !over()); i += AT_A_TIME) {
      composed += await composeGroups(context, archiveId, waiting.ready.slice(i, i + AT_A_TIME));
      // Somebody may have asked to sign in meanwhile, and waits.
      composed += await composeRequested(context, archiveId);
      await sendBatches(context, archiveId, over);
    }
    const sent = await sendBatches(context, archiveId, over);
    if (settled + composed + sent + waiting.ready.length > 0) continue;
    const batches = await nextBatchInMs(context.db, archiveId);
    const next = Math.min(waiting.nextInMs ?? Infinity, batches ?? Infinity);
    if (next === Infinity) return { nextInMs: null, note: MAILER_TEXT.sent };
    return { nextInMs: Math.max(0, next), note: MAILER_TEXT.waiting };
  } while (!over());
  return { nextInMs: 0, note: MAILER_TEXT.more };
}

/** Makes batches of what is composed and attempts those that are due, one at least. Returns how many attempts were made. */
async function sendBatches(context: Context, archiveId: string, over: () => boolean): Promise<number> {
  while ((await prepareBatch(context.db, archiveId)) !== null);
  const due = await findDueBatches(context.db, archiveId);
  let attempts = 0;
  for (const batchId of due) {
    if (attempts > 0 && over()) break;
    await attemptBatch(context, archiveId, batchId);
    attempts += 1;
  }
  return attempts;
}
