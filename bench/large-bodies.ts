/** The largest and worst bodies that callers can send, as `[what it is, how it is made]`. */
import { strToU8, zipSync } from 'fflate';

export interface LargeBody {
  path: string;
  as: 'program' | 'administrator' | 'nobody';
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));
const bytes = (text: string) => new Uint8Array(strToU8(text));

const LINES = 20_000;
const FIRST_ID = 1_000_000;
const PER_ROUND = 2000;
/** The most that an import takes: cells are trimmed, so blanks make valid lines long. */
const PADDING = ' '.repeat(950);
const people = (padding = '') =>
  `name,email,roles\n${times(LINES, (i) => `Ann ${i}${padding},n${i}@x.example,account_owner\n`).join('')}`;

/** The accounts that the reports are about. */
export const ACCOUNTS_SHEET = `network,networkAccountId,name,ownerEmail\n${times(LINES, (i) => `x,${FIRST_ID + i},Account ${i},olga@bench.example\n`).join('')}`;

const program = (path: string, type: string, text: string): LargeBody => ({
  path,
  as: 'program',
  type,
  body: bytes(text),
});
const json = (value: unknown) => program('/v1/disconnects', 'application/json', JSON.stringify(value));

/** A sheet on its way through the pages, as a browser sends the form. */
function form(step: string, text: string): LargeBody {
  const fields = { kind: 'users', csv: text };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--bench\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    path: `/configure/import/${step}`,
    as: 'administrator',
    type: 'multipart/form-data; boundary=bench',
    body: bytes(`${parts.join('')}--bench--\r\n`),
  };
}

const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function workbook(rows: string, more: Record<string, Uint8Array> = {}): LargeBody {
  const file = zipSync({
    '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': strToU8(
      `<workbook ${NAMESPACE} xmlns:r="${REL}"><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet ${NAMESPACE}><sheetData>${rows}</sheetData></worksheet>`),
    ...more,
  });
  return {
    path: '/configure/import/workbook',
    as: 'administrator',
    type: 'application/octet-stream',
    body: new Uint8Array(file),
  };
}

const cellsOf = (n: number, width: number, cell: (at: string, i: number) => string) =>
  times(
    Math.floor(n / width),
    (i) => `<row r="${i + 1}">${times(width, (j) => cell(`${letters(j)}${i + 1}`, i * width + j)).join('')}</row>`,
  ).join('');
const letters = (column: number): string =>
  column < 26 ? String.fromCodePoint(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);

const shared = (n: number) => ({
  'xl/sharedStrings.xml': strToU8(
    `<sst ${NAMESPACE} count="${n}" uniqueCount="${n}">${times(n, (i) => `<si><t>s${i}</t></si>`).join('')}</sst>`,
  ),
});

/** What X answers once a person has revoked its permission, at length. */
const REVOKED = { status: 401, headers: Object.fromEntries(times(20, (i) => [`x-h${i}`, 'v'])) };
const detail = 'm'.repeat(350);

/** Reports about accounts that no earlier round reported. */
const reports = (round: number, more: object = {}) =>
  json({
    disconnects: times(PER_ROUND / 2, (i) => ({
      network: 'x',
      networkAccountId: String(FIRST_ID + round * PER_ROUND + (more === NOTHING ? 0 : PER_ROUND / 2) + i),
      ...more,
    })),
  });
const NOTHING = {};

/** @param round from 0; what can be accepted only once differs in each */
export const LARGE_BODIES: readonly (readonly [string, (round: number) => LargeBody])[] = [
  ['1,000 reports', (round) => reports(round, NOTHING)],
  [
    '1,000 reports with the network’s answers',
    (round) =>
      reports(round, { networkError: { ...REVOKED, body: JSON.stringify({ title: 'Unauthorized', detail }) } }),
  ],
  [
    '1,000 invalid reports',
    () => json({ disconnects: times(1000, () => Object.fromEntries(times(45, (i) => [`k${i}`, i]))) }),
  ],
  [
    '300,000 headers',
    () => json({ accountId: 'acc_1', networkError: { status: 400, headers: times(300_000, (i) => i) } }),
  ],
  [
    'a report with a long answer',
    () =>
      json({
        network: 'x',
        networkAccountId: String(FIRST_ID + LINES - 1),
        networkError: { status: 500, body: '<a '.repeat(330_000) },
      }),
  ],
  ['20,000 people', () => program('/v1/users/import?dryRun=true', 'text/csv', people())],
  ['20,000 people in 20 MB', () => program('/v1/users/import?dryRun=true', 'text/csv', people(PADDING))],
  ['20,000 accounts', () => program('/v1/accounts/import?dryRun=true', 'text/csv', ACCOUNTS_SHEET)],
  ['20,000 people, checked on the page', () => form('preview', people())],
  ['20,000 people in 20 MB, checked on the page', () => form('preview', people(PADDING))],
  ['20,000 people in 20 MB, their columns', () => form('columns', people(PADDING).replace('roles', 'what they do'))],
  ['a field of 20 MB, edited on the page', () => form('edit', '"<&\n'.repeat(4_900_000))],
  [
    'a form of millions of fields',
    () => ({
      ...form('preview', ''),
      type: 'application/x-www-form-urlencoded',
      body: bytes('a=1&'.repeat(5_000_000)),
    }),
  ],
  ['a workbook of a million cells', () => workbook(cellsOf(1_000_000, 50, (at) => `<c r="${at}"><v>1</v></c>`))],
  [
    'a workbook of 600,000 shared strings',
    () =>
      workbook(
        cellsOf(600_000, 100, (at, i) => `<c r="${at}" t="s"><v>${i}</v></c>`),
        shared(600_000),
      ),
  ],
  ['a workbook of 60 MB of nothing', () => workbook(' '.repeat(59_000_000))],
];
