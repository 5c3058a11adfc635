import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../rig/calendar.js';
import { sharedFixture } from '../rig/fixtures.js';
import { Browser, authorize, errorOf, pages, requestFor, rig } from '../rig/networks.js';

describe('signing in to a network', () => {
  const it_ = sharedFixture(() => rig());
  beforeAll(async () => {
    const { identity } = it_;
    await identity({
      network: 'facebook',
      id: 'f1',
      name: 'Pat Jones',
      manages: [
        { network: 'facebook_page', id: 'p1', name: 'City Hall' },
        { network: 'facebook_page', id: 'p2', name: 'City Parks' },
        { network: 'instagram', id: 'i1', name: 'cityhall' },
      ],
    });
    await identity({ network: 'linkedin', id: 'l1', name: 'Pat Jones', manages: pages(60, 'linkedin_page') });
    await identity({ network: 'x', id: 'x1', name: 'City Hall' });
    await identity({ network: 'youtube', id: 'y1', name: 'City TV' });
  });

  it('takes a person through sign-in and consent, and authorizes what the person selected', async () => {
    const adapter = it_.networks.adapterFor('instagram');
    const browser = new Browser();
    const request = requestFor('instagram');
    const signIn = await browser.open(await adapter.authorizationUrl(request));
    expect(signIn.text).toContain('Simulated Facebook');
    expect(signIn.text).toContain('Continue as Pat Jones');
    const consent = await browser.submit(signIn, [
      ['step', 'sign_in'],
      ['identity', 'f1'],
    ]);
    expect(consent.text).toContain('City Parks (Facebook Page)');
    const back = await browser.submit(consent, [
      ['step', 'consent'],
      ['identity', 'f1'],
      ['account', 'facebook_page/p1'],
      ['account', 'instagram/i1'],
    ]);
    const result = await adapter.authorize({ ...request, callbackUrl: back.callback! });
    expect(result.identity).toEqual({ id: 'f1', name: 'Pat Jones' });
    expect(result.accounts.map(({ network, networkAccountId }) => [network, networkAccountId])).toEqual([
      ['facebook_page', 'p1'],
      ['instagram', 'i1'],
    ]);
    const days = (result.tokens.expiresAt!.getTime() - Date.now()) / DAY_MS;
    expect(days).toBeGreaterThan(59);
    // A Page's token has no expiry of its own; data access ends with the profile's.
    const { dataAccessExpiresAt } = result.tokens;
    expect((dataAccessExpiresAt!.getTime() - Date.now()) / DAY_MS).toBeGreaterThan(89);
    expect(result.accounts[0]!.tokens).toEqual({ accessToken: expect.stringContaining('page'), dataAccessExpiresAt });

    // Next time, Facebook shows the boxes again, so that an unchecked Page locks no one out.
    const boxes = await browser.open(await adapter.authorizationUrl(request));
    expect(boxes.text).toMatch(/value="facebook_page\/p2" *\/>/);
    await browser.submit(boxes, [
      ['step', 'consent'],
      ['identity', 'f1'],
      ...['facebook_page/p1', 'facebook_page/p2', 'instagram/i1'].map((key): [string, string] => ['account', key]),
    ]);
    // With nothing left to ask for, the same browser passes without a click.
    expect((await authorize(adapter, 'instagram', browser)).accounts).toHaveLength(3);
  });

  it('returns a LinkedIn member’s own profile and every LinkedIn Page, across all pages of the list', async () => {
    await it_.identity({ network: 'linkedin_profile', id: 'l1', name: 'Pat Jones', signedIn: true });
    const { identity, accounts, tokens } = await authorize(it_.networks.adapterFor('linkedin_page'), 'linkedin_page');
    expect(identity).toEqual({ id: 'l1', name: 'Pat Jones' });
    expect(accounts[0]).toMatchObject({ network: 'linkedin_profile', networkAccountId: 'l1', name: 'Pat Jones' });
    const organizations = accounts.slice(1);
    expect(new Set(organizations.map(({ networkAccountId }) => networkAccountId)).size).toBe(60);
    expect(organizations[59]).toMatchObject({ network: 'linkedin_page', networkAccountId: 'page-59', name: 'Page 59' });
    expect(tokens.refreshToken).toBeDefined();
    expect(tokens.refreshExpiresAt!.getTime()).toBeGreaterThan(tokens.expiresAt!.getTime());
  });

  it('returns the X account itself', async () => {
    await it_.identity({ network: 'x', id: 'x1', name: 'City Hall', signedIn: true });
    const { identity, accounts, tokens } = await authorize(it_.networks.adapterFor('x'), 'x');
    expect(identity).toEqual({ id: 'x1', name: 'City Hall (@CityHall)' });
    expect(accounts).toEqual([{ network: 'x', networkAccountId: 'x1', name: identity.name, tokens }]);
    expect(tokens.refreshToken).toBeDefined();
  });

  it('returns the YouTube channel itself', async () => {
    await it_.identity({ network: 'youtube', id: 'y1', name: 'City TV', signedIn: true });
    const { identity, accounts, tokens } = await authorize(it_.networks.adapterFor('youtube'), 'youtube');
    expect(identity).toEqual({ id: 'y1', name: 'City TV', subject: expect.stringMatching(/^[0-9]{21}$/) });
    expect(accounts).toEqual([{ network: 'youtube', networkAccountId: 'y1', name: 'City TV', tokens }]);
    expect(tokens.refreshToken).toBeDefined();
  });

  it('reads Facebook’s list past its first page, and gets a separate token for each Page', async () => {
    await it_.identity({ network: 'facebook', id: 'f2', name: 'Busy', manages: pages(130), signedIn: true });
    const { accounts } = await authorize(it_.networks.adapterFor('facebook_page'), 'facebook_page');
    expect(new Set(accounts.map(({ networkAccountId }) => networkAccountId)).size).toBe(130);
    expect(new Set(accounts.map(({ tokens }) => tokens.accessToken)).size).toBe(130);
    await it_.identity({ network: 'facebook', id: 'f2', name: 'Busy', signedIn: false });
  });

  it('returns an Instagram account even if no Facebook Page is named for it', async () => {
    const manages = [{ network: 'instagram', id: 'i9', name: 'alone' }];
    await it_.identity({ network: 'facebook', id: 'f3', name: 'Only Instagram', manages, signedIn: true });
    const { accounts } = await authorize(it_.networks.adapterFor('instagram'), 'instagram');
    expect(accounts).toContainEqual(expect.objectContaining({ network: 'instagram', networkAccountId: 'i9' }));
    await it_.identity({ network: 'facebook', id: 'f3', name: 'Only Instagram', signedIn: false });
  });

  it('lets a person add a new identity', async () => {
    const browser = new Browser();
    const request = requestFor('facebook_page');
    const adapter = it_.networks.adapterFor('facebook_page');
    const signIn = await browser.open(await adapter.authorizationUrl(request));
    const fields: [string, string][] = [
      ['step', 'add'],
      ['name', '<b>New & Co</b>'],
    ];
    const consent = await browser.submit(signIn, fields);
    expect(consent.text).toContain('&lt;b&gt;New &amp; Co&lt;/b&gt;');
  });

  it.each(['facebook_page', 'linkedin_page', 'x', 'youtube'] as const)(
    'is `denied` when the person cancels: %s',
    async (network) => {
      // No one is signed in here: `switch` is where "Not you?" leads.
      const adapter = it_.networks.adapterFor(network);
      const request = requestFor(network);
      const browser = new Browser();
      const url = await adapter.authorizationUrl(request);
      url.searchParams.set('switch', '1');
      const back = await browser.submit(await browser.open(url), [['step', 'cancel']]);
      expect(back.callback!.searchParams.get('state')).toBe('the-state');
      const error = await errorOf(adapter.authorize({ ...request, callbackUrl: back.callback! }));
      expect(error).toMatchObject({ name: 'NetworkError', kind: 'denied' });
    },
  );
});
