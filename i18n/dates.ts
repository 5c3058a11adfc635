/** Moments in the archive's time zone, alike on pages and in emails: "Nov 24, 2026, 1:06 PM EST", "24 de noviembre de 2026, 1:06 p. m. EST". */
import { isTimeZone } from '../domain/local-time.js';
import { LANGUAGES, type Locale } from '../domain/locales.js';
import { messagesIn } from './index.js';

interface Formats {
  day: Intl.DateTimeFormat;
  clock: Intl.DateTimeFormat;
}

const formats = new Map<string, Formats>();

/** Remembered, since making one costs a hundred times a use of it, and a mass outage writes thousands of dates. */
function formatsOf(locale: Locale, given: string): Formats {
  const key = `${locale} ${given}`;
  const known = formats.get(key);
  if (known) return known;
  // A zone that this machine's data does not know must not silence an email.
  const timeZone = isTimeZone(given) ? given : 'UTC';
  const made = {
    day: new Intl.DateTimeFormat(LANGUAGES[locale].tag, { dateStyle: LANGUAGES[locale].dates, timeZone }),
    // English in every language: short names of zones are known to people as MST, not as GMT-7, and am and pm become a message.
    clock: new Intl.DateTimeFormat('en-US', {
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    }),
  };
  formats.set(key, made);
  return made;
}

const written = new Map<string, string>();
const REMEMBERED = 5_000;

/** Remembered by the minute: an outage writes the same few thousands of times, in HTML and in text. */
export function formatMoment(at: Date | string, timeZone: string, locale: Locale): string {
  const minute = Math.floor(new Date(at).getTime() / 60_000) * 60_000;
  const key = `${minute} ${timeZone} ${locale}`;
  const known = written.get(key);
  if (known) return known;
  const words = writeMoment(minute, timeZone, locale);
  if (written.size >= REMEMBERED) written.clear();
  written.set(key, words);
  return words;
}

function writeMoment(minute: number, timeZone: string, locale: Locale): string {
  const { clock } = formatsOf(locale, timeZone);
  const parts = new Map(clock.formatToParts(minute).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const { common } = messagesIn(locale);
  const time = common.time({
    clock: `${part('hour')}:${part('minute')}`,
    period: part('dayPeriod') === 'AM' ? 'am' : 'other',
  });
  return common.moment({ day: formatDay(new Date(minute), timeZone, locale), time, zone: part('timeZoneName') });
}

/** Without the time of day. */
export const formatDay = (at: Date | string, timeZone: string, locale: Locale): string =>
  formatsOf(locale, timeZone).day.format(new Date(at));
