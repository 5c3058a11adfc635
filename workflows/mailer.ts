/**
 * Sends an archive's mail. The activity groups what is due by owner, composes the emails, and hands them to the provider in batches;
 * the workflow waits until there is more. It ends when nothing is left, and the dispatcher starts it again when something is due.
 */
import {
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { MAILER_TEXT } from '../domain/workflow-text.js';
import type { MailActivities } from '../activities/index.js';
import { TASK_QUEUES } from '../domain/ids.js';
import { MAIL_RECHECK_MS } from '../domain/windows.js';
import { mailDue, type MailerInput } from './messages.js';

const { sendDueMail } = proxyActivities<MailActivities>({
  taskQueue: TASK_QUEUES.mail,
  // Long enough to wait for a turn behind other archives' backlogs. That a worker is gone shows sooner.
  startToCloseTimeout: '10 minutes',
  // If a worker is killed mid-activity, sending resumes after this.
  heartbeatTimeout: '4 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/** A signal leaves the timer running, which then wakes the mailer once more: reports that come one by one make no timer each. */
const KEEPS_ITS_TIMER = 'keeps its timer';

export async function mailer(input: MailerInput): Promise<void> {
  let due = true;
  let ringsAt = Infinity;
  setHandler(mailDue, () => void (due = true));
  const ringIn = async (ms: number): Promise<void> => {
    const at = Date.now() + ms;
    if (at >= ringsAt) return;
    ringsAt = at;
    await sleep(ms, { summary: MAILER_TEXT.timer });
    due = true;
    if (ringsAt === at) ringsAt = Infinity;
  };
  const keepsTimer = patched(KEEPS_ITS_TIMER);
  for (;;) {
    due = false;
    const outcome = await sendDueMail(input);
    if (outcome.nextInMs === null && !due) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof mailer>(input);
    const waitMs = Math.max(1, Math.min(outcome.nextInMs ?? 1, MAIL_RECHECK_MS));
    setCurrentDetails(MAILER_TEXT.next(outcome.note, waitMs));
    if (keepsTimer) {
      // A cancellation ends the mailer where it waits.
      if (!due) void ringIn(waitMs).catch(() => undefined);
      await condition(() => due);
    } else await condition(() => due, waitMs, { summary: MAILER_TEXT.timer });
  }
}
