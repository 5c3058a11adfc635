/** Errors as they are logged; everything else they carry comes from whoever answered. */
import { expect, it } from '@jest/globals';
import { DrizzleQueryError } from 'drizzle-orm';
import { safeError } from '../../platform/log-redaction.js';

const SECRET = 'sim-x-access-0123456789abcdef';
const logged = (error: unknown) => JSON.stringify(safeError(error));

it('a logged error never contains the values of a query, even as the cause of another error', () => {
  const query = new DrizzleQueryError('insert into t values ($1)', [SECRET], new Error('the connection was lost'));
  for (const error of [query, new Error('a write failed', { cause: query })]) {
    expect(logged(error)).not.toContain(SECRET);
    expect(logged(error)).toContain('insert into t');
    expect(logged(error)).toContain('the connection was lost');
  }
});

it('a logged error contains the codes that a library kept from a response, and nothing else', () => {
  const error = Object.assign(new Error('server responded with an error', { cause: { access_token: SECRET } }), {
    code: 'OAUTH_RESPONSE_BODY_ERROR',
    error: 'invalid_grant',
    status: 400,
    error_description: `no ${SECRET}`,
    kind: `is ${SECRET}`,
    response: { body: SECRET },
  });
  expect(logged(error)).not.toContain(SECRET);
  expect(safeError(error)).toMatchObject({ code: 'OAUTH_RESPONSE_BODY_ERROR', error: 'invalid_grant', status: 400 });
  expect(logged(new AggregateError([error], 'all of them failed'))).not.toContain(SECRET);
});
