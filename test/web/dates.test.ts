import { expect, test } from '@jest/globals';
import { daysBetween, endOfDay, startOfDay } from '../../web/forms/dates.js';

test.each([
  [24, 'an evening in October to an afternoon in November', '2026-11-01T01:30:00Z', '2026-11-24T18:00:00Z'],
  [1, 'a late evening to the next morning', '2026-11-24T04:30:00Z', '2026-11-24T14:00:00Z'],
  [0, 'a morning to the evening of the same day', '2026-11-24T12:00:00Z', '2026-11-25T03:00:00Z'],
])('days on a New York calendar: %i from %s', (days, _what, from, to) => {
  expect(daysBetween(new Date(from), new Date(to), 'America/New_York')).toBe(days);
});

test.each([
  '2026-99-99',
  '2026-02-30',
  '0000-00-00',
  '0026-01-01',
  '0099-12-31',
  '1969-12-31',
  '2200-01-01',
  '9999-12-31',
  '',
])('an invalid or out-of-range day has no start or end: “%s”', (day) => {
  expect([startOfDay(day, 'America/New_York'), endOfDay(day, 'America/New_York')]).toEqual([null, null]);
});

test('a day lasts 23 or 25 hours when the clocks change', () => {
  const hours = (day: string) =>
    (endOfDay(day, 'America/New_York')!.getTime() + 1 - startOfDay(day, 'America/New_York')!.getTime()) / 3_600_000;
  expect(['2026-03-08', '2026-11-01', '2024-02-29', '1970-01-01', '2199-12-31'].map(hours)).toEqual([
    23, 25, 24, 24, 24,
  ]);
});
