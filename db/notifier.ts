/**
 * Tells the dispatchers (of all processes) that there is work. A hint: they poll as well, so a lost one costs a delay.
 * NOTIFY takes a lock of the whole database at commit, so it is sent outside of the transactions that report and close
 * disconnects, and many wakes within a few milliseconds become one.
 */
import type postgres from 'postgres';

const CHANNEL = 'relink_work';
const GATHER_MS = 5;

/** What there is to do: workflows to start or signal, transfers to begin, tokens to check, or mail of an archive to send. */
export type Work = 'workflows' | 'transfers' | 'tokens' | `mail:${string}`;

export class Notifier {
  private readonly gathered = new Set<Work>();
  private sending: Promise<void> | null = null;

  constructor(
    private readonly sql: postgres.Sql,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Call after the transaction has committed. */
  notify(...works: Work[]): void {
    for (const work of works) this.gathered.add(work);
    this.sending ??= this.send();
  }

  /**
   * Calls `heard` at every hint, of any process, and `connected` at the beginning and after the connection was lost, when hints may
   * have been. Returns what ends it.
   */
  async listen(heard: (work: Work) => void, connected?: () => void): Promise<() => Promise<void>> {
    const listening = await this.sql.listen(CHANNEL, (work) => heard(work as Work), connected);
    return () => listening.unlisten();
  }

  /** Resolves when every wake so far is out. */
  async idle(): Promise<void> {
    await this.sending;
  }

  private async send(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    const works = [...this.gathered];
    this.gathered.clear();
    this.sending = null;
    try {
      await this.sql`select pg_notify(${CHANNEL}, w) from unnest(${works}::text[]) w`;
    } catch (error) {
      this.onProblem(error);
    }
  }
}
