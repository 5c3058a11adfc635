import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { renewLink } from '../../services/access/personalized-links.js';
import { answerSignInRequests } from '../../services/access/sign-in-requests.js';
import { emails } from '../../db/schema.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aConsent } from '../rig/network-events.js';
import { aCity, anAccount, linkOf } from '../rig/site.js';
import { axeViolations, createStage, overflow, SCREENS, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = sharedFixture(() => springfield(stage.site));

const still = { reducedMotion: 'reduce' as const };

test('the link opens the owner’s page and leaves no secret in the address bar or the history', async () => {
  const page = await stage.person();
  await page.goto(town.link);
  await page.waitForURL('**/connect/accounts?account=*');
  expect(page.url()).toBe(`${stage.site.url}/connect/accounts?account=${town.page}`);
  await page.goBack();
  expect(page.url()).not.toContain('.');
  expect(await page.evaluate('history.length')).toBeLessThanOrEqual(3);
});

test('the account from the email comes first and is marked', async () => {
  const page = await stage.person();
  await page.goto(town.link);
  const first = page.locator('.account').first();
  await first.waitFor();
  expect(await first.textContent()).toContain('Springfield City Hall');
  expect(await first.textContent()).toContain('From your email');
  expect(await first.textContent()).toContain('Disconnected sinceNov');
});

describe.each(SCREENS)('in %s mode, %i pixels wide', (colorScheme, width) => {
  test('the pages are accessible, fit the screen, and log no console errors', async () => {
    const page = await stage.person({ ...still, colorScheme, viewport: { width, height: 800 } });
    const consoleErrors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));
    await page.goto(town.link);
    await page.waitForURL('**/connect/accounts*');
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(consoleErrors).toEqual([]);
    for (const path of ['/', '/connect/opening', '/connect/nowhere']) {
      await page.goto(stage.site.url + path);
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
  });
});

test('the keyboard can skip the masthead and reach the first button', async () => {
  const page = await stage.person();
  await page.goto(town.link);
  await page.waitForURL('**/connect/accounts*');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to main content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toContain('Reconnect both');
});

test('every button has a distinct name, and the page has landmarks', async () => {
  const page = await stage.person();
  await page.goto(town.link);
  await page.getByRole('button', { name: 'Reconnect Springfield City Hall' }).waitFor();
  await page.getByRole('button', { name: 'Reconnect both at Facebook' }).waitFor();
  await page.getByRole('button', { name: /^Instagram/ }).waitFor();
  await page.getByRole('main').waitFor();
  await page.getByRole('banner').waitFor();
  await page.getByRole('complementary').waitFor();
  expect(await page.getByRole('complementary').textContent()).toContain(town.city.emails.primary);
});

test('an owner is told when they have no accounts and when all of them are connected', async () => {
  const { site } = stage;
  const city = await aCity(site.context.db);
  const page = await stage.person();
  await page.goto(await linkOf(site, city));
  await page.getByRole('heading', { name: 'No accounts yet' }).waitFor();
  await aConsent(site.context, city, { person: 'someone' });
  await page.reload();
  await page.getByRole('heading', { name: 'All your accounts are connected' }).waitFor();
  await anAccount(site.context.db, city, { name: 'Old page', status: 'inactive', inactiveReason: 'It was closed' });
  await page.reload();
  await page.getByRole('heading', { name: 'No accounts are disconnected' }).waitFor();
});

test('a replaced link says that it no longer works, and its button emails the new one', async () => {
  const { site } = stage;
  const city = await aCity(site.context.db);
  const old = await linkOf(site, city);
  await renewLink(site.context.db, site.context.config.keys, city.archiveId, city.owner);
  const page = await stage.person(still);
  await page.goto(old);
  await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  await page.getByText('It was replaced by a newer link.').waitFor();
  expect(await page.getByText('It expired 90 days').isVisible()).toBe(false);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Email me a new link' }).click();
  await page.getByText('A new link is on its way').waitFor();
  const mails = await site.context.db.select().from(emails).where(eq(emails.archiveId, city.archiveId));
  expect(mails.map(({ kind, userId }) => [kind, userId])).toEqual([['link', city.owner]]);
});

test('an unknown link is reported as incomplete', async () => {
  const page = await stage.person();
  await page.goto(`${stage.site.url}/connect#lnk_none.secret`);
  await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
});

test('a link that was cut says so, and one click emails the owner a new one; the whole link opens when it is pasted into the same tab', async () => {
  const { site } = stage;
  const city = await aCity(site.context.db);
  const link = await linkOf(site, city);
  const page = await stage.person(still);
  await page.goto(link.slice(0, -10));
  await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
  expect(await page.getByLabel('Email address').isVisible()).toBe(false);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Email me a new link' }).click();
  await page.getByText('A new link is on its way').waitFor();
  const mails = await site.context.db.select().from(emails).where(eq(emails.archiveId, city.archiveId));
  expect(mails.map(({ kind, userId }) => [kind, userId])).toEqual([['link', city.owner]]);
  await page.goto(link);
  await page.waitForURL('**/connect/accounts');
});

test('a link of which too little is left to tell whose it is asks for the address, and emails the link there', async () => {
  const { site } = stage;
  const city = await aCity(site.context.db);
  const page = await stage.person(still);
  await page.goto((await linkOf(site, city)).replace(/(lnk_.{20}).*/, '$1'));
  await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByLabel('Email address').fill(city.emails.owner);
  await page.getByRole('button', { name: 'Email me a new link' }).click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  await answerSignInRequests(site.context);
  const mails = await site.context.db.select().from(emails).where(eq(emails.archiveId, city.archiveId));
  expect(mails.map(({ kind, userId }) => [kind, userId])).toEqual([['link', city.owner]]);
});

test('a link in which a mail program wrote %23 instead of # opens the owner’s page', async () => {
  const page = await stage.person();
  await page.goto(town.link.replace('#', '%23'));
  await page.waitForURL('**/connect/accounts?account=*');
});

test('without JavaScript, the link asks people to turn it on', async () => {
  const page = await stage.person({ javaScriptEnabled: false });
  await page.goto(town.link);
  await page.getByRole('heading', { name: 'Please turn on JavaScript' }).waitFor();
});

test('an in-app browser suggests the usual browser and keeps the link until the person continues', async () => {
  const page = await stage.person({
    ...still,
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS]',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.goto(town.link);
  await page.getByRole('heading', { name: 'Open this page in your usual browser' }).waitFor();
  expect(page.url()).toBe(town.link);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Copy my link' }).click();
  await page.getByText('Copied. Now paste').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(town.link);
  await page.getByRole('button', { name: 'Continue here anyway' }).click();
  await page.waitForURL('**/connect/accounts*');
  const notice = page.getByRole('region', { name: 'You’re in another app’s browser' });
  await notice.getByText('this page’s address doesn’t work in another browser').waitFor();
  // The address no longer has the link's secret, so a copy of it would lead nowhere.
  expect(await notice.getByRole('button').count()).toBe(0);
});

test('an unknown URL returns a page to a browser and a problem document to a program', async () => {
  const page = await stage.person();
  const answer = await page.goto(`${stage.site.url}/nonsense`);
  expect([answer?.status(), answer?.headers()['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(await axeViolations(page)).toEqual([]);
  const program = await fetch(`${stage.site.url}/nonsense`);
  expect(await program.json()).toMatchObject({ status: 404, code: 'not_found' });
});

test('/favicon.ico returns the icon', async () => {
  const icon = await fetch(`${stage.site.url}/favicon.ico`);
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
});

test('a garbled link is reported as incomplete', async () => {
  const page = await stage.person();
  await page.goto(`${stage.site.url}/connect#garbage`);
  await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
});

test('the API documentation is accessible and fits on a phone', async () => {
  const page = await stage.person({ ...still, viewport: { width: 360, height: 800 } });
  await page.goto(`${stage.site.url}/docs`);
  await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))");
  expect(await overflow(page)).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.locator('body').innerText()).not.toContain('`');
});
