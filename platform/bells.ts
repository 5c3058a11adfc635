/** Lets those who wait for something in this process be woken by its name. A bell that rings before anyone waits isn't lost. */
export class Bells {
  private readonly bells = new Map<string, Set<Bell>>();

  /** How many are listening. */
  get count(): number {
    return [...this.bells.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Rings for whoever listens to this name, in `inMs` milliseconds. */
  ring(name: string, inMs = 0): void {
    for (const bell of this.bells.get(name) ?? []) bell.ring(inMs);
  }

  ringAll(): void {
    for (const name of this.bells.keys()) this.ring(name);
  }

  /** Listens to a name until `silence` is called. */
  listen(name: string): Bell {
    const bell: Bell = new Bell(() => {
      const others = this.bells.get(name);
      others?.delete(bell);
      if (others?.size === 0) this.bells.delete(name);
    });
    this.bells.set(name, (this.bells.get(name) ?? new Set()).add(bell));
    return bell;
  }
}

export class Bell {
  /** By `performance.now()`. */
  private ringsAt = Infinity;
  private rearm: () => void = () => {};

  constructor(readonly silence: () => void) {}

  /** Whether someone has rung since the last reset, even if for later. */
  get wasRung(): boolean {
    return this.ringsAt !== Infinity;
  }

  ring(inMs: number): void {
    this.ringsAt = Math.min(this.ringsAt, performance.now() + inMs);
    this.rearm();
  }

  /** Forgets what has rung so far. Call it before looking at what there is to do, so that what rings meanwhile isn't lost. */
  reset(): void {
    this.ringsAt = Infinity;
  }

  /** Waits for `ms` milliseconds, or until the bell rings or `signal` is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + ms;
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.rearm = () => {};
        resolve();
      };
      this.rearm = () => {
        clearTimeout(timer);
        timer = setTimeout(end, Math.max(0, Math.ceil(Math.min(until, this.ringsAt) - performance.now())));
      };
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      else this.rearm();
    });
  }
}
