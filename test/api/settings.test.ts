import { expect, test } from '@jest/globals';
import { desc, eq } from 'drizzle-orm';
import { audit } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { DAY_MS } from '../rig/calendar.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const patch = (body: object) => api.call('PATCH', '/v1/archive', body);

test('a new archive has the article’s series and product name', async () => {
  const { body } = await api.call('GET', '/v1/archive');
  expect(body).toMatchObject({
    productName: 'ArchiveSocial',
    stepDays: [0, 2, 7, 12, 17, 22],
    seriesDays: 27,
    timeZone: 'UTC',
  });
});

test('a change is saved and leaves the other settings alone', async () => {
  const changed = { senderName: 'City of Fairview', timeZone: 'America/Chicago' };
  expect((await patch(changed)).body).toMatchObject({ ...changed, seriesDays: 27 });
  expect((await patch({ senderName: null })).body).toMatchObject({ ...changed, senderName: null });
});

test('only real changes are audited', async () => {
  const changes = () => api.context.db.$count(audit, eq(audit.type, 'settings_changed'));
  await patch({ senderName: 'Archive', surgeHold: { share: 20 } });
  const before = await changes();
  await patch({});
  await patch({ senderName: 'Archive', surgeHold: { share: 20 }, stepDays: [0, 2, 7, 12, 17, 22] });
  expect(await changes()).toBe(before);
  await patch({ senderName: 'Another', seriesDays: 27 });
  const [last] = await api.context.db.select().from(audit).orderBy(desc(audit.id)).limit(1);
  expect(last).toMatchObject({ type: 'settings_changed', detail: { senderName: 'Another' } });
  expect(Object.keys(last!.detail)).toEqual(['senderName']);
});

test('new step days apply to the next report; a wait that has begun keeps its own', async () => {
  const [before, after] = [await anAccount(api.context.db, api.city), await anAccount(api.context.db, api.city)];
  const report = async (accountId: string) => (await api.call('POST', '/v1/disconnects', { accountId })).body;
  const daysAhead = ({ nextEmailAt, reportedAt }: { nextEmailAt: string; reportedAt?: unknown }) =>
    (Date.parse(nextEmailAt) - Date.parse(String(reportedAt))) / DAY_MS;
  const running = await report(before);
  await patch({ stepDays: [0, 3, 6, 9, 12, 15], seriesDays: 20 });
  expect(daysAhead(await report(after))).toBe(3);
  expect(daysAhead((await api.call('GET', `/v1/disconnects/${running.id}`)).body)).toBe(2);
});

test('an archive’s language can be changed', async () => {
  expect((await api.call('GET', '/v1/archive')).body).toMatchObject({ locale: 'en' });
  expect((await patch({ locale: 'es' })).body).toMatchObject({ locale: 'es' });
  expect((await api.call('GET', '/v1/archive')).body).toMatchObject({ locale: 'es' });
});

test.each([
  ['five step days', { stepDays: [0, 1, 2, 3, 4] }, 'invalid_request'],
  ['a delayed first email', { stepDays: [1, 2, 3, 4, 5, 6] }, 'series_settings'],
  ['step days out of order', { stepDays: [0, 2, 1, 3, 4, 5] }, 'series_settings'],
  ['half days', { stepDays: [0, 1.5, 2, 3, 4, 5] }, 'invalid_request'],
  ['a next series before the last email', { stepDays: [0, 1, 2, 3, 4, 9], seriesDays: 9 }, 'series_settings'],
  ['an unknown time zone', { timeZone: 'Mars/Olympus' }, 'invalid_request'],
  ['an offset instead of a time zone', { timeZone: '+02:00' }, 'invalid_request'],
  ['an unsupported language', { locale: 'tlh' }, 'invalid_request'],
  ['an email address in the sender’s name', { senderName: 'Records <a@b.example>' }, 'invalid_request'],
  [
    'an email address in the product’s name, which can become the sender’s',
    { productName: 'A <b@c.example>' },
    'invalid_request',
  ],
  [
    'a line break in the product’s name, which goes into the subject',
    { productName: 'A\r\nBcc: x' },
    'invalid_request',
  ],
])('settings with %s are refused', async (_what, body, code) => {
  const before = (await api.call('GET', '/v1/archive')).body;
  expect(await patch(body)).toMatchObject({ status: 422, body: { code } });
  expect((await api.call('GET', '/v1/archive')).body).toEqual(before);
});

test.each([
  ['stepDays', { stepDays: [0, 7, 2, 12, 17, 22] }],
  ['seriesDays', { stepDays: [0, 1, 2, 3, 4, 9], seriesDays: 9 }],
])('impossible days in %s are explained in a sentence', async (path, body) => {
  const answer = await patch(body);
  const sentence = expect.stringMatching(/^[A-Z].*\.$/);
  expect(answer.body).toMatchObject({ detail: sentence, errors: [{ path, message: sentence }] });
});
