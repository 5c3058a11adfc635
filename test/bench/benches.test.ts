/** Runs each benchmark once with a small part of its counts, so that none rots. Says nothing about how fast anything is. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { BENCHES, sizeAt } from '../../bench/benches.js';
import { ratioOf, verdictOf, type Row } from '../../bench/figures.js';

const NAMES = Object.keys(BENCHES);
const size = sizeAt(0.002);
const LIMIT_MS = 1_200_000;

const runs = new Map<string, Row[] | Error>();

async function run(name: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of BENCHES[name]!(size)) rows.push(row);
  return rows;
}

/** Returns a benchmark's rows. @throws what stopped it */
function rowsOf(name: string): Row[] {
  const rows = runs.get(name)!;
  if (rows instanceof Error) throw rows;
  return rows;
}

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  // One after another: tests that run beside this file would notice several stacks.
  for (const name of NAMES) runs.set(name, await run(name).catch((error: Error) => error));
}, LIMIT_MS);

describe.each(NAMES)('the benchmark %s', (name) => {
  it('has each figure beside a baseline', () => {
    const rows = rowsOf(name);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect({ ...row, figure: Number.isFinite(row.figure), ratio: Number.isFinite(ratioOf(row)) }).toMatchObject({
        name: expect.stringMatching(/\S/),
        figure: true,
        ratio: true,
        baseline: { name: expect.stringMatching(/\S/) },
      });
    }
  });

  it('counts exactly', () => {
    const exact = rowsOf(name).filter(({ targets }) => targets.some(({ is }) => is === '='));
    for (const row of exact)
      expect([row.name, row.figure, verdictOf(row)]).toEqual([row.name, row.baseline.figure, 'reached']);
  });
});

const exactFigure = (bench: string, row: string) => rowsOf(bench).find(({ name }) => name === row)?.figure;

it('sends one email to each owner of an outage', () => {
  expect(exactFigure('outage', 'first emails')).toBe(10);
  expect(exactFigure('outage-behind-read', 'first emails')).toBe(4);
});

it('makes every answered report durable', () => {
  expect(exactFigure('reports', 'disconnects in the database')).toBe(14);
});

it('draws four sizes for each kind of work', () => {
  const points = rowsOf('cost-by-size').flatMap(({ point }) => point ?? []);
  expect(points.filter(({ curve }) => curve === 'dashboard').map(({ accounts }) => accounts)).toEqual([
    2, 20, 200, 2000,
  ]);
  expect(points).toHaveLength(12);
});
