/** Our own app's trouble is not the account's: one judgement for a report, a check, a refresh, and a sign-in. */
import { describe, expect, it, test } from '@jest/globals';
import { ADAPTERS, classify } from '../../networks/index.js';
import { rowsOf, troubleOf } from '../../networks/errors/index.js';
import { NETWORKS, networksOf, PROVIDER_NAMES } from '../../domain/networks.js';
import type { NetworkName, ProviderName } from '../../domain/networks.js';
import { freshFixture } from '../rig/fixtures.js';
import { answerWith, graph, PROOF } from './answers/of-rows.js';
import { admitPeople, authorize, errorOf, PEOPLE, requestFor, rig } from '../rig/networks.js';

/** What applications really got, by what had happened to them. */
const TOLD: [string, NetworkName, number, object, string][] = [
  [
    'X: the credits are used up',
    'x',
    402,
    { title: 'CreditsDepleted', type: 'https://api.twitter.com/2/problems/credits' },
    'credits',
  ],
  [
    'X: a 402 that X rewords',
    'x',
    402,
    { title: 'Payment Required', type: 'about:blank', status: 402, detail: 'd' },
    '402',
  ],
  ['X: the access level is too low', 'x', 403, { errors: [{ code: 453, message: 'm' }] }, '453'],
  [
    'X: the app is in no project',
    'x',
    403,
    {
      reason: 'client-not-enrolled',
      title: 'Client Forbidden',
      type: 'https://api.twitter.com/2/problems/client-forbidden',
    },
    'client-not-enrolled',
  ],
  [
    'X: app-only where a person is needed',
    'x',
    403,
    { title: 'Unsupported Authentication', type: 'https://api.twitter.com/2/problems/unsupported-authentication' },
    'unsupported-authentication',
  ],
  [
    'X: the month’s cap is reached',
    'x',
    429,
    { title: 'UsageCapExceeded', type: 'https://api.twitter.com/2/problems/usage-capped' },
    'usage-capped',
  ],
  ['X: the app was suspended', 'x', 401, { errors: [{ code: 416, message: 'm' }] }, '416'],
  ['X: the app may only read', 'x', 401, { errors: [{ code: 261, message: 'm' }] }, '261'],
  ['X: the endpoint was retired', 'x', 410, { errors: [{ code: 251, message: 'm' }] }, '251'],
  [
    'Google: the client was disabled',
    'youtube',
    401,
    { error: 'disabled_client', error_description: 'd' },
    'disabled_client',
  ],
  [
    'Google: the client was deleted',
    'youtube',
    401,
    { error: 'deleted_client', error_description: 'd' },
    'deleted_client',
  ],
  ['Google: the secret is wrong', 'youtube', 401, { error: 'invalid_client' }, 'invalid_client'],
  [
    'Google: the API is off',
    'youtube',
    403,
    { error: { code: 403, errors: [{ reason: 'accessNotConfigured' }], details: [{ reason: 'SERVICE_DISABLED' }] } },
    'accessNotConfigured',
  ],
  [
    'Google: the project is suspended',
    'youtube',
    403,
    {
      error: {
        code: 403,
        errors: [{ reason: 'forbidden' }],
        details: [{ reason: 'CONSUMER_SUSPENDED' }],
        status: 'PERMISSION_DENIED',
      },
    },
    'CONSUMER_SUSPENDED',
  ],
  [
    'Google: the server’s address is blocked',
    'youtube',
    403,
    { error: { code: 403, errors: [{ reason: 'ipRefererBlocked' }] } },
    'ipRefererBlocked',
  ],
  [
    'Google: billing is off',
    'youtube',
    403,
    { error: { code: 403, details: [{ reason: 'BILLING_DISABLED' }] } },
    'BILLING_DISABLED',
  ],
  [
    'LinkedIn: the version was retired',
    'linkedin_page',
    426,
    { status: 426, code: 'NONEXISTENT_VERSION', message: 'm' },
    'NONEXISTENT_VERSION',
  ],
  [
    'LinkedIn: a 426 with a code of tomorrow',
    'linkedin_page',
    426,
    { status: 426, code: 'TOMORROWS_CODE', message: 'm' },
    'TOMORROWS_CODE',
  ],
  [
    'LinkedIn: no version was sent',
    'linkedin_page',
    400,
    { status: 400, code: 'VERSION_MISSING', message: 'm' },
    'VERSION_MISSING',
  ],
  [
    'LinkedIn: the client is not authorized',
    'linkedin_profile',
    401,
    { error: 'unauthorized_client', error_description: 'd' },
    'unauthorized_client',
  ],
  [
    'LinkedIn: the app lacks a product',
    'linkedin_page',
    400,
    { error: 'unauthorized_scope_error', error_description: 'd' },
    'unauthorized_scope_error',
  ],
  [
    'Facebook: an endpoint that new Pages lack',
    'facebook_page',
    400,
    graph(200, 'Permissions error', { error_subcode: 2069030, is_transient: false }),
    '200/2069030',
  ],
  ['Facebook: the app was blocked', 'facebook_page', 400, graph(200, 'API access blocked.'), '200/application'],
  [
    'Facebook: the app was deactivated',
    'facebook_page',
    400,
    graph(200, 'API access deactivated. To reactivate, go to the app dashboard.'),
    '200/application',
  ],
  [
    'Facebook: the app was deleted',
    'facebook_page',
    400,
    graph(190, 'Error validating application. Application has been deleted.'),
    '190/application',
  ],
  [
    'Facebook: the app id is wrong',
    'instagram',
    400,
    graph(101, 'Error validating application. Invalid application ID.'),
    '101',
  ],
  [
    'Facebook: the secret is wrong',
    'facebook_page',
    400,
    graph(1, 'Error validating client secret.'),
    '1/client_secret',
  ],
  ['Facebook: the proof of the secret is wrong', 'facebook_page', 400, graph(100, PROOF), '100/appsecret_proof'],
  [
    'Facebook: the capability is missing',
    'facebook_page',
    403,
    graph(3, '(#3) Application does not have the capability to make this API call.'),
    '3',
  ],
  [
    'Facebook: the server’s address is not allowed',
    'facebook_page',
    403,
    graph(5, 'Unauthorized source IP address'),
    '5',
  ],
  [
    'Facebook: the version is too old',
    'facebook_page',
    400,
    graph(2635, 'You are calling a deprecated version.'),
    '2635',
  ],
  ['Facebook: a deprecated field', 'instagram', 400, graph(12, '(#12) deprecated'), '12'],
  ['Facebook: the app has development access only', 'facebook_page', 400, graph(270, 'm'), '270'],
  [
    'Threads: the app was deactivated',
    'threads',
    400,
    graph(200, 'API access deactivated. To reactivate, go to the app dashboard.'),
    '200/application',
  ],
];

describe('a network that refuses our own app', () => {
  it.each(TOLD)('%s', (_what, network, status, body, rawCode) => {
    expect(classify(network, { status, body: JSON.stringify(body) })).toEqual({ verdict: 'application', rawCode });
  });

  it('is told apart from a network that refuses the account', () => {
    const verdictOn = (network: NetworkName, status: number, body: object) =>
      classify(network, { status, body: JSON.stringify(body) }).verdict;
    expect(verdictOn('facebook_page', 400, graph(100, 'm', { error_subcode: 33 }))).toBe('account_not_found');
    expect(verdictOn('linkedin_page', 403, { status: 403, serviceErrorCode: 100, message: 'm' })).toBe(
      'permission_missing',
    );
    const impersonating =
      "Any of the pages_read_engagement, pages_manage_metadata permission(s) must be granted before impersonating a user's page.";
    expect(verdictOn('facebook_page', 400, graph(190, impersonating))).toBe('permission_missing');
    expect(verdictOn('facebook_page', 400, graph(200, 'Permissions error'))).toBe('permission_missing');
    expect(verdictOn('facebook_page', 400, graph(1, 'An unknown error occurred'))).toBe('transient');
  });

  it('is recognized only by the whole message: a name or a post that contains the words changes nothing', () => {
    for (const words of ['API access blocked.', PROOF, 'Error validating application. Application has been deleted.'])
      for (const message of [`The Page "${words}" refused`, `${words} said the post`, ` ${words}x`, `"${words}"`])
        for (const code of [100, 190, 200]) {
          const body = JSON.stringify({ ...graph(code, message), message: words, error_description: words });
          expect(classify('facebook_page', { status: 400, body }).verdict).not.toBe('application');
        }
  });

  it('counts without a body too, since 402 and 426 are about who calls; a proxy’s page with them proves nothing', () => {
    for (const status of [402, 426]) {
      expect(classify('linkedin_page', { status }).verdict).toBe('application');
      expect(classify('linkedin_page', { status, body: '<html>Upgrade</html>' })).toEqual({ verdict: 'transient' });
    }
  });
});

const DEBUG = {
  data: {
    is_valid: true,
    scopes: ['pages_read_engagement', 'pages_read_user_content', 'instagram_basic', 'instagram_manage_comments'],
  },
};

describe.each(PROVIDER_NAMES)('%s: a report, a check, a refresh, and a sign-in judge alike', (provider) => {
  const network = networksOf(provider)[0]!;
  const credentials = { clientId: 'id', clientSecret: 's' };

  test.each(rowsOf(provider).map(([code, verdict]) => [String(code), verdict] as const))(
    '%s is %s',
    async (code, listed) => {
      const { status, body } = answerWith(provider, code);
      const answer: typeof fetch = (url) =>
        Promise.resolve(
          new URL(url as URL).pathname.endsWith('/debug_token')
            ? Response.json(DEBUG)
            : Response.json(body, { status }),
        );
      const adapter = ADAPTERS[provider]({ credentials, fetch: answer });
      const reported = classify(network, { status, body: JSON.stringify(body) });
      expect(reported.verdict).toBe(listed);

      const checked = await adapter.check({ network, networkAccountId: '1', accessToken: 't' });
      expect(checked).toEqual(reported);

      const request = requestFor(network);
      const callbackUrl = new URL(`${request.redirectUri}?code=c&state=${request.state}`);
      if (provider === 'google') callbackUrl.searchParams.set('iss', 'https://accounts.google.com');
      const ways = [
        adapter.authorize({ ...request, callbackUrl }),
        ...(adapter.refreshes ? [adapter.refresh('r')] : []),
      ];
      for (const error of await Promise.all(ways.map(errorOf))) {
        const kind =
          listed === 'application' || listed === 'transient'
            ? { application: 'application', transient: 'unavailable' }[listed]
            : 'rejected';
        expect(error).toMatchObject({ name: 'NetworkError', kind, ...reported });
      }
    },
  );

  it('says what to do about each trouble of our own app', () => {
    const rows = rowsOf(provider).filter(([, verdict]) => verdict === 'application');
    expect(rows.length).toBeGreaterThan(4);
    for (const [code, , , trouble] of rows) {
      expect(trouble).toBeDefined();
      expect(troubleOf(provider, String(code)).code).toBe(String(code));
    }
    expect(troubleOf(provider, 'made up by whoever forged it')).toMatchObject({ code: 'other' });
  });
});

describe('in the simulator, our own app', () => {
  const it_ = freshFixture(() => rig());
  const app = (provider: ProviderName, fault: string | null) => it_.post('/api/app', { provider, fault });

  const CASES: [NetworkName, string, 'check' | 'sign_in'][] = [
    ['x', 'credits', 'check'],
    ['x', 'disabled', 'check'],
    ['x', 'version', 'check'],
    ['youtube', 'disabled', 'check'],
    ['youtube', 'disabled', 'sign_in'],
    ['linkedin_page', 'version', 'check'],
    ['linkedin_page', 'disabled', 'sign_in'],
    ['linkedin_page', 'not_live', 'sign_in'],
    ['facebook_page', 'disabled', 'check'],
    ['facebook_page', 'version', 'check'],
    ['facebook_page', 'not_live', 'sign_in'],
    ['instagram', 'disabled', 'sign_in'],
    ['threads', 'disabled', 'check'],
    ['threads', 'not_live', 'sign_in'],
  ];

  it.each(CASES)(
    '%s: %s is our app’s trouble at a %s, and passes when it is well again',
    async (network, fault, way) => {
      await admitPeople(it_);
      const adapter = it_.networks.adapterFor(network);
      const { provider } = NETWORKS[network];
      const { tokens } = (await authorize(adapter, network)).accounts.find((each) => each.network === network)!;
      const check = () =>
        adapter.check({ network, networkAccountId: PEOPLE[network].account, accessToken: tokens.accessToken });
      expect((await app(provider, fault)).status).toBe(200);
      if (way === 'check') expect((await check()).verdict).toBe('application');
      else
        expect(await errorOf(authorize(adapter, network))).toMatchObject({
          kind: 'application',
          verdict: 'application',
        });
      await app(provider, null);
      expect((await check()).verdict).toBe('healthy');
      await authorize(adapter, network);
    },
  );

  it('has no fault that the network doesn’t know', async () => {
    expect((await app('google', 'credits')).status).toBe(422);
  });
});
