import { describe, expect, it } from '@jest/globals';
import { firstEmailGap, windowsFor } from '../../domain/windows.js';

const MINUTE = 60_000;

const DAY = 24 * 60 * MINUTE;

describe('how long emails wait for each other', () => {
  it('doubles the gap before the same owner’s next first email from 2 minutes up to an hour', () => {
    const windows = windowsFor(86_400);
    expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map((sent) => firstEmailGap(windows, sent) / MINUTE)).toEqual([
      0, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });

  it('asks for a new permission a week before the end, and keeps a link for 90 days', () => {
    expect(windowsFor(86_400)).toMatchObject({ prevention: 7 * DAY, linkLife: 90 * DAY, day: DAY });
  });

  it('shrinks with a compressed day, all durations alike', () => {
    const [real, compressed] = [windowsFor(86_400), windowsFor(86.4)];
    for (const [name, ms] of Object.entries(real))
      expect(compressed[name as keyof typeof compressed]).toBeCloseTo(ms / 1000);
  });
});
