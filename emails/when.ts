/** Moments in the archive's time zone: "November 24, 2026, 1:06 PM EST". */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs a hundred times a use of it, and a mass outage writes thousands of dates. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formatters.set(timeZone, made);
  return made;
}

/** A zone that this machine's data does not know must not silence an email. */
function isTimeZone(timeZone: string): boolean {
  try {
    return Intl.DateTimeFormat('en-US', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

const written = new Map<string, string>();
const REMEMBERED = 5_000;

/** Remembered: an outage writes the same few minutes thousands of times, in HTML and in text. */
export function when(iso: string, timeZone: string): string {
  const minute = Math.floor(Date.parse(iso) / 60_000) * 60_000;
  const key = `${minute} ${timeZone}`;
  const known = written.get(key);
  if (known) return known;
  const words = write(minute, timeZone);
  if (written.size >= REMEMBERED) written.clear();
  written.set(key, words);
  return words;
}

/** Only numbers and the zone's short name come from Intl: its sentences change with the machine's ICU data. */
function write(time: number, timeZone: string): string {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const hour = Number(parts.get('hour'));
  const clock = `${hour % 12 || 12}:${parts.get('minute')} ${hour < 12 ? 'AM' : 'PM'}`;
  const month = MONTHS[Number(parts.get('month')) - 1];
  return `${month} ${parts.get('day')}, ${parts.get('year')}, ${clock} ${parts.get('timeZoneName')}`;
}
