import { expect, test } from '@jest/globals';
import { timeZoneOptions } from '../../web/parts/time-zones.js';

test('a clerk finds the current time zone and those of the United States at the top of the list, and each zone once', () => {
  const values = timeZoneOptions('America/Denver').map(({ value }) => value);
  expect(values.slice(0, 4)).toEqual(['America/Denver', 'America/New_York', 'America/Chicago', 'America/Phoenix']);
  expect(values).toContain('Europe/Madrid');
  expect(new Set(values).size).toBe(values.length);
});
