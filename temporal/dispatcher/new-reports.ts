/**
 * When the workflows of new reports are started. A report and its first email are waited for; the workflow has nothing to do for two days, and starting
 * it takes far more of the machine than accepting the report did. So workflows are started in the time that reports and mail leave.
 */
import type { Context } from '../../platform/context.js';
import { readBacklog } from '../../services/disconnects/workflow-changes.js';
import { isMailWaiting } from '../../services/mail/mail-hold.js';

/** Reports that are further apart leave time in between. When days are compressed, so is this. */
const QUIET_MS = 250;
/** A few starts are no burden, so they don't wait for quiet longer than this. */
const FEW = 25;
const FEW_WAIT_MS = 500;
/** However much there is to do, no workflow waits longer than this. */
const MAX_WAIT_MS = 10 * 60_000;

export class NewReports {
  private heardAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly quietMs: number;

  /** @param wake called a little after reports were accepted, so that many reports are one piece of work */
  constructor(
    private readonly context: Pick<Context, 'db' | 'config'>,
    private readonly wake: () => void,
  ) {
    this.quietMs = Math.min(QUIET_MS, context.config.windows.firstEmail / 4);
  }

  /** Notes that reports were accepted just now, by any process. */
  heard(): void {
    this.heardAt = Date.now();
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.wake();
    }, this.quietMs);
  }

  async leaveTimeForStarts(): Promise<boolean> {
    const { db, config } = this.context;
    const isBusy = Date.now() - this.heardAt < this.quietMs || (await isMailWaiting(db, config.windows));
    if (!isBusy) return true;
    const { few, oldestMs } = await readBacklog(db, FEW);
    return oldestMs > (few ? FEW_WAIT_MS : MAX_WAIT_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
