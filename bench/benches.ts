/** The benchmarks by name, in the order of a whole run. */
import { eventLoop } from './event-loop.js';
import type { Bench, Size } from './figures.js';
import { kills } from './kills.js';
import { outage } from './outage.js';
import { pages } from './pages.js';
import { reports } from './reports.js';
import { signIn } from './sign-in.js';
import { tokens } from './tokens.js';
import { transfers } from './transfers.js';

export const BENCHES: Record<string, Bench> = {
  'event-loop': eventLoop,
  kills,
  outage,
  pages,
  reports,
  'sign-in': signIn,
  tokens,
  transfers,
};

/** @param scale 1 for full size, 0.01 for a hundredth of every count */
export const sizeAt =
  (scale: number): Size =>
  (full) =>
    Math.max(1, Math.ceil(full * scale));
