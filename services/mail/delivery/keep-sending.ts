/**
 * Looks after an archive's mail for as long as some is due soon. What waits for others of the same owner goes out the moment its window
 * ends, and hints of new mail take no way through Temporal.
 */
import type { Context } from '../../../platform/context.js';
import type { Bells } from '../../../platform/bells.js';
import type { FairSemaphore } from '../../../platform/fair-semaphore.js';
import { ATTEND_EVERY_MS, attendMail, leaveMail } from '../mailers.js';
import { sendDueMail, type MailOutcome } from './send-due-mail.js';

/** Longer than first emails wait for each other. What is due later is left to the workflow's timer. */
const SOON_MS = 15_000;
/** The workflow's history says at least so often that the mailer is at work. */
const STAY_MS = 45_000;
/** If more archives have mail due soon, the others wait in their workflows. */
export const MAX_LISTENING = 100;

export interface MailRoom {
  /** How many archives send at once. */
  turns: FairSemaphore;
  /** Rung by the archive's ID when it has new mail. */
  bells: Bells;
}

/** Rings for an archive when any process hints at new mail there. Returns a function that stops that. */
export const ringForMail = ({ notifier, config }: Pick<Context, 'notifier' | 'config'>, bells: Bells) =>
  notifier.listen(
    (work) => {
      const [kind, archiveId] = work.split(':');
      if (kind === 'mail') bells.ring(archiveId!);
      if (kind === 'reported') bells.ring(archiveId!, config.windows.firstEmail);
    },
    // What was said while the connection was lost.
    () => bells.ringAll(),
  );

/**
 * Sends what is due until nothing is due soon, or for less than a minute. Returns when there may be more.
 * @param signal ends the wait for more, and is aborted when the process stops
 */
export async function keepSending(
  context: Context,
  { turns, bells }: MailRoom,
  archiveId: string,
  signal: AbortSignal,
): Promise<MailOutcome> {
  const staysUntil = Date.now() + STAY_MS;
  const bell = bells.listen(archiveId);
  const attendance = new Attendance(context, archiveId);
  try {
    for (;;) {
      await attendance.begin();
      bell.reset();
      const outcome = await turns.run(archiveId, signal, () => sendDueMail(context, archiveId));
      const { nextInMs } = outcome;
      const isSoon = nextInMs !== null && nextInMs <= SOON_MS;
      const isOver = () => signal.aborted || Date.now() + (nextInMs ?? 0) >= staysUntil;
      if (isSoon && !isOver() && bells.count <= MAX_LISTENING) {
        await bell.wait(nextInMs, signal);
        if (!signal.aborted) continue;
      }
      await attendance.end(nextInMs);
      // Until now, whoever had new mail relied on the bell.
      if (bell.wasRung && !isOver()) continue;
      return bell.wasRung || (isSoon && isOver()) ? { ...outcome, nextInMs: 0 } : outcome;
    }
  } finally {
    // After an error. What it says of the database would be said twice here.
    await attendance.end(0).catch(() => undefined);
    bell.silence();
  }
}

/** Keeps others from waking a mailer that hears hints itself. */
class Attendance {
  private noted: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: Pick<Context, 'db' | 'log'>,
    private readonly archiveId: string,
  ) {}

  async begin(): Promise<void> {
    this.timer ??= setInterval(() => void (this.noted = this.noted?.then(() => this.note())), ATTEND_EVERY_MS);
    await (this.noted ??= this.note());
  }

  /** Says when the mailer looks again, once everything said before has been written. Does nothing if it has said so already. */
  async end(nextInMs: number | null): Promise<void> {
    if (!this.noted) return;
    clearInterval(this.timer);
    this.timer = undefined;
    await this.noted;
    this.noted = undefined;
    await leaveMail(this.context.db, this.archiveId, nextInMs);
  }

  private note(): Promise<void> {
    return attendMail(this.context.db, this.archiveId).catch((error: unknown) =>
      this.context.log.warn(
        { error, archiveId: this.archiveId },
        'could not note that an archive’s mail is looked after',
      ),
    );
  }
}
