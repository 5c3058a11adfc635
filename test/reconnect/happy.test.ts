import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { findCredential, saveCredential } from '../../services/credentials/credentials.js';
import { accounts, archives, changes, parentProfiles } from '../../db/schema.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import {
  aBrokenAccount,
  accountRow,
  aCity,
  anAccount,
  auditTypes,
  createSite,
  disconnectRow,
  type Identity,
} from '../rig/site.js';
import { visitorOf, words } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));

const jane: Identity = {
  network: 'facebook',
  id: 'jane',
  name: 'Jane Doe',
  manages: [
    { network: 'facebook_page', id: 'page-1', name: 'City Hall' },
    { network: 'facebook_page', id: 'page-2', name: 'Fire Department' },
    { network: 'instagram', id: 'insta-1', name: 'cityhall' },
  ],
};

const cases: {
  network: Parameters<typeof anAccount>[2] extends { network?: infer N } | undefined ? N : never;
  as: Identity;
  account: string;
}[] = [
  { network: 'facebook_page', as: jane, account: 'page-1' },
  { network: 'instagram', as: jane, account: 'insta-1' },
  {
    network: 'linkedin_page',
    as: {
      network: 'linkedin',
      id: 'li-jane',
      name: 'Jane Doe',
      manages: [{ network: 'linkedin_page', id: '4711', name: 'City' }],
    },
    account: '4711',
  },
  { network: 'linkedin_profile', as: { network: 'linkedin', id: 'li-mayor', name: 'The Mayor' }, account: 'li-mayor' },
  { network: 'x', as: { network: 'x', id: 'x-1', name: 'City Hall' }, account: 'x-1' },
  { network: 'youtube', as: { network: 'youtube', id: 'UC1', name: 'City TV' }, account: 'UC1' },
];

describe.each(cases)('a $network account', ({ network, as, account }) => {
  test('is reconnected by its owner’s sign-in', async () => {
    await site.identity(as);
    const { id, disconnectId } = await aBrokenAccount(site, city, {
      network,
      networkAccountId: account,
      name: 'The account',
    });
    const page = await visitor.reconnect({ accountId: id });
    expect(words(page)).toContain('The account has been reconnected.');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/role="status"/);

    expect((await accountRow(site, city, id)).status).toBe('connected');
    expect(await disconnectRow(site, city, disconnectId)).toMatchObject({
      status: 'closed',
      closedAs: 'reconnected',
      workflow: 'to_end',
    });
    const { db, config } = site.context;
    const credential = await findCredential(db, config.keys, { archiveId: city.archiveId, accountId: id });
    expect(credential?.tokens.accessToken).toBeTruthy();
    expect(await auditTypes(site, city, id)).toEqual(['reported', 'reconnect_begun', 'reconnected']);
  });
});

test('the Parent Profile that signed in is stored under the owner, authorizes the account, and doesn’t become an account', async () => {
  await site.identity(jane);
  const { id } = await aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId: 'page-1' });
  await visitor.reconnect({ accountId: id });
  const { db, config } = site.context;
  const [profile] = await db.select().from(parentProfiles).where(eq(parentProfiles.archiveId, city.archiveId));
  expect(profile).toMatchObject({
    network: 'facebook',
    networkProfileId: 'jane',
    name: 'Jane Doe',
    ownerId: city.owner,
  });
  expect((await accountRow(site, city, id)).parentProfileId).toBe(profile!.id);
  const subject = { archiveId: city.archiveId, parentProfileId: profile!.id };
  expect((await findCredential(db, config.keys, subject))?.tokens.accessToken).toBeTruthy();
  expect(await db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId))).toHaveLength(1);
});

test('one sign-in reconnects all of this owner’s disconnected accounts that the profile manages, and no others', async () => {
  await site.identity(jane);
  const first = await aBrokenAccount(site, city, {
    network: 'facebook_page',
    networkAccountId: 'page-1',
    name: 'City Hall',
  });
  const second = await aBrokenAccount(site, city, {
    network: 'instagram',
    networkAccountId: 'insta-1',
    name: 'cityhall',
  });
  const others = await aBrokenAccount(site, city, {
    network: 'facebook_page',
    networkAccountId: 'page-2',
    ownerId: city.otherOwner,
  });
  const unmanaged = await aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId: 'page-9' });
  const page = await visitor.reconnect({ accountId: first.id });
  expect(words(page)).toContain('2 accounts reconnected');
  expect((await disconnectRow(site, city, second.disconnectId)).closedAs).toBe('reconnected');
  for (const { id, disconnectId } of [others, unmanaged]) {
    expect((await accountRow(site, city, id)).status).toBe('disconnected');
    expect((await disconnectRow(site, city, disconnectId)).status).toBe('open');
  }
});

test('reconnecting a connected account only renews its tokens and notifies the capture engine', async () => {
  await site.identity({ network: 'x', id: 'x-9', name: 'Parks' });
  const id = await anAccount(site.context.db, city, { network: 'x', networkAccountId: 'x-9', name: 'Parks' });
  const { db, config } = site.context;
  await saveCredential(db, config.keys, { archiveId: city.archiveId, accountId: id }, { accessToken: 'an older one' });
  const page = await visitor.reconnect({ accountId: id });
  expect(words(page)).toContain('its permission was renewed');
  const told = await site.context.db
    .select({ type: changes.type })
    .from(changes)
    .where(and(eq(changes.archiveId, city.archiveId), eq(changes.accountId, id)));
  expect(told).toEqual([{ type: 'credential_renewed' }]);
});

test('two concurrent reconnects of one account both succeed and close its disconnect once', async () => {
  await site.identity({ network: 'x', id: 'x-8', name: 'Library' });
  const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId: 'x-8', name: 'Library' });
  const callbacks = [await visitor.callback({ accountId: id }), await visitor.callback({ accountId: id })];
  const pages = await Promise.all(callbacks.map((url) => visitor.get(url)));
  expect(pages.map(({ status }) => status)).toEqual([200, 200]);
  expect((await auditTypes(site, city, id)).filter((type) => type === 'reconnected')).toHaveLength(1);
});

describe('connecting new accounts', () => {
  test('first names the archive, even right after a click on the owner’s page', async () => {
    await site.identity({ network: 'youtube', id: 'UC5', name: 'Council TV' });
    const fresh = await visitor.get(await visitor.begin({ network: 'youtube' }));
    expect([fresh.status, fresh.location]).toEqual([200, null]);
    const [archive] = await site.context.db.select().from(archives).where(eq(archives.id, city.archiveId));
    expect(words(fresh)).toContain(`to the social media archive of ${archive!.name}`);
    const { id } = await aBrokenAccount(site, city, {
      network: 'youtube',
      networkAccountId: 'UC5',
      name: 'Council TV',
    });
    expect((await visitor.get(await visitor.begin({ accountId: id }))).status).toBe(303);
  });

  test('adds the checked accounts under this owner', async () => {
    await site.identity(jane);
    const page = await visitor.reconnect({ network: 'facebook_page' });
    expect(words(page)).toContain('2 accounts connected');
    const rows = await site.context.db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
    expect(
      rows
        .map(({ name, ownerId, status }) => [name, ownerId, status])
        .toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
    ).toEqual([
      ['City Hall', city.owner, 'connected'],
      ['Fire Department', city.owner, 'connected'],
    ]);
    const told = await site.context.db.select().from(changes).where(eq(changes.archiveId, city.archiveId));
    expect(told.map(({ type }) => type)).toEqual(['connected', 'connected']);
  });

  test('skips another owner’s account, says so, and adds the rest', async () => {
    await site.identity(jane);
    const theirs = await anAccount(site.context.db, city, {
      network: 'facebook_page',
      networkAccountId: 'page-2',
      name: 'Fire',
      ownerId: city.otherOwner,
    });
    const page = await visitor.reconnect({ network: 'facebook_page' });
    expect(words(page)).toContain('City Hall is now connected.');
    expect(words(page)).toContain('Fire (Facebook Page) has a different Account Owner');
    expect(words(page)).not.toContain('Other');
    expect((await accountRow(site, city, theirs)).ownerId).toBe(city.otherOwner);
  });

  test('twice at the same time creates one account', async () => {
    await site.identity({ network: 'youtube', id: 'UC7', name: 'Council TV' });
    const callbacks = [await visitor.callback({ network: 'youtube' }), await visitor.callback({ network: 'youtube' })];
    const pages = await Promise.all(callbacks.map((url) => visitor.get(url)));
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    expect(await site.context.db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId))).toHaveLength(1);
  });
});

test('an account whose name shows nothing at the network is called by its ID there, in every language', async () => {
  await site.identity({ network: 'youtube', id: 'UCnameless', name: '\u200b\u200b' });
  const page = await visitor.reconnect({ network: 'youtube' });
  expect(words(page)).toContain('UCnameless');
  const [account] = await site.context.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.archiveId, city.archiveId), eq(accounts.networkAccountId, 'UCnameless')));
  expect(account?.name).toBe('UCnameless');
});

test('an account that calls itself a link at its network is called by its name without it', async () => {
  await site.identity({ network: 'youtube', id: 'UClink', name: 'Pay at https://www.evil.example/pay?now' });
  await visitor.reconnect({ network: 'youtube' });
  const [account] = await site.context.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.archiveId, city.archiveId), eq(accounts.networkAccountId, 'UClink')));
  expect(account?.name).toBe('Pay at evil.example');
});
