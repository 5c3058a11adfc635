import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classify } from '../../networks/index.js';
import type { Verdict } from '../../networks/index.js';
import { RULES } from '../../networks/errors/index.js';
import { SOURCES } from '../../networks/errors/sources.js';
import { NETWORK_NAMES, NETWORKS } from '../../domain/networks.js';
import type { NetworkName } from '../../domain/networks.js';

const meta = (code: number, subcode?: number, more: object = {}) =>
  JSON.stringify({ error: { message: 'm', type: 'OAuthException', code, error_subcode: subcode, ...more } });
const linkedin = (serviceErrorCode: number, status = 401) => JSON.stringify({ serviceErrorCode, message: 'm', status });
const x = (code: number) => JSON.stringify({ errors: [{ code, message: 'm' }] });
const problem = (type: string) => JSON.stringify({ title: 't', detail: 'd', type, status: 403 });
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
  ['facebook_page', 400, meta(190, 12345), 'unknown', '190/12345'],
  ['facebook_page', 400, meta(4, 2446079), 'transient', '4/2446079'],
  ['facebook_page', 400, meta(100, 33), 'account_not_found', '100/33'],
  ['facebook_page', 400, meta(7777), 'unknown', '7777'],
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
  ['x', 403, problem('https://api.x.com/2/problems/client-forbidden'), 'application', 'client-forbidden'],
  ['x', 403, problem('https://api.twitter.com/2/problems/usage-capped'), 'application', 'usage-capped'],
  ['x', 403, problem('https://api.x.com/2/problems/never-heard-of'), 'unknown', 'never-heard-of'],
  ['linkedin_page', 401, '{"serviceErrorCode":401,"status":401}', 'unknown', '401'],
  ['x', 403, '{"title":"Forbidden","type":"about:blank","status":403}', 'unknown', '403'],
  ['x', 400, '{"title":"Invalid Request","type":"about:blank","status":400}', 'not_a_disconnect', '400'],
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
  ['youtube', 401, '{"error":"invalid_client"}', 'application', 'invalid_client'],
];

describe('classify', () => {
  it.each(TABLE)('%s, HTTP %i, %s: %s', (network, status, body, verdict, rawCode) => {
    expect(classify(network, { status, body })).toEqual({ verdict, ...(rawCode !== undefined && { rawCode }) });
  });

  const OTHER_BODIES = [
    '',
    ' ',
    '<html>error 190 65601</html>',
    'Forbidden',
    '{"error": {"code": 190, "error_sub',
    'null',
    '[]',
    '190',
    '{}',
    '{"message":"Forbidden"}',
    '{"oops":190}',
    '{"error":"Forbidden"}',
  ];

  it.each(NETWORK_NAMES)('%s: a body that isn’t the network’s own proves nothing, whatever the status', (network) => {
    for (const body of OTHER_BODIES) {
      for (const status of [400, 401, 402, 403, 404, 408, 426, 429, 500, 502, 503, 504])
        expect(classify(network, { status, body })).toEqual({ verdict: 'transient' });
      for (const status of [200, 302]) expect(classify(network, { status, body }).verdict).toBe('not_a_disconnect');
    }
  });

  it.each(NETWORK_NAMES)('%s: a status without a body leaves the reporter’s reason, except an outage', (network) => {
    for (const body of [undefined]) {
      for (const status of [408, 429, 500, 502, 503, 504]) {
        expect(classify(network, { status, body })).toEqual({ verdict: 'transient' });
      }
      for (const status of network === 'x' ? [400, 403, 404] : [400, 401, 403, 404]) {
        expect(classify(network, { status, body })).toEqual({ verdict: 'unknown' });
      }
      for (const status of [200, 302]) expect(classify(network, { status, body }).verdict).toBe('not_a_disconnect');
    }
  });

  it.each(NETWORK_NAMES)(
    '%s: takes its own 400 without a code for a bad request, and its own 403 without a code as unknown',
    (network) => {
      const own = {
        facebook: [
          '{"error":{"message":"190","type":"OAuthException"}}',
          '{"error":{"code":"Token 190 expired","fbtrace_id":"x"}}',
        ],
        threads: ['{"error":{"message":"190","type":"THApiException"}}'],
        google: ['{"error":{"message":"190","errors":[{"reason":"Token 190 expired"}]}}'],
        linkedin: ['{"status":403,"message":"190"}'],
        x: ['{"title":"Forbidden","detail":"190"}'],
      };
      for (const body of own[NETWORKS[network].provider]) {
        expect(classify(network, { status: 400, body })).toEqual({ verdict: 'not_a_disconnect' });
        expect(classify(network, { status: 403, body })).toEqual({ verdict: 'unknown' });
        expect(classify(network, { status: 503, body })).toEqual({ verdict: 'transient' });
      }
    },
  );

  it('reads codes from JSON of any content type, and none from a page served as JSON', () => {
    for (const type of ['text/html', 'text/javascript; charset=UTF-8', 'application/octet-stream']) {
      const headers = { 'Content-Type': type };
      expect(classify('facebook_page', { status: 400, headers, body: meta(190, 460) }).verdict).toBe(
        'password_changed',
      );
    }
    const headers = { 'content-type': 'application/json' };
    expect(classify('facebook_page', { status: 400, headers, body: '<p>190</p>' })).toEqual({ verdict: 'transient' });
  });

  describe('response headers', () => {
    const bearer = (value: string) => ({ 'WWW-Authenticate': value });
    it.each<[string, Record<string, string>, Verdict, string | null]>([
      ['an invalid token', bearer('Bearer realm="r", error="invalid_token"'), 'token_expired', 'invalid_token'],
      [
        'a missing scope',
        bearer('Bearer error="insufficient_scope", scope="a b"'),
        'permission_missing',
        'insufficient_scope',
      ],
      ['an unknown code', bearer('Bearer error="strange"'), 'unknown', 'strange'],
      [
        'a description that quotes an error',
        bearer('Bearer error_description="they said error=\\"invalid_token\\", error=invalid_token"'),
        'transient',
        null,
      ],
      ['a URL that names an error', bearer('Bearer error_uri="invalid_token"'), 'transient', null],
      ['another scheme', bearer('Basic realm="error=invalid_token"'), 'transient', null],
    ])('give a verdict on %s', (_name, headers, verdict, rawCode) => {
      const expected = { verdict, ...(rawCode !== null && { rawCode }) };
      expect(classify('youtube', { status: 401, headers, body: '' })).toEqual(expected);
    });

    it('make a response transient when they limit the rate, unless the code is listed', () => {
      const usage = JSON.stringify({ 17: [{ type: 'pages', call_count: 100, estimated_time_to_regain_access: 9 }] });
      const limits: Record<string, string>[] = [
        { 'Retry-After': '60' },
        { 'x-rate-limit-remaining': '0' },
        { 'X-Business-Use-Case-Usage': usage },
      ];
      for (const headers of limits) {
        expect(classify('facebook_page', { status: 403, headers, body: '{}' }).verdict).toBe('transient');
        expect(classify('facebook_page', { status: 400, headers, body: meta(190, 463) }).verdict).toBe('token_expired');
      }
      const none = JSON.stringify({ 17: [{ call_count: 1, estimated_time_to_regain_access: 0 }] });
      const headers = { 'x-business-use-case-usage': none, 'x-rate-limit-remaining': '12' };
      expect(
        classify('facebook_page', { status: 403, headers, body: '{"error":{"type":"OAuthException"}}' }).verdict,
      ).toBe('unknown');
    });
  });

  it('has a source for every row, and no code twice in a table', () => {
    for (const { rows } of Object.values(RULES)) {
      for (const [, , source] of rows) expect(SOURCES[source]).toMatch(/^https?:/);
      const codes = rows.map(([code]) => String(code));
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  const anyCode = fc.constantFrom('190', '490', '102', '463', '65601', '89', 'invalid_grant', '"code":190', 'http_401');
  const noise = fc.tuple(fc.string(), anyCode, fc.string()).map((parts) => parts.join(''));

  it('never takes a transient error for a disconnect, whatever its trace id or message contains', () => {
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

  it('lets no message, trace id, or other text change a verdict', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TABLE), noise, noise, ([network, status, body, verdict], message, trace) => {
        const said = JSON.parse(body) as Record<string, unknown>;
        const error = typeof said.error === 'object' ? { ...said.error, message, fbtrace_id: trace } : said.error;
        const errors = (said.errors as object[] | undefined)?.map((item) => ({ ...item, message, detail: trace }));
        const noisy = { ...said, message, detail: trace, title: message, error_description: trace };
        const text = JSON.stringify({ ...noisy, ...(error !== undefined && { error }), ...(errors && { errors }) });
        const headers = { 'x-fb-trace-id': trace.replaceAll(/[^ -~]/g, ''), 'x-debug': '190' };
        expect(classify(network, { status, headers, body: text }).verdict).toBe(verdict);
      }),
    );
  });

  it('finds no cause in a proxy’s page, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NETWORK_NAMES),
        fc.integer({ min: 400, max: 599 }),
        noise,
        (network, status, text) => {
          const { verdict, rawCode } = classify(network, { status, body: `<html>${text}</html>` });
          expect(rawCode).toBeUndefined();
          expect(verdict).toBe('transient');
        },
      ),
    );
  });

  it('never throws, whatever the input', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('utf8'));
    fc.assert(
      fc.property(
        fc.constantFrom(...NETWORK_NAMES),
        fc.integer({ min: 100, max: 599 }),
        fc.oneof(fc.json(), bytes, fc.constant(undefined)),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom('WWW-Authenticate', 'x-business-use-case-usage')),
          fc.string(),
        ),
        (network, status, body, headers) => {
          const { verdict, rawCode } = classify(network, { status, body, headers });
          expect(verdict).toBeDefined();
          if (rawCode !== undefined) expect(rawCode).toMatch(/^[\w.:/*-]+$/);
        },
      ),
    );
  });
});
