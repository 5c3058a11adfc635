/** How long something lasted. */
const DAY_MS = 86_400_000;

export const daysBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / DAY_MS));
