/** A spreadsheet is read before its transaction is opened, in a thread, and no further than its limits. */
import { countWork } from '../rig/work.js';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { MAX_IMPORTED_ROWS as MAX_ROWS } from '../../domain/limits.js';
import { MAX_COLUMNS } from '../../services/imports/sheet.js';
import { idempotencyKeys } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const HEADER = 'name,email,roles\n';
const dryRun = (csv: string, idempotencyKey?: string) =>
  api.upload('/v1/users/import?dryRun=true', csv, { idempotencyKey });
const rows = (count: number, name = 'Ann') =>
  Array.from({ length: count }, (_, i) => `${name},n${i}@x.example,account_owner\n`).join('');
const UNCLOSED = '"x'.padEnd(50_000, 'x');

test('a file of 20,000 rows is accepted', async () => {
  expect(await dryRun(HEADER + rows(MAX_ROWS))).toMatchObject({ status: 200, body: { created: MAX_ROWS } });
});

test.each([
  ['one row too many', HEADER + rows(MAX_ROWS + 1)],
  ['a million rows', HEADER + 'x\n'.repeat(1_000_000)],
  ['too many rows and then nonsense', HEADER + rows(MAX_ROWS + 2000) + UNCLOSED],
  ['too many empty lines', `${HEADER}${',\n'.repeat(MAX_ROWS + 1)}`],
])('a file with %s is refused and read no further', async (what, csv) => {
  const { status, body } = await dryRun(csv);
  expect([status, body.code]).toEqual([422, 'import_invalid']);
  // Every one of the million rows is wrong, so that is reported first.
  if (what === 'a million rows') expect(body.errors).toHaveLength(1000);
  else
    expect(body).toMatchObject({ errors: [{ line: 20_002, field: null, message: expect.stringContaining('20,000') }] });
});

test.each([
  ['19 MB of commas', 1, ','.repeat(19_000_000)],
  ['rows of 900 empty cells below the header', 2, HEADER + `${','.repeat(900)}\n`.repeat(20_000)],
  ['one cell too many, all of them empty', 2, `${HEADER}${','.repeat(MAX_COLUMNS)}`],
])('a file with %s is read no further than the first line with too many columns', async (_what, line, csv) => {
  const { status, body } = await dryRun(csv);
  expect([status, body.code]).toEqual([422, 'import_invalid']);
  expect(body.errors).toEqual([{ line, field: null, message: expect.stringContaining('more than 200 columns') }]);
});

test('empty cells up to the most columns do no harm', async () => {
  const csv = `${HEADER}Ann,a@x.example,account_owner${','.repeat(MAX_COLUMNS - 3)}\n`;
  expect(await dryRun(csv)).toMatchObject({ status: 200, body: { created: 1 } });
});

test('reading stops after 1,000 problems', async () => {
  const { status, body } = await dryRun(HEADER + 'x,y,z\n'.repeat(2000) + UNCLOSED);
  expect([status, body.code]).toEqual([422, 'import_invalid']);
  expect(body.detail).toContain('at least 999 more');
  expect(body.errors).toHaveLength(1000);
});

test('a file is read before any transaction is opened', async () => {
  await api.context.db.transaction(async (tx) => {
    // Another call with this key is in progress: a transaction that asks for the key waits until this one ends.
    await tx.insert(idempotencyKeys).values({
      archiveId: api.city.archiveId,
      principal: 'archive',
      key: 'under-way',
      requestHash: Buffer.alloc(32),
    });
    const answer = dryRun(HEADER + rows(MAX_ROWS + 1), 'under-way').then(({ status }) => status);
    expect(await Promise.race([answer, delay(20_000, 'waits', { ref: false })])).toBe(422);
  });
});

test('the lines of a file are read in a thread, so other requests don’t wait for them', async () => {
  const work = (csv: string) => countWork(async () => expect((await dryRun(csv)).status).toBe(422));
  const [none, tooMany] = ['wrong\n', HEADER + rows(MAX_ROWS + 1)];
  await work(none);
  // To read a line takes far more than this for each.
  expect((await work(tooMany)) - (await work(none))).toBeLessThan(MAX_ROWS);
});

test('an archive’s many files are all read, and another archive’s file goes in between', async () => {
  const done: string[] = [];
  const note = async (whose: string, answer: Promise<{ status: number }>) => {
    expect((await answer).status).toBe(200);
    done.push(whose);
  };
  await Promise.all([
    ...Array.from({ length: 9 }, () => note('ours', dryRun(HEADER + rows(MAX_ROWS)))),
    note('theirs', api.upload('/v1/users/import?dryRun=true', HEADER + rows(1), { key: api.otherKey })),
  ]);
  expect(done).toHaveLength(10);
  expect(done.at(-1)).toBe('ours');
});

test('a line that is not UTF-8 is named, even far down in the file', async () => {
  const file = Buffer.from(`${HEADER}${rows(5000)}Müller,m@x.example,account_owner\n${rows(5000)}`);
  file[file.indexOf('ü')] = 0xfc;
  const { body } = await api.upload('/v1/users/import', file);
  expect(body).toMatchObject({ errors: [{ line: 5002, message: expect.stringContaining('UTF-8') }] });
});
