/**
 * CSV for spreadsheets: RFC 4180, in UTF-8 with a byte order mark so that Excel reads accents. No cell can be taken for a formula,
 * because names come from networks, where anyone can choose any name.
 */
import { once } from 'node:events';
import type { Response } from 'express';

export type Cell = string | number | null;

/** Tells spreadsheet programs that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';
/** Includes the full-width characters, which East Asian spreadsheet programs treat the same way. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

function cell(value: Cell): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return String(value);
  const escaped = FORMULA.test(value) ? `'${value}` : value;
  // All text is quoted: some spreadsheets split cells at semicolons or tabs, and those in a name must not split it.
  return `"${escaped.replaceAll('"', '""')}"`;
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Streams a file as it is generated, no faster than the browser accepts it. Stops early if the browser disconnects. */
export async function sendCsv(
  res: Response,
  name: string,
  header: readonly string[],
  parts: AsyncIterable<readonly (readonly Cell[])[]>,
): Promise<void> {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  res.type('text/csv').attachment(`${name}.csv`);
  res.write(BYTE_ORDER_MARK + csvLine(header));
  for await (const rows of parts) {
    if (controller.signal.aborted) return;
    if (!res.write(rows.map(csvLine).join(''))) await untilDrained(res, controller.signal);
  }
  res.end();
}

async function untilDrained(res: Response, signal: AbortSignal): Promise<void> {
  await once(res, 'drain', { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Returns the local time in the zone with its offset, such as `2026-11-24T08:30:00-05:00`. */
export function isoInZone(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const offset = of('timeZoneName').replace('GMT', '') || '+00:00';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}${offset}`;
}
