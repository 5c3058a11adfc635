/**
 * Tells the dispatchers of all processes that there is work. Notifications are only hints: dispatchers poll too, so losing one
 * only causes a delay. NOTIFY takes a database-wide lock at commit. So it's sent outside the transactions that report and close
 * disconnects, and when there are many, those within a few milliseconds are combined.
 */
import type postgres from 'postgres';

const CHANNEL = 'relink_work';
const BETWEEN_MS = 5;

/**
 * What there is to do: start or signal workflows, start transfers, check tokens, answer sign-in requests, send an archive's mail, or what
 * an archive's new reports need: workflows when there is time for them, and first emails when their window has ended.
 */
export type Work = 'workflows' | 'transfers' | 'tokens' | 'sign-ins' | `mail:${string}` | `reported:${string}`;

export class Notifier {
  private readonly queued = new Set<Work>();
  private sending: Promise<void> | null = null;

  constructor(
    private readonly sql: postgres.Sql,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Sends hints. Call it after the transaction has committed. */
  notify(...items: Work[]): void {
    for (const work of items) this.queued.add(work);
    this.sending ??= this.send();
  }

  /**
   * Calls `onWork` for each hint from any process. Calls `onConnect` at the start and whenever a lost connection is restored, since
   * hints may have been lost too. Returns a function that stops listening.
   */
  async listen(onWork: (work: Work) => void, onConnect?: () => void): Promise<() => Promise<void>> {
    const listening = await this.sql.listen(CHANNEL, (work) => onWork(work as Work), onConnect);
    return () => listening.unlisten();
  }

  /** Resolves when all hints so far have been sent. */
  async idle(): Promise<void> {
    await this.sending;
  }

  private async send(): Promise<void> {
    for (;;) {
      const items = [...this.queued];
      this.queued.clear();
      try {
        await this.sql`select pg_notify(${CHANNEL}, w) from unnest(${items}::text[]) w`;
      } catch (error) {
        this.onProblem(error);
      }
      if (this.queued.size === 0) break;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
    this.sending = null;
  }
}
