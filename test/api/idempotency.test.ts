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

test('the same key and body gives the same answer, byte for byte, and does nothing again', async () => {
  const body = somebody();
  const first = await add('same', body);
  const before = await count();
  const second = await add('same', Object.fromEntries(Object.entries(body).toReversed()));
  expect([second.status, second.text]).toEqual([201, first.text]);
  expect(await count()).toBe(before);
});

test('another body, or another address, is refused', async () => {
  await add('reused', somebody());
  const refused = { status: 409, body: { code: 'idempotency_key_reused' } };
  expect(await add('reused', somebody())).toMatchObject(refused);
  const elsewhere = api.call('POST', '/v1/disconnects', { accountId: 'x' }, { idempotencyKey: 'reused' });
  expect(await elsewhere).toMatchObject(refused);
});

test('twenty at once with one key do it once, and all get the same answer', async () => {
  const body = somebody();
  const answers = await Promise.all(Array.from({ length: 20 }, () => add('at-once', body)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
});

test('a refusal is the same answer too, though it would be accepted by now', async () => {
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

test('but a right that is missing is asked for anew: another key of the archive may have it', async () => {
  const invited = { ...somebody(), roles: ['read_only_administrator'] };
  const weak = await api.aKey(['manage', 'read']);
  expect(await add('rights', invited, { key: weak })).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  expect((await add('rights', invited)).status).toBe(201);
});

test('a crash before the commit leaves neither the work nor the key', async () => {
  const body = somebody();
  // The insert of the audit row fails, as with a lost connection: everything before it is undone.
  await api.context.db.execute(sql`alter table audit add constraint broken check (type <> 'user_added') not valid`);
  const before = await count();
  expect((await add('crash', body)).status).toBe(500);
  expect(await count()).toBe(before);
  await api.context.db.execute(sql`alter table audit drop constraint broken`);
  expect((await add('crash', body)).status).toBe(201);
});

test('keys of different archives and people are different keys', async () => {
  const mine = await add('shared', somebody());
  const theirs = await add('shared', somebody(), { key: api.otherKey });
  const persons = await add('shared', somebody(), { as: api.city.primary });
  expect([mine.status, theirs.status, persons.status]).toEqual([201, 201, 201]);
});

test('after 24 hours a key is new', async () => {
  await add('old', somebody());
  await api.context.db
    .update(idempotencyKeys)
    .set({ createdAt: sql`now() - interval '24 hours 1 second'` })
    .where(eq(idempotencyKeys.key, 'old'));
  expect((await add('old', somebody())).status).toBe(201);
});

test.each(['a b', 'x'.repeat(256), 'k\u00fc'])('a key that is none is refused: %s', async (key) => {
  expect(await add(key, somebody())).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
});

test('a link in an answer is made again and stored nowhere, not even when it was renewed since', async () => {
  const path = `/v1/users/${api.city.owner}/personalized-link`;
  const copy = (idempotencyKey: string, renew = false) =>
    api.call('POST', path, { delivery: 'copy', renew }, { idempotencyKey });
  const first = await copy('copy');
  expect(first.body.url).toMatch(/^https:\/\/relink\.example\/connect#lnk_\w+\.[\w-]{32}$/);
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
