/**
 * Reads Excel workbooks, as text that the import reads like a pasted spreadsheet. A workbook is compressed, and a few bytes can stand
 * for gigabytes or for a million empty rows, so its size is checked before anything is unpacked. Even so, run this in a thread.
 */
import { strFromU8, unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/universal';
import { MAX_IMPORTED_BYTES, MAX_IMPORTED_ROWS } from '../../domain/limits.js';
import { KEPT_DIGITS, onOneLine } from '../../domain/spreadsheet-cells.js';
import { MAX_COLUMNS } from './sheet.js';
import { readVisibility, type SheetVisibility } from './workbook-visibility.js';

export const MAX_WORKBOOK_BYTES = 5_000_000;
/** 20,000 lines of an import are about 10 MB. */
const MAX_UNPACKED_BYTES = 60_000_000;
const MAX_PARTS = 1000;
/** In all parts. 20,000 lines of 20 cells are about two million. */
const MAX_TAGS = 3_000_000;
/** Between two tags. */
const MAX_TEXT_BYTES = 500_000;
const [TAG, TAG_END] = [0x3c, 0x3e];

export type WorkbookProblem = 'not_a_workbook' | 'old_workbook' | 'workbook_too_large' | 'empty_workbook';

export interface Workbook {
  /** The names of the sheets that hold anything and that a person sees. */
  sheets: readonly string[];
  /** Zero-based: which of them `text` is from. */
  sheet: number;
  /** The sheet as CSV. A line is a row of the sheet, so problems name the row that Excel shows. */
  text: string;
  /** The rows that hold something, but that Excel doesn't show. They're in the text, too. */
  hiddenRows: readonly number[];
}

/** Says how much a sheet looks like what is being imported; of several sheets, the first with the most is read unless someone chose. */
export type RateSheet = (firstRows: readonly (readonly string[])[]) => number;

const RATED_ROWS = 20;

/** @param sheet zero-based; another number than there is means that no one has chosen yet. */
export async function readXlsx(
  file: Uint8Array,
  sheet: number,
  rate: RateSheet = () => 0,
): Promise<{ workbook: Workbook; problem: null } | { workbook: null; problem: WorkbookProblem }> {
  const found = fileProblem(file);
  if (found) return { workbook: null, problem: found };
  try {
    const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
    const all = await readWorkbook<string>(bytes, { trim: false, parseNumber: plainNumber });
    const sheets = seen(all, readVisibility(file));
    const index = sheets[sheet] ? sheet : best(sheets, rate);
    const chosen = sheets[index];
    if (!chosen) return { workbook: null, problem: 'empty_workbook' };
    const text = chosen.data.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
    if (Buffer.byteLength(text) > MAX_IMPORTED_BYTES) return { workbook: null, problem: 'workbook_too_large' };
    const hiddenRows = chosen.hiddenRows.filter((row) => !isBlank(chosen.data[row - 1] ?? []));
    return { workbook: { sheets: sheets.map((one) => one.sheet), sheet: index, text, hiddenRows }, problem: null };
  } catch {
    return { workbook: null, problem: 'not_a_workbook' };
  }
}

interface ReadSheet {
  sheet: string;
  data: readonly (readonly unknown[])[];
}

/** Leaves out empty and hidden sheets. A workbook of hidden sheets only is read as if they weren't. */
function seen(all: readonly ReadSheet[], visibility: readonly SheetVisibility[]) {
  const full = all
    .map((one, i) => ({
      ...one,
      isHidden: visibility[i]?.isHidden ?? false,
      hiddenRows: visibility[i]?.hiddenRows ?? [],
    }))
    .filter(({ data }) => data.some((row) => !isBlank(row)));
  const visible = full.filter(({ isHidden }) => !isHidden);
  return visible.length > 0 ? visible : full;
}

function best(sheets: readonly ReadSheet[], rate: RateSheet): number {
  const rates = sheets.map(({ data }) => rate(data.slice(0, RATED_ROWS).map((row) => row.map(textOf))));
  return Math.max(0, rates.indexOf(Math.max(...rates)));
}

const isBlank = (row: readonly unknown[]) => row.every((cell) => cell === null);

const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

function fileProblem(file: Uint8Array): WorkbookProblem | null {
  const startsWith = (bytes: readonly number[]) => bytes.every((byte, i) => file[i] === byte);
  // Workbooks with a password begin like this too.
  if (startsWith(OLD_EXCEL)) return 'old_workbook';
  if (!startsWith(ZIP)) return 'not_a_workbook';
  try {
    return isTooLarge(file) ? 'workbook_too_large' : null;
  } catch {
    return 'not_a_workbook';
  }
}

/** Unpacking never gives more than the directory of the file declares, so a wrong declaration gains nothing. */
function isTooLarge(file: Uint8Array): boolean {
  let [bytes, parts] = [0, 0];
  unzipSync(file, {
    filter({ originalSize }) {
      bytes += originalSize;
      parts += 1;
      return false;
    },
  });
  if (bytes > MAX_UNPACKED_BYTES || parts > MAX_PARTS) return true;
  let tags = 0;
  for (const [name, xml] of Object.entries(unzipSync(file, { filter: ({ name }) => /\.(xml|rels)$/i.test(name) }))) {
    tags += countTags(xml);
    if (tags > MAX_TAGS) return true;
    if (/(^|\/)worksheets\/[^/]+\.xml$/i.test(name) && reachesTooFar(strFromU8(xml))) return true;
  }
  return false;
}

/**
 * Counts the tags of a part, whose number decides how long the reader takes. It parses a sheet in pieces, and looks through a tag or a text
 * from its beginning again with each: 60 MB of blanks take it minutes, and so do tags without an end. The longest text of a cell takes
 * 200 kB, so more than `MAX_TEXT_BYTES` counts as infinitely many.
 * @throws {Error} when a tag has no end before the next one begins
 */
function countTags(xml: Uint8Array): number {
  let tags = 0;
  for (let at = xml.indexOf(TAG); at !== -1 && at < xml.length;) {
    const next = xml.indexOf(TAG, at + 1);
    const tag = xml.subarray(at, next === -1 ? undefined : next);
    if (tag.length > MAX_TEXT_BYTES) return Infinity;
    if (!tag.includes(TAG_END)) throw new Error('a tag without an end');
    at = next;
    tags += 1;
  }
  return tags;
}

/**
 * One cell at the end of an empty sheet makes the reader fill in all the others. Rows without a number count too: for each, it makes room
 * anew for all rows before it.
 */
function reachesTooFar(xml: string): boolean {
  let rows = 0;
  for (const _row of xml.matchAll(/<(?:\w+:)?row\b/gi)) if ((rows += 1) > MAX_IMPORTED_ROWS + 1) return true;
  for (const [, letters = '', digits = ''] of xml.matchAll(
    /<(?:\w+:)?(?:c|row)\b[^<>]*?\sr\s*=\s*["']([A-Z]*)(\d+)["']/gi,
  ))
    if (Number(digits) > MAX_IMPORTED_ROWS + 1 || columnOf(letters) > MAX_COLUMNS) return true;
  return false;
}

const columnOf = (letters: string) =>
  Buffer.from(letters.toUpperCase()).reduce((number, letter) => number * 26 + (letter - 64), 0);

/** Excel keeps 15 digits of a number: an ID with more is no longer the ID that someone typed, and must not look like one. */
const FIRST_ROUNDED = 10 ** KEPT_DIGITS;

/** Writes a number as digits: a workbook may hold "1.00064E+14". One with more digits than Excel keeps stays in that notation. */
function plainNumber(written: string): string {
  const number = Number(written);
  if (!Number.isFinite(number)) return written;
  return Math.abs(number) < FIRST_ROUNDED ? String(number) : number.toExponential().toUpperCase();
}

function csvCell(value: unknown): string {
  const text = onOneLine(textOf(value));
  return /[",;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'string' ? value : '';
}
