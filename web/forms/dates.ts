/** Days as calendars have them, where a person lives. */
import { DAY_MS, instantOf, isAllowedTime, localTime } from '../../domain/local-time.js';

/** As a person counts them on a calendar: from an evening to the next morning it is one. */
export const daysBetween = (from: Date, to: Date, timeZone: string): number =>
  Math.max(0, dayNumber(to, timeZone) - dayNumber(from, timeZone));

const dayNumber = (at: Date, timeZone: string) => Math.floor(localTime(at, timeZone).getTime() / DAY_MS);

/** `2026-11-30` as midnight in UTC; null for a day that no calendar has, or that is centuries away. */
function calendarDay(day: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return isAllowedTime(at) && new Date(at).toISOString().startsWith(day) ? at : null;
}

/**
 * The first moment of a calendar day in a time zone.
 * @param day `2026-11-30`; null for anything else
 */
export function startOfDay(day: string, timeZone: string): Date | null {
  const at = calendarDay(day);
  return at === null ? null : instantOf(at, timeZone);
}

/**
 * The last moment of a calendar day in a time zone, right also on a day that daylight saving makes longer or shorter.
 * @param day `2026-11-30`; null for anything else
 */
export function endOfDay(day: string, timeZone: string): Date | null {
  const at = calendarDay(day);
  return at === null ? null : new Date(instantOf(at + DAY_MS, timeZone).getTime() - 1);
}
