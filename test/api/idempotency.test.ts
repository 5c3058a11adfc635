import { expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { idempotencyKeys, personalizedLinks, users } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

let people = 0;
const somebody = () => ({ name: 'Ann Lee', email: `ann-${(people += 1)}@city.example`, roles: ['account_owner'] });
const add = (idempotencyKey: string, body: object, more: object = {}) =>
  api.call('POST', '/v1/users', body, { idempotencyKey, ...more });
const count = async () => (await api.context.db.select().from(users)).length;

test('a repeated key and body gets the same response, byte for byte, and changes nothing', async () => {
  const body = somebody();
  const first = await add('same', body);
  const before = await count();
  const second = await add('same', Object.fromEntries(Object.entries(body).toReversed()));
  expect([second.status, second.text]).toEqual([201, first.text]);
  expect(await count()).toBe(before);
});

test('a repeated key with another body or path is refused', async () => {
  await add('reused', somebody());
  const refused = { status: 409, body: { code: 'idempotency_key_reused' } };
  expect(await add('reused', somebody())).toMatchObject(refused);
  const elsewhere = api.call('POST', '/v1/disconnects', { accountId: 'x' }, { idempotencyKey: 'reused' });
  expect(await elsewhere).toMatchObject(refused);
});

test('twenty simultaneous calls with one key run once and get the same response', async () => {
  const body = somebody();
  const answers = await Promise.all(Array.from({ length: 20 }, () => add('at-once', body)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
});

test('a refusal is repeated, too, even if the call would succeed by now', async () => {
  const account = await anAccount(api.context.db, api.city);
  await api.call('PATCH', `/v1/accounts/${account}`, { status: 'inactive', reason: 'Closed' });
  const report = () => api.call('POST', '/v1/disconnects', { accountId: account }, { idempotencyKey: 'refused' });
  const first = await report();
  expect(first).toMatchObject({ status: 409, body: { code: 'account_inactive' } });
  await api.call('PATCH', `/v1/accounts/${account}`, { status: 'disconnected' });
  const second = await report();
  expect([second.status, second.text]).toEqual([409, first.text]);
  expect(second.headers.get('content-type')).toContain('application/problem+json');
});

test('a missing scope is checked again: another API key of the archive can succeed', async () => {
  const invited = { ...somebody(), roles: ['read_only_administrator'] };
  const weak = await api.aKey(['manage', 'read']);
  expect(await add('rights', invited, { key: weak })).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  expect((await add('rights', invited)).status).toBe(201);
});

test('a crash before the commit saves neither the change nor the key', async () => {
  const body = somebody();
  // The insert of the audit row fails, as with a lost connection: everything before it is undone.
  await api.context.db.execute(sql`alter table audit add constraint broken check (type <> 'user_added') not valid`);
  const before = await count();
  expect((await add('crash', body)).status).toBe(500);
  expect(await count()).toBe(before);
  await api.context.db.execute(sql`alter table audit drop constraint broken`);
  expect((await add('crash', body)).status).toBe(201);
});

test('each archive and each person has its own keys', async () => {
  const mine = await add('shared', somebody());
  const theirs = await add('shared', somebody(), { key: api.otherKey });
  const persons = await add('shared', somebody(), { as: api.city.primary });
  expect([mine.status, theirs.status, persons.status]).toEqual([201, 201, 201]);
});

test('a key expires after 24 hours', async () => {
  const person = somebody();
  const first = await add('old', person);
  const pass = (time: string) =>
    api.context.db
      .update(idempotencyKeys)
      .set({ createdAt: sql`now() - ${time}::interval` })
      .where(eq(idempotencyKeys.key, 'old'));
  await pass('23 hours 59 minutes');
  expect((await add('old', person)).text).toBe(first.text);
  await pass('24 hours 1 second');
  expect((await add('old', somebody())).status).toBe(201);
});

test.each(['a b', 'x'.repeat(256), 'k\u00fc'])('an invalid key is refused: %s', async (key) => {
  expect(await add(key, somebody())).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
});

test('a repeated response derives its link again, even a renewed one, and never stores it', async () => {
  const path = `/v1/users/${api.city.owner}/personalized-link`;
  const copy = (idempotencyKey: string, renew = false) =>
    api.call('POST', path, { delivery: 'copy', renew }, { idempotencyKey });
  const first = await copy('copy');
  expect(first.body.url).toMatch(/^https:\/\/relink\.example\/connect#lnk_\w+\.[\w-]{28,31}[A-Za-z0-9]$/);
  expect((await copy('copy')).text).toBe(first.text);
  const renewed = await copy('renew', true);
  expect(renewed.body.url).not.toBe(first.body.url);
  expect((await copy('renew', true)).text).toBe(renewed.text);
  expect((await copy('copy')).text).toBe(first.text);
  const [link] = await api.context.db
    .select()
    .from(personalizedLinks)
    .where(eq(personalizedLinks.userId, api.city.owner));
  expect(link?.epoch).toBe(2);
  const stored = JSON.stringify(await api.context.db.select().from(idempotencyKeys));
  expect(stored).toContain(link?.id);
  expect(stored).not.toContain(renewed.body.url.split('.').at(-1));
});
