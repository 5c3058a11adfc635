/** Moments in the archive's time zone: "November 24, 2026, 1:06 PM EST", "24 de noviembre de 2026, 1:06 p. m. EST". */
import { isTimeZone } from '../domain/local-time.js';
import type { Locale } from '../domain/locales.js';

interface Moment {
  year: string;
  /** 1 to 12. */
  month: number;
  day: string;
  /** 0 to 23. */
  hour: number;
  minute: string;
  zone: string;
}

interface Writing {
  day(moment: Moment): string;
  clock(moment: Moment): string;
}

const months = (names: string) => {
  const list = names.split(' ');
  return (month: number) => list[month - 1]!;
};
const english = months('January February March April May June July August September October November December');
const spanish = months('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre');

const WRITING: Record<Locale, Writing> = {
  en: {
    day: ({ year, month, day }) => `${english(month)} ${day}, ${year}`,
    clock: ({ hour, minute }) => `${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`,
  },
  es: {
    day: ({ year, month, day }) => `${day} de ${spanish(month)} de ${year}`,
    // A no-break space: the two letters stay together.
    clock: ({ hour, minute }) => `${hour % 12 || 12}:${minute} ${hour < 12 ? 'a.\u00a0m.' : 'p.\u00a0m.'}`,
  },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs a hundred times a use of it, and a mass outage writes thousands of dates. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    // A zone that this machine's data does not know must not silence an email.
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

const written = new Map<string, string>();
const REMEMBERED = 5_000;

/** Remembered: an outage writes the same few minutes thousands of times, in HTML and in text. */
export function formatMoment(iso: string, timeZone: string, locale: Locale): string {
  const minute = Math.floor(Date.parse(iso) / 60_000) * 60_000;
  const key = `${minute} ${timeZone} ${locale}`;
  const known = written.get(key);
  if (known) return known;
  const moment = momentOf(minute, timeZone);
  const words = `${WRITING[locale].day(moment)}, ${WRITING[locale].clock(moment)} ${moment.zone}`;
  if (written.size >= REMEMBERED) written.clear();
  written.set(key, words);
  return words;
}

/** Without the time of day. */
export function formatDay(iso: string, timeZone: string, locale: Locale): string {
  return WRITING[locale].day(momentOf(Date.parse(iso), timeZone));
}

/** Only numbers and the zone's short name come from Intl: its sentences change with the machine's ICU data. */
function momentOf(time: number, timeZone: string): Moment {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    year: part('year'),
    month: Number(part('month')),
    day: part('day'),
    hour: Number(part('hour')),
    minute: part('minute'),
    zone: part('timeZoneName'),
  };
}
