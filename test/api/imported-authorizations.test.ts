/**
 * A person removes the app, or asks to have their data deleted, and the archive had imported their accounts: Relink holds no token for
 * them, but knows whose they are.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { accounts, credentials, parentProfiles } from '../../db/schema.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import { createApi } from '../rig/api.js';
import { aProfile, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aConsent, formOf, removed, seconds, signedRequest, stateOf } from '../rig/network-events.js';

const api = sharedFixture(createApi);
const FORM = { key: null, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
const send = async (path: string, signed: string) => {
  expect((await api.call('POST', `/webhooks/${path}`, formOf(signed), FORM)).status).toBe(200);
};
const aPerson = () => `1${randomUUID().replaceAll(/\D/g, '')}`.slice(0, 17);
const state = (accountId: string) => stateOf(api.context, accountId);
const imported = (person: string, city: City = api.city, pages = 2) =>
  aProfile(api.context.db, city, pages, { networkProfileId: person });
const ago = (s: number) => new Date(Date.now() - s * 1000);

describe('when Jane removes the app, and the archive only imported her profile', () => {
  test('her accounts are disconnected in every archive that has her, and no one else’s', async () => {
    const jane = aPerson();
    const here = await imported(jane);
    const there = await imported(jane, api.otherCity);
    const others = await imported(aPerson());
    await send('meta/deauthorize', removed(jane));
    for (const id of [...here.pages, ...there.pages])
      expect(await state(id)).toMatchObject({
        status: 'disconnected',
        open: [{ reason: 'token_revoked', rawCode: 'deauthorize', notBefore: null }],
        events: ['reported by network Facebook'],
      });
    for (const id of others.pages) expect(await state(id)).toMatchObject({ status: 'connected', open: [] });
  });

  test('a Page that Mark has since connected through his own profile stays connected', async () => {
    const [jane, mark] = [aPerson(), aPerson()];
    const { pages } = await imported(jane, api.city, 1);
    const marks = await imported(mark, api.city, 0);
    const page = await aConsent(api.context, api.city, { person: mark, parentProfileId: marks.id, ago: 30 });
    await send('meta/deauthorize', removed(jane, seconds(-60)));
    expect(await state(page)).toMatchObject({ status: 'connected', open: [], checkSoon: false });
    expect(await state(pages[0]!)).toMatchObject({ status: 'disconnected' });
  });

  test('a Page that Mark authorized while the archive still lists it under Jane is checked, not given up', async () => {
    const [jane, mark] = [aPerson(), aPerson()];
    const { id } = await imported(jane, api.city, 0);
    const page = await aConsent(api.context, api.city, { person: mark, parentProfileId: id });
    await send('meta/deauthorize', removed(jane));
    expect(await state(page)).toMatchObject({ status: 'connected', open: [], checkSoon: true });
  });

  test('a late callback does nothing when she, or the archive, was connected again since', async () => {
    const { db, config } = api.context;
    const jane = aPerson();
    const { id, pages } = await imported(jane);
    const late = () => removed(jane, seconds(-600));
    await db
      .update(accounts)
      .set({ lastReconnectedAt: ago(100) })
      .where(eq(accounts.id, pages[0]!));
    await send('meta/deauthorize', late());
    expect(await state(pages[0]!)).toMatchObject({ status: 'connected', open: [] });
    expect(await state(pages[1]!)).toMatchObject({ status: 'disconnected' });

    const again = await anAccount(db, api.city, { network: 'facebook_page', parentProfileId: id });
    const subject = { archiveId: api.city.archiveId, parentProfileId: id };
    await saveCredential(
      db,
      config.keys,
      subject,
      { accessToken: 'hers' },
      { authorizationId: 'aut_j', authorizedBy: jane },
    );
    await db
      .update(credentials)
      .set({ authorizedAt: ago(100) })
      .where(eq(credentials.parentProfileId, id));
    await send('meta/deauthorize', removed(jane, seconds(-599)));
    expect(await state(again)).toMatchObject({ status: 'connected', open: [] });
  });

  test('a Page whose token the archive brought along is disconnected too', async () => {
    const { db, config } = api.context;
    const jane = aPerson();
    const { pages } = await imported(jane, api.city, 1);
    await saveCredential(
      db,
      config.keys,
      { archiveId: api.city.archiveId, accountId: pages[0]! },
      { accessToken: 'a' },
    );
    await db
      .update(credentials)
      .set({ authorizedAt: ago(3600) })
      .where(eq(credentials.accountId, pages[0]!));
    await send('meta/deauthorize', removed(jane));
    expect(await state(pages[0]!)).toMatchObject({ status: 'disconnected', open: [{ reason: 'token_revoked' }] });
  });
});

test('when Jane asks to have her data deleted, the Pages are disconnected and nothing names her any more', async () => {
  const jane = aPerson();
  const { id, pages } = await imported(jane);
  await send('meta/data-deletion', removed(jane));
  for (const page of pages)
    expect(await state(page)).toMatchObject({ status: 'disconnected', open: [{ rawCode: 'data-deletion' }] });
  const [profile] = await api.context.db.select().from(parentProfiles).where(eq(parentProfiles.id, id));
  expect(profile).toMatchObject({ networkProfileId: `deleted ${id}`, name: 'Facebook' });
});

test.each([
  ['removes the app', 'threads/deauthorize'],
  ['asks to have its data deleted', 'threads/data-deletion'],
])('an imported Threads account that %s is disconnected, because the account is the person', async (_what, path) => {
  const city = aPerson();
  const more = { network: 'threads', networkAccountId: city } as const;
  const accountId = await anAccount(api.context.db, api.city, more);
  const namesake = await anAccount(api.context.db, api.city, { ...more, network: 'facebook_page' });
  await send(path, removed(city, seconds(), simulatorCredentials('threads').clientSecret));
  expect(await state(accountId)).toMatchObject({ status: 'disconnected', open: [{ reason: 'token_revoked' }] });
  expect(await state(namesake)).toMatchObject({ status: 'connected', open: [] });
});

test('an imported Page that is taken from the app is disconnected, because the callback names the Page', async () => {
  const page = aPerson();
  const accountId = await anAccount(api.context.db, api.city, { network: 'facebook_page', networkAccountId: page });
  const said = { algorithm: 'HMAC-SHA256', issued_at: seconds(), user_id: 0, profile_id: page };
  await send('meta/deauthorize', signedRequest(said));
  expect(await state(accountId)).toMatchObject({ status: 'disconnected', open: [{ reason: 'permission_missing' }] });
});
