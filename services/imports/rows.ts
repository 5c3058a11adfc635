/** Turns a spreadsheet's lines into rows. This is slow and needs no database, so it runs in a thread, before a transaction is opened. */
import type { z } from 'zod';
import type { FieldProblem, LineProblem } from '../../domain/field-problem.js';
import { check } from '../input/validate.js';
import { Problems } from './problems.js';
import { readSheet, type Columns, type Layout, type SheetRow } from './sheet.js';

/** The rows that are valid on their own, and what is wrong with the others. Plain data, because it comes from a thread. */
export interface ParsedSheet<Row extends { line: number }> {
  rows: Row[];
  /** The others. The caller finds what else is wrong with them, so that all of it can be fixed in one go. */
  invalid: SheetRow[];
  problems: readonly LineProblem[];
}

export interface RowOptions {
  layout?: Layout;
  /** Finds problems that the schema doesn't, in a row that has others. The caller finds those of the remaining rows. */
  findMore?: (row: SheetRow) => readonly FieldProblem[];
}

/**
 * @throws {Refusal} `import_invalid` when the file cannot be read at all, or when it has more problems than are listed
 */
export async function parseRows<Cells extends object>(
  file: Uint8Array,
  columns: Columns,
  schema: z.ZodType<Cells>,
  { layout, findMore = () => [] }: RowOptions = {},
): Promise<ParsedSheet<Cells & { line: number }>> {
  const problems = new Problems();
  const rows: (Cells & { line: number })[] = [];
  const invalid: SheetRow[] = [];
  for await (const batch of readSheet(file, columns, problems, layout)) {
    for (const { line, cells } of batch) {
      if (problems.full) break;
      const checked = check(schema, cells);
      if (!checked.problems) {
        rows.push({ line, ...checked.data });
        continue;
      }
      invalid.push({ line, cells });
      for (const { path, ...found } of together(checked.problems, findMore({ line, cells })))
        problems.add(line, path, found);
    }
    if (problems.full) problems.throwIfAny();
  }
  return { rows, invalid, problems: problems.found };
}

/** One problem for each cell is enough. */
const together = (first: readonly FieldProblem[], more: readonly FieldProblem[]): FieldProblem[] => [
  ...first,
  ...more.filter(({ path }) => first.every((problem) => problem.path !== path)),
];
