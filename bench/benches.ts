/** The benchmarks by name, in the order of a whole run. */
import { costBySize } from './cost-by-size.js';
import { eventLoop } from './event-loop.js';
import type { Bench, Size } from './figures.js';
import { firstEmail } from './first-email.js';
import { history } from './history.js';
import { kills } from './kills.js';
import { outage } from './outage.js';
import { outageBehindRead } from './outage-behind-read.js';
import { pages } from './pages.js';
import { reconnect } from './reconnect.js';
import { reports } from './reports.js';
import { signIn } from './sign-in.js';
import { sleeping } from './sleeping.js';
import { tokens } from './tokens.js';
import { transfers } from './transfers.js';

export const BENCHES: Record<string, Bench> = {
  reports,
  outage,
  'outage-behind-read': outageBehindRead,
  'first-email': firstEmail,
  sleeping,
  history,
  pages,
  'cost-by-size': costBySize,
  transfers,
  reconnect,
  'event-loop': eventLoop,
  kills,
  'sign-in': signIn,
  tokens,
};

/** @param scale 1 for full size, 0.01 for a hundredth of every count */
export const sizeAt =
  (scale: number): Size =>
  (full) =>
    Math.max(1, Math.ceil(full * scale));
