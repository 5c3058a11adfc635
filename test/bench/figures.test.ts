/** What the benchmarks make of a figure: its verdict, its line, and its place in the picture. */
import { describe, expect, it } from '@jest/globals';
import { percentile, verdictOf, type Row, type Target } from '../../bench/figures.js';
import { drawCostBySize } from '../../bench/picture.js';
import { cellsOf } from '../../bench/table.js';

const row = (figure: number, ...targets: Target[]): Row => ({
  name: 'work',
  figure,
  unit: 'ms',
  baseline: { name: 'beside it', figure: 100 },
  targets,
});
const atLeast: Target = { of: 'ratio', is: '≥', value: 0.5 };
const atMost: Target = { of: 'figure', is: '≤', value: 40 };
const exactly: Target = { of: 'ratio', is: '=', value: 1 };

describe('a verdict', () => {
  it.each([
    [50, atLeast, 'reached'],
    [49, atLeast, 'near'],
    [40, atLeast, 'near'],
    [39, atLeast, 'missed'],
    [40, atMost, 'reached'],
    [50, atMost, 'near'],
    [51, atMost, 'missed'],
    [100, exactly, 'reached'],
    [101, exactly, 'missed'],
    [Number.NaN, atLeast, 'missed'],
    [Number.NaN, atMost, 'missed'],
  ] as const)('on %d for %j is %s', (figure, target, verdict) => {
    expect(verdictOf(row(figure, target))).toBe(verdict);
  });

  it('is the worst over all targets', () => {
    expect(verdictOf(row(51, atLeast, atMost))).toBe('missed');
    expect(verdictOf(row(45, atMost, exactly))).toBe('missed');
  });

  it('needs a target', () => {
    expect(verdictOf(row(1))).toBeUndefined();
  });
});

it('shows a figure beside its baseline, with ratio, targets, and mark', () => {
  expect(cellsOf({ ...row(1234.5, atLeast, atMost), note: '3 kB' })).toEqual([
    'work (3 kB)',
    '1,235 ms',
    '100 ms: beside it',
    '12.3 ×',
    '≥ 0.5 ×, ≤ 40 ms',
    '✗ missed',
  ]);
});

it('takes percentiles of values in any order', () => {
  const values = [5, 1, 4, 2, 3];
  expect([percentile(values, 0.5), percentile(values, 0.99), percentile([], 0.5)]).toEqual([3, 5, Number.NaN]);
});

it('draws a line with a dot for each size, on light and dark pages', () => {
  const points = [1000, 10_000].map((accounts) => ({ ...row(accounts / 1000), point: { curve: 'a page', accounts } }));
  const svg = drawCostBySize([...points, row(7)]);
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg).toContain('>10,000</text>');
  expect(svg).toContain('>a page</text>');
  expect(svg).toContain('prefers-color-scheme: dark');
});
