/** The faults that the inbox can simulate: what real providers and networks do on a bad day. */
export const MODES = ['ok', 'rate_limit', 'error', 'accept_then_drop', 'slow'] as const;
export type Mode = (typeof MODES)[number];

export class Faults {
  mode: Mode = 'ok';
  /** The share of requests that are affected, from 0 to 1. */
  share = 1;

  constructor(private readonly random: () => number) {}

  set(mode: Mode, share: number): void {
    this.mode = mode;
    this.share = share;
  }

  /** Returns what happens to the next request. */
  next(): Mode {
    return this.random() < this.share ? this.mode : 'ok';
  }
}
