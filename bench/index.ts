/**
 * `npm run bench -- <name> …`: measures Relink on this machine. Each figure is printed beside its baseline from the same run, with their
 * ratio and the target. Without a name, all benchmarks run one after another. Exits with 1 if a figure is below 80 % of its target.
 * `--write` writes docs/performance.md from the run. `--scale 0.01` measures with a hundredth of every count: to try a benchmark, not to learn
 * from its figures.
 */
import { parseArgs } from 'node:util';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { BENCHES, sizeAt } from './benches.js';
import { writeDocument } from './document.js';
import { verdictOf, type Row } from './figures.js';
import { cellsOf, HEADINGS, lineOf } from './table.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' }, write: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There’s no benchmark called “${unknown.join(', ')}”. Choose from ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
const scale = Number(values.scale);
if (!(scale > 0 && scale <= 1)) {
  console.error('The scale is a number above 0, up to 1.');
  process.exit(1);
}
const size = sizeAt(scale);
Runtime.install({ logger: new DefaultLogger('WARN') });
const rows = new Map<string, Row[]>();
console.log(lineOf(HEADINGS));
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  console.log(`\n${name}`);
  const found: Row[] = [];
  rows.set(name, found);
  for await (const row of BENCHES[name]!(size)) {
    console.log(lineOf(cellsOf(row)));
    found.push(row);
  }
}
if (values.write) await writeDocument({ rows, command: ['npm run bench --', ...process.argv.slice(2)].join(' ') });
const missed = [...rows.values()].flat().filter((row) => verdictOf(row) === 'missed').length;
if (missed > 0) console.error(`\n${missed} of the figures are below 80 % of their targets.`);
process.exit(missed > 0 ? 1 : 0);
