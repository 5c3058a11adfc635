import { describe, expect, it } from '@jest/globals';
import { firstEmailGap, windowsFor } from '../../domain/windows.js';

const MINUTE = 60_000;

const DAY = 24 * 60 * MINUTE;

describe('time windows', () => {
  it('double the gap before the same owner’s next first email, from 2 minutes up to an hour', () => {
    const windows = windowsFor(86_400);
    expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map((sent) => firstEmailGap(windows, sent) / MINUTE)).toEqual([
      0, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });

  it('are a week before a permission expires and 90 days for a link', () => {
    expect(windowsFor(86_400)).toMatchObject({ prevention: 7 * DAY, linkLife: 90 * DAY, day: DAY });
  });

  it('shrink in proportion to a compressed day', () => {
    const [real, compressed] = [windowsFor(86_400), windowsFor(86.4)];
    for (const [name, ms] of Object.entries(real))
      expect(compressed[name as keyof typeof compressed]).toBeCloseTo(ms / 1000);
  });
});
