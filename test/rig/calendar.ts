/** Moments for tests, by the calendar of the people in them. */
import { addCalendarDays } from '../../domain/local-time.js';

export const DAY_MS = 86_400_000;

/**
 * Returns the same time of day that many calendar days ago in a time zone. Counting days of 24 hours isn't the same: across the end of
 * daylight saving time, 31 of them before a late evening are only 30 on a calendar.
 */
export const calendarDaysAgo = (days: number, timeZone: string, now = new Date()): Date =>
  addCalendarDays(now, -days, timeZone);

/** The time zone of archives that name none; under a shifted clock, the zone in which that moment is special. */
export const homeZone = (usual = 'UTC'): string => process.env.TEST_TIME_ZONE ?? usual;

/** Returns a pattern that matches "now" as written at any time since a test began: either of two days if midnight has passed meanwhile. */
export const writtenSince = (began: Date, write: (now: Date) => string): string =>
  `(?:${[began, new Date()].map(write).join('|')})`;
