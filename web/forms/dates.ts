/** Calendar days in a person's time zone. */
import { DAY_MS, instantOf, isAllowedTime, localTime } from '../../domain/local-time.js';

/** Counts days the way a person does on a calendar: from an evening to the next morning is one day. */
export const daysBetween = (from: Date, to: Date, timeZone: string): number =>
  Math.max(0, dayNumber(to, timeZone) - dayNumber(from, timeZone));

const dayNumber = (at: Date, timeZone: string) => Math.floor(localTime(at, timeZone).getTime() / DAY_MS);

/** Returns `2026-11-30` as midnight UTC, or null for a day that isn't on the calendar or is centuries away. */
function calendarDay(day: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return isAllowedTime(at) && new Date(at).toISOString().startsWith(day) ? at : null;
}

/**
 * Returns the first moment of a calendar day in a time zone.
 * @param day `2026-11-30`; anything else returns null
 */
export function startOfDay(day: string, timeZone: string): Date | null {
  const at = calendarDay(day);
  return at === null ? null : instantOf(at, timeZone);
}

/**
 * Returns the last moment of a calendar day in a time zone, correct even on a day that daylight saving time lengthens
 * or shortens.
 * @param day `2026-11-30`; anything else returns null
 */
export function endOfDay(day: string, timeZone: string): Date | null {
  const at = calendarDay(day);
  return at === null ? null : new Date(instantOf(at + DAY_MS, timeZone).getTime() - 1);
}
