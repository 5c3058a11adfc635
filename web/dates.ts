/** Moments in the archive's time zone. */
const DAY_MS = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** "November 14, 2026" */
export function day(at: Date, timeZone: string): string {
  const known = formatters.get(timeZone);
  const formatter = known ?? new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone });
  if (!known) formatters.set(timeZone, formatter);
  return formatter.format(at);
}

export const daysBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / DAY_MS));
