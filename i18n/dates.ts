/**
 * Dates and times in the archive's time zone, written the same way on pages and in emails: "Nov 24, 2026, 1:06 PM EST",
 * "24 de noviembre de 2026, 1:06 p. m. EST".
 */
import { isTimeZone } from '../domain/local-time.js';
import { LANGUAGES, type Locale } from '../domain/locales.js';
import { messagesIn } from './index.js';

interface Formats {
  day: Intl.DateTimeFormat;
  clock: Intl.DateTimeFormat;
}

const formats = new Map<string, Formats>();

/**
 * Cached, because creating a formatter is about 100 times as expensive as using one, and a mass outage writes thousands
 * of dates.
 */
function formatsOf(locale: Locale, given: string): Formats {
  const key = `${locale} ${given}`;
  const known = formats.get(key);
  if (known) return known;
  // An email must still go out when this machine's data doesn't know the time zone.
  const timeZone = isTimeZone(given) ? given : 'UTC';
  const created = {
    day: new Intl.DateTimeFormat(LANGUAGES[locale].tag, { dateStyle: LANGUAGES[locale].dates, timeZone }),
    // English for every language: people know short zone names as MST, not as GMT-7. AM and PM are turned into a
    // message.
    clock: new Intl.DateTimeFormat('en-US', {
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    }),
  };
  formats.set(key, created);
  return created;
}

const cachedMoments = new Map<string, string>();
const MAX_CACHED = 5_000;

/** Cached by the minute: an outage writes the same few times thousands of times over, in HTML and in text. */
export function formatMoment(at: Date | string, timeZone: string, locale: Locale): string {
  const minute = Math.floor(new Date(at).getTime() / 60_000) * 60_000;
  const key = `${minute} ${timeZone} ${locale}`;
  const known = cachedMoments.get(key);
  if (known) return known;
  const words = writeMoment(minute, timeZone, locale);
  if (cachedMoments.size >= MAX_CACHED) cachedMoments.clear();
  cachedMoments.set(key, words);
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

/** Formats the date without the time of day. */
export const formatDay = (at: Date | string, timeZone: string, locale: Locale): string =>
  formatsOf(locale, timeZone).day.format(new Date(at));
