/** Days as calendars have them, where a person lives. */
const DAY_MS = 86_400_000;

/** As a person counts them on a calendar: from an evening to the next morning it is one. */
export const daysBetween = (from: Date, to: Date, timeZone: string): number =>
  Math.max(0, dayNumber(to, timeZone) - dayNumber(from, timeZone));

const dayNumber = (at: Date, timeZone: string) =>
  Math.floor((at.getTime() + offsetOf(at.getTime(), timeZone)) / DAY_MS);

/**
 * The last moment of a calendar day in a time zone, right also on a day that daylight saving makes longer or shorter.
 * @param day `2026-11-30`; null for anything else
 */
export function endOfDay(day: string, timeZone: string): Date | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (!year || !month || !date) return null;
  const next = Date.UTC(Number(year), Number(month) - 1, Number(date) + 1);
  if (Number.isNaN(next)) return null;
  // The zone's offset at the answer itself: the first guess may lie on the other side of a change.
  const guess = next - offsetOf(next, timeZone);
  return new Date(next - offsetOf(guess, timeZone) - 1);
}

/** By how much the zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetOf(at: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(at / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times a use of it, and a page has hundreds of dates. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
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
