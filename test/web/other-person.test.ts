/** What people see when a link would make a browser someone else's. (ways-in.test.ts has every way and what it changes.) */
import { expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { sessions, users } from '../../db/schema.js';
import { freshFixture } from '../rig/fixtures.js';
import { useOrganization } from '../rig/organization-stage.js';
import { ASKING_BROWSER, askedFor, newestLinkOf } from '../rig/sign-in-links.js';
import { aCity, linkOf, type City } from '../rig/site.js';
import { axeViolations, overflow } from '../rig/stage.js';

const { organization, stage } = useOrganization();
const city = freshFixture(() => aCity(stage.site.context.db, { name: 'City of Springfield' }));

const db = () => stage.site.context.db;
const asked = (page: Page) => page.getByRole('heading', { name: /^Switch to another (person|archive)\?$/ }).waitFor();
const goOn = (page: Page, name: string) => page.getByRole('button', { name: `Continue as ${name}` }).click();
const stay = (page: Page, name: string) => page.getByRole('link', { name: `Stay as ${name}` }).click();

/** Whose session is open, and to whom the page offers to switch. */
async function holders(page: Page): Promise<string[]> {
  const texts = await page.locator('[data-holder] dd:visible').allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
}

const ended = async (userId: string) =>
  (
    await db()
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.userId, userId), sql`${sessions.revokedAt} is not null`))
  ).length;

/** Invites the owner of another archive, and opens a browser where that owner is signed in. */
async function anotherOwner(options = {}): Promise<{ other: City; page: Page }> {
  const other = await aCity(db(), { name: 'Shelbyville Schools' });
  await db().update(users).set({ access: 'invite' }).where(eq(users.id, other.owner));
  return { other, page: await stage.member(other.archiveId, other.owner, options) };
}

test('a personalized link asks, and ends someone else’s session only after the answer', async () => {
  const page = await stage.member(city.archiveId, city.primary);
  const link = await linkOf(stage.site, city);
  await page.goto(link);
  await asked(page);
  expect(page.url()).not.toContain('#');
  await page.getByText('Continue only if you’re Owner.').waitFor();
  expect(await holders(page)).toEqual(['Primary City of Springfield', 'Owner City of Springfield']);
  await stay(page, 'Primary');
  await page.waitForURL('**/dashboard');
  await page.goto(link);
  await goOn(page, 'Owner');
  await page.waitForURL('**/connect/accounts');
  expect(await ended(city.primary)).toBe(1);
  await page.goto(await linkOf(stage.site, city, city.otherOwner));
  await stay(page, 'Owner');
  await page.waitForURL('**/connect/accounts');
  expect(await ended(city.owner)).toBe(0);
});

test('an emailed sign-in link names both people and archives, and can still be used by a person who stays', async () => {
  const { other, page } = await anotherOwner();
  await db().transaction((tx) => askedFor(tx, stage.site.context.config.keys, city));
  const link = await newestLinkOf(stage.site.context, city.primary);
  await page.context().addCookies([{ name: 'relink-asked', value: ASKING_BROWSER, url: stage.site.url }]);
  await page.goto(link);
  await asked(page);
  expect(await holders(page)).toEqual(['Owner Shelbyville Schools', 'Primary City of Springfield']);
  await page
    .getByText('This is another archive: City of Springfield. Continue only if you’re Primary there.')
    .waitFor();
  await stay(page, 'Owner (Shelbyville Schools)');
  await page.waitForURL(`**/owners/${other.owner}`);
  await page.goto(link);
  await goOn(page, 'Primary (City of Springfield)');
  await page.waitForURL('**/dashboard');
  expect(await ended(other.owner)).toBe(1);
});

async function signInThere(page: Page): Promise<void> {
  await page.goto('/sign-in/oidc');
  await page.locator('input[name=login]').fill('somebody');
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
}

test('a sign-in with the organization asks, with one archive and with several', async () => {
  organization.person = { email: city.emails.primary, email_verified: true };
  const { other, page } = await anotherOwner();
  const callback = page.waitForResponse((answer) => answer.url().includes('/sign-in/oidc/callback'));
  await signInThere(page);
  expect((await callback).status()).toBe(409);
  await asked(page);
  expect(await holders(page)).toEqual(['Owner Shelbyville Schools', 'Primary City of Springfield']);
  expect(await axeViolations(page)).toEqual([]);
  expect(await ended(other.owner)).toBe(0);
  expect(await db().select().from(sessions).where(eq(sessions.userId, city.primary))).toEqual([]);
  await goOn(page, 'Primary (City of Springfield)');
  await page.waitForURL('**/dashboard');
  expect(await ended(other.owner)).toBe(1);

  await db().update(users).set({ email: city.emails.primary }).where(eq(users.id, other.primary));
  await stage.handOver(page, { archiveId: other.archiveId, userId: other.owner });
  await signInThere(page);
  await page.getByRole('button', { name: 'City of Springfield' }).click();
  await asked(page);
  await goOn(page, 'Primary (City of Springfield)');
  await page.waitForURL('**/dashboard');
  await page.getByRole('heading', { name: 'City of Springfield' }).waitFor();
  expect(await ended(other.owner)).toBe(2);
});

test.each([
  ['a phone in dark mode, in Spanish', { viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'es' }],
  ['a desktop in light mode', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
] as const)('the question is readable on %s', async (_name, options) => {
  const page = await stage.member(city.archiveId, city.primary, options);
  await page.goto(await linkOf(stage.site, city));
  await page.locator('[data-state="other"] h1').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});
