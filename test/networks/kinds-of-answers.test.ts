/**
 * Answers as networks, and whatever stands between them and us, really send them, by what had happened. Each is judged in four ways: as
 * an archive reports it, and as our own check, refresh, and sign-in run into it. All four must agree.
 */
import { describe, expect, test } from '@jest/globals';
import { ADAPTERS, classify } from '../../networks/index.js';
import type { Verdict } from '../../networks/index.js';
import { NETWORKS, PROVIDER_LABELS } from '../../domain/networks.js';
import type { NetworkName } from '../../domain/networks.js';
import { errorOf, requestFor } from '../rig/networks.js';
import { THE_ACCOUNTS } from './answers/account-trouble.js';
import { IN_BETWEEN } from './answers/in-between.js';
import { NOBODYS, PASSING } from './answers/nobodys-trouble.js';
import { OUR_TROUBLE } from './answers/our-trouble.js';

const ALL_NETWORKS = ['facebook_page', 'instagram', 'threads', 'x', 'youtube', 'linkedin_page'] as const;

const wire = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

const DEBUG = {
  data: {
    is_valid: true,
    scopes: ['pages_read_engagement', 'pages_read_user_content', 'instagram_basic', 'instagram_manage_comments'],
  },
};

/** Judges an answer in all four ways, and returns what they agree on. */
async function judge(network: NetworkName, status: number, body: string): Promise<{ verdict: Verdict; kind: string }> {
  const { provider } = NETWORKS[network];
  const answer: typeof fetch = (url) =>
    Promise.resolve(
      new URL(url as URL).pathname.endsWith('/debug_token') ? Response.json(DEBUG) : new Response(body, { status }),
    );
  const adapter = ADAPTERS[provider]({ credentials: { clientId: 'id', clientSecret: 's' }, fetch: answer });
  const reported = classify(network, { status, body });
  expect(await adapter.check({ network, networkAccountId: '1', accessToken: 't' })).toEqual(reported);
  const request = requestFor(network);
  const callbackUrl = new URL(`${request.redirectUri}?code=c&state=${request.state}`);
  if (provider === 'google') callbackUrl.searchParams.set('iss', 'https://accounts.google.com');
  const signIn = await errorOf(adapter.authorize({ ...request, callbackUrl }));
  const refresh = adapter.refreshes ? await errorOf(adapter.refresh('r')) : signIn;
  for (const error of [signIn, refresh]) expect(error).toMatchObject({ name: 'NetworkError', ...reported });
  expect(refresh.kind).toBe(signIn.kind);
  return { verdict: reported.verdict, kind: signIn.kind };
}

const KINDS: Partial<Record<Verdict, string>> = { application: 'application', transient: 'unavailable' };

describe.each([
  ['our own app’s trouble', OUR_TROUBLE],
  ['the account’s trouble', THE_ACCOUNTS],
  ['no one’s trouble', NOBODYS],
  ['passing trouble', PASSING],
])('%s', (_kind, cases) => {
  test.each(
    cases.map(
      ([what, network, ...rest]) => [PROVIDER_LABELS[NETWORKS[network].provider], what, network, ...rest] as const,
    ),
  )('%s: %s (%s, HTTP %i)', async (_label, _what, network, status, body, verdict) => {
    const kind = KINDS[verdict] ?? 'rejected';
    expect(await judge(network, status, wire(body))).toEqual({ verdict, kind });
    // As a program may pass it on that doesn't take the byte order mark off.
    expect(classify(network, { status, body: `\uFEFF${wire(body)}` }).verdict).toBe(verdict);
  });
});

describe.each(ALL_NETWORKS)('between %s and us, proving nothing', (network) => {
  test.each(IN_BETWEEN)('%s (HTTP %i)', async (_what, status, body) => {
    expect(await judge(network, status, wire(body))).toEqual({ verdict: 'transient', kind: 'unavailable' });
  });

  test.each(['<html>Welcome! Please accept our terms.</html>', '', '{"data":[', '[]', '{"ok":true}'])(
    'a portal that answers 200: %s',
    async (body) => {
      const { provider } = NETWORKS[network];
      const answer = () => Promise.resolve(new Response(body, { status: 200 }));
      const adapter = ADAPTERS[provider]({ credentials: { clientId: 'id', clientSecret: 's' }, fetch: answer });
      const checked = await adapter.check({ network, networkAccountId: '1', accessToken: 't' });
      expect(checked).toEqual({ verdict: 'transient' });
      expect(await errorOf(adapter.refresh('r'))).toMatchObject({
        kind: adapter.refreshes ? 'unavailable' : 'rejected',
      });
      const request = requestFor(network);
      const callbackUrl = new URL(`${request.redirectUri}?code=c&state=${request.state}`);
      if (provider === 'google') callbackUrl.searchParams.set('iss', 'https://accounts.google.com');
      expect(await errorOf(adapter.authorize({ ...request, callbackUrl }))).toMatchObject({ kind: 'unavailable' });
    },
  );
});

describe('a redirect back with `error_code` but without `error`', () => {
  const back = (network: NetworkName, code: string, state = 'the-state') => {
    const adapter = ADAPTERS[NETWORKS[network].provider]({
      credentials: { clientId: 'id', clientSecret: 's' },
      fetch: () => Promise.reject(new Error('no network is called')),
    });
    const request = requestFor(network);
    const callbackUrl = new URL(`${request.redirectUri}?error_code=${code}&error_message=m&state=${state}`);
    return errorOf(adapter.authorize({ ...request, callbackUrl }));
  };

  test.each([
    ['facebook_page', '1349126', 'application'],
    ['instagram', '1349220', 'application'],
    ['threads', '1349245', 'application'],
    // Meta does this only when the trouble is the app's, so a code of tomorrow is, too.
    ['threads', '987654', 'application'],
    ['facebook_page', '2', 'unavailable'],
  ] as const)('from %s, %s is `%s`', async (network, rawCode, kind) => {
    expect(await back(network, rawCode)).toMatchObject({ name: 'NetworkError', kind, rawCode });
  });

  test('with the state of another sign-in proves nothing about our app', async () => {
    expect(await back('facebook_page', '1349126', 'another')).toMatchObject({ kind: 'rejected', rawCode: undefined });
  });
});
