/** Everything that walks through a body is recursive, so its depth is limited beforehand. */
import { expect, test } from '@jest/globals';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const arrays = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const objects = (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

test.each([
  ['arrays', arrays(51)],
  ['objects', objects(51)],
  ['inside a field', `{"name": ${arrays(50)}}`],
  ['20,000 levels', arrays(20_000)],
])('a body nested more than 50 levels deep is refused, with or without an Idempotency-Key: %s', async (what, body) => {
  for (const idempotencyKey of [undefined, `deep ${what}`.replaceAll(/[ ,]/g, '-')])
    for (const path of ['/v1/users', '/v1/disconnects']) {
      const answer = await api.call('POST', path, body, { idempotencyKey });
      expect(answer).toMatchObject({ status: 400, body: { code: 'json_too_deep' } });
      expect(answer.body.detail).toContain('50');
    }
  expect((await api.call('PATCH', `/v1/users/${api.city.owner}`, body)).status).toBe(400);
});

test('a body nested 50 levels deep is validated like any other', async () => {
  for (const body of [arrays(50), objects(50), JSON.stringify({ name: 'x'.repeat(200) })])
    expect(await api.call('POST', '/v1/users', body)).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
});
