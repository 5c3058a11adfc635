import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classify } from '../../networks/index.js';
import type { Verdict } from '../../networks/index.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import type { NetworkName } from '../../domain/networks.js';

const meta = (code: number, subcode?: number, more: object = {}) =>
  JSON.stringify({ error: { message: 'm', type: 'OAuthException', code, error_subcode: subcode, ...more } });
const linkedin = (serviceErrorCode: number, status = 401) => JSON.stringify({ serviceErrorCode, message: 'm', status });
const x = (code: number) => JSON.stringify({ errors: [{ code, message: 'm' }] });
const google = (reason: string) => JSON.stringify({ error: { code: 403, errors: [{ reason, domain: 'youtube' }] } });

const TABLE: [NetworkName, number, string, Verdict, string?][] = [
  ...[458, 466, 467].map((sub): [NetworkName, number, string, Verdict, string] => [
    'facebook_page',
    400,
    meta(190, sub),
    'token_revoked',
    `190/${sub}`,
  ]),
  ['facebook_page', 400, meta(190, 459), 'checkpoint', '190/459'],
  ['instagram', 400, meta(190, 460), 'password_changed', '190/460'],
  ['instagram', 400, meta(102, 463), 'token_expired', '102/463'],
  ['facebook_page', 400, meta(190, 464), 'checkpoint', '190/464'],
  ['facebook_page', 400, meta(190, 468), 'token_expired', '190/468'],
  ['facebook_page', 400, meta(190, 492), 'parent_profile_removed', '190/492'],
  ['facebook_page', 400, meta(190), 'token_expired', '190'],
  ['facebook_page', 400, meta(190, 12345), 'token_expired', '190/12345'],
  ['facebook_page', 403, meta(10), 'permission_missing', '10'],
  ['facebook_page', 403, meta(200), 'permission_missing', '200'],
  ['facebook_page', 403, meta(299), 'permission_missing', '299'],
  ['facebook_page', 403, meta(300), 'unknown', '300'],
  ...[1, 2, 4, 17, 341].map((code): [NetworkName, number, string, Verdict, string] => [
    'facebook_page',
    400,
    meta(code),
    'transient',
    String(code),
  ]),
  ['facebook_page', 400, meta(190, 463, { is_transient: true }), 'transient', '190/463'],
  ['facebook_page', 500, meta(190, 463), 'transient', '190/463'],
  ...[368, 100, 506, 803, 2500].map((code): [NetworkName, number, string, Verdict, string] => [
    'facebook_page',
    400,
    meta(code),
    'not_a_disconnect',
    String(code),
  ]),
  ['facebook_page', 400, meta(104), 'unknown', '104'],
  ['linkedin_page', 401, linkedin(65600), 'unknown', '65600'],
  ['linkedin_page', 401, linkedin(65601), 'token_revoked', '65601'],
  ['linkedin_profile', 401, linkedin(65602), 'token_expired', '65602'],
  ['linkedin_page', 403, linkedin(100, 403), 'permission_missing', '100'],
  ['linkedin_page', 429, linkedin(101, 429), 'transient', '101'],
  ['x', 401, x(89), 'token_expired', '89'],
  ['x', 403, x(64), 'checkpoint', '64'],
  ['x', 403, x(326), 'checkpoint', '326'],
  ['x', 400, x(88), 'transient', '88'],
  ['x', 401, '{"title":"Unauthorized","type":"about:blank","status":401}', 'token_expired', '401'],
  [
    'youtube',
    400,
    '{"error":"invalid_grant","error_description":"Token has been expired or revoked."}',
    'token_revoked',
    'invalid_grant',
  ],
  ['youtube', 401, google('authError'), 'token_expired', 'authError'],
  ['youtube', 403, google('quotaExceeded'), 'transient', 'quotaExceeded'],
  ['youtube', 403, google('authenticatedUserAccountSuspended'), 'checkpoint', 'authenticatedUserAccountSuspended'],
  ['youtube', 401, '{"error":"invalid_client"}', 'not_a_disconnect', 'invalid_client'],
];

describe('classify', () => {
  it.each(TABLE)('%s, HTTP %i, %s: %s', (network, status, body, verdict, rawCode) => {
    expect(classify(network, { status, body })).toEqual({ verdict, ...(rawCode !== undefined && { rawCode }) });
  });

  it.each(NETWORK_NAMES)('%s: what is no JSON says nothing but its status', (network) => {
    for (const body of [
      '',
      '<html>error 190 65601</html>',
      '{"error": {"code": 190, "error_sub',
      'null',
      '[]',
      undefined,
    ]) {
      for (const status of [500, 502, 503, 504, 429]) {
        expect(classify(network, { status, body })).toEqual({ verdict: 'transient' });
      }
      for (const status of [400, 401, 403]) expect(classify(network, { status, body }).verdict).toBe('unknown');
    }
  });

  const anyCode = fc.constantFrom('190', '490', '102', '463', '65601', '89', 'invalid_grant', '"code":190');

  it('never disconnects for a transient error, whatever its trace id or message contains', () => {
    const noise = fc.tuple(fc.string(), anyCode, fc.string()).map((parts) => parts.join(''));
    const transient = fc.oneof(
      fc.record({ code: fc.constantFrom(1, 2, 4, 17, 341), status: fc.constantFrom(200, 400, 403, 429, 500, 503) }),
      fc.record({ code: fc.integer(), status: fc.constant(400), is_transient: fc.constant(true) }),
    );
    fc.assert(
      fc.property(transient, noise, noise, ({ status, ...error }, trace, message) => {
        const body = JSON.stringify({ error: { ...error, message, fbtrace_id: trace, debug: { code: trace } } });
        expect(classify('facebook_page', { status, body }).verdict).toBe('transient');
      }),
    );
  });

  it('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NETWORK_NAMES),
        fc.integer({ min: 100, max: 599 }),
        fc.json(),
        (network, status, body) => {
          expect(classify(network, { status, body }).verdict).toBeDefined();
        },
      ),
    );
  });
});
