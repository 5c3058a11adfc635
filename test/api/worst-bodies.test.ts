/** No body costs more than its length: twice as much of the worst is at most about twice the work, and the answer stays short. */
import { countWork } from '../rig/work.js';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { ROUTES } from '../../api/app.js';
import type { WriteRoute } from '../../http/route.js';
import { check } from '../../services/input/validate.js';
import { ReportInput, reportDisconnects } from '../../services/disconnects/report.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { BULK, LONG, numbered, PER_OBJECT, times } from '../rig/worst-bodies.js';
import { sampleOf, thingsOf } from './samples.js';

const api = sharedFixture(createApi);
const things = sharedFixture(() => thingsOf(api.context, api.city));

const nameOf = ({ method, path }: WriteRoute) => `${method.toUpperCase()} ${path}`;
const routes = ROUTES.filter(
  (route): route is WriteRoute => route.kind === 'write' && route.accepts === 'application/json' && route.body !== null,
).map((route) => [nameOf(route), route] as const);

/** What a single member is filled with. The rest ends at the limits or in the parser, wherever it is. */
const IN_A_MEMBER = ['objects with as many', 'a list of numbers', 'one long text', 'invisible characters'];

type Place = (bulk: string) => string;

/** Where a body can carry it: in place of a member, or of the whole, or deeper where a route has an object of free names. */
function places(sample: unknown, name: string): { members: Place[]; others: Place[] } {
  const members = Object.entries(sample ?? {}).map(([key, value]) => [key, JSON.stringify(value)] as const);
  const replacing = members.map(
    ([replaced]) =>
      (bulk: string) =>
        `{${members.map(([key, value]) => `${JSON.stringify(key)}:${key === replaced ? bulk : value}`).join()}}`,
  );
  const deeper =
    name === 'POST /v1/disconnects'
      ? [
          (bulk: string) => `{"accountId":"acc_1","networkError":{"status":400,"headers":${bulk}}}`,
          (bulk: string) => `{"accountId":"acc_1","networkError":{"status":400,"body":${bulk}}}`,
          (bulk: string) => `{"disconnects":${bulk}}`,
          (bulk: string) => `{"disconnects":[${bulk}]}`,
        ]
      : [];
  return { members: replacing, others: [(bulk) => bulk, ...deeper] };
}

test.each(routes)('%s does no more than linear work', async (name, route) => {
  const sample = sampleOf(name, things);
  const room = 200;
  const entries = route.maxEntries - room;
  const kinds = [
    // So that half of it is half as many objects, whatever is in one of them.
    ...Object.entries(BULK).map(([kind, make]) => [kind, make, entries - (entries % (2 * PER_OBJECT))] as const),
    ...Object.entries(LONG).map(([kind, make]) => [kind, make, (route.maxBytes - room) / 2] as const),
  ];
  const attempt = async (body: string) => {
    const answer = { status: 0, length: 0 };
    const work = await countWork(async () => {
      const { status, text } = await api.call(route.method.toUpperCase(), sample.path, body, { as: sample.as });
      Object.assign(answer, { status, length: text.length });
    });
    return { ...answer, work };
  };
  const worst: string[] = [];
  const { members, others } = places(sample.body, name);
  const inMember = kinds.filter(([kind]) => IN_A_MEMBER.includes(kind));
  const cases = [
    ...others.flatMap((place) => kinds.map((kind) => [place, kind] as const)),
    ...members.flatMap((place) => inMember.map((kind) => [place, kind] as const)),
  ];
  for (const [place, [kind, make, most]] of cases) {
    const [half, whole] = [place(make(Math.floor(most / 2))), place(make(Math.floor(most)))];
    const [first, second] = [await attempt(half), await attempt(whole)];
    const where = `${kind} in ${place('…')}`;
    if (second.work > 2.2 * first.work) worst.push(`${where}: ${first.work} → ${second.work}`);
    if (second.length > Math.max(20_000, whole.length)) worst.push(`${where}: an answer of ${second.length} bytes`);
    if (second.status >= 500) worst.push(`${where}: ${second.status}`);
  }
  expect(worst).toEqual([]);
});

test.each([
  ['unknown members', numbered],
  ['wrong headers', (n: number) => ({ accountId: 'acc_1', networkError: { status: 400, headers: numbered(n) } })],
])('validation does no more than linear work even without those limits: %s', async (_what, make) => {
  const attempt = (n: number) => countWork(async () => check(ReportInput, make(n)));
  const [half, whole] = [await attempt(2000), await attempt(4000)];
  expect(whole).toBeLessThan(2.2 * half);
});

test('other requests get a turn while 1,000 reports are validated', async () => {
  const { archiveId } = api.city;
  const actor = { kind: 'archive', id: 'key_1', name: 'capture engine' } as const;
  const principal = { kind: 'system', archiveId, actor } as const;
  let turns = 0;
  let turnsBeforeLast = 0;
  const last = {
    get accountId() {
      turnsBeforeLast ||= turns;
      return 'acc_1';
    },
  };
  const waiting = setInterval(() => (turns += 1), 0);
  await reportDisconnects(api.context, principal, [...times(999, () => numbered(45)), last]);
  clearInterval(waiting);
  expect(turnsBeforeLast).toBeGreaterThan(0);
});

test('a list of invalid reports explains 20 problems, and one more for each report', async () => {
  const invalid = times(1000, () => numbered(45));
  const { status, body, text } = await api.call<{ results: { error: { errors: unknown[]; detail: string } }[] }>(
    'POST',
    '/v1/disconnects',
    { disconnects: invalid },
  );
  expect(status).toBe(202);
  expect(body.results.map(({ error }) => error.errors.length)).toEqual([20, ...times(999, () => 1)]);
  expect(body.results[0]!.error.detail).toContain('and at least 19 more');
  expect(text.length).toBeLessThan(600_000);
});

test('an answer repeats no more than the beginning of a name that the sender made up', async () => {
  const { body } = await api.call<{ errors: { path: string }[] }>('POST', '/v1/users', { ['k'.repeat(50_000)]: 1 });
  expect(body.errors.map(({ path }) => path)).toContain(`${'k'.repeat(200)}…`);
});

test.each([
  ['one object', JSON.stringify(numbered(201)), '200'],
  ['a list', JSON.stringify({ disconnects: times(50_001, () => 1) }), '50,000'],
])('too much in %s is refused with its limit before anything is built from it', async (_where, body, limit) => {
  const answer = await api.call('POST', '/v1/disconnects', body);
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'json_too_long', detail: expect.stringContaining(limit) },
  });
});

test.each([
  ['a report', '/v1/disconnects', 1_000_000],
  ['a person', '/v1/users', 64_000],
])('%s larger than its limit is refused, however it is packed', async (_what, path, most) => {
  const body = JSON.stringify({ name: 'x'.repeat(most) });
  expect(await api.call('POST', path, body)).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  const packed = await fetch(api.origin + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${api.key}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    },
    body: gzipSync(body),
  });
  expect(packed.status).toBe(413);
});

test('a body that isn’t UTF-8 is refused, because its limits couldn’t be counted', async () => {
  const answer = await api.call('POST', '/v1/users', '{}', {
    headers: { 'content-type': 'application/json; charset=utf-16le' },
  });
  expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
});
