/** Signing in as people do: the email in another tab, an invitation on a shared computer, a name that is longer than the phone is wide. */
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { archives, sessions, users } from '../../db/schema.js';
import { answerSignInRequests } from '../../services/access/sign-in-requests.js';
import { createInvitationLink, signInUrl } from '../../services/access/sign-in-links.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { newestLinkOf } from '../rig/sign-in-links.js';
import { aCity, linkOf } from '../rig/site.js';
import { axeViolations, createStage, overflow } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, { name: 'City of Springfield' }));

const db = () => stage.site.context.db;
const PHONE = { viewport: { width: 390, height: 844 } };

async function ask(page: Page, email: string): Promise<void> {
  await page.goto('/accounts?status=disconnected');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await page.getByText('If we email you a link, open it in this same browser.').waitFor();
  await answerSignInRequests(stage.site.context);
}

describe('the page that says “Check your email”', () => {
  test('goes on to where the person was going as soon as they sign in in another tab', async () => {
    const page = await stage.person({ baseURL: stage.site.url });
    await ask(page, city.emails.primary);
    const tab = await page.context().newPage();
    await tab.goto(await newestLinkOf(stage.site.context, city.primary));
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.waitForURL('**/accounts?status=disconnected');
    await page.waitForURL('**/accounts?status=disconnected');
    await page.getByRole('heading', { name: 'Accounts' }).first().waitFor();
  });

  test('goes on when the person comes back to it after signing in in another way', async () => {
    const page = await stage.person({ baseURL: stage.site.url });
    await ask(page, city.emails.primary);
    await stage.signInAgain(page, { archiveId: city.archiveId, userId: city.primary });
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
    await page.waitForURL('**/accounts?status=disconnected');
  });

  test('opens the owner’s page when the personalized link is opened in another tab', async () => {
    const page = await stage.person({ baseURL: stage.site.url });
    await ask(page, city.emails.owner);
    const tab = await page.context().newPage();
    await tab.goto(await linkOf(stage.site, city));
    await tab.waitForURL('**/connect/accounts');
    await page.waitForURL('**/connect/accounts');
  });
});

describe('an invitation', () => {
  async function invitation(): Promise<string> {
    const { keys, publicUrl } = stage.site.context.config;
    await db().update(users).set({ access: 'invite', name: 'Rosa Delgado' }).where(eq(users.id, city.owner));
    const id = await db().transaction((tx) => createInvitationLink(tx, keys, city.archiveId, city.owner));
    return signInUrl(keys, publicUrl, { archiveId: city.archiveId, id: id!, keyId: keys.currentId });
  }

  test('says on one page whom it’s for, and that no one else may use it', async () => {
    const page = await stage.person({ baseURL: stage.site.url, ...PHONE });
    await page.goto(await invitation());
    await page.getByText('Only Rosa Delgado may use this invitation.').waitFor();
    expect(await page.getByText('is signed in here now').isVisible()).toBe(false);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.getByRole('button', { name: 'Sign in as Rosa Delgado' }).click();
    await page.waitForURL(`**/owners/${city.owner}`);
  });

  test('takes one page, too, where someone else is signed in, and names that person', async () => {
    const page = await stage.member(city.archiveId, city.primary, PHONE);
    await page.goto(await invitation());
    await page.getByText('Primary (City of Springfield) is signed in here now.').waitFor();
    await page.getByRole('link', { name: 'Stay as Primary' }).waitFor();
    await page.getByRole('button', { name: 'Sign in as Rosa Delgado' }).click();
    await page.waitForURL(`**/owners/${city.owner}`);
    const open = await db().select().from(sessions).where(eq(sessions.archiveId, city.archiveId));
    expect(open.filter(({ revokedAt }) => revokedAt === null).map(({ userId }) => userId)).toEqual([city.owner]);
  });

  test('asks about the person who is signed in by now, if another tab changed that', async () => {
    const page = await stage.member(city.archiveId, city.primary);
    await page.goto(await invitation());
    await page.getByText('Primary (City of Springfield) is signed in here now.').waitFor();
    await stage.signInAgain(page, { archiveId: city.archiveId, userId: city.readOnly });
    await page.getByRole('button', { name: 'Sign in as Rosa Delgado' }).click();
    await page.getByText('Readonly (City of Springfield) is signed in here now.').waitFor();
    const open = await db().select().from(sessions).where(eq(sessions.userId, city.readOnly));
    expect(open.map(({ revokedAt }) => revokedAt)).toEqual([null]);
  });
});

describe('on a phone, whoever’s name is long', () => {
  const LONG = 'Maria-Guadalupe Fernandez de la Vega y Montenegro';
  test.each([
    [
      'the owner’s page',
      async () => {
        const page = await stage.person({ baseURL: stage.site.url, ...PHONE });
        await page.goto(await linkOf(stage.site, city));
        await page.waitForURL('**/connect/accounts');
        return page;
      },
    ],
    [
      'a signed-in person’s page',
      async () => {
        await db().update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
        const page = await stage.member(city.archiveId, city.owner, PHONE);
        await page.goto('/');
        return page;
      },
    ],
  ])('reads the whole name at the top of %s, broken between words', async (_page, open) => {
    await db().update(users).set({ name: LONG }).where(eq(users.id, city.owner));
    await db()
      .update(archives)
      .set({ name: 'Fairview Recreation and Neighborhoods' })
      .where(eq(archives.id, city.archiveId));
    const page = await open();
    const name = page.locator('.whose');
    expect(await name.innerText()).toBe(LONG);
    expect(await name.isVisible()).toBe(true);
    expect(await overflow(page)).toBe(0);
    expect(await brokenWords(page)).toEqual([]);
  });

  /** Returns the words at the top of the page that are on more than one line. */
  const brokenWords = (page: Page) =>
    page.evaluate<string[]>(`[...document.querySelectorAll('.masthead bdi, .masthead strong')].flatMap((element) => {
      const text = element.firstChild;
      return [...text.data.matchAll(/[^\\s-]+/g)].filter(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return range.getClientRects().length > 1;
      }).map(([word]) => word);
    })`);
});

test('someone who tried too often is told when to try again, and led back', async () => {
  const page = await stage.person({ baseURL: stage.site.url, ...PHONE, locale: 'es' });
  await page.goto('/sign-in');
  const post = `fetch('/sign-in', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'email=x' }).then(({ status }) => status)`;
  for (let n = 0; n < 61; n += 1) if ((await page.evaluate<number>(post)) === 429) break;
  await page.getByLabel('Correo electrónico').fill('alguien@ciudad.example');
  await page.getByRole('button', { name: 'Enviarme un enlace' }).click();
  await page.getByText(/desde esta conexión a internet\. Intente de nuevo en \d+ minutos?\./).waitFor();
  expect(await page.getByText('oficina').count()).toBe(0);
  await page.getByRole('link', { name: 'Volver a la página para iniciar sesión' }).click();
  await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
});
