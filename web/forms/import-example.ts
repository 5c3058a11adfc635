/**
 * Files to start an import from: a workbook to fill in, and an example as CSV. The workbook has the column names that people read, whose
 * cells are text so that Excel doesn't change long numbers; the CSV file has the names that programs use.
 */
import { NETWORK_NAMES } from '../../domain/networks.js';
import { LOCALES } from '../../domain/locales.js';
import { BYTE_ORDER_MARK } from '../../http/csv-download.js';
import { messagesIn, type Messages } from '../../i18n/index.js';
import { columnNames } from '../../services/imports/sheet.js';
import { Problems } from '../../services/imports/problems.js';
import type { ParsedSheet } from '../../services/imports/rows.js';
import { writeXlsx } from '../../services/imports/write-xlsx.js';
import { labelOf } from './import-columns.js';
import { COLUMNS, type Kind } from './import-sheet.js';

const EXAMPLES: Record<Kind, (words: Messages) => readonly (readonly string[])[]> = {
  users({ imports, roles }) {
    const { owner, ownerWhoReads, administrator } = imports.examples.people;
    return [
      [owner.name, owner.email, roles.account_owner],
      [ownerWhoReads.name, ownerWhoReads.email, `${roles.account_owner}; ${roles.read_only_administrator}`],
      [administrator.name, administrator.email, roles.full_access_administrator],
    ];
  },
  accounts({ imports, networks }) {
    const { people, accounts } = imports.examples;
    const { facebook_page: page, x, youtube } = networks;
    return [
      [page.label, '100064000000001', accounts.facebook_page, people.owner.email, ''],
      [x.label, '2244994945', accounts.x, people.ownerWhoReads.email, ''],
      [youtube.label, 'UC_x5XG1OV2P6uZZ5FSM9Ttw', accounts.youtube, people.ownerWhoReads.email, ''],
    ];
  },
};

export const exampleSheet = (words: Messages, kind: Kind): string =>
  BYTE_ORDER_MARK +
  [columnNames(COLUMNS[kind]), ...EXAMPLES[kind](words)].map((cells) => `${cells.join(',')}\r\n`).join('');

const WIDTHS: Record<Kind, readonly number[]> = { users: [28, 34, 44], accounts: [20, 30, 30, 34, 30] };

/** @param explained what each column holds, in the page's words */
export function template(words: Messages, kind: Kind, explained: readonly (readonly [string, string])[]): Buffer {
  const { imports, networks } = words;
  const titles = columnNames(COLUMNS[kind]).map((column) => labelOf(words, kind, column));
  const where = NETWORK_NAMES.map((network) => [networks[network].label, imports.findIds.networks[network]]);
  const help = [
    [imports.template.column, imports.template.explained],
    ...explained.map(([column, meaning]) => [labelOf(words, kind, column), meaning]),
    ...(kind === 'accounts' ? [['', ''], [imports.findIds.title, ''], ...where] : []),
  ];
  const networkLabels = NETWORK_NAMES.map((network) => networks[network].label);
  const choices: Record<number, string[]> = kind === 'accounts' ? { 0: networkLabels } : {};
  return writeXlsx([
    { name: imports.template.sheet[kind], rows: [titles, ...EXAMPLES[kind](words)], widths: WIDTHS[kind], choices },
    { name: imports.template.help, rows: help, widths: [36, 110] },
  ]);
}

const exampleAddresses = new Set(
  LOCALES.flatMap((locale) => Object.values(messagesIn(locale).imports.examples.people).map(({ email }) => email)),
);

/** Refuses the lines that someone left in a template: no one of that name would ever read their email. */
export function refuseExamples<Row extends { line: number }>(
  { rows, invalid, problems: found }: ParsedSheet<Row>,
  field: string,
  addressOf: (row: Row) => string,
): ParsedSheet<Row> {
  const isExample = (row: Row) => exampleAddresses.has(addressOf(row).toLowerCase());
  const problems = new Problems(found);
  for (const { line } of rows.filter(isExample)) problems.add(line, field, { code: 'example_line', params: {} });
  return { rows: rows.filter((row) => !isExample(row)), invalid, problems: problems.found };
}
