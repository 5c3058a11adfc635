/** "Mondays 09:00 in the archive's time zone": by local time, whatever daylight saving does to it. */
import { describe, expect, it } from '@jest/globals';
import { summaryDue } from '../../domain/summary-week.js';

const due = (iso: string, timeZone = 'America/New_York', dayMs?: number) => {
  const week = summaryDue(new Date(iso), timeZone, dayMs);
  return week && [week.label, week.from.toISOString(), week.to.toISOString()];
};

describe('the weekly summary', () => {
  it('is due on Monday at 9:00 local time and covers the seven days before', () => {
    expect(due('2026-11-23T13:59:59Z')).toBeNull();
    expect(due('2026-11-23T14:00:00Z')).toEqual(['2026-11-23', '2026-11-16T05:00:00.000Z', '2026-11-23T05:00:00.000Z']);
  });

  it('is sent later that Monday after downtime, but not on another day', () => {
    expect(due('2026-11-24T04:59:00Z')?.[0]).toBe('2026-11-23');
    expect(due('2026-11-24T05:00:00Z')).toBeNull();
    expect(due('2026-11-29T20:00:00Z')).toBeNull();
  });

  it('follows daylight saving in weeks of 167 and 169 hours', () => {
    expect(due('2026-03-09T12:59:00Z')).toBeNull();
    expect(due('2026-03-09T13:00:00Z')).toEqual(['2026-03-09', '2026-03-02T05:00:00.000Z', '2026-03-09T04:00:00.000Z']);
    expect(due('2026-11-02T13:59:00Z')).toBeNull();
    expect(due('2026-11-02T14:00:00Z')).toEqual(['2026-11-02', '2026-10-26T04:00:00.000Z', '2026-11-02T05:00:00.000Z']);
  });

  it.each([
    ['Pacific/Auckland', '2026-11-22T20:00:00Z', '2026-11-23'],
    ['Asia/Kolkata', '2026-11-23T03:30:00Z', '2026-11-23'],
    ['America/Chicago', '2026-01-05T15:00:00Z', '2026-01-05'],
    ['Nowhere/Land', '2026-11-23T09:00:00Z', '2026-11-23'],
  ])('follows the archive’s time zone %s', (timeZone, at, label) => {
    expect(due(at, timeZone)?.[0]).toBe(label);
    expect(due(new Date(Date.parse(at) - 60_000).toISOString(), timeZone)).toBeNull();
  });

  it('is due every seven compressed days in a demo', () => {
    const minute = 60_000;
    const [label, from, to] = due('2026-11-25T10:03:00Z', 'UTC', minute)!;
    expect(label).toBe(to);
    expect(Date.parse(to!) - Date.parse(from!)).toBe(7 * minute);
    expect(due(new Date(Date.parse(to!) + 6.9 * minute).toISOString(), 'UTC', minute)?.[0]).toBe(label);
    expect(due(new Date(Date.parse(to!) + 7 * minute).toISOString(), 'UTC', minute)![0]! > label!).toBe(true);
  });
});
