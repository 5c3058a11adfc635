/** Writes docs/performance.md, and its picture, from the rows of a run. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import prettier from 'prettier';
import type { Row } from './figures.js';
import { describeRun } from './machine.js';
import { drawCostBySize } from './picture.js';
import { cellsOf, HEADINGS } from './table.js';

const ROOT = path.join(import.meta.dirname, '..');
const DOCUMENT = path.join(ROOT, 'docs/performance.md');
const PICTURE = 'images/cost-by-size.svg';

/** @param run what was measured, and the command that did */
export async function writeDocument(run: {
  rows: ReadonlyMap<string, readonly Row[]>;
  command: string;
}): Promise<void> {
  const all = [...run.rows.values()].flat();
  const hasPicture = all.some(({ point }) => point);
  const facts = (await describeRun()).map(([name, value]) => `| ${name} | ${value} |`);
  const tables = [...run.rows].map(([name, rows]) => {
    const lines = [HEADINGS, HEADINGS.map(() => '---'), ...rows.map(cellsOf)].map(
      (cells) => `| ${cells.join(' | ')} |`,
    );
    return `### ${name}\n\n${lines.join('\n')}`;
  });
  const text = `# Performance

Written by \`${run.command}\`.

Each figure is beside its baseline from the same run on the same machine: what PostgreSQL or Temporal does alone, what others do for the same
work, or the floor for any system. Figures differ from machine to machine; what counts is the ratio. Only a target in milliseconds or bytes is
for the figure itself. A run with \`--scale\` shows that the benchmarks work, not how fast Relink is.

✓ reached, ≈ within 80 % of the target, ✗ missed. A row without a target only informs.

| | |
| --- | --- |
${facts.join('\n')}

${hasPicture ? `## Cost against size\n\n![How long the dashboard, the list of accounts, and a report take as an archive grows](${PICTURE})\n\n` : ''}## The figures

${tables.join('\n\n')}

What each benchmark does is said at the top of its file in \`bench/\`, and what a baseline does in \`bench/baselines/\`.
`;
  const options = await prettier.resolveConfig(DOCUMENT);
  await writeFile(DOCUMENT, await prettier.format(text, { ...options, parser: 'markdown' }));
  if (hasPicture) await writeFile(path.join(ROOT, 'docs', PICTURE), drawCostBySize(all));
}
