/** The dashboard's chart, read with a mouse, a finger, a keyboard, and without a script. */
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { accounts, disconnects } from '../../db/schema.js';
import { axisValues } from '../../web/pages/dashboard/chart.js';
import { markReconnected } from '../rig/changes.js';
import { calendarDaysAgo, homeZone } from '../rig/calendar.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, anAccount } from '../rig/site.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));
const timeZone = homeZone(SPRINGFIELD.timeZone);

type Options = Parameters<typeof stage.member>[2];

async function dashboard(options?: Options): Promise<Page> {
  const { db } = stage.site.context;
  await db
    .update(accounts)
    .set({ createdAt: calendarDaysAgo(120, timeZone) })
    .where(eq(accounts.archiveId, town.city.archiveId));
  const page = await stage.member(town.city.archiveId, town.city.primary, { reducedMotion: 'reduce', ...options });
  await page.goto('/dashboard');
  return page;
}

const dayOf = (days: number) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone }).format(calendarDaysAgo(days, timeZone));
const reading = (page: Page) => page.locator('.reading').textContent();
const slider = (page: Page) => page.getByRole('slider', { name: 'Choose a day' });

test.each([
  [0, [1, 0]],
  [1, [1, 0]],
  [3, [3, 2, 1, 0]],
  [8, [8, 6, 4, 2, 0]],
  [9, [10, 5, 0]],
  [230, [300, 200, 100, 0]],
  [100_000, [100_000, 50_000, 0]],
])('an archive of %i accounts has an axis with whole, round values', (highest, values) => {
  expect(axisValues(highest)).toEqual(values);
});

test('the axis names its values, and the caption and today’s values agree with the bars', async () => {
  const page = await dashboard();
  const chart = page.getByRole('figure');
  expect(await chart.locator('.axis-values span').allTextContents()).toEqual(['6', '4', '2', '0']);
  expect(
    await chart.getByText(/^From .* Most accounts disconnected on one day: 3 of 6, last on /).textContent(),
  ).toContain(`last on ${dayOf(0)}.`);
  expect(await reading(page)).toBe(`${dayOf(0)}: 3 of 6 accounts disconnected`);
  expect(await axeViolations(page)).toEqual([]);
});

test('a clerk who works with the keyboard reads each day with the arrow keys', async () => {
  const page = await dashboard();
  await slider(page).focus();
  for (let n = 0; n < 5; n += 1) await page.keyboard.press('ArrowLeft');
  const words = `${dayOf(5)}: 2 of 6 accounts disconnected`;
  expect(await reading(page)).toBe(words);
  expect(await slider(page).getAttribute('aria-valuetext')).toBe(words);
  await page.keyboard.press('Home');
  expect(await reading(page)).toBe(`${dayOf(89)}: 0 of 6 accounts disconnected`);
});

test('a clerk who points at a bar, or touches it on a phone, reads that day', async () => {
  const desktop = await dashboard();
  await desktop
    .locator('.chart svg [data-day]')
    .nth(89 - 5)
    .hover();
  expect(await reading(desktop)).toBe(`${dayOf(5)}: 2 of 6 accounts disconnected`);
  const phone = await dashboard({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await phone.locator('.chart svg').tap({ position: { x: 2, y: 20 } });
  expect(await reading(phone)).toBe(`${dayOf(89)}: 0 of 6 accounts disconnected`);
  expect(await overflow(phone)).toBe(0);
});

test('the day that someone reads, and the table that they opened, stay when new values arrive', async () => {
  const page = await dashboard();
  await page.getByText('Show these days as a table').click();
  await slider(page).focus();
  await page.keyboard.press('ArrowLeft');
  const yesterday = `${dayOf(1)}: 3 of 6 accounts disconnected`;
  expect(await reading(page)).toBe(yesterday);
  await aBrokenAccount(stage.site, town.city, { network: 'x', name: 'Library' });
  stage.site.context.notifier.notify('workflows');
  await page.getByText(/Most accounts disconnected on one day: 4 of 7/).waitFor();
  expect(await reading(page)).toBe(yesterday);
  expect(await page.getByRole('columnheader', { name: 'Day' }).isVisible()).toBe(true);
});

describe('without a script', () => {
  test('the caption and a table say the same', async () => {
    const page = await dashboard({ javaScriptEnabled: false });
    expect(await page.getByText(/Most accounts disconnected on one day: 3 of 6/).isVisible()).toBe(true);
    expect(await slider(page).count()).toBe(0);
    await page.getByText('Show these days as a table').click();
    const rows = page.locator('.day-table tbody tr');
    expect(await rows.first().getByRole('rowheader').textContent()).toBe(`${dayOf(2)} to ${dayOf(0)}`);
    expect(await rows.first().getByRole('cell').allTextContents()).toEqual(['3', '6']);
    expect(await rows.last().getByRole('cell').allTextContents()).toEqual(['0', '6']);
  });
});

test('an account that was disconnected for a moment yesterday shows on that day and on no other', async () => {
  const { context } = stage.site;
  const city = await aCity(context.db, { ...SPRINGFIELD, timeZone });
  const short = await aBrokenAccount(stage.site, city, { network: 'x', name: 'Short' });
  const yesterday = calendarDaysAgo(1, timeZone);
  await markReconnected(context, city.archiveId, [short.id]);
  await context.db
    .update(disconnects)
    .set({ detectedAt: yesterday, closedAt: yesterday })
    .where(and(eq(disconnects.archiveId, city.archiveId), eq(disconnects.accountId, short.id)));
  await context.db
    .update(accounts)
    .set({ createdAt: calendarDaysAgo(120, timeZone) })
    .where(eq(accounts.archiveId, city.archiveId));
  const page = await stage.member(city.archiveId, city.primary);
  await page.goto('/dashboard');
  await page.getByText(`Most accounts disconnected on one day: 1 of 1, last on ${dayOf(1)}.`).waitFor();
  await slider(page).focus();
  expect(await reading(page)).toBe(`${dayOf(0)}: 0 of 1 account disconnected`);
  await page.keyboard.press('ArrowLeft');
  expect(await reading(page)).toBe(`${dayOf(1)}: 1 of 1 account disconnected`);
  await page.keyboard.press('ArrowLeft');
  expect(await reading(page)).toBe(`${dayOf(2)}: 0 of 1 account disconnected`);
});

test('an archive where nothing was disconnected says so, and one without accounts has no chart', async () => {
  const { context } = stage.site;
  const calm = await aCity(context.db);
  await anAccount(context.db, calm, { name: 'Parks' });
  const quiet = await stage.member(calm.archiveId, calm.primary);
  await quiet.goto('/dashboard');
  expect(await quiet.getByText(/^From .*\. No account was disconnected\.$/).isVisible()).toBe(true);
  const city = await aCity(context.db);
  const empty = await stage.member(city.archiveId, city.primary);
  await empty.goto('/dashboard');
  expect(await empty.getByText('Once there are accounts, this chart shows').isVisible()).toBe(true);
  expect(await empty.getByRole('figure').count()).toBe(0);
});
