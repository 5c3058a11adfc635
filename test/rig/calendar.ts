/** Moments for tests, by the calendar that the people in them live by. */
import { addCalendarDays } from '../../domain/local-time.js';

export const DAY_MS = 86_400_000;

/**
 * The same time of day so many calendar days ago in a time zone. Days of 24 hours are not that: over the end of daylight
 * saving, 31 of them before a late evening are only 30 on a calendar.
 */
export const calendarDaysAgo = (days: number, timeZone: string, now = new Date()): Date =>
  addCalendarDays(now, -days, timeZone);

/** Where archives are that name no time zone: under a shifted clock where that moment is a special one. */
export const homeZone = (usual = 'UTC'): string => process.env.TEST_TIME_ZONE ?? usual;

/** A pattern of what was written of "now" since a test began: either of two days when midnight has passed meanwhile. */
export const writtenSince = (began: Date, write: (now: Date) => string): string =>
  `(?:${[began, new Date()].map(write).join('|')})`;
