/** Spreadsheets as they are exported: with or without BOM, by comma, semicolon or tab, columns in any order, newlines in cells. */
import { finished } from 'node:stream/promises';
import { parse, type CsvError } from 'csv-parse';
import { Refusal } from '../domain/errors.js';
import type { Problems } from '../db/imports/problems.js';

export interface Columns {
  required: readonly string[];
  optional?: readonly string[];
}

export interface SheetRow {
  /** Where it begins in the file. */
  line: number;
  /** By the columns' names as we write them, trimmed; '' where a cell is empty. */
  cells: Record<string, string>;
}

const DELIMITERS = [',', ';', '\t'];
const LONGEST_ROW = 100_000;

/**
 * The rows below the header. What is wrong with single rows is added to `problems`.
 * @throws {Refusal} 422 when the file cannot be read at all, or its header is wrong
 */
export async function readSheet(bytes: Buffer, columns: Columns, problems: Problems): Promise<SheetRow[]> {
  const text = decode(bytes);
  const records = await parseRecords(text, delimiterOf(text, columns));
  const first = records.findIndex(({ cells }) => !isBlank(cells) && !isDelimiterHint(cells));
  const header = records[first];
  if (!header)
    throw unreadable(1, `The file is empty. Its first line names the columns: ${columns.required.join(',')}.`);
  const names = readHeader(header, columns);
  const rows: SheetRow[] = [];
  for (const { line, cells } of records.slice(first + 1)) {
    if (isBlank(cells)) continue;
    if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
      problems.add(
        line,
        null,
        `This line has more cells than the header has columns. Put cells that contain the delimiter in quotes.`,
      );
    rows.push({ line, cells: Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()])) });
  }
  return rows;
}

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');
/** Some spreadsheets write `sep=;` before the header. */
const isDelimiterHint = (cells: readonly string[]) => /^sep=/i.test(cells[0] ?? '');

const unreadable = (line: number, message: string, field: string | null = null) =>
  new Refusal(422, 'import_invalid', `Nothing was imported. Line ${line}: ${message}`, {
    errors: [{ line, field, message }],
  });

function decode(bytes: Buffer): string {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    if (!utf16) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Another encoding: told below.
  }
  throw unreadable(
    utf16 ? 1 : lineOfInvalid(bytes),
    'The file is not in UTF-8. Save it in the spreadsheet program as "CSV UTF-8" and try again.',
  );
}

/** The first line that is not UTF-8. */
function lineOfInvalid(bytes: Buffer): number {
  const lines = bytes.toString('utf8').split('\n');
  return lines.findIndex((line) => line.includes('\uFFFD')) + 1 || 1;
}

/** The one by which the header has most of the columns. */
function delimiterOf(text: string, columns: Columns): string {
  const known = [...columns.required, ...(columns.optional ?? [])].map(plain);
  const lines = text.split(/\r\n|\n|\r/, 10).filter((line) => line.trim() !== '' && !/^"?sep=/i.test(line));
  const score = (delimiter: string) =>
    (lines[0] ?? '').split(delimiter).filter((cell) => known.includes(plain(cell.replaceAll('"', '')))).length;
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

const plain = (name: string) => name.trim().toLowerCase();

interface FileRecord {
  line: number;
  cells: string[];
}

/** Lines are counted here: csv-parse takes a CRLF within quotes for two. */
async function parseRecords(text: string, delimiter: string): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  let line = 1;
  const parser = parse(text, {
    delimiter,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_ROW,
    on_record(cells: string[]) {
      records.push({ line, cells });
      line += 1 + cells.reduce((n, cell) => n + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      return null;
    },
  });
  try {
    await finished(parser.resume());
  } catch (error) {
    throw unreadable(line, SYNTAX[(error as CsvError).code] ?? 'This line is not CSV.');
  }
  return records;
}

const SYNTAX: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote opens in this line and does not close before the end of the file. Close it.',
  INVALID_OPENING_QUOTE: 'There is a quote within a cell. Put the whole cell in quotes, and write the quote twice.',
  CSV_INVALID_CLOSING_QUOTE: 'There is text behind a closing quote. To have a quote within a cell, write it twice.',
  CSV_MAX_RECORD_SIZE: 'This line is far too long. Look for a quote that does not close.',
};

/** The columns' own names, in the order of the file. */
function readHeader({ line, cells }: FileRecord, { required, optional = [] }: Columns): string[] {
  const known = [...required, ...optional];
  const byPlain = new Map(known.map((name) => [plain(name), name]));
  while (cells.length > 0 && cells.at(-1)!.trim() === '') cells.pop();
  const names = cells.map((cell) => {
    const name = byPlain.get(plain(cell));
    if (!name)
      throw unreadable(line, `There is no column "${shown(cell)}". The columns are ${known.join(', ')}.`, shown(cell));
    return name;
  });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw unreadable(line, `The column ${twice} is there twice. Remove one of them.`, twice);
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw unreadable(line, `The column ${missing.join(', ')} is missing. Add it to the header.`, missing[0]);
  return names;
}

const shown = (cell: string) =>
  cell
    .trim()
    .replaceAll(/[^\P{C}]/gu, '?')
    .slice(0, 50);
