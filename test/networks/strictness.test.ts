import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADAPTERS, NetworkError, createNetworks } from '../../networks/index.js';
import { x } from '../../networks/x.js';
import { networksOf, NETWORKS, PROVIDER_NAMES } from '../../domain/networks.js';
import type { NetworkName } from '../../domain/networks.js';
import { sharedFixture } from '../rig/fixtures.js';
import { Browser, CODE_VERIFIER, authorize, errorOf, requestFor, rig } from '../rig/networks.js';

const ALL: NetworkName[] = ['facebook_page', 'linkedin_page', 'x', 'youtube', 'threads'];

describe('OAuth checks', () => {
  const it_ = sharedFixture(() => rig());
  beforeAll(async () => {
    for (const network of ['facebook', 'linkedin', 'x', 'youtube', 'threads']) {
      await it_.identity({ network, id: `${network}-1`, name: 'City Hall', signedIn: true });
    }
  });

  async function callbackFor(network: NetworkName): Promise<URL> {
    const url = await it_.networks.adapterFor(network).authorizationUrl(requestFor(network));
    return (await new Browser().open(url)).callback!;
  }

  it.each(ALL)('a wrong secret is our app’s trouble: %s', async (network) => {
    const { provider } = NETWORKS[network];
    const base = `${it_.simulator.url}/${provider}`;
    const adapter = ADAPTERS[provider]({
      credentials: { clientId: `simulator-${provider}`, clientSecret: 'wrong' },
      baseUrls: { authorize: base, token: base, api: base },
    });
    expect(await errorOf(authorize(adapter, network))).toMatchObject({ name: 'NetworkError', kind: 'application' });
  });

  it.each(ALL)('a code works only once: %s', async (network) => {
    const adapter = it_.networks.adapterFor(network);
    const request = { ...requestFor(network), callbackUrl: await callbackFor(network) };
    await adapter.authorize(request);
    const error = await errorOf(adapter.authorize(request));
    expect(error).toMatchObject({ name: 'NetworkError', kind: 'rejected' });
  });

  it.each(['x', 'youtube'] as const)('the code verifier must match the code challenge: %s', async (network) => {
    const adapter = it_.networks.adapterFor(network);
    const request = requestFor(network, { codeVerifier: CODE_VERIFIER.replace('a', 'b') });
    const error = await errorOf(adapter.authorize({ ...request, callbackUrl: await callbackFor(network) }));
    expect(error).toMatchObject({ name: 'NetworkError', kind: 'rejected' });
  });

  it.each(ALL)('the page doesn’t open for another redirect URI or client: %s', async (network) => {
    const adapter = it_.networks.adapterFor(network);
    const url = await adapter.authorizationUrl(requestFor(network, { redirectUri: 'http://localhost:3000/elsewhere' }));
    const page = await new Browser().open(url);
    expect(page.status).toBe(400);
    expect(page.callback).toBeUndefined();
    const other = await adapter.authorizationUrl(requestFor(network));
    other.searchParams.set('client_id', 'stranger');
    expect((await new Browser().open(other)).status).toBe(400);
  });

  it.each(ALL)('a code is bound to its redirect URI: %s', async (network) => {
    const redirectUri = 'http://localhost:3000/oauth/elsewhere/callback';
    const request = { ...requestFor(network, { redirectUri }), callbackUrl: await callbackFor(network) };
    const error = await errorOf(it_.networks.adapterFor(network).authorize(request));
    const kind = network === 'x' ? 'rejected' : 'application';
    expect(error).toMatchObject({ name: 'NetworkError', kind });
  });

  it.each(ALL)(
    'a callback with the state of another sign-in is `rejected` without calling the network: %s',
    async (network) => {
      const request = { ...requestFor(network, { state: 'another' }), callbackUrl: await callbackFor(network) };
      const error = await errorOf(it_.networks.adapterFor(network).authorize(request));
      expect(error).toMatchObject({ name: 'NetworkError', kind: 'rejected' });
    },
  );

  it('X requires a code challenge', async () => {
    const url = await it_.networks.adapterFor('x').authorizationUrl(requestFor('x'));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    url.searchParams.delete('code_challenge');
    expect(await new Browser().open(url)).toMatchObject({ status: 400 });
  });

  it('redirect URIs can be registered while the simulator runs', async () => {
    const url = await it_.networks
      .adapterFor('x')
      .authorizationUrl(requestFor('x', { redirectUri: 'http://localhost:3000/oauth/new' }));
    expect((await new Browser().open(url)).status).toBe(400);
    const own = await rig();
    await own.identity({ network: 'x', id: '1', name: 'X', signedIn: true });
    own.simulator.setRedirectUris({ x: ['http://localhost:3000/oauth/new'] });
    const there = new URL(url.pathname + url.search, own.simulator.url);
    expect((await new Browser().open(there)).callback?.pathname).toBe('/oauth/new');
    await own.simulator.close();
  });
});

describe('network adapters', () => {
  it('name the variables to set', () => {
    const networks = createNetworks({
      production: true,
      credentials: { x: { clientId: 'id', clientSecret: 'secret' } },
    });
    expect(networks.configured('x')).toBe(true);
    expect(networks.configured('youtube')).toBe(false);
    expect(() => networks.adapterFor('youtube')).toThrow(/GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET/);
    expect(() => networks.adapterFor('youtube')).toThrow(NetworkError);
  });

  it('use the real networks when they have credentials, even if there is a simulator', async () => {
    const credentials = Object.fromEntries(PROVIDER_NAMES.map((name) => [name, { clientId: 'id', clientSecret: 's' }]));
    const networks = createNetworks({ production: false, credentials, simulatorUrl: 'http://127.0.0.1:1' });
    const hosts = await Promise.all(
      ALL.map(async (name) => (await networks.adapterFor(name).authorizationUrl(requestFor(name))).host),
    );
    expect(hosts).toEqual(['www.facebook.com', 'www.linkedin.com', 'x.com', 'accounts.google.com', 'threads.net']);
  });

  it.each(PROVIDER_NAMES)('never use the simulator for %s in production, whatever the settings', (provider) => {
    const simulated = { credentials: {}, simulatorUrl: 'http://127.0.0.1:1/' };
    const networks = createNetworks({ ...simulated, production: true });
    expect(networks.clientOf(provider)).toBeNull();
    expect(networksOf(provider).map((network) => networks.configured(network))).not.toContain(true);
    expect(() => networks.adapterFor(networksOf(provider)[0]!)).toThrow(NetworkError);
    expect(createNetworks({ ...simulated, production: false }).clientOf(provider)).toMatchObject({
      simulatedAt: `http://127.0.0.1:1/${provider}`,
    });
  });

  it('send secrets without TLS only to this machine', () => {
    const base = 'http://networks.example';
    const baseUrls = { authorize: base, token: base, api: base };
    expect(() => x({ credentials: { clientId: 'id', clientSecret: 's' }, baseUrls })).toThrow(NetworkError);
  });

  it.each<[string, typeof fetch]>([
    ['an unreachable network', () => Promise.reject(new TypeError('fetch failed'))],
    ['a proxy’s page', () => Promise.resolve(new Response('<html>190</html>', { status: 400 }))],
    ['an outage', () => Promise.resolve(new Response('', { status: 502 }))],
    ['a truncated response', () => Promise.resolve(new Response('{"access_token": "a'))],
    [
      'a redirect',
      () => Promise.resolve(new Response(null, { status: 302, headers: { location: 'https://evil.example' } })),
    ],
  ])('report %s as `unavailable`', async (_name, broken) => {
    for (const network of ALL) {
      const adapter = ADAPTERS[NETWORKS[network].provider]({
        credentials: { clientId: 'id', clientSecret: 's' },
        fetch: broken,
      });
      const request = requestFor(network);
      const callbackUrl = new URL(`${request.redirectUri}?code=c&state=${request.state}`);
      const error = await errorOf(adapter.authorize({ ...request, callbackUrl }));
      expect(error).toMatchObject({ name: 'NetworkError', kind: 'unavailable' });
    }
  });
});
