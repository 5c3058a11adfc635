/* Local clocks and calendars, including the days that daylight saving time makes longer or shorter. */

/** A day of exactly 24 hours. A calendar day isn't always that long. */
export const DAY_MS = 86_400_000;

/** The range of times that a request can specify: `from` is the first valid year, `to` the first year that is too late. */
export const YEARS = { from: 1970, to: 2200 };
const [EARLIEST, LATEST] = [Date.UTC(YEARS.from, 0, 1), Date.UTC(YEARS.to, 0, 1)];

/** @param at epoch milliseconds; NaN returns false */
export const isAllowedTime = (at: number): boolean => at >= EARLIEST && at < LATEST;

const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Returns a cached formatter, because creating a formatter is about 100 times as expensive as using one. A time zone missing from
 * this machine's data falls back to UTC, since formatting a date must not fail.
 */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}

/** Returns whether this machine's time zone data includes the zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return Intl.DateTimeFormat('en-US', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

/** Returns how far the zone is ahead of UTC at a moment, in milliseconds. */
function offsetOf(at: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(at / 1000) * 1000;
}

/** Returns the local time (what a clock on the wall shows) as if it were UTC. */
export const localTime = (at: Date, timeZone: string): Date =>
  new Date(at.getTime() + offsetOf(at.getTime(), timeZone));

/**
 * Returns the moment of a local time, which is given as if it were UTC. If the local time occurs twice, returns the first
 * occurrence. If daylight saving skips it, returns the moment at which the clock would have shown it without the change. In
 * Santiago, daylight saving time starts at midnight, so that day starts at 1:00.
 */
export function instantOf(local: number, timeZone: string): Date {
  // No zone is a full day away from UTC, and none changes its clocks twice within two days.
  const before = local - offsetOf(local - DAY_MS, timeZone);
  const after = local - offsetOf(local + DAY_MS, timeZone);
  const shows = (at: number) => at + offsetOf(at, timeZone) === local;
  return new Date(!shows(before) && shows(after) ? after : before);
}

/** Adds calendar days (or subtracts them) and keeps the local time of day. The result can differ from multiples of 24 hours. */
export const addCalendarDays = (at: Date, days: number, timeZone: string): Date =>
  instantOf(localTime(at, timeZone).getTime() + days * DAY_MS, timeZone);

/** Returns when each of the last `count` calendar days began, oldest first. The last one is the day of `at`. */
export function startsOfDays(at: Date, count: number, timeZone: string): Date[] {
  const today = Math.floor(localTime(at, timeZone).getTime() / DAY_MS) * DAY_MS;
  return Array.from({ length: count }, (_, i) => instantOf(today - (count - 1 - i) * DAY_MS, timeZone));
}
