/** What the pages of an import do in a thread, because a spreadsheet can be as large as the API's. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Locale } from '../../domain/locales.js';
import { Refusal } from '../../domain/refusal.js';
import { formatList } from '../../i18n/lists.js';
import { messagesIn } from '../../i18n/index.js';
import { job } from '../../platform/threads.js';
import { Problems } from '../../services/imports/problems.js';
import {
  readFirstLines,
  readSheet,
  type FileRecord,
  type Layout,
  type SheetRow,
} from '../../services/imports/sheet.js';
import { readXlsx, type WorkbookProblem } from '../../services/imports/xlsx.js';
import { rateSheet } from './import-columns.js';
import { field, type Form } from './forms.js';
import { COLUMNS, kindOf, type Kind } from './import-sheet.js';

/** A page of lines has a box for each; the other fields are few. */
const MAX_FIELDS = 300;
/** The field with the spreadsheet. */
const SHEET = 'csv';

export interface SheetForm {
  form: Form;
  file: Uint8Array;
  /** The first lines that aren't blank, to find its columns in; none if the file can't be read that far. */
  lines: readonly FileRecord[];
  /** The file as the text of a field. */
  html: Uint8Array;
}

/** Reads a form with a spreadsheet. @throws {Refusal} `bad_request` */
export const readSheetForm = job(
  import.meta.url,
  'readSheetForm',
  async ({ body, contentType }: { body: Uint8Array; contentType: string }): Promise<SheetForm> => {
    const { form, file } = await parseForm(body, contentType);
    const lines = (await readFirstLines(file, COLUMNS[kindOf(field(form, 'kind'))])) ?? [];
    return { form, file, lines, html: escapeText(file) };
  },
);

async function parseForm(body: Uint8Array, contentType: string): Promise<{ form: Form; file: Buffer }> {
  const form: Record<string, string[]> = {};
  const parts: Buffer[] = [];
  let isComplete = true;
  let fields = 0;
  const refuse = () => (isComplete = false);
  try {
    const parser = new Busboy({
      headers: { 'content-type': contentType },
      limits: { fields: MAX_FIELDS, files: 1, parts: MAX_FIELDS + 1, fieldSize: body.length },
      isPartAFile: (name) => name === SHEET,
    });
    parser.on('field', (name, value) => {
      // The parser stops at its limit without a word if everything came at once.
      if (++fields === MAX_FIELDS) refuse();
      if (name === SHEET) parts.push(Buffer.from(value));
      else (Object.hasOwn(form, name) ? form[name]! : (form[name] = [])).push(value);
    });
    parser.on('file', (_name, stream) => stream.on('data', (chunk: Buffer) => parts.push(chunk)));
    for (const limit of ['fieldsLimit', 'filesLimit', 'partsLimit'] as const) parser.on(limit, refuse);
    await pipeline(Readable.from([body]), parser);
  } catch {
    refuse();
  }
  if (!isComplete) throw new Refusal('bad_request', {});
  return { form, file: Buffer.concat(parts) };
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** HTML leaves out a line break at the beginning of a field's text. */
const escapeText = (file: Buffer): Buffer =>
  Buffer.from(
    file
      .toString()
      .replace(/^(?=\r?\n)/, '\n')
      .replaceAll(/[&<>]/g, (character) => ESCAPED[character]!),
  );

export interface LinesOnPage {
  rows: SheetRow[];
  /** Zero-based. */
  page: number;
  pages: number;
  /** The number of lines before this page. */
  before: number;
  total: number;
  /** How many of the lines with problems there are. */
  wrong: number;
  /** The lines with problems that aren't among the rows: the problem is with the file as a whole. */
  elsewhere: number[];
}

const LINES_PER_PAGE = 100;

/** Reads the lines of one page of a preview: those with problems come first, then those that change someone. */
export const readLinesOnPage = job(
  import.meta.url,
  'readLinesOnPage',
  async (sheet: {
    kind: Kind;
    file: Uint8Array;
    layout: Layout | undefined;
    problemLines: readonly number[];
    changedLines: readonly number[];
    page: number;
  }): Promise<LinesOnPage> => {
    const rows = await readRows(sheet);
    const [problems, changed] = [new Set(sheet.problemLines), new Set(sheet.changedLines)];
    const wrong = rows.filter(({ line }) => problems.has(line));
    const fine = rows.filter(({ line }) => !problems.has(line));
    const isChanged = ({ line }: SheetRow) => changed.has(line);
    const ordered = [...wrong, ...fine.filter(isChanged), ...fine.filter((row) => !isChanged(row))];
    const pages = Math.max(1, Math.ceil(ordered.length / LINES_PER_PAGE));
    const page = Math.min(Math.max(0, sheet.page), pages - 1);
    const found = new Set(wrong.map(({ line }) => line));
    return {
      rows: ordered.slice(page * LINES_PER_PAGE, (page + 1) * LINES_PER_PAGE).map(asShown),
      page,
      pages,
      before: page * LINES_PER_PAGE,
      total: rows.length,
      wrong: wrong.length,
      elsewhere: [...problems].filter((line) => !found.has(line)),
    };
  },
);

/** No valid cell is longer. A page of the longest possible lines would take long to write. */
const MAX_SHOWN = 1000;

const asShown = ({ line, cells }: SheetRow): SheetRow => ({
  line,
  cells: Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, cell.slice(0, MAX_SHOWN)])),
});

/** Returns no rows if the file can't be read. The import reports why. */
async function readRows({ kind, file, layout }: { kind: Kind; file: Uint8Array; layout: Layout | undefined }) {
  const rows: SheetRow[] = [];
  try {
    for await (const batch of readSheet(file, COLUMNS[kind], new Problems(), layout)) rows.push(...batch);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [];
  }
  return rows;
}

export type WorkbookAnswer = { json: Uint8Array; problem: null } | { json: null; problem: WorkbookProblem };

/** Reads a workbook for the page's script, which puts its text into the text field. */
export const readWorkbook = job(
  import.meta.url,
  'readWorkbook',
  async ({ file, sheet, locale }: { file: Uint8Array; sheet: number; locale: Locale }): Promise<WorkbookAnswer> => {
    const { workbook, problem } = await readXlsx(file, sheet, rateSheet);
    if (problem) return { json: null, problem };
    const note = hiddenNote(locale, workbook.hiddenRows);
    return { json: Buffer.from(JSON.stringify({ ...workbook, note })), problem: null };
  },
);

/** Someone who filters a list in Excel can forget that the other rows are still in the file. */
function hiddenNote(locale: Locale, hiddenRows: readonly number[]): string | null {
  if (hiddenRows.length === 0) return null;
  const { hiddenRows: sentence } = messagesIn(locale).imports;
  return sentence({ n: hiddenRows.length, rows: formatList(hiddenRows.map(String), locale, 10) });
}
