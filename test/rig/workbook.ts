/** Builds Excel workbooks as Excel writes them, down to the kinds of cells. */
import { strToU8, zipSync } from 'fflate';

/** Text, or a cell as it stands in the file: `{ number: '1.7E+16' }`, `{ date: 46000 }`, `{ bool: 1 }`. */
export type Cell = string | null | { number: string } | { date: number } | { bool: 0 | 1 };

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const letterOf = (column: number) => String.fromCodePoint(65 + column);

function cellXml(cell: Cell, at: string): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${escape(cell)}</t></is></c>`;
  if ('number' in cell) return `<c r="${at}"><v>${cell.number}</v></c>`;
  if ('date' in cell) return `<c r="${at}" s="1"><v>${cell.date}</v></c>`;
  return `<c r="${at}" t="b"><v>${cell.bool}</v></c>`;
}

/** A row that a filter hides. */
export const hiddenRow = (n: number, text: string): string =>
  `<row r="${n}" hidden="1"><c r="A${n}" t="inlineStr"><is><t>${escape(text)}</t></is></c></row>`;

const sheetXml = (rows: readonly (readonly Cell[])[]) =>
  rows
    .map(
      (cells, i) =>
        `<row r="${i + 1}">${cells.map((cell, j) => cellXml(cell, `${letterOf(j)}${i + 1}`)).join('')}</row>`,
    )
    .join('');

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * @param sheets the rows of each sheet, by its name; a string is the XML of the rows
 * @param hidden the names of the sheets that Excel doesn't show
 */
export function workbook(
  sheets: Readonly<Record<string, readonly (readonly Cell[])[] | string>>,
  hidden: readonly string[] = [],
): Buffer {
  const names = Object.keys(sheets);
  const each = (write: (n: number, name: string) => string) => names.map((name, i) => write(i + 1, name)).join('');
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${REL}"><sheets>${each((n, name) => `<sheet name="${escape(name)}" sheetId="${n}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${REL}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rIdS" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  names.forEach((name, i) => {
    const rows = sheets[name]!;
    const xml = typeof rows === 'string' ? rows : sheetXml(rows);
    parts[`xl/worksheets/sheet${i + 1}.xml`] = `<worksheet ${MAIN}><sheetData>${xml}</sheetData></worksheet>`;
  });
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]))));
}
