/** A period of whole days that a person chooses. */
import { addCalendarDays } from '../../domain/local-time.js';
import { GAP_DAYS } from '../../domain/limits.js';
import { endOfDay, startOfDay } from './dates.js';

export interface Period {
  /** As typed: `2026-11-30`. */
  fromDay: string;
  toDay: string;
  /** Null if one of the days is invalid or the period ends before it begins. */
  span: { from: Date; to: Date } | null;
}

/** Returns the day in the time zone, as `2026-11-30`. */
export const dayIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/**
 * Returns the period, with both days included. An empty last day is today, and an empty first day is 90 days before the
 * last.
 */
export function periodOf(input: { from: string; to: string }, now: Date, timeZone: string): Period {
  const toDay = input.to || dayIn(now, timeZone);
  const last = endOfDay(toDay, timeZone);
  const fromDay = input.from || dayIn(addCalendarDays(last ?? now, -GAP_DAYS, timeZone), timeZone);
  const from = startOfDay(fromDay, timeZone);
  const span = last && from && from <= last ? { from, to: justAfter(last) } : null;
  return { fromDay, toDay, span };
}

/** A day ends one millisecond before the next one begins. */
const justAfter = (at: Date): Date => new Date(at.getTime() + 1);
