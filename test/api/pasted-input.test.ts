/** What people and programs send as they copied it: addresses, names, and reasons with characters that no one sees. */
import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { disconnects, users } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);
const INVISIBLE = '\u200B\u00A0\u00AD\u3164';

const add = (email: string, name = 'Ann Lee') =>
  api.call('POST', '/v1/users', { name, email, roles: ['account_owner'] });

test.each([
  ['parks&rec@fairview.example', 'parks&rec@fairview.example'],
  ['info=a@fairview.example', 'info=a@fairview.example'],
  ["o'neil@fairview.example", "o'neil@fairview.example"],
  ['jane+archive@fairview.example', 'jane+archive@fairview.example'],
  ['info@xn--e1afmkfd.xn--p1ai', 'info@xn--e1afmkfd.xn--p1ai'],
  ['amt@köln.example', 'amt@xn--kln-sna.example'],
  ['\u200Bada@fairview.example\u00A0', 'ada@fairview.example'],
])('the owner with the address %j can be added and is kept as %s', async (email, kept) => {
  expect(await add(email)).toMatchObject({ status: 201, body: { email: kept } });
});

test('two spellings of one domain are one person, at the API and in a spreadsheet', async () => {
  expect((await add('rat@münchen.example')).status).toBe(201);
  expect(await add('rat@xn--mnchen-3ya.example')).toMatchObject({ status: 409, body: { code: 'email_taken' } });
  const csv = 'name,email,roles\nRat,Rat@MÜNCHEN.example,Account Owner';
  expect((await api.upload('/v1/users/import', csv)).body).toEqual({ created: 0, updated: 1 });
});

test('an address with a comma is refused, and the comma is named', async () => {
  const { status, body } = await add('ann,lee@fairview.example');
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ path: 'email', message: expect.stringContaining('“,”') }]);
});

test('a spreadsheet with no-break spaces in every cell is read as it looks', async () => {
  const csv = 'name\u00A0,email\u00A0,roles\nAda\u00A0Lane,ada.l@fairview.example\u00A0,Account\u00A0Owner';
  expect((await api.upload('/v1/users/import', csv)).body).toEqual({ created: 1, updated: 0 });
  const [ada] = await api.context.db.select().from(users).where(eq(users.email, 'ada.l@fairview.example'));
  expect(ada?.name).toBe('Ada Lane');
});

test.each([
  ['a person', '/v1/users', { name: INVISIBLE, email: 'unseen@fairview.example', roles: ['account_owner'] }, 'name'],
  ['an account', '/v1/accounts', { network: 'x', networkAccountId: '7', name: INVISIBLE, ownerId: 'x' }, 'name'],
  [
    'a Parent Profile',
    '/v1/parent-profiles',
    { network: 'facebook', networkProfileId: '7', name: INVISIBLE, ownerId: 'x' },
    'name',
  ],
  ['an API key', '/v1/api-keys', { name: INVISIBLE, scopes: ['read'] }, 'name'],
  [
    'a new owner in a transfer',
    '/v1/transfers',
    { accountIds: ['a'], toOwner: { name: INVISIBLE, email: 'n@x.example' } },
    'toOwner.name',
  ],
])('%s whose name shows nothing is refused', async (_what, path, body, field) => {
  const answer = await api.call('POST', path, body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toContainEqual(
    expect.objectContaining({ path: field, message: expect.stringContaining('blank') }),
  );
});

test('an archive can’t be named with characters that show nothing', async () => {
  expect(await api.call('PATCH', '/v1/archive', { name: INVISIBLE })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'name' }] },
  });
});

test('a report can’t be withdrawn, and no account marked inactive, for a reason that shows nothing', async () => {
  const accountId = await anAccount(api.context.db, api.city);
  const { body: disconnect } = await api.call('POST', '/v1/disconnects', { accountId });
  const withdrawn = await api.call('POST', `/v1/disconnects/${disconnect.id}/withdraw`, { reason: INVISIBLE });
  expect(withdrawn).toMatchObject({ status: 422, body: { errors: [{ path: 'reason' }] } });
  const inactive = await api.call('PATCH', `/v1/accounts/${accountId}`, { status: 'inactive', reason: INVISIBLE });
  expect(inactive).toMatchObject({ status: 422 });
});

test.each([
  ['as Facebook writes it', '2026-03-01T10:00:00+0000', '2026-03-01T10:00:00.000Z'],
  ['with an offset of another hour', '2026-03-01T10:00:00-0500', '2026-03-01T15:00:00.000Z'],
  ['with hours only', '2026-03-01T10:00:00.5+02', '2026-03-01T08:00:00.500Z'],
  ['as PostgreSQL prints it', '2026-03-01 10:00:00+00', '2026-03-01T10:00:00.000Z'],
  ['in lower case', '2026-03-01t10:00:00z', '2026-03-01T10:00:00.000Z'],
])('a report’s time is understood %s', async (_how, detectedAt, at) => {
  const accountId = await anAccount(api.context.db, api.city);
  const { status, body } = await api.call('POST', '/v1/disconnects', { accountId, detectedAt });
  expect([status, body.detectedAt]).toEqual([202, at]);
  expect(await api.context.db.select().from(disconnects).where(eq(disconnects.id, body.id))).toHaveLength(1);
});

test('a time without an offset is still refused', async () => {
  const accountId = await anAccount(api.context.db, api.city);
  const { status } = await api.call('POST', '/v1/disconnects', { accountId, detectedAt: '2026-03-01T10:00:00' });
  expect(status).toBe(422);
});
