/** Spreadsheets on the pages: read in threads, at a cost that grows no faster than the file, and within limits of their own. */
import { countWork } from '../rig/work.js';
import { expect, test } from '@jest/globals';
import { MAX_IMPORTED_BYTES } from '../../domain/limits.js';
import { readAccounts, readUsers } from '../../http/import-jobs.js';
import { unwrapCell } from '../../domain/spreadsheet-cells.js';
import { cleanText } from '../../domain/visible-text.js';
import { bearerError } from '../../networks/headers.js';
import { isRefusal } from '../../domain/refusal.js';
import { createThreads } from '../../platform/threads.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { readSheetForm, readLinesOnPage, readWorkbook } from '../../web/forms/import-jobs.js';
import { fillMemory, neverEnd } from '../rig/greedy-jobs.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aCity, createSite } from '../rig/site.js';
import { Visitor } from '../rig/visitor.js';
import { workbook } from '../rig/workbook.js';
import { FIELDS, times } from '../rig/worst-bodies.js';

const site = sharedFixture(createSite);
const administrator = sharedFixture(async () => {
  const { archiveId, primary } = await aCity(site.context.db);
  const visitor = new Visitor(site);
  visitor.setCookie('relink', (await startLoginSession(site.context.db, { archiveId, userId: primary })).secret);
  return visitor;
});

const HEADER = 'name,email,roles\n';
const people = (n: number) => HEADER + times(n, (i) => `Ann,n${i}@x.example,account_owner\n`).join('');

const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const MULTIPART = 'multipart/form-data; boundary=b';
const form = (csv: string, more = '') => `${part('kind', 'users')}${part('csv', csv)}${more}--b--\r\n`;
const post = (step: string, body: string, type = MULTIPART) =>
  administrator.request(`/configure/import/${step}`, { method: 'POST', body, headers: { 'content-type': type } });

/** The worst that a file of about `n` bytes can hold. */
const FILES: Record<string, (n: number) => string> = {
  'valid lines': (n) => people(n / 30),
  'invalid lines': (n) => HEADER + 'x,y,z\n'.repeat(n / 6),
  'empty lines': (n) => HEADER + '\n'.repeat(n),
  'nothing but delimiters': (n) => HEADER + ','.repeat(n),
  'many columns': (n) => `${times(n / 12, (i) => `column${i}`).join(',')}\n${'1,'.repeat(n / 12)}`,
  'lines of delimiters': (n) => HEADER + `${','.repeat(1000)}\n`.repeat(n / 1000),
  'quotation marks': (n) => HEADER + '"'.repeat(n),
  'quoted line breaks': (n) => `${HEADER}"${'\n'.repeat(Math.min(n, 90_000))}",a@x.example,account_owner\n`,
  'a line without an end': (n) => 'x'.repeat(n),
  'what isn’t text': (n) => HEADER + '\uFFFD\u0000'.repeat(n / 4),
};

const linear = async (kind: string, half: () => Promise<unknown>, whole: () => Promise<unknown>) => {
  await half().catch(() => undefined);
  const [first, second] = [await countWork(half), await countWork(whole)];
  return second > 2.2 * first ? [`${kind}: ${first} → ${second}`] : [];
};

test('reading a spreadsheet takes no more than linear work, whatever is in it', async () => {
  const worst: string[] = [];
  for (const [kind, make] of Object.entries(FILES)) {
    const read = (n: number) => {
      const [file, body] = [Buffer.from(make(n)), Buffer.from(form(make(n)))];
      const shown = { kind: 'users' as const, file, layout: undefined, problemLines: [], changedLines: [], page: 0 };
      return async () => {
        await readUsers({ file });
        await readAccounts({ file, layout: { titlesAt: 1, columns: { name: { columns: [0] } } } });
        await readLinesOnPage(shown);
        await readSheetForm({ body, contentType: MULTIPART });
      };
    };
    worst.push(...(await linear(kind, read(100_000), read(200_000))));
  }
  expect(worst).toEqual([]);
});

test('reading a form takes no more than linear work, whatever its fields are', async () => {
  const worst: string[] = [];
  const kinds: Record<string, (n: number) => [string, string]> = {
    ...Object.fromEntries(
      Object.entries(FIELDS).map(([kind, make]) => [
        kind,
        (n: number): [string, string] => [make(n, ['kind', 'csv']), 'application/x-www-form-urlencoded'],
      ]),
    ),
    'parts without end': (n) => [part('a', 'x').repeat(n / 60), MULTIPART],
    'boundaries only': (n) => ['--b\r\n'.repeat(n / 5), MULTIPART],
    'almost boundaries': (n) => [form('\r\n-'.repeat(n / 3)), MULTIPART],
    'a header without end': (n) => [`--b\r\nContent-Disposition: ${'x'.repeat(n)}`, MULTIPART],
  };
  for (const [kind, make] of Object.entries(kinds)) {
    const read = (n: number) => {
      const [body, contentType] = make(n);
      return async () => void (await readSheetForm({ body: Buffer.from(body), contentType }));
    };
    worst.push(...(await linear(kind, read(200_000), read(400_000))));
  }
  expect(worst).toEqual([]);
});

/** A sheet whose XML is made for the parser. */
const SHEETS: Record<string, (n: number) => string> = {
  'a text without end': (n) => `<row r="1"><c r="A1" t="str"><v>${' '.repeat(n)}</v></c></row>`,
  'rows without end': (n) => '<row r="1" '.repeat(n / 11),
  'cells without end': (n) => `<row r="1">${'<c '.repeat(n / 3)}`,
  'attributes without end': (n) => `<row ${'r '.repeat(n / 2)}`,
  'cells of one row': (n) => `<row r="1">${'<c r="A1"><v>1</v></c>'.repeat(n / 23)}</row>`,
};

test('reading a workbook takes no more than linear work, whatever is in its sheet', async () => {
  const worst: string[] = [];
  for (const [kind, make] of Object.entries(SHEETS)) {
    const read = (n: number) => {
      const file = workbook({ A: make(n) });
      return async () => void (await readWorkbook({ file, sheet: 0, locale: 'en' }));
    };
    worst.push(...(await linear(kind, read(200_000), read(400_000))));
  }
  expect(worst).toEqual([]);
});

test('cells of blanks cost no more than their length, in a file and in a workbook', async () => {
  const name = `a${' '.repeat(95_000)}b`;
  const file = Buffer.from(HEADER + times(200, (i) => `${name},n${i}@x.example,account_owner\n`).join(''));
  const threads = createThreads();
  await expect(threads.run('arc_1', readUsers, { file })).resolves.toMatchObject({ invalid: { length: 200 } });
  const book = workbook({ A: [[`a${' '.repeat(400_000)}b`]] });
  const { json } = await threads.run('arc_1', readWorkbook, { file: book, sheet: 0, locale: 'en' });
  expect(json!.length).toBeGreaterThan(400_000);
  await threads.dispose();
});

test('a name of blanks costs no more than its length', () => {
  expect(cleanText(`a${' '.repeat(1_000_000)}b \u200D`)).toBe(`a${' '.repeat(1_000_000)}b`);
  expect(unwrapCell('"'.repeat(200_000))).toHaveLength(200_000);
});

test('a network’s challenge costs no more than its length', () => {
  expect(
    bearerError(new Map([['www-authenticate', `Bearer ${'a'.repeat(1_000_000)}, error="invalid_token"`]])),
  ).toEqual(['invalid_token']);
});

test('a workbook of blanks, which the parser would look through for minutes, is refused at once', async () => {
  const blanks = workbook({ A: `<row r="1"><c r="A1" t="str"><v>${' '.repeat(55_000_000)}</v></c></row>` });
  expect(await readWorkbook({ file: blanks, sheet: 0, locale: 'en' })).toEqual({
    value: { json: null, problem: 'workbook_too_large' },
  });
});

test.each([
  ['checked', 'preview', (n: number) => people(n)],
  ['whose columns are chosen', 'columns', (n: number) => people(n).replace('roles', 'what they do')],
  ['that is edited', 'edit', (n: number) => people(n)],
])(
  'the lines of a spreadsheet %s are read in threads, so other requests don’t wait for them',
  async (_what, step, make) => {
    // One line too many, because what is saved or compared with the archive is the same on both ways.
    const send = (csv: string) => () => post(step, form(csv));
    const [few, many] = [send(make(3)), send(make(20_001))];
    await few();
    await many();
    // To read a line takes far more than this for each.
    expect((await countWork(many)) - (await countWork(few))).toBeLessThan(20_000);
  },
);

test('a spreadsheet is shown as it was sent, even if it would end its field or begins with an empty line', async () => {
  const csv = '\r\n</textarea><script>alert(1)</script> & "quoted"';
  const { status, text } = await post('edit', form(csv));
  expect(status).toBe(200);
  expect(text).toContain('\n\r\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; "quoted"</textarea>');
  expect(text).not.toContain('<script>alert');
});

test('a form as browsers encode it by default is read too', async () => {
  const body = new URLSearchParams({ kind: 'users', csv: people(2) }).toString();
  const { status, text } = await post('preview', body, 'application/x-www-form-urlencoded');
  expect([status, text]).toEqual([200, expect.stringContaining('n1@x.example')]);
});

test.each([
  ['more fields than the pages have', form(people(1), part('a', 'x').repeat(1000)), MULTIPART, 400],
  ['millions of fields', 'a=1&'.repeat(2_000_000), 'application/x-www-form-urlencoded', 400],
  ['no end', form(people(1)).slice(0, 100), MULTIPART, 400],
  ['no boundary', form(people(1)), 'multipart/form-data', 400],
  ['another encoding', '{}', 'application/json', 400],
  ['more than an import takes', form('x'.repeat(MAX_IMPORTED_BYTES + 600_000)), MULTIPART, 413],
])('a form with %s is refused', async (_what, body, type, expected) => {
  expect((await post('preview', body, type)).status).toBe(expected);
});

test('a page offers as many columns as a list can have, not as many as a file has', async () => {
  const titles = times(5000, (i) => `t${i}`).join(',');
  const { text } = await post('preview', form(`${titles}\n${'1,'.repeat(4999)}1\n`));
  expect(text).toContain('t199');
  expect(text).not.toContain('t200 ');
});

test('a file that needs too much memory ends its own thread only', async () => {
  const threads = createThreads({ timeLimitMs: 300_000 });
  await expect(threads.run('arc_1', fillMemory, undefined)).rejects.toMatchObject({ name: 'TooLargeError' });
  expect((await threads.run('arc_1', readUsers, { file: Buffer.from(people(2)) })).rows).toHaveLength(2);
  await threads.dispose();
});

test('many small files at once are all read, and what an archive keeps waiting is limited by its size', async () => {
  const threads = createThreads();
  const file = Buffer.from(people(2));
  const all = await Promise.all(Array.from({ length: 30 }, () => threads.run('arc_1', readUsers, { file })));
  expect(all.map(({ rows }) => rows.length)).toEqual(all.map(() => 2));
  const files = Array.from({ length: 5 }, () => Buffer.alloc(20_000_000, 'a'));
  const codeOf = (large: Buffer) =>
    threads.run('arc_1', readUsers, { file: large }).catch((error: unknown) => isRefusal(error) && error.code);
  const read = 'import_invalid';
  expect(await Promise.all(files.map(codeOf))).toEqual([read, read, read, read, 'temporarily_unavailable']);
  await threads.dispose();
});

test('a file that takes too long is given up, and the next one is read', async () => {
  const threads = createThreads({ timeLimitMs: 2000 });
  await expect(threads.run('arc_1', neverEnd, undefined)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  await threads.dispose();
  const others = createThreads();
  expect((await others.run('arc_1', readUsers, { file: Buffer.from(people(2)) })).rows).toHaveLength(2);
  await others.dispose();
});
