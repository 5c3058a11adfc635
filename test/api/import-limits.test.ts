/** A spreadsheet is read before its transaction is opened, a little at a time, and no further than its limits. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { MAX_ROWS } from '../../services/imports/sheet.js';
import { importRoutes } from '../../api/imports.js';
import type { WriteRoute } from '../../http/route.js';
import { idempotencyKeys } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const HEADER = 'name,email,roles\n';
const lookAt = (csv: string, idempotencyKey?: string) =>
  api.upload('/v1/users/import?dryRun=true', csv, { idempotencyKey });
const rows = (count: number, name = 'Ann') =>
  Array.from({ length: count }, (_, i) => `${name},n${i}@x.example,account_owner\n`).join('');
const UNCLOSED = '"x'.padEnd(50_000, 'x');

test('of 20,000 rows one is taken', async () => {
  expect(await lookAt(HEADER + rows(MAX_ROWS))).toMatchObject({ status: 200, body: { created: MAX_ROWS } });
});

test.each([
  ['rows', HEADER + rows(MAX_ROWS + 1)],
  ['a million of them', HEADER + 'x\n'.repeat(1_000_000)],
  ['rows, and nonsense behind them', HEADER + rows(MAX_ROWS + 2000) + UNCLOSED],
  ['empty lines', `${HEADER}${',\n'.repeat(MAX_ROWS + 1)}`],
])('of more it is refused, and not read further: %s', async (what, csv) => {
  const { status, body } = await lookAt(csv);
  expect([status, body.code]).toEqual([422, 'import_invalid']);
  // Every one of the million rows is wrong, so that is reported first.
  if (what === 'a million of them') expect(body.errors).toHaveLength(1000);
  else
    expect(body).toMatchObject({ errors: [{ line: 20_002, field: null, message: expect.stringContaining('20,000') }] });
});

test('1,000 problems are enough: the rest is not looked at', async () => {
  const { status, body } = await lookAt(HEADER + 'x,y,z\n'.repeat(2000) + UNCLOSED);
  expect([status, body.code]).toEqual([422, 'import_invalid']);
  expect(body.detail).toContain('at least 999 more');
  expect(body.errors).toHaveLength(1000);
});

test('nothing is held in the database while it is read', async () => {
  await api.context.db.transaction(async (tx) => {
    // Another call with this key is in progress: a transaction that asks for the key waits until this one ends.
    await tx.insert(idempotencyKeys).values({
      archiveId: api.city.archiveId,
      principal: 'archive',
      key: 'under-way',
      requestHash: Buffer.alloc(32),
    });
    const answer = lookAt(HEADER + rows(MAX_ROWS + 1), 'under-way').then(({ status }) => status);
    expect(await Promise.race([answer, delay(20_000, 'waits', { ref: false })])).toBe(422);
  });
});

test('other requests are answered while it is read', async () => {
  const route = importRoutes.find(({ path }) => path === '/v1/users/import') as WriteRoute;
  const huge = Buffer.from(HEADER + rows(MAX_ROWS, 'Ann'.padEnd(300)));
  let over = false;
  const read = route
    .prepare({ params: {}, query: {}, body: huge })
    .parse()
    .then(() => (over = true));
  const health = await fetch(`${api.origin}/healthz`);
  expect([health.status, over]).toEqual([200, false]);
  await read;
});

test('a line that is not UTF-8 is named, far down in the file, too', async () => {
  const file = Buffer.from(`${HEADER}${rows(5000)}Müller,m@x.example,account_owner\n${rows(5000)}`);
  file[file.indexOf('ü')] = 0xfc;
  const { body } = await api.upload('/v1/users/import', file);
  expect(body).toMatchObject({ errors: [{ line: 5002, message: expect.stringContaining('UTF-8') }] });
});
