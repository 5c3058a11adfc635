import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { accounts } from '../../db/schema.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { close } from '../rig/reports.js';
import { axeViolations, createStage, JANE, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));

/** Opens the owner's page and marks it, so that a reload would be noticed. */
async function openPage(prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await stage.person({ reducedMotion: 'reduce' });
  await prepare?.(page);
  await page.goto(town.link);
  await page.waitForURL('**/connect/accounts*');
  await page.evaluate('window.notReloaded = true');
  return page;
}

const notReloaded = (page: Page) => page.evaluate('window.notReloaded === true');
const greenBar = (page: Page, text: string) => page.getByRole('status').getByText(text);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function clickForPopup(page: Page, name: string | RegExp): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), button(page, name).click()]);
  return popup;
}

test('article: "There will be a green notification bar that indicates you successfully reconnected the account that was errored." A person who is already signed in types nothing, and the window closes', async () => {
  await stage.site.identity(JANE);
  const page = await openPage();
  const popup = await clickForPopup(page, 'Reconnect Springfield City Hall');
  await popup.waitForEvent('close');
  await greenBar(page, 'Springfield City Hall and springfield.parks have been reconnected.').waitFor();
  expect(await notReloaded(page)).toBe(true);
  expect(await button(page, 'Reconnect Springfield City Hall').count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
});

test('article: "a pop-up window will prompt you to enter your login credentials": a person who isn’t signed in does so in the window, and the account is reconnected', async () => {
  await stage.site.identity({ ...JANE, signedIn: false });
  const page = await openPage();
  const popup = await clickForPopup(page, /^Reconnect both/);
  await popup.getByRole('button', { name: 'Continue as Jane Doe' }).click();
  await page.getByText('Finish in the window we opened').waitFor();
  const allow = popup.getByRole('button', { name: 'Allow' });
  await Promise.all([popup.waitForEvent('close'), allow.click({ timeout: 3000 }).catch(() => undefined)]);
  await greenBar(page, 'have been reconnected.').waitFor();
  expect(await notReloaded(page)).toBe(true);
});

test('when pop-ups are blocked, the page itself goes to the network and returns with the green bar', async () => {
  await stage.site.identity(JANE);
  const page = await openPage((blocked) => blocked.addInitScript('window.open = () => null'));
  await button(page, 'Reconnect Springfield City Hall').click();
  await page.waitForURL('**/oauth/facebook/callback*');
  await greenBar(page, 'has been reconnected.').first().waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Back to my accounts' }).click();
  await greenBar(page, 'Springfield City Hall and springfield.parks have been reconnected.').waitFor();
});

test('after a sign-in to the wrong account, the window stays open, names both accounts, and offers another try', async () => {
  await stage.site.identity({ network: 'x', id: 'x-b', name: 'Private' });
  const page = await openPage();
  const popup = await clickForPopup(page, /^Reconnect Springfield Police/);
  await popup.getByRole('heading', { name: 'That’s a different account' }).waitFor();
  expect(await popup.locator('main').textContent()).toContain('this account is Springfield Police');
  // The page behind the window says the same, and no longer that the person should finish there.
  await page.getByRole('alert').getByText('That’s a different account').waitFor();
  await page.getByText('Finish in the window we opened').waitFor({ state: 'hidden' });
  expect(await axeViolations(popup)).toEqual([]);
  await stage.site.identity({ network: 'x', id: 'x-1', name: 'Springfield Police' });
  await popup.getByRole('button', { name: 'Try again' }).click();
  await popup.getByRole('heading', { name: /^Reconnect Springfield Police/ }).waitFor();
  const closed = popup.waitForEvent('close');
  await popup.getByRole('link', { name: 'Continue to X' }).click();
  await closed;
  await greenBar(page, 'Springfield Police (@SpringfieldPD) has been reconnected.').waitFor();
});

test('the page behind a refusal offers what its words name, once the window is closed', async () => {
  await stage.site.identity({ network: 'x', id: 'x-b', name: 'Private' });
  const page = await openPage((phone) => phone.setViewportSize({ width: 390, height: 844 }));
  const popup = await clickForPopup(page, /^Reconnect Springfield Police/);
  await popup.getByRole('heading', { name: 'That’s a different account' }).waitFor();
  await popup.close();
  const said = page.getByRole('alert');
  await said.getByText('Select Use a different account').waitFor();
  expect(await said.textContent()).not.toContain('How to reconnect an account');
  await page.getByText('Finish in the window we opened').waitFor({ state: 'hidden' });
  expect(await axeViolations(page)).toEqual([]);
  const [again] = await Promise.all([
    page.waitForEvent('popup'),
    said.getByRole('button', { name: 'Use a different account' }).click(),
  ]);
  await again.getByRole('link', { name: 'Sign out of X' }).waitFor();
  await stage.site.identity({ network: 'x', id: 'x-1', name: 'Springfield Police' });
  const closed = again.waitForEvent('close');
  await again.getByRole('link', { name: 'Continue to X' }).click();
  await closed;
  await greenBar(page, 'Springfield Police (@SpringfieldPD) has been reconnected.').waitFor();
});

test('after a sign-in that fixed only some, the page behind shows the green bar, what is left, and both ways to go on', async () => {
  await stage.site.identity({ ...JANE, manages: JANE.manages.slice(0, 2) });
  const page = await openPage((phone) => phone.setViewportSize({ width: 390, height: 844 }));
  const popup = await clickForPopup(page, /^Reconnect both/);
  await popup.getByRole('heading', { name: 'Still disconnected' }).waitFor();
  expect(await popup.getByRole('main').textContent()).toContain(
    'If you unchecked any, select Try again and leave every box checked.',
  );
  await page.locator('#green-bar .bar:focus', { hasText: 'Springfield City Hall has been reconnected.' }).waitFor();
  await popup.close();
  const said = page.getByRole('alert');
  await said.getByText('Still disconnected').waitFor();
  expect(await said.getByRole('button').allTextContents()).toEqual(['Try again', 'Use a different account']);
  const [again] = await Promise.all([
    page.waitForEvent('popup'),
    said.getByRole('button', { name: 'Use a different account' }).click(),
  ]);
  await again.getByRole('link', { name: 'Sign out of Facebook' }).waitFor();
  await said.getByText('Still disconnected').waitFor({ state: 'detached' });
});

test('a person who closes the window midway reads that nothing was changed', async () => {
  await stage.site.identity({ ...JANE, signedIn: false });
  const page = await openPage();
  const popup = await clickForPopup(page, /^Reconnect both/);
  await popup.getByRole('button', { name: 'Continue as Jane Doe' }).waitFor();
  await popup.close();
  await page.getByRole('alert').getByText('The window was closed before the sign-in was finished').waitFor();
  await page.getByText('Finish in the window we opened').waitFor({ state: 'hidden' });
});

test('on a phone at the bottom of the page, the person sees the result, and the keyboard is there', async () => {
  await stage.site.identity({ network: 'youtube', id: 'UC-phone', name: 'Library' });
  const page = await openPage((phone) => phone.setViewportSize({ width: 375, height: 667 }));
  const popup = await clickForPopup(page, /^YouTube/);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('link', { name: /^Continue to/ }).click();
  await closed;
  await page.locator('#green-bar .bar:focus', { hasText: 'Library is now connected.' }).waitFor();
  expect(
    await page.evaluate(
      '(() => { const { top, bottom } = document.activeElement.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()',
    ),
  ).toBe(true);
});

test('a reconnect from elsewhere appears without a reload, and the keyboard focus stays where it was', async () => {
  const page = await openPage();
  await button(page, /^Reconnect Springfield Police/).focus();
  await close(stage.site.context, town.city.archiveId, [town.page]);
  await greenBar(page, 'Springfield City Hall has been reconnected.').waitFor();
  expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toContain('Springfield Police');
  expect(await notReloaded(page)).toBe(true);
});

test('a new account is connected the same way', async () => {
  await stage.site.identity({ network: 'youtube', id: 'UC-new', name: 'School Board' });
  const page = await openPage();
  const popup = await clickForPopup(page, /^YouTube/);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('link', { name: /^Continue to/ }).click();
  await closed;
  await greenBar(page, 'School Board is now connected.').waitFor();
});

test('when a reconnect can’t start, the window closes and the page says why', async () => {
  const page = await openPage();
  await close(stage.site.context, town.city.archiveId, [town.x], 'inactive');
  await stage.site.context.db
    .update(accounts)
    .set({ status: 'inactive', inactiveReason: 'closed' })
    .where(eq(accounts.id, town.x));
  const popup = page.waitForEvent('popup');
  await page.evaluate(`document.getElementById('reconnect-${town.x}')?.click()`);
  await (await popup).waitForEvent('close').catch(() => undefined);
  await page.getByRole('alert').getByText('marked inactive').waitFor();
});

test('without JavaScript, the form opens a page that links to the network', async () => {
  await stage.site.identity({ network: 'x', id: 'x-1', name: 'Springfield Police' });
  const page = await openPage();
  // The script is loaded, but the form is submitted without it, as a browser without scripts would.
  await page.evaluate(`document.getElementById('reconnect-${town.x}').form.submit()`);
  await page.getByRole('link', { name: 'Continue to X' }).click();
  await greenBar(page, 'has been reconnected.').waitFor();
});
