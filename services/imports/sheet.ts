/** Spreadsheets as they are exported: with or without BOM, by comma, semicolon or tab, columns in any order, newlines in cells. */
import { isUtf8 } from 'node:buffer';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { parse, type CsvError } from 'csv-parse';
import type { ValueProblem } from '../../domain/field-problem.js';
import { Refusal } from '../../domain/refusal.js';
import { normalizeName } from '../../domain/normalize-name.js';
import type { Problems } from './problems.js';

export interface Columns {
  required: readonly string[];
  optional?: readonly string[];
}

/** In the order in which they are written. */
export const columnNames = ({ required, optional = [] }: Columns): string[] => [...required, ...optional];

export interface SheetRow {
  /** Where it begins in the file. */
  line: number;
  /** By the columns' names as we write them, trimmed; '' where a cell is empty. */
  cells: Record<string, string>;
}

const NEWLINE = 0x0a;
const DELIMITERS = [',', ';', '\t'];
const LONGEST_ROW = 100_000;

/** More are several files: what is read of one is held at once, and a transaction has to write it in time. */
export const MOST_ROWS = 20_000;
/** Read at a time; between two of them other requests have their turn. */
const CHUNK_BYTES = 1024;

/**
 * The rows below the header, some at a time; whoever has enough stops. What is wrong with single rows is added to `problems`.
 * @throws {Refusal} `import_invalid` when the file cannot be read at all or is too long, or its header is wrong
 */
export async function* readSheet(bytes: Buffer, columns: Columns, problems: Problems): AsyncGenerator<SheetRow[]> {
  requireUtf8(bytes);
  let names: string[] | undefined;
  for await (const records of readRecords(bytes, delimiterOf(bytes, columns))) {
    const rows: SheetRow[] = [];
    for (const record of records) {
      const { line, cells } = record;
      if (isBlank(cells) || (!names && isDelimiterHint(cells))) continue;
      if (!names) names = readHeader(record, columns);
      else rows.push({ line, cells: readCells(record, names, problems) });
    }
    yield rows;
  }
  if (!names) throw unreadable(1, { code: 'empty_file', params: { columns: columns.required } });
}

function readCells({ line, cells }: FileRecord, names: readonly string[], problems: Problems): Record<string, string> {
  if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
    problems.add(line, null, { code: 'too_many_cells', params: {} });
  return Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()]));
}

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');
/** Some spreadsheets write `sep=;` before the header. */
const isDelimiterHint = (cells: readonly string[]) => /^sep=/i.test(cells[0] ?? '');

const unreadable = (line: number, problem: ValueProblem, field: string | null = null) =>
  new Refusal('import_invalid', { errors: [{ line, field, ...problem }], complete: true });

function requireUtf8(bytes: Buffer): void {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!utf16 && isUtf8(bytes)) return;
  throw unreadable(utf16 ? 1 : lineOfInvalid(bytes), { code: 'not_utf8', params: {} });
}

/** The first line that is not UTF-8: looked for in the first part of the file, at the end of a line, that is not. */
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

/** The one by which the header has most of the columns. */
function delimiterOf(bytes: Buffer, columns: Columns): string {
  const known = columnNames(columns).map(normalizeName);
  const text = new TextDecoder().decode(bytes.subarray(0, LONGEST_ROW));
  const lines = text.split(/\r\n|\n|\r/, 10).filter((line) => line.trim() !== '' && !/^"?sep=/i.test(line));
  const score = (delimiter: string) =>
    (lines[0] ?? '').split(delimiter).filter((cell) => known.includes(normalizeName(cell.replaceAll('"', '')))).length;
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

interface FileRecord {
  line: number;
  cells: string[];
}

/** Lines are counted here: csv-parse takes a CRLF within quotes for two. */
async function* readRecords(bytes: Buffer, delimiter: string): AsyncGenerator<FileRecord[]> {
  let records: FileRecord[] = [];
  let line = 1;
  let left = MOST_ROWS + 1;
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_ROW,
    on_record(cells: string[]) {
      // Thrown from here, nothing behind it is parsed, not even of this chunk.
      if (left === 0) throw unreadable(line, { code: 'too_many_rows', params: { max: MOST_ROWS } });
      left -= 1;
      records.push({ line, cells });
      line += 1 + cells.reduce((n, cell) => n + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      return null;
    },
  });
  const whole = finished(parser.resume());
  whole.catch(() => undefined);
  try {
    for (let at = 0; at < bytes.length && !parser.destroyed; at += CHUNK_BYTES) {
      parser.write(bytes.subarray(at, at + CHUNK_BYTES));
      await setImmediate();
      yield records;
      records = [];
    }
    parser.end();
    await whole;
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

/** The columns' own names, in the order of the file. */
function readHeader({ line, cells }: FileRecord, columns: Columns): string[] {
  const known = columnNames(columns);
  const byPlain = new Map(known.map((name) => [normalizeName(name), name]));
  while (cells.length > 0 && cells.at(-1)!.trim() === '') cells.pop();
  const names = cells.map((cell) => {
    const name = byPlain.get(normalizeName(cell));
    const column = shown(cell);
    if (!name) throw unreadable(line, { code: 'unknown_column', params: { column, columns: known } }, column);
    return name;
  });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw unreadable(line, { code: 'column_twice', params: { column: twice } }, twice);
  const missing = columns.required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw unreadable(line, { code: 'column_missing', params: { columns: missing } }, missing[0]);
  return names;
}

const shown = (cell: string) =>
  cell
    .trim()
    .replaceAll(/[^\P{C}]/gu, '?')
    .slice(0, 50);
