/** Limits concurrent work in total and per archive. Archives take turns, so a long queue in one doesn't delay the others. */
export class FairSemaphore {
  private working = 0;
  private readonly workingOf = new Map<string, number>();
  /** The queues by archive, in the order of their turns. */
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(private readonly most: { atOnce: number; ofOneArchive: number }) {}

  /** @throws the signal's reason when it is aborted before the turn comes */
  async take<T>(archiveId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.comes(archiveId, signal);
    try {
      return await work();
    } finally {
      this.working -= 1;
      this.count(archiveId, -1);
      this.next();
    }
  }

  private async comes(archiveId: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const queue = this.waiting.get(archiveId) ?? new Set();
      this.waiting.set(archiveId, queue);
      const give = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        queue.delete(give);
        if (queue.size === 0 && this.waiting.get(archiveId) === queue) this.waiting.delete(archiveId);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.add(give);
      this.next();
    });
  }

  private next(): void {
    while (this.working < this.most.atOnce) {
      const free = [...this.waiting].find(([id]) => (this.workingOf.get(id) ?? 0) < this.most.ofOneArchive);
      if (!free) return;
      const [archiveId, queue] = free;
      const [give] = queue;
      queue.delete(give!);
      // Moves to the end, so the other archives go first.
      this.waiting.delete(archiveId);
      if (queue.size > 0) this.waiting.set(archiveId, queue);
      this.working += 1;
      this.count(archiveId, 1);
      give!();
    }
  }

  private count(archiveId: string, by: 1 | -1): void {
    const now = (this.workingOf.get(archiveId) ?? 0) + by;
    if (now === 0) this.workingOf.delete(archiveId);
    else this.workingOf.set(archiveId, now);
  }
}
