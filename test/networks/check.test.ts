import { beforeEach, describe, expect, it } from '@jest/globals';
import { ADAPTERS, unreliableAfterConsent } from '../../networks/index.js';
import type { CheckResult, NetworkAuthorization } from '../../networks/index.js';
import { facebook } from '../../networks/facebook.js';
import { linkedin } from '../../networks/linkedin.js';
import { NETWORKS, NETWORK_NAMES } from '../../domain/networks.js';
import type { NetworkName } from '../../domain/networks.js';
import { freshFixture } from '../rig/fixtures.js';
import { admitPeople, authorize, Browser, PEOPLE, requestFor, rig } from '../rig/networks.js';

describe('checking whether an authorization still works', () => {
  const it_ = freshFixture(() => rig());
  beforeEach(() => admitPeople(it_, [{ network: 'facebook_page', id: 'p2', name: 'City Parks' }]));

  const signIn = (network: NetworkName) => authorize(it_.networks.adapterFor(network), network);
  const tokenOf = (network: NetworkName, { accounts }: NetworkAuthorization) =>
    accounts.find((each) => each.network === network)!.tokens.accessToken;
  const check = (network: NetworkName, accessToken: string, id = PEOPLE[network].account) =>
    it_.networks.adapterFor(network).check({ network, networkAccountId: id, accessToken });

  it.each(NETWORK_NAMES)('%s: reports a healthy authorization and each way of losing it', async (network) => {
    const found: Record<string, string> = {};
    const [who, id] = PEOPLE[network].who;
    for (const how of ['expire', 'revoke', 'password', 'checkpoint']) {
      const token = tokenOf(network, await signIn(network));
      expect((await check(network, token)).verdict).toBe('healthy');
      await it_.breakIt(who, id, how);
      found[how] = (await check(network, token)).verdict;
      await it_.post('/api/heal', { network: who, id });
    }
    const meta = {
      expire: 'token_expired',
      revoke: 'token_revoked',
      password: 'password_changed',
      checkpoint: 'checkpoint',
    };
    const inRevoked = {
      expire: 'token_expired',
      revoke: 'token_revoked',
      password: 'token_revoked',
      checkpoint: 'unknown',
    };
    const vague = {
      expire: 'token_expired',
      revoke: 'token_expired',
      password: 'token_expired',
      checkpoint: 'checkpoint',
    };
    expect(found).toEqual(
      { facebook: meta, threads: meta, linkedin: inRevoked, x: vague, google: vague }[NETWORKS[network].provider],
    );
  });

  it.each(NETWORK_NAMES)('%s: treats an outage and a rate limit as transient', async (network) => {
    const token = tokenOf(network, await signIn(network));
    const [who, id] = PEOPLE[network].who;
    for (const how of ['down', 'rate_limit']) {
      await it_.breakIt(who, id, how);
      expect((await check(network, token)).verdict).toBe('transient');
    }
  });

  it.each<[string, typeof fetch]>([
    ['an unreachable network', () => Promise.reject(new TypeError('fetch failed'))],
    ['a proxy’s page', () => Promise.resolve(new Response('<html>190</html>', { status: 400 }))],
    ['a proxy’s page with status 200', () => Promise.resolve(new Response('<html>190</html>'))],
    ['an empty body', () => Promise.resolve(new Response(''))],
    ['a truncated body', () => Promise.resolve(new Response('{"data": {"is_valid": fal'))],
    ['an unexpected format', () => Promise.resolve(Response.json({ data: [], elements: {}, items: 7 }))],
    ['an empty object', () => Promise.resolve(Response.json({}))],
    ['an empty list', () => Promise.resolve(Response.json([]))],
    ['a refusal in an unknown format', () => Promise.resolve(Response.json({ oops: 190 }, { status: 403 }))],
  ])('treats %s as transient', async (_name, broken) => {
    for (const network of NETWORK_NAMES) {
      const adapter = ADAPTERS[NETWORKS[network].provider]({
        credentials: { clientId: 'id', clientSecret: 's' },
        fetch: broken,
      });
      expect(await adapter.check({ network, networkAccountId: '1', accessToken: 't' })).toEqual({
        verdict: 'transient',
      });
    }
  });

  it('Facebook: reports when data access ends, even for a token that doesn’t expire', async () => {
    const authorization = await signIn('facebook_page');
    const page = await check('facebook_page', tokenOf('facebook_page', authorization));
    const { dataAccessExpiresAt } = authorization.tokens;
    expect(page).toEqual({ verdict: 'healthy', dataAccessExpiresAt });
  });

  it('Facebook: detects a Page that was deselected and one that was removed', async () => {
    const token = tokenOf('facebook_page', await signIn('facebook_page'));
    const other = (await signIn('facebook_page')).accounts[1]!.tokens.accessToken;
    const browser = new Browser();
    await it_.identity({ network: 'facebook', id: 'f1', name: 'Pat', signedIn: false });
    const adapter = it_.networks.adapterFor('facebook_page');
    const request = requestFor('facebook_page');
    const page = await browser.open(await adapter.authorizationUrl(request));
    const { callback } = await browser.submit(page, [
      ['step', 'consent'],
      ['identity', 'f1'],
      ['account', 'facebook_page/p1'],
    ]);
    await adapter.authorize({ ...request, callbackUrl: callback! });
    expect(await check('facebook_page', token)).toMatchObject({ verdict: 'healthy' });
    expect(await check('facebook_page', other, 'p2')).toEqual({
      verdict: 'permission_missing',
      rawCode: 'pages_read_engagement',
    });
    await it_.breakIt('facebook_page', 'p1', 'remove_page');
    expect(await check('facebook_page', token)).toEqual({ verdict: 'parent_profile_removed', rawCode: '190/492' });
    expect(await check('facebook_page', token, 'elsewhere')).toMatchObject({ verdict: 'parent_profile_removed' });
  });

  it('Instagram: reports an account that no longer exists as not found', async () => {
    const token = tokenOf('instagram', await signIn('instagram'));
    expect(await check('instagram', token, 'i-gone')).toEqual({ verdict: 'account_not_found', rawCode: '100/33' });
  });

  it('LinkedIn: reports a lost role as a missing permission, and another member as not found', async () => {
    const token = tokenOf('linkedin_page', await signIn('linkedin_page'));
    await it_.breakIt('linkedin_page', 'o1', 'remove_page');
    expect(await check('linkedin_page', tokenOf('linkedin_profile', await signIn('linkedin_profile')))).toEqual({
      verdict: 'permission_missing',
    });
    expect(await check('linkedin_page', token)).toMatchObject({ verdict: 'permission_missing' });
    expect(await check('linkedin_profile', token, 'somebody')).toEqual({ verdict: 'account_not_found' });
  });

  it('X and YouTube: report a token for another account as account not found', async () => {
    expect(await check('x', tokenOf('x', await signIn('x')), 'x2')).toEqual({ verdict: 'account_not_found' });
    const token = tokenOf('youtube', await signIn('youtube'));
    expect(await check('youtube', token, 'y2')).toEqual({ verdict: 'account_not_found' });
  });

  describe('Facebook’s token inspection', () => {
    const credentials = { clientId: 'id', clientSecret: 's' };
    const good = {
      is_valid: true,
      type: 'PAGE',
      expires_at: 0,
      scopes: ['pages_read_engagement', 'pages_read_user_content', 'instagram_basic', 'instagram_manage_comments'],
    };
    const answering = (debug: object, status = 200, node: object = { id: '1' }): Promise<CheckResult> =>
      facebook({
        credentials,
        fetch: (url) =>
          Promise.resolve(
            new URL(url as URL).pathname.endsWith('/debug_token')
              ? Response.json(debug, { status })
              : Response.json(node),
          ),
      }).check({ network: 'facebook_page', networkAccountId: '1', accessToken: 't' });
    const past = Math.floor(Date.now() / 1000) - 1;

    it.each<[string, object, object]>([
      ['reports a valid token as healthy', good, { verdict: 'healthy' }],
      [
        'reports ended data access as an expired token',
        { ...good, data_access_expires_at: past },
        { verdict: 'token_expired' },
      ],
      ['takes an end of 0 to mean never', { ...good, data_access_expires_at: 0 }, { verdict: 'healthy' }],
      [
        'reports a lost scope as a missing permission',
        { ...good, scopes: ['pages_read_engagement'] },
        { verdict: 'permission_missing' },
      ],
      [
        'gives the reason for an invalid token',
        { is_valid: false, error: { code: 190, subcode: 460 } },
        { verdict: 'password_changed' },
      ],
      ['reports an invalid token without a reason as unknown', { is_valid: false, scopes: [] }, { verdict: 'unknown' }],
      [
        'keeps an unknown code of an invalid token',
        { is_valid: false, error: { code: 7777 } },
        { verdict: 'unknown', rawCode: '7777' },
      ],
      ['reports a temporary error as transient', { is_valid: false, error: { code: 2 } }, { verdict: 'transient' }],
    ])('%s', async (_name, data, expected) => {
      expect(await answering({ data })).toMatchObject(expected);
    });

    it('takes a refusal of the app’s own token for our app’s trouble, never for a disconnect', async () => {
      const refused = await answering({ error: { message: 'm', code: 190, error_subcode: 463 } }, 400);
      expect(refused).toEqual({ verdict: 'application', rawCode: '190/463' });
    });
  });

  it('LinkedIn: retries when a new token is called revoked, and treats that code as unreliable after a consent', async () => {
    let asked = 0;
    const stuttering: typeof fetch = async (url, init) => {
      asked += 1;
      if (asked !== 2) return fetch(url, init);
      return Response.json({ status: 401, serviceErrorCode: 65601, code: 'REVOKED_ACCESS_TOKEN' }, { status: 401 });
    };
    const base = `${it_.simulator.url}/linkedin`;
    const adapter = linkedin({
      credentials: { clientId: 'simulator-linkedin', clientSecret: 'simulator-secret-linkedin' },
      baseUrls: { authorize: base, token: base, api: base },
      fetch: stuttering,
    });
    expect((await authorize(adapter, 'linkedin_page')).accounts).toHaveLength(2);
    expect(unreliableAfterConsent('linkedin_page', '65601')).toBe(true);
    expect(unreliableAfterConsent('linkedin_profile', '65602')).toBe(false);
    expect(unreliableAfterConsent('facebook_page', '65601')).toBe(false);
  });
});
