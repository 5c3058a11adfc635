/** Excel workbooks are read as they look, and one that is built to exhaust the server is refused before it's unpacked. */
import { expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readXlsx } from '../../services/imports/xlsx.js';
import { writeXlsx } from '../../services/imports/write-xlsx.js';
import { hiddenRow, workbook } from '../rig/workbook.js';

const textOf = async (file: Buffer, sheet = 0) => (await readXlsx(file, sheet)).workbook?.text;

test('text, numbers, dates, and yes or no are read as the sheet shows them, and a row stays on its line', async () => {
  const file = workbook({
    People: [
      ['Name', 'Number', 'Date', 'Active'],
      [],
      ['Lane, "Ada"\nMary', { number: '2244994945' }, { date: 46_000 }, { bool: 1 }],
    ],
  });
  expect(await textOf(file)).toBe(
    'Name,Number,Date,Active\r\n,,,\r\n"Lane, ""Ada"" Mary",2244994945,2025-12-09,TRUE\r\n',
  );
});

test.each([
  ['that Excel kept whole', '100064000000001', '100064000000001'],
  ['in scientific notation that is whole', '1.00064000000001E+14', '100064000000001'],
  ['with a decimal point', '2244994945.0', '2244994945'],
  ['that Excel rounded', '17841405822304900', '1.78414058223049E+16'],
  ['that lost only its last digit', '1234567890123450', '1.23456789012345E+15'],
])('a number %s is not mistaken for another one', async (_what, number, text) => {
  expect(await textOf(workbook({ A: [['id'], [{ number }]] }))).toBe(`id\r\n${text}\r\n`);
});

test('a long number that was typed as text keeps every digit', async () => {
  expect(await textOf(workbook({ A: [['17841405822304914']] }))).toBe('17841405822304914\r\n');
});

test('a workbook with several sheets lists those that hold anything, and any of them can be read', async () => {
  const file = workbook({ Notes: [['old']], Empty: [], 'Owners & co': [['new']] });
  expect((await readXlsx(file, 0)).workbook).toEqual({
    sheets: ['Notes', 'Owners & co'],
    sheet: 0,
    text: 'old\r\n',
    hiddenRows: [],
  });
  expect((await readXlsx(file, 1)).workbook).toMatchObject({ sheet: 1, text: 'new\r\n' });
  expect((await readXlsx(file, 99)).workbook).toMatchObject({ sheet: 0 });
  expect((await readXlsx(file, Number.NaN)).workbook).toMatchObject({ sheet: 0 });
});

test('a hidden sheet of choices isn’t taken for the list, but a workbook of hidden sheets is read', async () => {
  const sheets = { Lists: [['Account Owner']], People: [['Name'], ['Ada']] };
  expect((await readXlsx(workbook(sheets, ['Lists']), NaN)).workbook).toMatchObject({ sheets: ['People'], sheet: 0 });
  expect((await readXlsx(workbook(sheets, ['Lists', 'People']), NaN)).workbook?.sheets).toEqual(['Lists', 'People']);
});

test('of several sheets, the one that looks like a list is read until a person chooses another', async () => {
  const file = workbook({ 'Export Summary': [['Exported from Numbers']], 'Table 1': [['Table 1'], ['Name', 'Email']] });
  const rate = (rows: readonly (readonly string[])[]) => Math.max(...rows.map((cells) => cells.length));
  expect((await readXlsx(file, NaN, rate)).workbook).toMatchObject({ sheet: 1 });
  expect((await readXlsx(file, 0, rate)).workbook).toMatchObject({ sheet: 0 });
});

test('rows that a filter hides are named, unless they are empty', async () => {
  const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>${hiddenRow(2, 'Ada')}<row r="3" hidden="1"></row>${hiddenRow(4, 'Bo')}`;
  expect((await readXlsx(workbook({ People: rows }), NaN)).workbook).toMatchObject({
    text: 'Name\r\nAda\r\n\r\nBo\r\n',
    hiddenRows: [2, 4],
  });
});

test('a workbook that we write is read as it was written, with every cell as text', async () => {
  const rows = [
    ['Name', 'ID & <more>'],
    ['“Ada”', '17841405822304914'],
  ];
  const file = writeXlsx([{ name: 'A & B', rows, widths: [10, 20], choices: { 0: ['x', 'y'] } }]);
  expect((await readXlsx(file, 0)).workbook).toMatchObject({
    sheets: ['A & B'],
    text: 'Name,ID & <more>\r\n“Ada”,17841405822304914\r\n',
  });
});

/** No sheet has too many rows, but all together do. */
const manySheets = (count: number) =>
  Array.from({ length: count }, (_, i) => [`S${i}`, '<row/>'.repeat(20_001)] as const);

const cellAt = (at: string) => `<row r="1"><c r="${at}"><v>1</v></c></row>`;

test.each([
  ['a gigabyte of zeros', () => Buffer.from(zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(100_000_000) }))],
  ['one cell at the bottom of the sheet', () => workbook({ A: cellAt('A1048576') })],
  ['one cell far to the right', () => workbook({ A: cellAt('XFD1') })],
  ['nothing but rows without a number', () => workbook({ A: '<row/>'.repeat(20_002) })],
  ['the same row again and again', () => workbook({ A: '<row r="1"/>'.repeat(20_002) })],
  ['a row of millions of cells', () => workbook({ A: `<row>${'<c/>'.repeat(3_000_000)}</row>` })],
  ['elements in elements', () => workbook({ A: `<row>${'<c>'.repeat(3_000_000)}` })],
  ['many sheets full of rows', () => workbook(Object.fromEntries(manySheets(200)))],
  ['one cell of 40 MB', () => workbook({ A: [['a'.repeat(40_000_000)]] })],
  ['a row with a huge number', () => workbook({ A: '<row r="999999999"></row>' })],
  [
    'more parts than any workbook has',
    () => Buffer.from(zipSync(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x${i}`, strToU8('x')])))),
  ],
])('a workbook with %s is refused', async (_what, build) => {
  expect(await readXlsx(build(), 0)).toEqual({ workbook: null, problem: 'workbook_too_large' });
});

test('a workbook whose declared size is a lie unpacks to no more than that', async () => {
  const file = Buffer.from(zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(70_000_000) }));
  const declared = Buffer.alloc(4);
  declared.writeUInt32LE(70_000_000);
  for (let at = file.indexOf(declared); at >= 0; at = file.indexOf(declared)) file.writeUInt32LE(10, at);
  const before = process.memoryUsage().arrayBuffers;
  expect(await readXlsx(file, 0)).toEqual({ workbook: null, problem: 'not_a_workbook' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
});

test.each([
  ['an old or protected workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), 'old_workbook'],
  ['a damaged workbook', workbook({ A: [['x']] }).subarray(0, 400), 'not_a_workbook'],
  ['another kind of ZIP file', Buffer.from(zipSync({ 'a.txt': strToU8('x') })), 'not_a_workbook'],
  ['a picture', Buffer.from('\u0089PNG'), 'not_a_workbook'],
  ['an empty workbook', workbook({ A: [] }), 'empty_workbook'],
])('%s is refused with its reason', async (_what, file, problem) => {
  expect(await readXlsx(file, 0)).toEqual({ workbook: null, problem });
});
