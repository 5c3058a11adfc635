/**
 * What new reports need, and when. A report and its first email are waited for; the workflow has nothing to do for two days, and starting
 * it takes far more of the machine than accepting the report did. So workflows are started in the time that reports and mail leave.
 */
import type { Context } from '../../platform/context.js';
import { readBacklog } from '../../services/disconnects/workflow-changes.js';
import { isMailWaiting } from '../../services/mail/mail-hold.js';

/** Reports that are further apart leave time in between. Shorter where days are. */
const QUIET_MS = 250;
/** A few starts are no burden, so they don't wait for quiet longer than this. */
const FEW = 25;
const FEW_WAIT_MS = 500;
/** However much there is to do, no workflow waits longer than this. */
const MAX_WAIT_MS = 10 * 60_000;

interface Needs {
  startWorkflows: () => void;
  sendFirstEmails: (archiveId: string) => void;
}

export class NewReports {
  private heardAt = 0;
  private readonly quietMs: number;
  /** One timer for the workflows, and one for the first emails of each archive. */
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly context: Pick<Context, 'db' | 'config'>,
    private readonly needs: Needs,
  ) {
    this.quietMs = Math.min(QUIET_MS, context.config.windows.firstEmail / 4);
  }

  /** Notes that reports of this archive were accepted just now, by any process. */
  heardOf(archiveId: string): void {
    this.heardAt = Date.now();
    const { firstEmail } = this.context.config.windows;
    this.once('workflows', this.quietMs, () => this.needs.startWorkflows());
    // Until then, there is nothing to send. What is reported meanwhile has its own time, which the mailer knows when it looks.
    this.once(archiveId, firstEmail, () => this.needs.sendFirstEmails(archiveId));
  }

  async leaveTimeForStarts(): Promise<boolean> {
    const { db, config } = this.context;
    const isBusy = Date.now() - this.heardAt < this.quietMs || (await isMailWaiting(db, config.windows));
    if (!isBusy) return true;
    const { few, oldestMs } = await readBacklog(db, FEW);
    return oldestMs > (few ? FEW_WAIT_MS : MAX_WAIT_MS);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private once(what: string, inMs: number, work: () => void): void {
    if (this.timers.has(what)) return;
    const timer = setTimeout(() => {
      this.timers.delete(what);
      work();
    }, inMs);
    this.timers.set(what, timer);
  }
}
