/** Days as calendars have them, where a person lives. */
import { instantOf, localTime } from '../domain/local-time.js';

const DAY_MS = 86_400_000;

/** As a person counts them on a calendar: from an evening to the next morning it is one. */
export const daysBetween = (from: Date, to: Date, timeZone: string): number =>
  Math.max(0, dayNumber(to, timeZone) - dayNumber(from, timeZone));

const dayNumber = (at: Date, timeZone: string) => Math.floor(localTime(at, timeZone).getTime() / DAY_MS);

/**
 * The last moment of a calendar day in a time zone, right also on a day that daylight saving makes longer or shorter.
 * @param day `2026-11-30`; null for anything else
 */
export function endOfDay(day: string, timeZone: string): Date | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (!year || !month || !date) return null;
  const next = Date.UTC(Number(year), Number(month) - 1, Number(date) + 1);
  if (Number.isNaN(next)) return null;
  return new Date(instantOf(next, timeZone).getTime() - 1);
}
