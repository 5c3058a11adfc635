import { expect, test } from '@jest/globals';
import { daysBetween } from '../../web/dates.js';

test.each([
  ['an evening in October to an afternoon in November', '2026-11-01T01:30:00Z', '2026-11-24T18:00:00Z', 24],
  ['a late evening to the next morning', '2026-11-24T04:30:00Z', '2026-11-24T14:00:00Z', 1],
  ['a morning to the evening of the same day', '2026-11-24T12:00:00Z', '2026-11-25T03:00:00Z', 0],
])('from %s, as a calendar in New York counts them, it is %#', (_what, from, to, days) => {
  expect(daysBetween(new Date(from), new Date(to), 'America/New_York')).toBe(days);
});
