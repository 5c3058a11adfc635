import { beforeEach, describe, expect, it } from '@jest/globals';
import { NETWORKS } from '../../domain/networks.js';
import { networkLabel } from '../../i18n/networks.js';
import { DAY_MS } from '../rig/calendar.js';
import { freshFixture } from '../rig/fixtures.js';
import { authorize, errorOf, rig } from '../rig/networks.js';

describe('a network that was added with an adapter, a registration, and a simulator file', () => {
  const it_ = freshFixture(() => rig({ dayMs: 0 }));
  beforeEach(async () => {
    await it_.identity({ network: 'threads', id: '17841400000000001', name: 'City Hall', signedIn: true });
  });

  const threads = () => it_.networks.adapterFor('threads');
  const check = (accessToken: string) =>
    threads().check({ network: 'threads', networkAccountId: '17841400000000001', accessToken });

  it('signs in with a 60-day token that is its own refresh token', async () => {
    const { identity, tokens, accounts } = await authorize(threads(), 'threads');
    expect(identity).toEqual({ id: '17841400000000001', name: '@cityhall' });
    expect(accounts).toEqual([{ network: 'threads', networkAccountId: identity.id, name: '@cityhall', tokens }]);
    expect(tokens.refreshToken).toBe(tokens.accessToken);
    expect(tokens.refreshExpiresAt).toBeUndefined();
    expect((tokens.expiresAt!.getTime() - Date.now()) / DAY_MS).toBeGreaterThan(59);
  });

  it('renews the token with itself, and checks the new one', async () => {
    const { tokens } = await authorize(threads(), 'threads');
    const renewed = await threads().refresh(tokens.refreshToken!);
    expect(renewed.accessToken).not.toBe(tokens.accessToken);
    expect(renewed.refreshToken).toBe(renewed.accessToken);
    expect(await check(renewed.accessToken)).toEqual({ verdict: 'healthy' });
    expect((await threads().refresh(renewed.refreshToken!)).accessToken).not.toBe(renewed.accessToken);
  });

  it('refuses a dead token as a refresh token, and says why', async () => {
    const { tokens } = await authorize(threads(), 'threads');
    await it_.breakIt('threads', '17841400000000001', 'password');
    expect(await check(tokens.accessToken)).toEqual({ verdict: 'password_changed', rawCode: '190/460' });
    const error = await errorOf(threads().refresh(tokens.refreshToken!));
    expect(error).toMatchObject({ kind: 'rejected', verdict: 'password_changed', rawCode: '190/460' });
  });

  it('can be asked again after an outage during a renewal', async () => {
    const { tokens } = await authorize(threads(), 'threads');
    for (const how of ['down', 'rate_limit']) {
      await it_.breakIt('threads', '17841400000000001', how);
      expect(await errorOf(threads().refresh(tokens.refreshToken!))).toMatchObject({ kind: 'unavailable' });
    }
  });

  it('refuses to renew a token that is less than a day old', async () => {
    const strict = await rig();
    await strict.identity({ network: 'threads', id: '1', name: 'City Hall', signedIn: true });
    const adapter = strict.networks.adapterFor('threads');
    const { tokens } = await authorize(adapter, 'threads');
    expect(await errorOf(adapter.refresh(tokens.refreshToken!))).toMatchObject({ kind: 'rejected', rawCode: '100' });
    await strict.simulator.close();
  });

  it('ignores a request to revoke, because it has no way to', async () => {
    const { tokens } = await authorize(threads(), 'threads');
    await threads().revoke(tokens);
    expect(await check(tokens.accessToken)).toEqual({ verdict: 'healthy' });
  });

  it('is on the simulator’s home page and has a name in both languages', async () => {
    const home = await (await fetch(it_.simulator.url)).text();
    expect(home).toContain('<h2>Threads</h2>');
    expect(home).toContain('<option value="threads">Threads</option>');
    expect(NETWORKS.threads).toMatchObject({ provider: 'threads', parentProfile: null });
    expect([networkLabel('threads', 'en'), networkLabel('threads', 'es')]).toEqual(['Threads', 'Threads']);
  });
});
