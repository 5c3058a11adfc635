/** Requirement: "A refusal because of the wrong identity offers another account (the network's account chooser is forced); it never loops." */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, accountRow, aCity, createSite, disconnectRow } from '../rig/site.js';
import { Visitor, visitorOf, words, type Seen } from '../rig/visitor.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { aProfile } from '../rig/builders.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));

let n = 0;
beforeEach(() => void (n += 1));

const signIn = (as: Visitor, url: string, identity: string, step = 'sign_in') =>
  as.request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ step, identity }).toString(),
  });

const signOutOn = (page: Seen): string | undefined => /href="([^"]+)"[^>]*id="sign-out"/.exec(page.text)?.[1];

/** Goes to Relink's page on the way to the network, and returns it instead of going on. */
const leave = async (target: { accountId: string } | { network: string }) => visitor.get(await visitor.begin(target));

describe('a person who is signed in to Google as someone else', () => {
  const wrong = () => `UC-wrong-${n}`;
  const right = () => `UC-right-${n}`;

  async function aRefusedChannel() {
    await site.identity({ network: 'youtube', id: right(), name: 'City TV', signedIn: false });
    await site.identity({ network: 'youtube', id: wrong(), name: 'Private Videos' });
    const account = { network: 'youtube' as const, networkAccountId: right(), name: 'City TV' };
    const { id } = await aBrokenAccount(site, city, account);
    const refused = await visitor.reconnect({ accountId: id });
    return { id, refused };
  }

  test('isn’t asked to choose the first time', async () => {
    await site.identity({ network: 'youtube', id: right(), name: 'City TV' });
    const { id } = await aBrokenAccount(site, city, { network: 'youtube', networkAccountId: right() });
    const url = new URL(await visitor.toNetwork(await visitor.begin({ accountId: id })));
    expect(url.searchParams.get('prompt')).toBe('consent');
  });

  test('is offered another account, sees Google’s choice of accounts, and gets in', async () => {
    const { id, refused } = await aRefusedChannel();
    expect(words(refused)).toContain('You signed in as Private Videos');
    expect(words(refused)).toContain('Use a different account');
    const url = await visitor.toNetwork(await visitor.begin({ accountId: id }));
    expect(new URL(url).searchParams.get('prompt')).toBe('select_account consent');
    const chooser = await visitor.get(url);
    expect(chooser.text).toContain('Continue as City TV');
    const chosen = await signIn(visitor, url, right());
    const back = await visitor.get(new URL(chosen.location!, url).href);
    const allowed =
      back.location ?? (await signIn(visitor, new URL(chosen.location!, url).href, right(), 'consent')).location!;
    expect(words(await visitor.get(allowed))).toContain('City TV has been reconnected.');
    expect((await accountRow(site, city, id)).status).toBe('connected');
  });

  test('isn’t asked to choose any more once it worked', async () => {
    const { id } = await aRefusedChannel();
    await site.identity({ network: 'youtube', id: right(), name: 'City TV', signedIn: true });
    const url = new URL(await visitor.toNetwork(await visitor.begin({ accountId: id })));
    url.searchParams.set('prompt', 'consent');
    await visitor.get(await visitor.atNetwork(url.href));
    const next = new URL(await visitor.toNetwork(await visitor.begin({ accountId: id })));
    expect(next.searchParams.get('prompt')).toBe('consent');
  });
});

describe.each([
  { network: 'x', as: 'x', wrong: 'Private Person (@PrivatePerson)', provider: 'X' },
  { network: 'facebook_page', as: 'facebook', wrong: 'Private Person', provider: 'Facebook' },
  { network: 'linkedin_page', as: 'linkedin', wrong: 'Private Person', provider: 'LinkedIn' },
  { network: 'linkedin_profile', as: 'linkedin', wrong: 'Private Person', provider: 'LinkedIn' },
  { network: 'threads', as: 'threads', wrong: '@privateperson', provider: 'Threads' },
] as const)(
  'a person who is signed in at the network of a $network account as someone else',
  ({ network, as, ...more }) => {
    const own = () => `${network}-own-${n}`;
    const account = () => (network === as || network === 'linkedin_profile' ? own() : `${network}-account-${n}`);

    async function aRefusedAccount(target: 'account' | 'new' = 'account') {
      const managed = account() === own() ? [] : [{ network, id: account(), name: 'City Hall' }];
      await site.identity({ network: as, id: own(), name: 'City Clerk', manages: managed, signedIn: false });
      await site.identity({ network: as, id: `wrong-${network}-${n}`, name: 'Private Person' });
      const { id } = await aBrokenAccount(site, city, { network, networkAccountId: account(), name: 'City Hall' });
      const refused = await visitor.reconnect(target === 'new' ? { network } : { accountId: id });
      return { id, refused };
    }

    test('sees who was signed in, signs out there, and gets in', async () => {
      const { id, refused } = await aRefusedAccount();
      expect(words(refused)).toContain('Use a different account');
      const page = await leave({ accountId: id });
      expect(page.status).toBe(200);
      expect(words(page)).toContain(`Last time, ${more.provider} signed you in as ${more.wrong}`);
      const signOut = signOutOn(page)!;
      expect(page.text).toMatch(/id="sign-out" target="_blank" rel="noreferrer noopener"/);
      expect(words(await visitor.get(signOut))).toContain(`You are signed out of ${more.provider}`);

      const url = /<a href="([^"]+)"[^>]*id="go"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
      expect((await visitor.get(url)).text).toContain('Continue as City Clerk');
      const signedIn = await signIn(visitor, url, own());
      const consentUrl = new URL(signedIn.location!, url).href;
      const fields = new URLSearchParams({ step: 'consent', identity: own(), account: `${network}/${account()}` });
      const consent = await visitor.request(consentUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: fields.toString(),
      });
      expect(words(await visitor.get(consent.location!))).toContain('City Hall has been reconnected.');
    });

    test('would meet the same person again by just going on, and is told again rather than let in', async () => {
      const { id } = await aRefusedAccount();
      const again = await visitor.reconnect({ accountId: id });
      expect(again.status).toBe(409);
      expect(signOutOn(await leave({ accountId: id }))).toBeDefined();
    });
  },
);

test('connecting something new after “nothing to connect” offers another account too', async () => {
  await site.identity({ network: 'facebook', id: `empty-${n}`, name: 'Nobody’s Profile', manages: [] });
  const refused = await visitor.reconnect({ network: 'facebook_page' });
  expect(words(refused)).toContain('Use a different account');
  const page = await leave({ network: 'facebook_page' });
  expect(words(page)).toContain('Last time, Facebook signed you in as Nobody’s Profile');
  expect(signOutOn(await leave({ network: 'linkedin_page' }))).toBeUndefined();
});

test('someone else’s refused attempt isn’t shown to this owner', async () => {
  await site.identity({ network: 'x', id: `x-admin-${n}`, name: 'Admin’s Own' });
  const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId: `x-${n}` });
  const { secret } = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId: city.primary });
  const administrator = new Visitor(site);
  administrator.setCookie('relink', secret);
  await administrator.reconnect({ accountId: id });
  expect((await visitor.get(await visitor.begin({ accountId: id }))).status).toBe(303);
});

describe('“Reconnect all” of several Pages of one profile', () => {
  const page = (i: number) => ({ network: 'facebook_page' as const, id: `all-${n}-${i}`, name: `Page ${i}` });

  async function threePages(manages: readonly number[]) {
    const profile = await aProfile(site.context.db, city, n, { networkProfileId: `all-jane-${n}`, name: 'Jane Doe' });
    await site.identity({ network: 'facebook', id: `all-jane-${n}`, name: 'Jane Doe', manages: manages.map(page) });
    return Promise.all(
      [1, 2, 3].map((i) =>
        aBrokenAccount(site, city, {
          network: 'facebook_page',
          networkAccountId: page(i).id,
          name: page(i).name,
          parentProfileId: profile.id,
        }),
      ),
    );
  }

  const reconnectAll = async (accountId: string) =>
    visitor.get(await visitor.callback({ accountId, together: 'yes' } as { accountId: string }));

  test.each([1, 2, 3])('reconnects those that the profile manages, whichever comes first: page %i', async (first) => {
    const all = await threePages([2, 3]);
    const seen = await reconnectAll(all[first - 1]!.id);
    expect(seen.status).toBe(200);
    expect(words(seen)).toContain('2 accounts reconnected');
    expect(words(seen)).toContain('Page 1 is still disconnected.');
    expect(words(seen)).toContain('Jane Doe doesn’t manage these accounts');
    const states = await Promise.all(all.map(({ disconnectId }) => disconnectRow(site, city, disconnectId)));
    expect(states.map(({ status }) => status)).toEqual(['open', 'closed', 'closed']);
    // What the page offers for the one that is left isn't a loop either: it doesn't start with one that is connected by now.
    const offered = [...seen.text.matchAll(/name="accountId" value="([^"]+)"/g)].map(([, id]) => id!);
    expect(offered).toEqual([all[0]!.id, all[0]!.id]);
    expect(words(await leave({ accountId: offered[0]! }))).toContain('Last time, Facebook signed you in as Jane Doe');
  });

  test('is refused as a whole if the profile manages none of them', async () => {
    const all = await threePages([]);
    const seen = await reconnectAll(all[0]!.id);
    expect(seen.status).toBe(409);
    expect(words(seen)).toContain('Jane Doe didn’t give permission for this account');
  });

  test('is what the button on the owner’s page starts', async () => {
    await threePages([1]);
    const list = await visitor.get('/connect/accounts');
    expect(list.text).toMatch(/name="together" value="yes"\/><button type="submit" id="all-/);
  });
});
