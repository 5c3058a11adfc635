/**
 * Reads spreadsheets as programs export them: with or without a BOM; separated by commas, semicolons, or tabs; with columns in
 * any order and line breaks within cells.
 */
import { isUtf8 } from 'node:buffer';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { parse, type CsvError } from 'csv-parse';
import { MAX_IMPORTED_ROWS } from '../../domain/limits.js';
import type { ValueProblem } from '../../domain/field-problem.js';
import { Refusal } from '../../domain/refusal.js';
import { normalizeName } from '../../domain/normalize-name.js';
import { formulaText, onOneLine } from '../../domain/spreadsheet-cells.js';
import type { Problems } from './problems.js';

export interface Columns {
  required: readonly string[];
  optional?: readonly string[];
}

/** All column names, in the order in which they are written. */
export const columnNames = ({ required, optional = [] }: Columns): string[] => [...required, ...optional];

/** Where a column's cells come from: columns of the file (a first and a last name are joined), or one value for every line. */
export type ColumnSource = { columns: readonly number[] } | { value: string };
/** What a person chose for each of our columns. Columns of the file that no one chose are ignored. */
export type Mapping = Readonly<Record<string, ColumnSource>>;

/** How a file with its own column names is read. */
export interface Layout {
  /** The line with the column names, below titles or notes. Null when the file has none: its first line is a row. */
  titlesAt: number | null;
  columns: Mapping;
}

export interface SheetRow {
  /** The line of the file where the row begins. */
  line: number;
  /** The trimmed cells, keyed by our spelling of the column names. An empty cell is ''. */
  cells: Record<string, string>;
}

/** More columns than any list of people or accounts has. Each is offered for each of ours. */
export const MAX_COLUMNS = 200;

const NEWLINE = 0x0a;
const DELIMITERS = [',', ';', '\t', '|'];
const MAX_ROW_LENGTH = 100_000;

/** How much is read at a time. */
const CHUNK_BYTES = 1024;

/**
 * Yields the rows below the header, a few at a time; the caller can stop at any point. Adds problems with single rows to `problems`.
 * @param layout where the column names and the columns are; without one, the first line must consist of our names.
 * @throws {Refusal} `import_invalid` when the file cannot be read at all or is too long, or its header is wrong
 */
export async function* readSheet(
  file: Uint8Array,
  columns: Columns,
  problems: Problems,
  layout?: Layout,
): AsyncGenerator<SheetRow[]> {
  const bytes = asBuffer(file);
  requireUtf8(bytes);
  let header: Header | undefined;
  for await (const records of readRecords(bytes, delimiterOf(bytes, columns))) {
    const rows: SheetRow[] = [];
    for (const record of records) {
      const { line, cells } = record;
      if (isBlank(cells) || (!header && isDelimiterHint(cells))) continue;
      if (header) {
        rows.push({ line, cells: readCells(record, header, problems) });
      } else if (!layout) {
        header = readHeader(record, columns);
      } else if (layout.titlesAt === null) {
        header = { isExtra: () => false, mapping: layout.columns };
        rows.push({ line, cells: readCells(record, header, problems) });
      } else if (line >= layout.titlesAt) {
        header = { isExtra: beyond(cells), mapping: layout.columns };
      }
    }
    yield rows;
  }
  if (!header) throw unreadable(1, { code: 'empty_file', params: { columns: columns.required } });
}

interface Header {
  /** Whether nothing is expected in this column, because it has no name. */
  isExtra: (column: number) => boolean;
  mapping: Mapping;
}

const beyond = (cells: readonly string[]) => {
  const width = widthOf(cells);
  return (column: number) => column >= width;
};

function readCells(
  { line, cells }: FileRecord,
  { isExtra, mapping }: Header,
  problems: Problems,
): Record<string, string> {
  if (cells.some((cell, column) => cell.trim() !== '' && isExtra(column)))
    problems.add(line, null, { code: 'too_many_cells', params: {} });
  const cellAt = (i: number) => cleanCell(cells[i] ?? '');
  const read = (source: ColumnSource) =>
    'value' in source
      ? source.value
      : source.columns
          .map(cellAt)
          .filter((cell) => cell !== '')
          .join(' ');
  return Object.fromEntries(Object.entries(mapping).map(([name, source]) => [name, read(source)]));
}

/** People break lines within a cell, and programs write ="Parks" so that Excel takes a cell for text. */
function cleanCell(cell: string): string {
  return onOneLine((formulaText(cell) ?? cell).trim());
}

/** A line of a file. */
export interface FileRecord {
  line: number;
  cells: string[];
}

/** Below more lines than this, no one looks for column names. */
const MAX_FIRST_LINES = 20;

/** Reads the first lines that aren't blank. Null when the file can't be read that far: the import reports why. */
export async function readFirstLines(file: Uint8Array, columns: Columns): Promise<FileRecord[] | null> {
  const bytes = asBuffer(file);
  const found: FileRecord[] = [];
  try {
    requireUtf8(bytes);
    for await (const records of readRecords(bytes, delimiterOf(bytes, columns))) {
      found.push(...records.filter(({ cells }) => !isBlank(cells)));
      if (found.length > MAX_FIRST_LINES) break;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
  return found.slice(found[0] && isDelimiterHint(found[0].cells) ? 1 : 0, MAX_FIRST_LINES).map(({ line, cells }) => {
    return { line, cells: cells.slice(0, widthOf(cells)).map((cell) => shown(cleanCell(cell))) };
  });
}

/** Columns at the end without a title don't count. */
const widthOf = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');
/** Some programs write `sep=;` before the header. */
const isDelimiterHint = (cells: readonly string[]) => /^sep=/i.test(cells[0] ?? '');

/** From a thread, a buffer comes as a plain array. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength);

const unreadable = (line: number, problem: ValueProblem, field: string | null = null) =>
  new Refusal('import_invalid', { errors: [{ line, field, ...problem }], complete: true });

function requireUtf8(bytes: Buffer): void {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  // Without a byte order mark, zero bytes give it away: text in UTF-8 has none.
  const utf16 = marked || bytes.subarray(0, CHUNK_BYTES).includes(0);
  if (!utf16 && isUtf8(bytes)) return;
  throw unreadable(utf16 ? 1 : lineOfInvalid(bytes), { code: 'not_utf8', params: {} });
}

/** Finds the first line that is not UTF-8. Checks the file in chunks of whole lines, and searches only the first invalid chunk. */
function lineOfInvalid(bytes: Buffer): number {
  let [begin, end] = [0, 0];
  do {
    begin = end;
    end = bytes.indexOf(NEWLINE, begin + CHUNK_BYTES) + 1 || bytes.length;
  } while (isUtf8(bytes.subarray(begin, end)));
  const lines = bytes.subarray(begin, end).toString('utf8').split('\n');
  let before = 0;
  for (let i = 0; i < begin; i += 1) if (bytes[i] === NEWLINE) before += 1;
  return before + lines.findIndex((line) => line.includes('\uFFFD')) + 1;
}

/** Picks the delimiter that finds the most known columns in a line, or else the one that finds the most cells: titles may come first. */
function delimiterOf(bytes: Buffer, columns: Columns): string {
  const known = columnNames(columns).map(normalizeName);
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_ROW_LENGTH));
  const lines = text.split(/\r\n|\n|\r/, 20).filter((line) => line.trim() !== '' && !/^"?sep=/i.test(line));
  const score = (delimiter: string) => {
    const split = lines.map((line) => line.split(delimiter));
    const ours = split.map((cells) => cells.filter((cell) => known.includes(normalizeName(cell))).length);
    return Math.max(0, ...ours) * 1000 + split.reduce((sum, cells) => sum + cells.length - 1, 0);
  };
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

/** Counts the lines itself, because csv-parse counts a CRLF within quotes as two. */
async function* readRecords(bytes: Buffer, delimiter: string): AsyncGenerator<FileRecord[]> {
  let records: FileRecord[] = [];
  let line = 1;
  let left = MAX_IMPORTED_ROWS + 1;
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    // Quotation marks within a cell are kept: ="Parks", or a nickname in cells that were pasted.
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_LENGTH,
    cast(cell: string, { index }) {
      // Of a line of empty cells, the size is zero, and it ends with the file: on_record would come too late.
      if (index >= MAX_COLUMNS) throw unreadable(line, { code: 'too_many_columns', params: { max: MAX_COLUMNS } });
      return cell;
    },
    on_record(cells: string[]) {
      // Throwing here stops the parser at once, even within this chunk.
      if (left === 0) throw unreadable(line, { code: 'too_many_rows', params: { max: MAX_IMPORTED_ROWS } });
      left -= 1;
      records.push({ line, cells });
      line += 1 + cells.reduce((n, cell) => n + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      return null;
    },
  });
  const completion = finished(parser.resume());
  completion.catch(() => undefined);
  try {
    for (let at = 0; at < bytes.length && !parser.destroyed; at += CHUNK_BYTES) {
      parser.write(bytes.subarray(at, at + CHUNK_BYTES));
      await setImmediate();
      yield records;
      records = [];
    }
    parser.end();
    await completion;
    yield records;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw unreadable(line, { code: SYNTAX[(error as CsvError).code] ?? 'not_csv', params: {} });
  } finally {
    parser.destroy();
  }
}

const SYNTAX: Partial<Record<CsvError['code'], 'quote_not_closed' | 'line_too_long'>> = {
  CSV_QUOTE_NOT_CLOSED: 'quote_not_closed',
  CSV_MAX_RECORD_SIZE: 'line_too_long',
};

/** Finds our columns in the header. Any other column is refused: a program that sends one expects it to be read. */
function readHeader({ line, cells }: FileRecord, columns: Columns): Header {
  const known = columnNames(columns);
  const byPlain = new Map(known.map((name) => [normalizeName(name), name]));
  const names = cells.map((cell) => {
    if (cell.trim() === '') return null;
    const name = byPlain.get(normalizeName(cell));
    const column = shown(cell);
    if (!name) throw unreadable(line, { code: 'unknown_column', params: { column, columns: known } }, column);
    return name;
  });
  const named = names.filter((name) => name !== null);
  const twice = named.find((name, i) => named.indexOf(name) !== i);
  if (twice) throw unreadable(line, { code: 'column_twice', params: { column: twice } }, twice);
  const missing = columns.required.filter((name) => !named.includes(name));
  if (missing.length > 0) throw unreadable(line, { code: 'column_missing', params: { columns: missing } }, missing[0]);
  const mapping = Object.fromEntries(names.flatMap((name, i) => (name === null ? [] : [[name, { columns: [i] }]])));
  return { isExtra: (column) => (names[column] ?? null) === null, mapping };
}

const shown = (cell: string) =>
  cell
    .trim()
    .replaceAll(/[^\P{C}]/gu, '?')
    .slice(0, 50);
