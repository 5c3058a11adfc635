/** Days and times on the clocks of a time zone, especially when the clocks change. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addCalendarDays,
  DAY_MS,
  instantOf,
  isAllowedTime,
  isTimeZone,
  localTime,
  YEARS,
} from '../../domain/local-time.js';
import { endOfDay, startOfDay } from '../../web/forms/dates.js';
import { dayIn } from '../../web/forms/period.js';

/** Clock changes at 2:00, at midnight, to midnight, by half an hour, and none; west and east of Greenwich; a zone that skipped a day. */
const ZONES = [
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Atlantic/Azores',
  'Europe/London',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'UTC',
];
/** Late enough that 400 days back is after December 30, 2011, which Samoa skipped: no calendar there has it. */
const moments = fc.date({ min: new Date('2013-03-01'), max: new Date('2035-01-01'), noInvalidDate: true });
const zones = fc.constantFrom(...ZONES);
const iso = (at: Date | null) => at?.toISOString();

describe('a calendar day', () => {
  it.each(ZONES)('begins with its date and ends when the next one begins, in %s', (timeZone) => {
    for (let noon = Date.UTC(2026, 0, 1); noon < Date.UTC(2027, 0, 1); noon += DAY_MS) {
      const day = iso(new Date(noon))!.slice(0, 10);
      const [start, end] = [startOfDay(day, timeZone)!, endOfDay(day, timeZone)!];
      expect([day, dayIn(start, timeZone), dayIn(end, timeZone)]).toEqual([day, day, day]);
      expect(dayIn(new Date(start.getTime() - 1), timeZone) < day).toBe(true);
      expect(dayIn(new Date(end.getTime() + 1), timeZone) > day).toBe(true);
    }
  });

  it('without a midnight begins at 1:00', () => {
    expect(iso(startOfDay('2026-09-06', 'America/Santiago'))).toBe('2026-09-06T04:00:00.000Z');
  });

  it('with two midnights begins at the first', () => {
    expect(iso(startOfDay('2026-11-01', 'America/Havana'))).toBe('2026-11-01T04:00:00.000Z');
  });
});

describe('a local time', () => {
  it('is what the clock shows at the instant found for it', () => {
    fc.assert(
      fc.property(moments, zones, (at, timeZone) => {
        const local = localTime(at, timeZone);
        const found = instantOf(local.getTime(), timeZone);
        expect(localTime(found, timeZone)).toEqual(local);
        expect(found.getTime()).toBeLessThanOrEqual(at.getTime());
      }),
    );
  });

  it('that occurs twice means the first one, and one that is skipped counts from before the change', () => {
    expect(iso(instantOf(Date.UTC(2026, 10, 1, 1, 30), 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(instantOf(Date.UTC(2026, 2, 8, 2, 30), 'America/New_York'))).toBe('2026-03-08T07:30:00.000Z');
  });

  it('is in UTC for an unknown time zone', () => {
    const at = new Date('2026-03-08T07:30:00.250Z');
    expect(localTime(at, 'Mars/Olympus')).toEqual(at);
  });
});

describe('adding days', () => {
  it.each([
    ['31 days before the evening of a 25-hour day', '2026-11-02T04:30:00Z', -31, '2026-10-02T03:30:00.000Z'],
    ['a day after the evening before a 23-hour day', '2026-03-08T04:30:00Z', 1, '2026-03-09T03:30:00.000Z'],
    ['a day after February 28 of a leap year', '2028-02-28T17:00:00Z', 1, '2028-02-29T17:00:00.000Z'],
  ])('keeps the time of day: %s', (_what, at, days, then) => {
    expect(iso(addCalendarDays(new Date(at), days, 'America/New_York'))).toBe(then);
  });

  it('moves that many days on the calendar in every time zone', () => {
    fc.assert(
      fc.property(moments, zones, fc.integer({ min: -400, max: 400 }), (at, timeZone, days) => {
        const dayNumber = (moment: Date) => Math.floor(localTime(moment, timeZone).getTime() / DAY_MS);
        expect(dayNumber(addCalendarDays(at, days, timeZone)) - dayNumber(at)).toBe(days);
      }),
    );
  });
});

describe('a time in a request', () => {
  it('lies within the allowed years, including their first millisecond and excluding their end', () => {
    const [first, end] = [Date.UTC(YEARS.from, 0, 1), Date.UTC(YEARS.to, 0, 1)];
    expect([first - 1, first, end - 1, end, Number.NaN].map(isAllowedTime)).toEqual([false, true, true, false, false]);
  });
});

describe('a time zone', () => {
  it.each(ZONES)('is %s', (zone) => expect(isTimeZone(zone)).toBe(true));
  it.each(['', 'Mars/Olympus', 'America', 'x'])('is not %p', (zone) => expect(isTimeZone(zone)).toBe(false));
});
