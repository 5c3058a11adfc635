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

export interface SheetRow {
  /** The line of the file where the row begins. */
  line: number;
  /** The trimmed cells, keyed by our spelling of the column names. An empty cell is ''. */
  cells: Record<string, string>;
}

const NEWLINE = 0x0a;
const DELIMITERS = [',', ';', '\t'];
const MAX_ROW_LENGTH = 100_000;

/** How much is read at a time. Other requests get a turn between chunks. */
const CHUNK_BYTES = 1024;

/**
 * Yields the rows below the header, a few at a time; the caller can stop at any point. Adds problems with single rows to `problems`.
 * @param mapping where each column is; without one, the header must consist of our names.
 * @throws {Refusal} `import_invalid` when the file cannot be read at all or is too long, or its header is wrong
 */
export async function* readSheet(
  bytes: Buffer,
  columns: Columns,
  problems: Problems,
  mapping?: Mapping,
): AsyncGenerator<SheetRow[]> {
  requireUtf8(bytes);
  let header: Header | undefined;
  for await (const records of readRecords(bytes, delimiterOf(bytes, columns))) {
    const rows: SheetRow[] = [];
    for (const record of records) {
      const { line, cells } = record;
      if (isBlank(cells) || (!header && isDelimiterHint(cells))) continue;
      if (!header) header = mapping ? { width: widthOf(cells), mapping } : readHeader(record, columns);
      else rows.push({ line, cells: readCells(record, header, problems) });
    }
    yield rows;
  }
  if (!header) throw unreadable(1, { code: 'empty_file', params: { columns: columns.required } });
}

interface Header {
  /** The number of columns that have a title. */
  width: number;
  mapping: Mapping;
}

function readCells(
  { line, cells }: FileRecord,
  { width, mapping }: Header,
  problems: Problems,
): Record<string, string> {
  if (cells.slice(width).some((cell) => cell.trim() !== ''))
    problems.add(line, null, { code: 'too_many_cells', params: {} });
  const cellAt = (i: number) => (cells[i] ?? '').trim();
  const read = (source: ColumnSource) =>
    'value' in source
      ? source.value
      : source.columns
          .map(cellAt)
          .filter((cell) => cell !== '')
          .join(' ');
  return Object.fromEntries(Object.entries(mapping).map(([name, source]) => [name, read(source)]));
}

/** The first lines of a file, from which a person recognizes its columns. */
export interface SheetHead {
  titles: readonly string[];
  /** The first line below the titles; null when there is none. */
  example: readonly string[] | null;
}

/** Reads the titles and the first line below them. Null when the file can't be read that far: the import reports why. */
export async function readHead(bytes: Buffer, columns: Columns): Promise<SheetHead | null> {
  const lines: string[][] = [];
  try {
    requireUtf8(bytes);
    for await (const records of readRecords(bytes, delimiterOf(bytes, columns))) {
      lines.push(...records.map(({ cells }) => cells).filter((cells) => !isBlank(cells)));
      if (lines.length > 2) break;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
  const [titles, example = null] = lines.slice(lines[0] && isDelimiterHint(lines[0]) ? 1 : 0);
  return titles ? { titles: titles.slice(0, widthOf(titles)).map(shown), example } : null;
}

/** Columns at the end without a title don't count. */
const widthOf = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');
/** Some programs write `sep=;` before the header. */
const isDelimiterHint = (cells: readonly string[]) => /^sep=/i.test(cells[0] ?? '');

const unreadable = (line: number, problem: ValueProblem, field: string | null = null) =>
  new Refusal('import_invalid', { errors: [{ line, field, ...problem }], complete: true });

function requireUtf8(bytes: Buffer): void {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
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

/** Picks the delimiter that finds the most known columns in the header, or else the one that finds the most columns. */
function delimiterOf(bytes: Buffer, columns: Columns): string {
  const known = columnNames(columns).map(normalizeName);
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_ROW_LENGTH));
  const lines = text.split(/\r\n|\n|\r/, 10).filter((line) => line.trim() !== '' && !/^"?sep=/i.test(line));
  const score = (delimiter: string) => {
    const cells = (lines[0] ?? '').split(delimiter);
    return cells.filter((cell) => known.includes(normalizeName(cell.replaceAll('"', '')))).length * 1000 + cells.length;
  };
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

interface FileRecord {
  line: number;
  cells: string[];
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
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_LENGTH,
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

const SYNTAX: Partial<
  Record<CsvError['code'], 'quote_not_closed' | 'quote_within_cell' | 'text_after_quote' | 'line_too_long'>
> = {
  CSV_QUOTE_NOT_CLOSED: 'quote_not_closed',
  INVALID_OPENING_QUOTE: 'quote_within_cell',
  CSV_INVALID_CLOSING_QUOTE: 'text_after_quote',
  CSV_MAX_RECORD_SIZE: 'line_too_long',
};

/** Finds our columns in the header. Any other column is refused: a program that sends one expects it to be read. */
function readHeader({ line, cells }: FileRecord, columns: Columns): Header {
  const known = columnNames(columns);
  const byPlain = new Map(known.map((name) => [normalizeName(name), name]));
  const width = widthOf(cells);
  const names = cells.slice(0, width).map((cell) => {
    const name = byPlain.get(normalizeName(cell));
    const column = shown(cell);
    if (!name) throw unreadable(line, { code: 'unknown_column', params: { column, columns: known } }, column);
    return name;
  });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw unreadable(line, { code: 'column_twice', params: { column: twice } }, twice);
  const missing = columns.required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw unreadable(line, { code: 'column_missing', params: { columns: missing } }, missing[0]);
  return { width, mapping: Object.fromEntries(names.map((name, i) => [name, { columns: [i] }])) };
}

const shown = (cell: string) =>
  cell
    .trim()
    .replaceAll(/[^\P{C}]/gu, '?')
    .slice(0, 50);
