import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classify } from '../../networks/index.js';
import type { NetworkAuthorization } from '../../networks/index.js';
import { SERVICE_FAULTS, TOKEN_BREAKS } from '../../dev/network-simulator/model.js';
import { NETWORK_NAMES as NAMES, type NetworkName } from '../../domain/networks.js';
import { freshFixture } from '../rig/fixtures.js';
import { admitPeople, authorize, Browser, errorOf, PEOPLE, requestFor, rig } from '../rig/networks.js';

/** For each network, a call that the capture engine makes with its token. */
const CALLS: Record<NetworkName, string> = {
  facebook_page: '/facebook/v24.0/p1',
  instagram: '/facebook/v24.0/i1',
  linkedin_page: '/linkedin/v2/organizations/o1',
  linkedin_profile: '/linkedin/v2/me',
  x: '/x/2/users/me',
  youtube: '/google/youtube/v3/channels?part=id&mine=true',
  threads: '/threads/v1.0/me',
};

describe('a simulated fault', () => {
  let dir: string;
  const it_ = freshFixture(
    async () => {
      dir = await mkdtemp(join(tmpdir(), 'simulator-'));
      return rig({ dir });
    },
    async ({ simulator }) => {
      await simulator.close();
      await rm(dir, { recursive: true });
    },
  );
  beforeEach(() => admitPeople(it_));

  const signIn = (network: NetworkName) => authorize(it_.networks.adapterFor(network), network);
  const tokenOf = (network: NetworkName, { accounts }: NetworkAuthorization) =>
    accounts.find((each) => each.network === network)!.tokens;

  /** Calls the network and returns what the archive would report. */
  async function capture(network: NetworkName, accessToken: string) {
    const response = await fetch(it_.simulator.url + CALLS[network], {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const answer = { status: response.status, body: await response.text() };
    return { ...answer, ...classify(network, answer) };
  }

  it.each(NAMES)(
    '%s: each way of losing an authorization gets the network’s own response, and a new consent fixes it',
    async (name) => {
      const verdicts: Record<string, string> = {};
      for (const how of ['expire', 'revoke', 'password']) {
        const { accessToken } = tokenOf(name, await signIn(name));
        expect((await capture(name, accessToken)).status).toBe(200);
        expect((await it_.breakIt(name, PEOPLE[name].account, how)).status).toBe(200);
        verdicts[how] = (await capture(name, accessToken)).verdict;
        expect((await capture(name, tokenOf(name, await signIn(name)).accessToken)).status).toBe(200);
      }
      const vague = { expire: 'token_expired', revoke: 'token_expired', password: 'token_expired' };
      const expected = {
        facebook_page: { expire: 'token_expired', revoke: 'token_revoked', password: 'password_changed' },
        instagram: { expire: 'token_expired', revoke: 'token_revoked', password: 'password_changed' },
        linkedin_page: { expire: 'token_expired', revoke: 'token_revoked', password: 'token_revoked' },
        linkedin_profile: { expire: 'token_expired', revoke: 'token_revoked', password: 'token_revoked' },
        // These two say only that the token is no longer valid.
        x: vague,
        youtube: vague,
        threads: { expire: 'token_expired', revoke: 'token_revoked', password: 'password_changed' },
      };
      expect(verdicts).toEqual(expected[name]);
    },
  );

  it.each(NAMES)('%s: breaking a profile breaks its accounts', async (name) => {
    const { accessToken } = tokenOf(name, await signIn(name));
    const [network, id] = PEOPLE[name].who;
    await it_.breakIt(network, id, 'revoke');
    expect((await capture(name, accessToken)).status).toBeGreaterThanOrEqual(400);
  });

  it.each(NAMES)('%s: a checkpoint blocks signing in until the person confirms', async (name) => {
    const adapter = it_.networks.adapterFor(name);
    const { accessToken } = tokenOf(name, await signIn(name));
    const [network, id] = PEOPLE[name].who;
    await it_.breakIt(network, id, 'checkpoint');
    const { verdict } = await capture(name, accessToken);
    expect(verdict).toBe(name.startsWith('linkedin') ? 'unknown' : 'checkpoint');
    const browser = new Browser();
    const page = await browser.open(await adapter.authorizationUrl(requestFor(name)));
    expect(page.text).toContain('has locked this ');
    const fields: [string, string][] = [
      ['step', 'confirm'],
      ['identity', id],
    ];
    expect((await browser.submit(page, fields)).callback).toBeDefined();
    // The old token stays dead, so a new consent is needed as well.
    expect((await capture(name, accessToken)).status).toBeGreaterThanOrEqual(400);
    expect((await capture(name, tokenOf(name, await signIn(name)).accessToken)).status).toBe(200);
  });

  it.each(NAMES)('%s: down and rate_limit are transient, and slow is only slow', async (name) => {
    const { accessToken } = tokenOf(name, await signIn(name));
    const [network, id] = PEOPLE[name].who;
    await it_.breakIt(network, id, 'down');
    expect(await capture(name, accessToken)).toMatchObject({ status: 503, verdict: 'transient' });
    expect(await errorOf(signIn(name))).toMatchObject({ name: 'NetworkError', kind: 'unavailable' });
    await it_.breakIt(network, id, 'rate_limit');
    expect(await capture(name, accessToken)).toMatchObject({ status: 429, verdict: 'transient' });
    expect(await errorOf(signIn(name))).toMatchObject({ name: 'NetworkError', kind: 'unavailable' });
    await it_.breakIt(network, id, 'slow');
    expect((await capture(name, accessToken)).status).toBe(200);
    await signIn(name);
    expect((await it_.post('/api/heal', { network, id })).status).toBe(200);
  });

  it('a removed Page is no longer managed, and checking its token reports that', async () => {
    const { accessToken } = tokenOf('facebook_page', await signIn('facebook_page'));
    await it_.breakIt('facebook_page', 'p1', 'remove_page');
    const me = await fetch(`${it_.simulator.url}/facebook/v24.0/me?access_token=${accessToken}`);
    const answer = { status: me.status, body: await me.text() };
    expect(classify('facebook_page', answer)).toEqual({ verdict: 'parent_profile_removed', rawCode: '190/492' });
    const { accounts } = await signIn('facebook_page');
    expect(accounts.map(({ networkAccountId }) => networkAccountId)).not.toContain('p1');
    expect(accounts.map(({ networkAccountId }) => networkAccountId)).toContain('i1');

    const linkedin = tokenOf('linkedin_page', await signIn('linkedin_page'));
    await it_.breakIt('linkedin_page', 'o1', 'remove_page');
    expect((await capture('linkedin_page', linkedin.accessToken)).verdict).toBe('permission_missing');
    expect((await signIn('linkedin_page')).accounts).toHaveLength(1);
  });

  it.each(NAMES)('%s: a removed profile has only dead tokens, and no one can sign in as it', async (name) => {
    const { accessToken } = tokenOf(name, await signIn(name));
    const [network, id] = PEOPLE[name].who;
    expect((await it_.breakIt(network, id, 'remove_profile')).status).toBe(200);
    const { verdict, status } = await capture(name, accessToken);
    expect(status).toBeGreaterThanOrEqual(400);
    const expected = {
      facebook_page: 'parent_profile_removed',
      instagram: 'parent_profile_removed',
      linkedin_page: 'unknown',
      linkedin_profile: 'unknown',
      x: 'token_expired',
      youtube: 'account_not_found',
      threads: 'token_revoked',
    };
    expect(verdict).toBe(expected[name]);
    const browser = new Browser();
    const page = await browser.open(await it_.networks.adapterFor(name).authorizationUrl(requestFor(name)));
    expect(page.text).not.toContain('Continue as');
    const fields: [string, string][] = [
      ['step', 'sign_in'],
      ['identity', id],
    ];
    expect((await browser.submit(page, fields)).text).toContain('No one here has this ID');
    // Until it is back.
    await it_.post('/api/heal', { network, id });
    await it_.identity({ network, id, name: 'Back again', signedIn: true });
    expect((await capture(name, tokenOf(name, await signIn(name)).accessToken)).status).toBe(200);
  });

  it('only a profile accepts remove_profile', async () => {
    expect((await it_.breakIt('facebook_page', 'p1', 'remove_profile')).status).toBe(422);
    expect((await it_.breakIt('facebook', 'f1', 'remove_profile')).status).toBe(200);
    const { items } = (await (await fetch(`${it_.simulator.url}/api/identities`)).json()) as { items: object[] };
    expect(items).not.toContainEqual(expect.objectContaining({ id: 'f1' }));
  });

  it.each(NAMES)('%s: an undocumented error is unknown and keeps its code', async (name) => {
    const { accessToken } = tokenOf(name, await signIn(name));
    const [network, id] = PEOPLE[name].who;
    await it_.breakIt(network, id, 'unknown_error');
    const { verdict, rawCode } = await capture(name, accessToken);
    expect(verdict).toBe('unknown');
    expect(rawCode).toMatch(/^(1357054|77001|7701|somethingNew)$/);
    const found = await it_.networks
      .adapterFor(name)
      .check({ network: name, networkAccountId: PEOPLE[name].account, accessToken });
    // At Facebook, debug_token is the call that fails, which says nothing about the account.
    expect(found).toEqual({
      verdict: name === 'facebook_page' || name === 'instagram' ? 'not_a_disconnect' : verdict,
      rawCode,
    });
  });

  it.each(NAMES)('%s: a proxy’s page reveals nothing, and signing in can be retried', async (name) => {
    const { accessToken } = tokenOf(name, await signIn(name));
    const [network, id] = PEOPLE[name].who;
    await it_.breakIt(network, id, 'html');
    const { rawCode, body } = await capture(name, accessToken);
    expect(body).toContain('190');
    expect(rawCode).toBeUndefined();
    const adapter = it_.networks.adapterFor(name);
    const request = { network: name, networkAccountId: PEOPLE[name].account, accessToken };
    expect(await adapter.check(request)).toEqual({ verdict: 'transient' });
    expect(await errorOf(signIn(name))).toMatchObject({ name: 'NetworkError', kind: 'unavailable' });
  });

  it('X: a refresh token works once, and fixes an expiry but not a revocation', async () => {
    const x = it_.networks.adapterFor('x');
    const { tokens } = await signIn('x');
    await it_.breakIt('x', 'x1', 'expire');
    const renewed = await x.refresh(tokens.refreshToken!);
    expect(renewed.refreshToken).not.toBe(tokens.refreshToken);
    expect((await capture('x', renewed.accessToken)).status).toBe(200);
    expect(await errorOf(x.refresh(tokens.refreshToken!))).toMatchObject({ kind: 'rejected' });
    await it_.breakIt('x', 'x1', 'revoke');
    expect(await errorOf(x.refresh(renewed.refreshToken!))).toMatchObject({ kind: 'rejected' });
  });

  it.each(['linkedin_page', 'youtube'] as const)(
    '%s: the refresh token stays the same and ends with the authorization',
    async (name) => {
      const adapter = it_.networks.adapterFor(name);
      const { tokens } = await signIn(name);
      const renewed = await adapter.refresh(tokens.refreshToken!);
      expect(renewed.refreshToken).toBe(tokens.refreshToken);
      expect(renewed.accessToken).not.toBe(tokens.accessToken);
      const [network, id] = PEOPLE[name].who;
      await it_.breakIt(network, id, 'down');
      expect(await errorOf(adapter.refresh(tokens.refreshToken!))).toMatchObject({ kind: 'unavailable' });
      await it_.breakIt(network, id, 'password');
      await it_.identity({ network, id, name: 'Served again' });
      const error = await errorOf(adapter.refresh(tokens.refreshToken!));
      expect(error).toMatchObject({ name: 'NetworkError', kind: 'rejected', rawCode: 'invalid_grant' });
    },
  );

  it('Facebook has no refresh tokens', async () => {
    const adapter = it_.networks.adapterFor('facebook_page');
    expect(adapter.refreshes).toBe(false);
    expect(await errorOf(adapter.refresh('any'))).toMatchObject({ name: 'NetworkError', kind: 'rejected' });
  });

  it('identities, tokens, and faults survive a restart', async () => {
    const page = tokenOf('facebook_page', await signIn('facebook_page'));
    const x = tokenOf('x', await signIn('x'));
    await it_.breakIt('x', 'x1', 'revoke');
    await it_.simulator.close();
    Object.assign(it_, await rig({ dir }));
    expect((await capture('facebook_page', page.accessToken)).status).toBe(200);
    expect((await capture('x', x.accessToken)).status).toBe(401);
    const list = (await (await fetch(`${it_.simulator.url}/api/identities`)).json()) as { items: object[] };
    expect(list.items).toHaveLength(5);
  });

  it('an unknown account, fault, or network is refused', async () => {
    expect((await it_.breakIt('x', 'nobody', 'revoke')).status).toBe(404);
    expect((await it_.breakIt('x', 'x1', 'explode')).status).toBe(422);
    const odd = { network: 'x', id: '1', name: 'X', manages: [{ network: 'facebook_page', id: '1', name: 'P' }] };
    expect((await it_.identity(odd)).json).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'manages.0.network' }],
    });
  });

  it('the page lists every identity with every fault', async () => {
    const text = await (await fetch(it_.simulator.url)).text();
    expect(text).toContain('What happens to City TV');
    for (const how of [...TOKEN_BREAKS, ...SERVICE_FAULTS]) expect(text).toContain(`<option value="${how}">`);
    const body = new URLSearchParams({ target: 'youtube/y1', how: 'down' });
    await fetch(`${it_.simulator.url}/break`, { method: 'POST', body });
    expect(await errorOf(signIn('youtube'))).toMatchObject({ kind: 'unavailable' });
  });
});
