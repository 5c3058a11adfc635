/**
 * Signing in again in a real browser: what a clerk had typed waits in its tab, says when it can be saved, and is saved. A file comes by
 * itself.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { apiKeys, sessions, users } from '../../db/schema.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { answerSignInRequests } from '../../services/access/sign-in-requests.js';
import { ageSignIns, postForm, signedInAgo } from '../rig/aged-sign-ins.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { newestLinkOf } from '../rig/sign-in-links.js';
import { aBrokenAccount, aCity, createSite } from '../rig/site.js';
import { axeViolations, createStage, overflow } from '../rig/stage.js';
import { Visitor } from '../rig/visitor.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const db = () => stage.site.context.db;
const age = (minutes: number) => ageSignIns(stage.site, city, minutes);
const primary = (): { archiveId: string; userId: string } => ({ archiveId: city.archiveId, userId: city.primary });

let page: Page;
beforeEach(async () => {
  await page?.context().close();
  page = await stage.member(city.archiveId, city.primary, { reducedMotion: 'reduce' });
});

/** Selects “Sign in again”, and returns the tab that it opens. */
async function signInTab(): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Sign in again' }).first().click();
  const tab = await opened;
  await tab.getByRole('heading', { name: 'Sign in again' }).waitFor();
  return tab;
}

/** As after opening the emailed link: the browser has a new session, and the tab shows what is next. */
async function finish(tab: Page): Promise<void> {
  await stage.signInAgain(page, primary());
  await tab.goto(`${stage.site.url}/sign-in/again`);
  await tab.getByRole('heading', { name: 'You’ve signed in again' }).waitFor();
}

describe('a clerk who took too long', () => {
  test('isn’t told of a mistake, signs in again in another tab, and saves what she typed', async () => {
    await page.goto('/configure/keys');
    expect(await page.getByText('sign in again').count()).toBe(0);
    await page.getByLabel('Purpose').fill('Archiving software');
    await page.getByLabel(/^Report disconnected/).check();
    await age(11);
    await page.getByRole('button', { name: 'Create key' }).click();
    const box = page.getByRole('alert').filter({ hasText: 'Sign in again to continue' });
    await box.getByText('Nothing was changed. What you typed is still here.').waitFor();
    expect(await box.getByRole('link', { name: 'Sign in again' }).count()).toBe(1);
    expect(await page.getByText(/to fix/).count()).toBe(0);
    // Once is enough: the form doesn't ask for it again.
    expect(await page.getByText('Before you create a key').count()).toBe(0);
    expect(await page.getByLabel('Purpose').inputValue()).toBe('Archiving software');
    expect(await page.getByLabel(/^Report disconnected/).isChecked()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);

    const tab = await signInTab();
    expect(await tab.getByLabel('Email address').inputValue()).toBe(city.emails.primary);
    await tab.getByText('If we email you a link, open it in this same browser.').waitFor();
    await finish(tab);
    await tab.getByText('Now go back to the tab with your work.').waitFor();
    // The way to the first page is there, but nothing to select by mistake.
    expect(await tab.getByRole('main').locator('.button:visible').count()).toBe(0);
    expect(await axeViolations(tab)).toEqual([]);

    // The first tab has noticed, without a click or a reload.
    await box.getByRole('status').getByText('You’ve signed in again. You can go on now.').waitFor();
    expect(await page.getByRole('link', { name: 'Sign in again' }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('heading', { name: 'Your new API key' }).waitFor();
    const made = await db().select().from(apiKeys).where(eq(apiKeys.archiveId, city.archiveId));
    expect(made.map(({ name }) => name)).toEqual(['Archiving software']);
  });

  test('imports the file that she chose before', async () => {
    await page.goto('/configure/import');
    const buffer = Buffer.from('name,email,roles\nNewcomer,newcomer@city.example,account_owner\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('status').getByText('The file’s contents are in the field below.').waitFor();
    await page.getByRole('button', { name: 'Check every line' }).click();
    await page.getByRole('button', { name: 'Save these people' }).waitFor();
    await age(11);
    await page.getByRole('button', { name: 'Save these people' }).click();
    const box = page.getByRole('alert').filter({ hasText: 'Sign in again to save' });
    // Once is enough, and nothing was typed.
    expect(await page.getByRole('link', { name: 'Sign in again' }).count()).toBe(1);
    expect(await box.getByText('What you typed').count()).toBe(0);
    await finish(await signInTab());
    await page.getByRole('status').getByText('You can save now.').waitFor();
    await page.getByRole('button', { name: 'Save these people' }).click();
    await page.getByRole('status').getByText('1 person added').waitFor();
    const people = await db().select().from(users).where(eq(users.archiveId, city.archiveId));
    expect(people.map(({ name }) => name)).toContain('Newcomer');
  });

  test('copies a link without losing what she typed in the form beside it', async () => {
    await page.goto(`/configure/people/${city.owner}`);
    await page.getByLabel('Name', { exact: true }).fill('Renamed');
    await age(11);
    await page.getByRole('button', { name: /^Copy link to clipboard/ }).click();
    const box = page.getByRole('alert').filter({ hasText: 'Sign in again to continue' });
    await box.getByText('Nothing was changed.').waitFor();
    expect(await box.getByText('typed').count()).toBe(0);
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Renamed');
    await finish(await signInTab());
    await box.getByRole('status').getByText('You can go on now.').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Renamed');
  });

  test('sees the box once on a person’s page, at the form that needs it', async () => {
    await age(11);
    await page.goto(`/configure/people/${city.owner}`);
    expect(await page.locator('[data-fresh-sign-in]').count()).toBe(1);
    expect(await page.locator('form [data-fresh-sign-in]').count()).toBe(1);
  });

  test('hears it again when the ten minutes are over', async () => {
    await age(11);
    await page.goto('/configure/keys');
    await page.getByText('Before you create a key, sign in again.').waitFor();
    await stage.signInAgain(page, primary());
    await page.evaluate('dispatchEvent(new Event("focus"))');
    await page.getByRole('status').getByText('You can go on now.').waitFor();
    await age(11);
    await page.evaluate('dispatchEvent(new Event("focus"))');
    await page.getByText('Before you create a key, sign in again.').waitFor();
  });

  test('isn’t told that she can go on when a colleague signed in in the other tab', async () => {
    await age(11);
    await page.goto('/configure/keys');
    await stage.signInAgain(page, { archiveId: city.archiveId, userId: city.readOnly });
    const asked = page.waitForResponse((answer) => answer.url().includes('/sign-in/fresh'));
    await page.evaluate('dispatchEvent(new Event("focus"))');
    expect(await (await asked).json()).toEqual({ seconds: 0 });
    await page.getByText('Before you create a key, sign in again.').waitFor();
  });

  test('goes back to her page when she signed in again in the same tab', async () => {
    await age(11);
    await page.goto('/configure/keys');
    await page.evaluate('document.querySelector("[data-stale] a").removeAttribute("target")');
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await finish(page);
    expect(await page.getByText('go back to the tab').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Back to your page' }).click();
    await page.waitForURL('**/configure/keys');
    expect(await page.getByText('sign in again').count()).toBe(0);
  });
});

describe('a clerk who signed in again in the tab with her work', () => {
  const sameTab = async () => {
    await page.evaluate('document.querySelector("[data-stale] a").removeAttribute("target")');
    await page.getByRole('link', { name: 'Sign in again' }).first().click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await finish(page);
  };

  test('goes back to the account whose ID she was correcting, not to the form’s address', async () => {
    const { id } = await aBrokenAccount(stage.site, city, { networkAccountId: '1234' });
    await page.goto(`/accounts/${id}`);
    await age(11);
    await page.evaluate(`(() => {
      const form = document.querySelector('form[action$="/network-id"]');
      form.querySelector('[name=networkAccountId]').value = '5678';
      form.submit();
    })()`);
    await page.getByRole('alert').getByText('Sign in again to continue').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/accounts/${id}/network-id`);
    await sameTab();
    await page.getByRole('link', { name: 'Back to your page' }).click();
    await page.waitForURL(`**/accounts/${id}`);
  });

  test('signs in again in a browser that keeps nothing for pages, and finds the way on', async () => {
    const troubles: Error[] = [];
    page.on('pageerror', (error) => troubles.push(error));
    await page.addInitScript(`for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });`);
    await age(11);
    await page.goto('/configure/keys');
    await sameTab();
    await page.getByRole('link', { name: 'Open the first page' }).waitFor();
    expect(troubles).toEqual([]);
  });
});

describe('someone who began to sign in again and didn’t finish', () => {
  const began = async () => {
    const visitor = await signedInAgo(stage.site, city, 11);
    expect((await visitor.get('/sign-in?again')).status).toBe(200);
    return visitor;
  };
  /** Signs in with an emailed link. Returns the page that it leads to. */
  async function signsIn(visitor: Visitor): Promise<string> {
    await postForm(visitor, '/sign-in', { email: city.emails.primary });
    await answerSignInRequests(stage.site.context);
    const { hash } = new URL(await newestLinkOf(stage.site.context, city.primary));
    const answer = await visitor.post('/sign-in/open', { secret: hash.slice(1) });
    return (JSON.parse(answer.text) as { next: string }).next;
  }

  test('is led from the sign-in page to their own pages', async () => {
    expect((await (await began()).get('/sign-in')).location).toBe('/');
  });

  test('ends on “You’ve signed in again” if they finish, wherever they were going before', async () => {
    const visitor = await began();
    visitor.setCookie('relink-next', Buffer.from('/accounts').toString('base64url'));
    expect(await signsIn(visitor)).toBe('/sign-in/again');
  });

  test('is led to the first page after signing out and in', async () => {
    const visitor = await began();
    visitor.setCookie('relink-next', Buffer.from('/accounts').toString('base64url'));
    await postForm(visitor, '/sign-out');
    expect(await signsIn(visitor)).toBe('/');
  });

  test('is led to where they were going once their session is over', async () => {
    const visitor = await began();
    await db().delete(sessions).where(eq(sessions.archiveId, city.archiveId));
    await visitor.get('/accounts');
    expect(await signsIn(visitor)).toBe('/accounts');
    // Used once. The sign-in page doesn't lead there forever.
    expect((await visitor.get('/sign-in')).location).toBe('/');
  });
});

test('a file that needs a fresh sign-in comes by itself when the person is back', async () => {
  await aBrokenAccount(stage.site, city);
  await page.goto('/gaps');
  await age(11);
  await page.getByRole('link', { name: /^Download/ }).click();
  await page.getByRole('heading', { name: 'Sign in again to download' }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const file = page.waitForEvent('download');
  await finish(await signInTab());
  expect((await file).suggestedFilename()).toMatch(/^gaps-.*\.csv$/);
  await page.getByRole('status').getByText('The download has started.').waitFor();
  expect(await page.getByRole('link', { name: 'If it hasn’t, download the file here.' }).isVisible()).toBe(true);
  await page.getByRole('link', { name: 'Back to Gaps in the record' }).click();
  await page.waitForURL('**/gaps?*');
});

describe('the age of a sign-in', () => {
  test('isn’t told to strangers, and asking for it doesn’t keep a session alive', async () => {
    const stranger = await stage.person({ baseURL: stage.site.url });
    const answer = await stranger.request.get(`/sign-in/fresh?of=${city.primary}`);
    expect([await answer.json(), answer.headers()['cache-control']]).toEqual([{ seconds: 0 }, 'no-store']);
    await page.goto('/configure/keys');
    const used = async () =>
      (await db().select().from(sessions).where(eq(sessions.userId, city.primary)))[0]!.lastUsedAt;
    const longAgo = new Date(Date.now() - 600_000);
    await db().update(sessions).set({ lastUsedAt: longAgo }).where(eq(sessions.userId, city.primary));
    const asked = await page.request.get(`/sign-in/fresh?of=${city.primary}`, { headers: { 'HX-Request': 'true' } });
    expect(((await asked.json()) as { seconds: number }).seconds).toBeGreaterThan(0);
    expect((await used()).getTime()).toBe(longAgo.getTime());
  });

  test('sends whoever has not signed in again to do it', async () => {
    await age(11);
    await page.goto('/sign-in/again');
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
  });
});

describe.each([
  ['es-US', 390],
  ['en-US', 390],
  ['es-US', 1280],
  ['en-US', 1280],
] as const)('in %s at %d pixels', (locale, width) => {
  test('the pages on the way fit and are accessible', async () => {
    const visitor = await stage.member(city.archiveId, city.primary, {
      locale,
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    const look = async () => {
      expect(await axeViolations(visitor)).toEqual([]);
      expect(await overflow(visitor)).toBe(0);
    };
    await aBrokenAccount(stage.site, city);
    await age(11);
    for (const path of ['/configure/keys', `/configure/people/${city.owner}`, '/gaps', '/gaps.csv', '/sign-in?again']) {
      await visitor.goto(path);
      await look();
    }
    await visitor.goto(`/configure/people/${city.otherOwner}/remove`);
    await visitor.getByRole('button', { name: /^(Remove|Quitar)/ }).click();
    await visitor.getByRole('alert').waitFor();
    await look();
    await stage.signInAgain(visitor, primary());
    await visitor.evaluate('dispatchEvent(new Event("focus"))');
    await visitor.locator('.fresh-sign-in.done').first().waitFor();
    await look();
    await visitor.goto('/sign-in/again');
    await look();
    await visitor.context().close();
  });
});

describe('someone who must sign in again', () => {
  const withOrganization = sharedFixture(() =>
    createSite({
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'relink',
      OIDC_CLIENT_SECRET: 'a secret of the tests',
    }),
  );
  const seen = async (by: 'organization' | 'email') => {
    const { context } = withOrganization;
    const { archiveId, primary: userId } = await aCity(context.db);
    const visitor = new Visitor(withOrganization);
    visitor.setCookie('relink', (await startLoginSession(context.db, { archiveId, userId, by })).secret);
    return (await visitor.get('/sign-in?again')).text;
  };
  const ORGANIZATION = /<a href="\/sign-in\/oidc\?again" class="button primary">/;

  test('goes to their organization first if they signed in with it', async () => {
    const page = await seen('organization');
    expect(page).toMatch(ORGANIZATION);
    expect(page.indexOf('/sign-in/oidc?again')).toBeLessThan(page.indexOf('name="email"'));
    expect(page).toContain('Your organization confirms that it’s still you.');
  });

  test('gets a link by email first if they signed in with one', async () => {
    const page = await seen('email');
    expect(page).not.toMatch(ORGANIZATION);
    expect(page.indexOf('/sign-in/oidc?again')).toBeGreaterThan(page.indexOf('name="email"'));
  });
});
