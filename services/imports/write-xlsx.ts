/** Writes Excel workbooks for people to fill in. Every cell is text, because Excel changes long numbers in other cells. */
import { strToU8, zipSync } from 'fflate';

export interface TemplateSheet {
  name: string;
  rows: readonly (readonly string[])[];
  /** The width of each column, in characters. */
  widths: readonly number[];
  /** What a cell below a column's title can be, by the column's number from 0. Excel offers these as a list. */
  choices?: Readonly<Record<number, readonly string[]>>;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Number format 49 is "@", text. Style 1 is text, 2 is text in bold, 3 is text in several lines. */
const STYLES =
  `<styleSheet ${MAIN}><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>' +
  '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/>' +
  '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
const [TEXT, BOLD, WRAPPED] = [1, 2, 3];

/** The last line for which Excel offers choices. */
const LAST_LINE = 1000;
/** Text as long as this is an explanation. */
const LONG = 40;

export function writeXlsx(sheets: readonly TemplateSheet[]): Buffer {
  const each = (write: (n: number, sheet: TemplateSheet) => string) =>
    sheets.map((one, i) => write(i + 1, one)).join('');
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${each((n, { name }) => `<sheet name="${escape(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
    ...Object.fromEntries(sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)])),
  };
  const files = Object.entries(parts).map(([path, xml]) => [path, strToU8(HEADER + xml)] as const);
  return Buffer.from(zipSync(Object.fromEntries(files)));
}

function sheetXml({ rows, widths, choices = {} }: TemplateSheet): string {
  const columns = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${TEXT}" customWidth="1"/>`,
  );
  const lines = rows.map((cells, i) => {
    const style = (cell: string) => (i === 0 ? BOLD : cell.length > LONG ? WRAPPED : TEXT);
    const xml = cells.map((cell, j) => cellXml(cell, `${letterOf(j)}${i + 1}`, style(cell)));
    return `<row r="${i + 1}">${xml.join('')}</row>`;
  });
  return `<worksheet ${MAIN}><cols>${columns.join('')}</cols><sheetData>${lines.join('')}</sheetData>${choicesXml(choices)}</worksheet>`;
}

const cellXml = (cell: string, at: string, style: number) =>
  `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`;

/** Excel takes a comma for the end of a choice, and at most 255 characters. */
function choicesXml(choices: NonNullable<TemplateSheet['choices']>): string {
  const lists = Object.entries(choices).map(([column, values]) => {
    const letter = letterOf(Number(column));
    return `<dataValidation type="list" allowBlank="1" sqref="${letter}2:${letter}${LAST_LINE}"><formula1>"${escape(values.join(','))}"</formula1></dataValidation>`;
  });
  return lists.length === 0 ? '' : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`;
}

const letterOf = (column: number) => String.fromCodePoint(65 + column);

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
