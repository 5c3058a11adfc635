import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { google } from '../../networks/google.js';
import type { NetworkName } from '../../domain/networks.js';
import { freshFixture } from '../rig/fixtures.js';
import { authorize, errorOf, rig } from '../rig/networks.js';

const CREDENTIALS = { clientId: 'simulator-google', clientSecret: 'simulator-secret-google' };

describe('revoking an authorization, and knowing who gave it', () => {
  const it_ = freshFixture(() => rig());
  beforeEach(async () => {
    const manages = [
      { network: 'facebook_page', id: 'p1', name: 'City Hall' },
      { network: 'facebook_page', id: 'p2', name: 'City Parks' },
    ];
    await it_.identity({ network: 'facebook', id: 'f1', name: 'Pat', manages, signedIn: true });
    await it_.identity({ network: 'linkedin', id: 'l1', name: 'Pat', signedIn: true });
    await it_.identity({ network: 'x', id: 'x1', name: 'City Hall', signedIn: true });
    await it_.identity({ network: 'youtube', id: 'y1', name: 'City TV', signedIn: true });
  });

  const signIn = (network: NetworkName) => authorize(it_.networks.adapterFor(network), network);

  it.each(['linkedin_profile', 'x', 'youtube'] as const)(
    '%s: ends both tokens, and can be repeated',
    async (network) => {
      const adapter = it_.networks.adapterFor(network);
      const { tokens, accounts } = await signIn(network);
      const { networkAccountId } = accounts[0]!;
      const check = () => adapter.check({ network, networkAccountId, accessToken: tokens.accessToken });
      expect((await check()).verdict).toBe('healthy');
      await adapter.revoke(tokens);
      expect((await check()).verdict).toMatch(/^token_/);
      const error = await errorOf(adapter.refresh(tokens.refreshToken!));
      const [verdict, rawCode] = network === 'x' ? ['unknown', 'invalid_request'] : ['token_revoked', 'invalid_grant'];
      expect(error).toMatchObject({ kind: 'rejected', verdict, rawCode });
      await adapter.revoke(tokens);
      await adapter.revoke({ accessToken: 'never-given' });
    },
  );

  it('Facebook: the profile’s token ends every Page’s authorization, and a Page’s token ends none', async () => {
    const adapter = it_.networks.adapterFor('facebook_page');
    const { tokens, accounts } = await signIn('facebook_page');
    const [page] = accounts;
    const check = () =>
      adapter.check({ network: 'facebook_page', networkAccountId: 'p1', accessToken: page!.tokens.accessToken });
    await adapter.revoke(accounts[1]!.tokens);
    expect((await check()).verdict).toBe('healthy');
    await adapter.revoke(tokens);
    expect(await check()).toMatchObject({ verdict: 'token_revoked', rawCode: '190/458' });
    await adapter.revoke(tokens);
  });

  it.each(['facebook_page', 'linkedin_profile', 'x', 'youtube'] as const)(
    '%s: an outage is an error, not a revocation',
    async (network) => {
      const adapter = it_.networks.adapterFor(network);
      const { tokens } = await signIn(network);
      const who = { facebook_page: 'facebook/f1', linkedin_profile: 'linkedin/l1', x: 'x/x1', youtube: 'youtube/y1' };
      const [name = '', id = ''] = who[network].split('/');
      await it_.breakIt(name, id, 'down');
      expect(await errorOf(adapter.revoke(tokens))).toMatchObject({ name: 'NetworkError', kind: 'unavailable' });
    },
  );

  it('Google: the person’s `sub` comes from an ID token that the simulator signed', async () => {
    let idToken = '';
    const { authorization } = await withIdToken((token) => {
      idToken = token;
      return token;
    });
    const base = `${it_.simulator.url}/google`;
    const keys = (await (await fetch(`${base}/oauth2/v3/certs`)).json()) as JSONWebKeySet;
    const expected = { issuer: base, audience: CREDENTIALS.clientId };
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), expected);
    expect(authorization!.identity.subject).toBe(payload.sub);
    expect((await signIn('youtube')).identity.subject).toBe(payload.sub);
  });

  it.each<[string, object | null]>([
    ['an ID token from another issuer', { iss: 'https://accounts.evil.example' }],
    ['an ID token for another audience', { aud: 'somebody-else' }],
    ['an expired ID token', { exp: Math.floor(Date.now() / 1000) - 3600, iat: 1 }],
    ['a response without an ID token', null],
  ])('Google: refuses %s', async (_name, changes) => {
    const { error } = await withIdToken((token) => changes && changed(token, changes));
    expect(error).toMatchObject({ name: 'NetworkError', kind: 'rejected' });
  });

  async function withIdToken(change: (token: string) => string | null) {
    const base = `${it_.simulator.url}/google`;
    const altering: typeof fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (!new URL(url).pathname.endsWith('/token')) return answer;
      const body = (await answer.json()) as { id_token: string };
      return Response.json({ ...body, id_token: change(body.id_token) ?? undefined });
    };
    const baseUrls = { authorize: base, token: base, api: base };
    const adapter = google({ credentials: CREDENTIALS, baseUrls, fetch: altering });
    try {
      return { authorization: await authorize(adapter, 'youtube') };
    } catch (error) {
      return { error };
    }
  }
});

/**
 * Changes a token's claims. The signature isn't checked, because the token comes over TLS from Google itself (OpenID Connect Core,
 * 3.1.3.7).
 */
function changed(token: string, changes: object): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), ...changes };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}
