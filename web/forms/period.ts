/** A period of whole days, as somebody chooses it. */
import { addCalendarDays } from '../../domain/local-time.js';
import { GAP_DAYS } from '../../services/disconnects/read-gaps.js';
import { endOfDay, startOfDay } from './dates.js';

export interface Period {
  /** As typed: `2026-11-30`. */
  fromDay: string;
  toDay: string;
  /** Null: one of the days is none, or the period ends before it begins. */
  span: { from: Date; to: Date } | null;
}

/** `2026-11-30` on the clocks of the zone. */
export const dayIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** Both days belong to it; an empty one is today, or 90 days before the other. */
export function periodOf(given: { from: string; to: string }, now: Date, timeZone: string): Period {
  const toDay = given.to || dayIn(now, timeZone);
  const last = endOfDay(toDay, timeZone);
  const fromDay = given.from || dayIn(addCalendarDays(last ?? now, -GAP_DAYS, timeZone), timeZone);
  const from = startOfDay(fromDay, timeZone);
  const span = last && from && from <= last ? { from, to: after(last) } : null;
  return { fromDay, toDay, span };
}

/** A day ends a millisecond before the next one begins. */
const after = (at: Date): Date => new Date(at.getTime() + 1);
