/** Rows as text: columns for a terminal, and a table in Markdown. */
import { ratioOf, shown, verdictOf, type Row, type Target, type Unit, type Verdict } from './figures.js';

const MARKS: Record<Verdict, string> = { reached: '✓', near: '≈ within 80 %', missed: '✗ missed' };
const WIDTHS = [58, 14, 48, 12, 22];

/** Returns the cells of a row: name, figure, baseline, ratio, targets, and mark. */
export function cellsOf(row: Row): string[] {
  const { unit, baseline } = row;
  const verdict = verdictOf(row);
  return [
    row.note === undefined ? row.name : `${row.name} (${row.note})`,
    inUnit(row.figure, unit),
    `${inUnit(baseline.figure, unit)}: ${baseline.name}`,
    `${digits(ratioOf(row))} ×`,
    row.targets.map((target) => targetIn(target, unit)).join(', '),
    verdict === undefined ? '' : MARKS[verdict],
  ];
}

export const HEADINGS = ['work', 'Relink', 'beside it', 'ratio', 'target', ''];

export const lineOf = (cells: readonly string[]): string =>
  `  ${cells.map((cell, n) => cell.padEnd(WIDTHS[n] ?? 0)).join(' ')}`.trimEnd();

const targetIn = ({ of, is, value }: Target, unit: Unit): string =>
  `${is} ${of === 'ratio' ? `${digits(value)} ×` : inUnit(value, unit)}`;

const FORMATS: Record<Unit, (value: number) => string> = {
  ms: (value) => (value < 10_000 ? `${digits(value)} ms` : `${digits(value / 1000)} s`),
  '/s': (value) => `${digits(value)} /s`,
  bytes: (value) => (value < 1e6 ? `${digits(value / 1000)} kB` : `${digits(value / 1e6)} MB`),
  count: shown,
};

const inUnit = (value: number, unit: Unit): string => FORMATS[unit](value);

/** Three digits are as many as a run can vouch for. */
const digits = (value: number): string =>
  value.toLocaleString('en-US', {
    maximumSignificantDigits: 3,
    maximumFractionDigits: 0,
    roundingPriority: 'morePrecision',
  });
