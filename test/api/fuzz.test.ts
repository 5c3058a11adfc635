/**
 * Whatever is sent, the answer is one that the OpenAPI document lists, with the body that it describes, and never 5xx. On a failure,
 * fast-check prints the seed and path.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ROUTES } from '../../api/app.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { sampleOf, thingsOf } from './samples.js';

const api = sharedFixture(createApi);
const things = sharedFixture(() => thingsOf(api.context, api.city));

/** Values that have caused trouble before. */
const nasty = fc.oneof(
  fc.constantFrom(
    null,
    '',
    0,
    -1,
    1e300,
    '\u0000',
    '\ud800',
    'ü'.repeat(5000),
    [],
    {},
    '__proto__',
    '1970-01-01T00:00:00Z',
  ),
  fc.constantFrom(
    '-271821-04-20T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '0000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A valid body with some of its members replaced by nasty ones. */
const mutated = (body: unknown): fc.Arbitrary<unknown> =>
  typeof body === 'object' && body !== null
    ? fc
        .record(
          Object.fromEntries(Object.entries(body).map(([key, value]) => [key, fc.oneof(fc.constant(value), nasty)])),
        )
        .chain((same) =>
          fc.oneof(
            fc.constant(same),
            fc.string().chain((key) => nasty.map((v) => ({ ...same, [key]: v }))),
          ),
        )
    : nasty;

const cases = ROUTES.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

test.each(cases)('%s answers any input as documented, without a server error', async (name, route) => {
  const sample = sampleOf(name, things);
  const query = fc.option(
    fc.dictionary(
      fc.constantFrom('limit', 'cursor', 'role', 'status', 'ownerId', 'network', 'dryRun', 'x'),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('50', 'true', Buffer.from('a').toString('base64url'))),
      { maxKeys: 2 },
    ),
  );
  const request = fc.record({
    body:
      sample.body === undefined
        ? fc.constant(undefined)
        : fc.oneof({ weight: 4, arbitrary: mutated(sample.body) }, { weight: 1, arbitrary: nasty }),
    csv:
      sample.csv === undefined
        ? fc.constant(undefined)
        : fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.string().map((rest) => `${sample.csv}${rest}\n${rest},"`),
          ),
    query,
    path: fc.oneof(
      { weight: 5, arbitrary: fc.constant(sample.path) },
      {
        weight: 1,
        arbitrary: fc
          .string({ unit: 'binary', minLength: 1 })
          .map((id) => sample.path.replace(/(acc|usr|dsc)_\w+/, encode(id))),
      },
    ),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ body, csv, query: given, path }) => {
      const search = given ? `?${new URLSearchParams(Object.entries(given)).toString()}` : '';
      const { as } = sample;
      const method = route.method.toUpperCase();
      const answer =
        csv === undefined
          ? await api.call(method, path + search, body, { as })
          : await api.upload(path + search, csv, { as });
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) {
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(answer.body).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[a-z_]+$/) });
        return;
      }
      expect(Object.keys(route.answers)).toContain(String(answer.status));
      const described = route.answers[answer.status]!.body;
      if (described) expect(described.safeParse(answer.body).error?.issues ?? []).toEqual([]);
      else expect(answer.text).toBe('');
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 60) },
  );
});

const encode = (id: string) => {
  try {
    return encodeURIComponent(id);
  } catch {
    return '%ED%A0%80';
  }
};
