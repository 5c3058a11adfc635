/** What a benchmark yields: figures beside their baselines from the same run, with the targets that they have to reach. */

/** `ms` are milliseconds, `/s` is how many a second, `bytes` are bytes, `count` counts. */
export type Unit = 'ms' | '/s' | 'bytes' | 'count';

export interface Baseline {
  /** What was measured: a version, if it's someone else's work. */
  name: string;
  /** In the unit of its row. */
  figure: number;
}

/** What the ratio of the figure to its baseline has to be, or the figure itself in its unit. */
export interface Target {
  of: 'ratio' | 'figure';
  is: '≥' | '≤' | '=';
  value: number;
}

export interface Row {
  name: string;
  figure: number;
  unit: Unit;
  baseline: Baseline;
  /** Empty for a figure that only informs. */
  targets: readonly Target[];
  /** What else a reader needs, such as the size of an answer. */
  note?: string;
  /** Where it is in the picture of cost against size. */
  point?: { curve: string; accounts: number };
}

/** Returns the count of this run for a count at full size: the same, or a share of it that is at least 1. */
export type Size = (full: number) => number;

/** Yields each row as soon as it is measured. Starts what it needs, and ends it. */
export type Bench = (size: Size) => AsyncIterable<Row>;

/** From best to worst. Near is at least 80 % of the way to the target. */
export const VERDICTS = ['reached', 'near', 'missed'] as const;
export type Verdict = (typeof VERDICTS)[number];

const NEAR = 0.8;

export const ratioOf = ({ figure, baseline }: Row): number => figure / baseline.figure;

/** Returns the worst verdict over the targets of a row, or undefined if there are none. */
export function verdictOf(row: Row): Verdict | undefined {
  const verdicts = row.targets.map((target) => verdictOn(target, target.of === 'ratio' ? ratioOf(row) : row.figure));
  return VERDICTS.findLast((verdict) => verdicts.includes(verdict));
}

function verdictOn({ is, value }: Target, actual: number): Verdict {
  if (is === '=') return actual === value ? 'reached' : 'missed';
  // NaN reaches nothing.
  const share = is === '≥' ? actual / value : value / actual;
  if (share >= 1) return 'reached';
  return share >= NEAR ? 'near' : 'missed';
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** @param share from 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

/** Returns a count as it is read, such as 1,000. */
export const shown = (count: number): string => count.toLocaleString('en-US');

export const perSecond = (count: number, tookMs: number): number => (count * 1000) / tookMs;
