/** Limits concurrent work in total and per archive. Archives take turns, so a long queue in one doesn't delay the others. */
export class FairSemaphore {
  private running = 0;
  private readonly runningByArchive = new Map<string, number>();
  /** The queues by archive, in the order of their turns. */
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(private readonly limits: { total: number; perArchive: number }) {}

  /** @throws the signal's reason when it is aborted before the turn comes */
  async run<T>(archiveId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.waitForTurn(archiveId, signal);
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.count(archiveId, -1);
      this.next();
    }
  }

  private async waitForTurn(archiveId: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const queue = this.waiting.get(archiveId) ?? new Set();
      this.waiting.set(archiveId, queue);
      const grant = () => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      const cancel = () => {
        queue.delete(grant);
        if (queue.size === 0 && this.waiting.get(archiveId) === queue) this.waiting.delete(archiveId);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', cancel, { once: true });
      queue.add(grant);
      this.next();
    });
  }

  private next(): void {
    while (this.running < this.limits.total) {
      const found = [...this.waiting].find(([id]) => (this.runningByArchive.get(id) ?? 0) < this.limits.perArchive);
      if (!found) return;
      const [archiveId, queue] = found;
      const [grant] = queue;
      queue.delete(grant!);
      // Moves to the end, so the other archives go first.
      this.waiting.delete(archiveId);
      if (queue.size > 0) this.waiting.set(archiveId, queue);
      this.running += 1;
      this.count(archiveId, 1);
      grant!();
    }
  }

  private count(archiveId: string, by: 1 | -1): void {
    const now = (this.runningByArchive.get(archiveId) ?? 0) + by;
    if (now === 0) this.runningByArchive.delete(archiveId);
    else this.runningByArchive.set(archiveId, now);
  }
}
