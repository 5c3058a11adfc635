/** Keeps one part of the stack running: a part that exits by itself is restarted, after a growing delay. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Part {
  /** Other programs have been told this address, so it stays the same across restarts. */
  address?: string;
  /** Resolves when it has exited, for whatever reason. */
  exited: Promise<void>;
  stop(): Promise<void>;
  /** Immediately, without cleanup. */
  kill(): void;
}

/** Tells a part that is still being launched to stop, or to end immediately. */
export interface StopSignals {
  stop: AbortSignal;
  kill: AbortSignal;
}

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 30_000;
/** After running this long, a part counts as healthy again. */
const STEADY_MS = 60_000;

export class Supervised<T extends Part> {
  private launched?: Promise<T>;
  private address?: string;
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();
  private delayMs = FIRST_DELAY_MS;

  constructor(
    readonly name: string,
    private readonly launch: (giveUp: StopSignals) => Promise<T>,
    private readonly say: (line: string) => void,
  ) {}

  /** Starts the part for the first time. A failure here is final, because it means that something is wrong that a person must see. */
  async start(): Promise<T> {
    this.launched = this.launch(this.giveUp);
    const part = await this.launched;
    this.address = part.address;
    void this.watch(part);
    return part;
  }

  /** Ends all restarts and abandons any launch in progress; a running part continues until `stop`. */
  startNoMore(): void {
    this.stopping.abort();
  }

  async stop(): Promise<void> {
    this.startNoMore();
    const part = await this.launched?.catch(() => undefined);
    await part?.stop();
  }

  kill(): void {
    this.startNoMore();
    this.killing.abort();
    void this.launched?.then(
      (part) => part.kill(),
      () => undefined,
    );
  }

  private get giveUp(): StopSignals {
    return { stop: this.stopping.signal, kill: this.killing.signal };
  }

  private async watch(part: T): Promise<void> {
    const since = Date.now();
    await part.exited;
    if (this.stopping.signal.aborted) return;
    this.say(`${this.name} stopped unexpectedly; starting it again`);
    if (Date.now() - since > STEADY_MS) this.delayMs = FIRST_DELAY_MS;
    await this.revive();
  }

  private async revive(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await delay(this.delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.delayMs = Math.min(this.delayMs * 2, MAX_DELAY_MS);
      try {
        this.launched = this.launch(this.giveUp);
        const part = await this.launched;
        if (part.address !== this.address) {
          await part.stop();
          throw new Error(`another program has taken ${this.address}`);
        }
        this.say(`${this.name} is running again`);
        void this.watch(part);
        return;
      } catch (error) {
        this.say(`${this.name} didn’t start; trying again in ${this.delayMs / 1000} s: ${firstLine(error)}`);
      }
    }
  }
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0];
