/** The activities, made over the context: what workflows may ask the world to do. */
import { heartbeat } from '@temporalio/activity';
import type { Context } from '../context.js';
import { raiseDueSteps as raise, type Standing } from '../db/raise.js';
import { sendDueMail, type MailOutcome } from './mail/index.js';
import { refreshCredential } from './refresh.js';

export interface DisconnectRef {
  archiveId: string;
  disconnectId: string;
}

/** On the task queue of the disconnects. */
export function createActivities(context: Context) {
  return {
    /** Raises what is due by `now` (the workflow's clock) and says what is true. Null: there is no such disconnect. */
    async raiseDueSteps(request: DisconnectRef & { now: number }): Promise<Standing | null> {
      const standing = await raise(context.db, { ...request, dayMs: context.config.dayMs });
      if (standing?.raised) context.waker.wake(`mail:${request.archiveId}`);
      return standing;
    },
    /** True when a fresh token mended it without a person. */
    refreshCredential: (request: DisconnectRef): Promise<boolean> => refreshCredential(context, request),
  };
}
export type Activities = ReturnType<typeof createActivities>;

/** Often enough for the mailer's heartbeat timeout of 4 seconds. */
const BEAT_MS = 1000;

/** On the mail's own task queue, so that a flood of disconnects never delays an email. */
export function createMailActivities(context: Context) {
  return {
    /** Composes and sends what may go now, and says when there will be more; null: nothing is waiting. */
    async sendDueMail(request: { archiveId: string }): Promise<MailOutcome> {
      const beating = setInterval(heartbeat, BEAT_MS);
      try {
        return await sendDueMail(context, request.archiveId);
      } finally {
        clearInterval(beating);
      }
    },
  };
}
export type MailActivities = ReturnType<typeof createMailActivities>;
