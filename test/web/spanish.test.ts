/** Every page in Spanish: nothing is missing, and nothing is English. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { archives, users } from '../../db/schema.js';
import { HELP_TOPICS, helpPath } from '../../web/help-outline.js';
import { sharedFixture } from '../rig/fixtures.js';
import { pagesAboutOne, PRIMARY_PAGES } from '../rig/pages.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

/** Words that no Spanish sentence contains. */
const TELLTALES =
  /(?<![\p{L}_])(the|your|you|and|with|account|accounts|owner|sign|email|emails|address|link|help|reconnect|connected|days?|of|is|are|not|this|to|for|by|from|one|will|field)(?![\p{L}_])/giu;
/** Left in their own language on purpose: the names in the test, the choice of languages, and what files and programs call things. */
const OWN_WORDS =
  /Owner( \d)?|owner-\d+@\S+|English|City of Springfield|Isle of Man|Port of Spain|Account Owner( \(|; )|ownerEmail|\S+@\S+|https?:\S+|Google Sheets/g;

const englishIn = (text: string): string[] => text.replace(OWN_WORDS, '').match(TELLTALES) ?? [];

describe('the pages', () => {
  const stage = sharedFixture(createStage);
  const town = sharedFixture(() => springfield(stage.site));
  beforeAll(async () => {
    // The previews of emails are in the archive's language.
    await stage.site.context.db.update(archives).set({ locale: 'es' }).where(eq(archives.id, town.city.archiveId));
    await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.id, town.city.owner));
  });

  const speaksSpanish = { locale: 'es-US', reducedMotion: 'reduce' as const };
  /** Leaves out what a program reads literally. */
  const text = async (page: Page) =>
    String(
      await page.evaluate('document.querySelectorAll("code").forEach((e) => e.remove()), document.body.innerText'),
    ).replaceAll(/\s+/g, ' ');

  async function expectSpanish(page: Page): Promise<void> {
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    expect(englishIn(`${await page.title()} ${await text(page)}`)).toEqual([]);
  }

  test('for whom the browser asks in Spanish: the owner’s page', async () => {
    const page = await stage.person(speaksSpanish);
    await page.goto(town.link);
    await page.waitForURL('**/connect/accounts*');
    await page.getByRole('heading', { name: 'Sus cuentas de redes sociales' }).waitFor();
    await page.getByRole('button', { name: 'Reconectar ambas en Facebook' }).waitFor();
    await expectSpanish(page);
    expect(await text(page)).toContain('Desconectada desde');
    await page.getByRole('link', { name: '¿Por qué ocurre esto?' }).first().click();
    await expectSpanish(page);
    expect(await axeViolations(page)).toEqual([]);
  });

  test.each(['/', '/sign-in', '/connect', '/connect/accounts', '/connect/nowhere'])(
    'of a stranger: %s',
    async (path) => {
      const page = await stage.person({
        ...speaksSpanish,
        baseURL: stage.site.url,
        viewport: { width: 360, height: 740 },
      });
      await page.goto(path);
      await expectSpanish(page);
      expect(await overflow(page)).toBe(0);
    },
  );

  test.each(['/help', ...HELP_TOPICS.map(helpPath)])('%s, which fits a phone', async (path) => {
    const page = await stage.person({
      ...speaksSpanish,
      baseURL: stage.site.url,
      viewport: { width: 360, height: 740 },
    });
    await page.goto(path);
    await expectSpanish(page);
    expect(await overflow(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  test.each(PRIMARY_PAGES)('of the Primary Administrator: %s', async (path) => {
    const page = await stage.member(town.city.archiveId, town.city.primary, speaksSpanish);
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expectSpanish(page);
  });

  test('of the Primary Administrator: the accounts of an owner, one account, what happened to it, a person', async () => {
    const page = await stage.member(town.city.archiveId, town.city.primary, speaksSpanish);
    for (const path of await pagesAboutOne(stage, town)) {
      const answer = await page.goto(path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      await expectSpanish(page);
    }
  });

  test('what is wrong with a form, and with a line of a spreadsheet', async () => {
    const page = await stage.member(town.city.archiveId, town.city.primary, speaksSpanish);
    await page.goto('/configure/import');
    await page.getByLabel('Contenido de la hoja de cálculo').fill('name,email,roles\nJuana,juana,Account Owner');
    await page.getByRole('button', { name: 'Revisar todas las líneas' }).click();
    await page.getByText('Escriba un correo electrónico').first().waitFor();
    expect(await text(page)).not.toContain('Enter');
  });

  test('what is wrong with a person is said of each field, and of the person as a whole', async () => {
    const page = await stage.member(town.city.archiveId, town.city.primary, speaksSpanish);
    const add = async (form: Record<string, string>) => {
      const headers = { Origin: stage.site.url, 'Accept-Language': 'es' };
      const answer = await page.request.post('/configure/people/new', {
        form: { owner: 'on', ...form },
        headers,
      });
      return { status: answer.status(), text: await answer.text() };
    };
    const wrong = await add({ name: 'N'.repeat(201), email: 'nadie' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Nombre: Escriba 200 caracteres como máximo.');
    expect(wrong.text).toContain('Correo electrónico: Escriba un correo electrónico');
    const taken = await add({ name: 'Juana', email: town.city.emails.owner });
    expect(taken.text).toContain('Otra persona de este archivo ya tiene este correo electrónico.');
  });

  test('what a page’s own script is answered', async () => {
    const page = await stage.person(speaksSpanish);
    const answer = await page.request.post(`${stage.site.url}/connect/session`, {
      data: { link: 'x', secret: 'y' },
      headers: { Origin: stage.site.url, 'Accept-Language': 'es' },
    });
    expect(await answer.json()).toMatchObject({
      code: 'link_unknown',
      detail: 'Este enlace no es válido. Puede que esté incompleto.',
    });
  });

  test('the choice below a page: Spanish, on the same page, and from then on', async () => {
    const page = await stage.person({ baseURL: stage.site.url });
    await page.goto('/help/links?from=email');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('heading', { name: 'Cómo funciona su enlace personal' }).waitFor();
    expect(page.url()).toBe(`${stage.site.url}/help/links?from=email`);
    await page.goto('/help');
    await expectSpanish(page);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Help' }).waitFor();
  });

  test('the choice of somebody who signed in is kept with the person', async () => {
    const { archiveId, readOnly } = town.city;
    const page = await stage.member(archiveId, readOnly);
    await page.goto('/dashboard');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.waitForURL('**/dashboard');
    await expectSpanish(page);
    const elsewhere = await stage.member(archiveId, readOnly);
    await elsewhere.goto('/dashboard');
    await expectSpanish(elsewhere);
  });

  test.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', ''])(
    'a choice never leads away: “%s”',
    async (next) => {
      const answer = await fetch(`${stage.site.url}/language`, {
        method: 'POST',
        redirect: 'manual',
        headers: { Origin: stage.site.url },
        body: new URLSearchParams({ locale: 'es', next }),
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    },
  );
});
