/** The administrators' dashboard in a real browser. */
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { disconnects, users } from '../../db/schema.js';
import { DAY_MS } from '../rig/calendar.js';
import { markReconnected } from '../rig/changes.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, anAccount } from '../rig/site.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));

const administrator = () => stage.member(town.city.archiveId, town.city.primary);

describe('article: "System Admins will have an additional notification on the Dashboard of their archive."', () => {
  test('article: "Clicking the reconnect link sends them the Account Owners list of accounts." The notice says how many accounts, for how long, and whose', async () => {
    const page = await administrator();
    await page.goto('/dashboard');
    const notice = page.getByRole('region', { name: '3 accounts are disconnected' });
    await notice.getByText(/3 accounts disconnected, the longest since .* \(31 days\)/).waitFor();
    await notice.getByText('Springfield City Hall').waitFor();
    await notice.getByRole('link', { name: 'Reconnect Owner’s accounts' }).click();
    await page.waitForURL(`**/owners/${town.city.owner}`);
  });

  test('the notice appears and disappears without a reload', async () => {
    const page = await administrator();
    await page.goto('/dashboard');
    await page.getByRole('heading', { name: '3 accounts are disconnected' }).waitFor();
    await aBrokenAccount(stage.site, town.city, { network: 'x', name: 'Library' });
    stage.site.context.notifier.notify('workflows');
    await page.getByRole('heading', { name: '4 accounts are disconnected' }).waitFor();
    await page.getByRole('img', { name: /Most accounts disconnected on one day: 4 of 7,/ }).waitFor();
    const open = await stage.site.context.db
      .select({ accountId: disconnects.accountId })
      .from(disconnects)
      .where(eq(disconnects.archiveId, town.city.archiveId));
    await markReconnected(
      stage.site.context,
      town.city.archiveId,
      open.map(({ accountId }) => accountId),
    );
    // The archive imported them, so it captures them again, but no one has authorized them here.
    await page.getByRole('heading', { name: 'No accounts are disconnected' }).waitFor();
  });

  test('the notice doesn’t call inactive accounts connected', async () => {
    const { db } = stage.site.context;
    const closed = await aCity(db);
    await anAccount(db, closed, { name: 'Old page', status: 'inactive', inactiveReason: 'It was closed' });
    const page = await stage.member(closed.archiveId, closed.primary);
    await page.goto('/dashboard');
    await page.getByRole('heading', { name: 'No accounts are disconnected' }).waitFor();
    expect(await page.getByText('All accounts are connected').count()).toBe(0);
  });

  test('the notice says when emails don’t reach an owner', async () => {
    await stage.site.context.db.update(users).set({ emailState: 'bounced' }).where(eq(users.id, town.city.owner));
    const page = await administrator();
    await page.goto('/dashboard');
    await page.getByText('We can’t reach this person by email.').waitFor();
  });

  test('the notice doesn’t appear in another archive', async () => {
    const other = await aCity(stage.site.context.db);
    const page = await stage.member(other.archiveId, other.primary);
    await page.goto('/dashboard');
    expect(await page.getByText('Springfield City Hall').count()).toBe(0);
  });
});

test('the notice lists the 20 owners who have waited longest, says how many more there are, and leads to all their accounts', async () => {
  const { context } = stage.site;
  const many = await aCity(context.db);
  const days = Array.from({ length: 22 }, (_, i) => i);
  for (const day of days) {
    const id = newId('user');
    const person = { name: `Clerk ${day}`, email: `${id}@city.example`, isAccountOwner: true };
    await context.db.insert(users).values({ archiveId: many.archiveId, id, ...person });
    const { disconnectId } = await aBrokenAccount(stage.site, many, { ownerId: id, name: `Page ${day}` });
    await context.db
      .update(disconnects)
      .set({ detectedAt: new Date(Date.now() - (100 - day) * DAY_MS) })
      .where(eq(disconnects.id, disconnectId));
  }
  const page = await stage.member(many.archiveId, many.primary);
  await page.goto('/dashboard');
  const notice = page.getByRole('region', { name: '22 accounts are disconnected' });
  expect(await notice.getByRole('heading', { level: 3 }).allTextContents()).toEqual(
    days.slice(0, 20).map((day) => `Clerk ${day}`),
  );
  await notice.getByText(/^2 (more|other) /).waitFor();
  await notice.getByRole('link', { name: 'See all disconnected accounts' }).click();
  await page.getByText('22 accounts', { exact: true }).waitFor();
  await page.getByRole('row', { name: /Page 21/ }).waitFor();
});

test('the last 90 days have a chart with a text description and a table with counts and durations', async () => {
  await markReconnected(stage.site.context, town.city.archiveId, [town.page]);
  const page = await administrator();
  await page.goto('/dashboard');
  await page.getByRole('img', { name: /Most accounts disconnected on one day: 3 of 6,/ }).waitFor();
  const row = page.getByRole('row', { name: /Facebook Page/ });
  expect(await row.getByRole('cell').allTextContents()).toEqual(['0', '2', '0', '1', '9 days', '9 days']);
});

test('the chart can show a single network', async () => {
  const page = await administrator();
  await page.goto('/dashboard');
  await page.getByRole('navigation', { name: 'Social network' }).getByRole('link', { name: 'Instagram' }).click();
  await page.getByRole('img', { name: /Most accounts disconnected on one day: 1 of 1,/ }).waitFor();
  await page.getByRole('link', { name: 'All social networks' }).click();
  await page.getByRole('img', { name: /Most accounts disconnected on one day: 3 of 6,/ }).waitFor();
});

test('signed-in people see the notice on every page; an Account Owner’s covers their own accounts and links to their list', async () => {
  const { db, notifier } = stage.site.context;
  await db.update(users).set({ access: 'invite' }).where(eq(users.archiveId, town.city.archiveId));
  const owner = await stage.member(town.city.archiveId, town.city.owner);
  const other = await stage.member(town.city.archiveId, town.city.otherOwner);
  const readOnly = await stage.member(town.city.archiveId, town.city.readOnly);
  for (const page of [owner, other, readOnly]) await page.goto('/help');
  await readOnly.getByText('3 accounts are disconnected.').waitFor();
  await owner.getByText('3 accounts are disconnected.').waitFor();
  expect(await other.getByText(/\d accounts? (is|are) disconnected\./).count()).toBe(0);
  await markReconnected(stage.site.context, town.city.archiveId, [town.page]);
  notifier.notify('workflows');
  await owner.getByText('2 accounts are disconnected.').waitFor();
  await owner.getByRole('link', { name: 'See disconnected accounts' }).click();
  await owner.waitForURL(`**/owners/${town.city.owner}`);
});

test('the dashboard asks a stranger to sign in, and tells an Account Owner that it’s for administrators', async () => {
  const stranger = await stage.person({ baseURL: stage.site.url });
  await stranger.goto('/dashboard');
  expect(new URL(stranger.url()).pathname).toBe('/sign-in');
  await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.id, town.city.owner));
  const owner = await stage.member(town.city.archiveId, town.city.owner);
  const answer = await owner.goto('/dashboard');
  expect(answer?.status()).toBe(403);
  await owner.getByText('This page is for the archive’s administrators.').waitFor();
});

test.each([
  ['a phone in light mode', { viewport: { width: 360, height: 740 }, colorScheme: 'light' }],
  ['a desktop in dark mode', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
] as const)('the dashboard is accessible and fits on %s', async (_name, options) => {
  const page = await stage.member(town.city.archiveId, town.city.primary, options);
  await page.goto('/dashboard');
  expect(await axeViolations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});
