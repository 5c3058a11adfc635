/** What people write for others is refused if it would become a link in an email, wherever it comes in, and nothing of it is saved. */
import { expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { accounts, apiKeys, archives, disconnects, parentProfiles, users } from '../../db/schema.js';
import { anAccount, aSurgeHold } from '../rig/builders.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';

const api = sharedFixture(createApi);

const LINKS = ['http://x', 'Pay at www.evil.example', 'evil.example/pay'];

/** Everything about the archive that a name could be in. */
async function state(): Promise<string> {
  const { db } = api.context;
  const of = { archiveId: api.city.archiveId };
  const rows = await Promise.all([
    db.select().from(users).where(eq(users.archiveId, of.archiveId)).orderBy(users.id),
    db.select().from(accounts).where(eq(accounts.archiveId, of.archiveId)).orderBy(accounts.id),
    db.select().from(parentProfiles).where(eq(parentProfiles.archiveId, of.archiveId)).orderBy(parentProfiles.id),
    db.select().from(archives).where(eq(archives.id, of.archiveId)),
    db.select().from(disconnects).where(eq(disconnects.archiveId, of.archiveId)).orderBy(disconnects.id),
    db.select({ name: apiKeys.name }).from(apiKeys).where(eq(apiKeys.archiveId, of.archiveId)).orderBy(apiKeys.id),
  ]);
  return JSON.stringify(rows);
}

async function expectRefused(method: string, path: string, body: (name: string) => object, field: string) {
  for (const link of LINKS) {
    const before = await state();
    const answer = await api.call(method, path, body(link));
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      expect.arrayContaining([
        expect.objectContaining({ path: field, message: expect.stringContaining('Remove the web address') }),
      ]),
    ]);
    expect(await state()).toBe(before);
  }
}

const person = (name: string) => ({ name, email: 'ann@fairview.example', roles: ['account_owner'] });

test('a person can’t have a link as their name, and can be called “Fairview.gov”', async () => {
  await expectRefused('POST', '/v1/users', person, 'name');
  await expectRefused('PATCH', `/v1/users/${api.city.owner}`, (name) => ({ name }), 'name');
  expect((await api.call('POST', '/v1/users', person('Fairview.gov'))).status).toBe(201);
});

test('neither can an account or a Parent Profile that a program adds', async () => {
  const { owner: ownerId } = api.city;
  const account = (name: string) => ({ network: 'x', networkAccountId: '1363540', name, ownerId });
  await expectRefused('POST', '/v1/accounts', account, 'name');
  const profile = (name: string) => ({ network: 'facebook', networkProfileId: '1363540', name, ownerId });
  await expectRefused('POST', '/v1/parent-profiles', profile, 'name');
  expect((await api.call('POST', '/v1/accounts', account('Fairview.gov'))).status).toBe(201);
});

test('neither can the product and the sender of an archive', async () => {
  for (const field of ['productName', 'senderName'])
    await expectRefused('PATCH', '/v1/archive', (name) => ({ [field]: name }), field);
  expect((await api.call('PATCH', '/v1/archive', { senderName: 'Fairview Records' })).status).toBe(200);
});

test('neither can an API key, which is named in emails about it', async () => {
  await expectRefused('POST', '/v1/api-keys', (name) => ({ name, scopes: ['read'] }), 'name');
});

test('the reason for a pause, which the weekly summary repeats, can’t have a link in it', async () => {
  const { id } = await report(api.context, api.city.archiveId, await anAccount(api.context.db, api.city));
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString();
  await expectRefused('POST', `/v1/disconnects/${id}/pause`, (reason) => ({ until, reason }), 'reason');
});

test('neither can the reasons for withdrawing a report and for marking an account inactive, which go into the file of gaps', async () => {
  const { id } = await report(api.context, api.city.archiveId, await anAccount(api.context.db, api.city));
  await expectRefused('POST', `/v1/disconnects/${id}/withdraw`, (reason) => ({ reason }), 'reason');
  const account = await anAccount(api.context.db, api.city);
  await expectRefused('PATCH', `/v1/accounts/${account}`, (reason) => ({ status: 'inactive', reason }), 'reason');
  const surgeHold = await aSurgeHold(api.context.db, api.city);
  await expectRefused('POST', `/v1/surge-holds/${surgeHold}/withdraw`, (reason) => ({ reason }), 'reason');
});

test('someone whom a transfer adds can’t have a link as their name', async () => {
  const accountIds = [await anAccount(api.context.db, api.city)];
  const transfer = (name: string) => ({ accountIds, toOwner: { name, email: 'new@fairview.example' } });
  await expectRefused('POST', '/v1/transfers', transfer, 'toOwner.name');
});

test('a spreadsheet with a link as a name is refused by its line, and nothing of it is saved', async () => {
  const lines = LINKS.map((name, i) => `${name},link-${i}@fairview.example,account_owner`);
  const before = await state();
  const { status, body } = await api.upload('/v1/users/import', ['name,email,roles', ...lines].join('\n'));
  expect([status, body.errors]).toMatchObject([
    422,
    LINKS.map((_, i) => ({ line: i + 2, field: 'name', message: expect.stringContaining('Remove the web address') })),
  ]);
  expect(await state()).toBe(before);
  const [found] = await api.context.db
    .select({ n: sql<number>`count(*)::int` })
    .from(users)
    .where(and(eq(users.archiveId, api.city.archiveId), sql`${users.email} like 'link-%'`));
  expect(found!.n).toBe(0);
});
