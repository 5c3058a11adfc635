/* Clocks and calendars of time zones, also on the days that daylight saving makes longer or shorter. */

/** Of 24 hours; a day of a calendar is not always that long. */
export const DAY_MS = 86_400_000;

/** Of the times that a request may name: `from` is the first year, `to` the first that is too late. */
export const YEARS = { from: 1970, to: 2200 };
const [EARLIEST, LATEST] = [Date.UTC(YEARS.from, 0, 1), Date.UTC(YEARS.to, 0, 1)];

/** @param at in milliseconds; also NaN, which is none */
export const isAllowedTime = (at: number): boolean => at >= EARLIEST && at < LATEST;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times a use of it. A zone that this machine's data does not know is taken for UTC: dates must not fail. */
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

/** Whether this machine's data knows it. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return Intl.DateTimeFormat('en-US', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

/** By how much the zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetOf(at: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(at / 1000) * 1000;
}

/** What the clock on the wall shows, as if it were UTC. */
export const localTime = (at: Date, timeZone: string): Date =>
  new Date(at.getTime() + offsetOf(at.getTime(), timeZone));

/**
 * The moment at which the clock on the wall shows this, given as if it were UTC: the first where it shows it twice, and where it
 * leaves it out the one at which the time before would have. In Santiago summer begins at midnight, so a day there begins at 1:00.
 */
export function instantOf(local: number, timeZone: string): Date {
  // No zone is a day off UTC, and none changes its clocks twice in two days.
  const before = local - offsetOf(local - DAY_MS, timeZone);
  const after = local - offsetOf(local + DAY_MS, timeZone);
  const shows = (at: number) => at + offsetOf(at, timeZone) === local;
  return new Date(!shows(before) && shows(after) ? after : before);
}

/** The same time of day so many days on in a calendar (or back), which is not so many times 24 hours. */
export const addCalendarDays = (at: Date, days: number, timeZone: string): Date =>
  instantOf(localTime(at, timeZone).getTime() + days * DAY_MS, timeZone);
