/**
 * Accounts that the archive imported and that no one has authorized here: they aren't called connected anywhere, everyone is shown the way
 * to authorize them, and once that is done, the green bar says so.
 */
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { accounts, audit, changes } from '../../db/schema.js';
import { deletePermissions } from '../../services/credentials/network-events/delete-credentials.js';
import { RELINK } from '../../domain/actor.js';
import { credentials } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aConsent } from '../rig/network-events.js';
import { axeViolations, createStage } from '../rig/stage.js';
import { linkOf } from '../rig/site.js';
import { visitorOf, words } from '../rig/visitor.js';

const STATE = 'Captured by your archive, not yet authorized here';
let n = 0;
const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db));
const parks = freshFixture(async () => {
  const networkAccountId = `x-imported-${(n += 1)}`;
  await stage.site.identity({ network: 'x', id: networkAccountId, name: 'City Parks' });
  const { db } = stage.site.context;
  return { id: await anAccount(db, city, { network: 'x', networkAccountId, name: 'City Parks' }), networkAccountId };
});
const as = (userId: string) => stage.member(city.archiveId, userId);

describe('an administrator', () => {
  test('sees on every page that the account isn’t authorized here, how many there are, and whom to send the link', async () => {
    await aConsent(stage.site.context, city, { person: 'someone', network: 'youtube' });
    const page = await as(city.primary);
    await page.goto('/dashboard');
    await page.getByRole('heading', { name: 'No accounts are disconnected' }).waitFor();
    expect(await page.getByText('All accounts are connected').count()).toBe(0);
    const notice = page.getByRole('region', { name: '1 account isn’t authorized here yet' });
    await notice.getByRole('link', { name: 'See these accounts' }).click();

    await page.waitForURL('**/accounts?status=not_authorized');
    expect(await page.getByRole('row').count()).toBe(2);
    const row = page.getByRole('row', { name: /City Parks/ });
    await row.getByText(STATE).waitFor();
    await row.getByRole('button', { name: 'Give permission for City Parks' }).waitFor();
    await page.goto('/accounts?status=connected');
    expect(await page.getByRole('row', { name: /City Parks/ }).count()).toBe(0);

    await page.goto(`/accounts/${parks.id}`);
    const main = page.getByRole('main');
    await main.getByText(STATE).waitFor();
    expect(await main.getByText('Connected', { exact: true }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Check permission now' }).count()).toBe(0);
    await page.getByText('so we can’t check it').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: /Send .* the personalized link/ }).click();
    await page.waitForURL(`**/configure/people/${city.owner}`);
  });

  test('who asks for a check by hand is told that there is nothing to check with', async () => {
    const page = await as(city.primary);
    await page.request.post(`/accounts/${parks.id}/check`, { headers: { 'Sec-Fetch-Site': 'same-origin' } });
    await page.goto(`/accounts/${parks.id}?done=cannotCheck`);
    await page.getByText('We can’t check this account').waitFor();
    expect(await page.getByText('We’re checking').count()).toBe(0);
  });

  test('authorizes it on behalf of the owner, and the green bar names it', async () => {
    const page = await as(city.primary);
    await page.goto(`/owners/${city.owner}`);
    await page.getByRole('button', { name: 'Give permission for City Parks' }).click();
    await page.getByText('City Parks is now connected.').waitFor();
    const row = page.getByRole('row', { name: /City Parks/ });
    await row.getByText('Connected', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Give permission for City Parks' }).count()).toBe(0);
  });

  test('who authorizes it on its own page sees the green bar there', async () => {
    const page = await as(city.primary);
    await page.goto(`/accounts/${parks.id}`);
    await page.getByRole('button', { name: 'Give permission for City Parks' }).click();
    await page.locator('#green-bar').getByText('City Parks is now connected.').waitFor();
    await page.getByRole('main').getByText('Connected', { exact: true }).waitFor();
  });

  test('who may only look sees it and gets no button', async () => {
    const page = await as(city.readOnly);
    await page.goto(`/accounts/${parks.id}`);
    await page.getByRole('main').getByText(STATE).waitFor();
    expect(await page.getByRole('button', { name: /Give permission/ }).count()).toBe(0);
    expect(await page.getByRole('link', { name: /personalized link/ }).count()).toBe(0);
  });
});

describe('the Account Owner', () => {
  test('is asked for the permission, gives it, and sees the green bar', async () => {
    const page = await stage.person();
    await page.goto(await linkOf(stage.site, city));
    await page.getByRole('heading', { name: '1 account still needs your permission' }).waitFor();
    expect(await page.getByText('All your accounts are connected').count()).toBe(0);
    await page.getByRole('button', { name: 'Give permission for City Parks' }).click();
    await page.locator('#green-bar').getByText('City Parks is now connected.').waitFor();
    await page.getByRole('heading', { name: 'All your accounts are connected' }).waitFor();
    await page.getByRole('heading', { name: 'Connected 1' }).waitFor();
  });

  test('reads on the last page of the sign-in that the account is connected, and the record says so once', async () => {
    const { db } = stage.site.context;
    const visitor = await visitorOf(stage.site, city);
    const first = await visitor.reconnect({ accountId: parks.id });
    expect([first.status, words(first)]).toEqual([200, expect.stringContaining('City Parks is now connected.')]);
    expect(words(await visitor.reconnect({ accountId: parks.id }))).toContain('its permission was renewed');
    const types = await db
      .select({ type: audit.type })
      .from(audit)
      .where(eq(audit.accountId, parks.id))
      .orderBy(audit.id);
    expect(types.map(({ type }) => type)).toEqual([
      'reconnect_begun',
      'connected',
      'reconnect_begun',
      'credential_renewed',
    ]);
    const told = await db.select({ type: changes.type }).from(changes).where(eq(changes.accountId, parks.id));
    expect(told.map(({ type }) => type)).toEqual(['credential_renewed', 'credential_renewed']);
  });

  test('whose disconnected account was never authorized reads “reconnected” when it works again', async () => {
    const { db } = stage.site.context;
    await db.update(accounts).set({ status: 'disconnected' }).where(eq(accounts.id, parks.id));
    const page = await stage.person();
    await page.goto(await linkOf(stage.site, city));
    await page.getByRole('button', { name: 'Reconnect City Parks' }).click();
    await page.locator('#green-bar').getByText('City Parks has been reconnected.').waitFor();
    expect(await page.getByText('is now connected').count()).toBe(0);
  });
});

test('an account whose tokens were deleted isn’t called authorized any longer', async () => {
  const { db } = stage.site.context;
  const id = await aConsent(stage.site.context, city, { person: 'someone', network: 'youtube' });
  const since = async () => (await db.select().from(accounts).where(eq(accounts.id, id)))[0]!.authorizedSince;
  expect(await since()).toEqual(expect.any(Date));
  await db.transaction(async (tx) => {
    const which = and(eq(credentials.archiveId, city.archiveId), eq(credentials.accountId, id));
    await deletePermissions(
      tx,
      { archiveId: city.archiveId, actor: RELINK },
      await tx.select().from(credentials).where(which),
    );
  });
  expect(await since()).toBeNull();
});
