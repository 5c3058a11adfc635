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

describe('Spanish pages', () => {
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

  test('the owner’s page has no English when the browser asks for Spanish', async () => {
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
    'a stranger’s page has no English and fits on a phone: %s',
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

  test.each(['/help', ...HELP_TOPICS.map(helpPath)])(
    'the help page has no English and fits on a phone: %s',
    async (path) => {
      const page = await stage.person({
        ...speaksSpanish,
        baseURL: stage.site.url,
        viewport: { width: 360, height: 740 },
      });
      await page.goto(path);
      await expectSpanish(page);
      expect(await overflow(page)).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
    },
  );

  test.each(PRIMARY_PAGES)('the Primary Administrator’s page has no English: %s', async (path) => {
    const page = await stage.member(town.city.archiveId, town.city.primary, speaksSpanish);
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expectSpanish(page);
  });

  test('pages about one account, owner, or disconnect have no English', async () => {
    const page = await stage.member(town.city.archiveId, town.city.primary, speaksSpanish);
    for (const path of await pagesAboutOne(stage, town)) {
      const answer = await page.goto(path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      await expectSpanish(page);
    }
  });

  test('problems in a spreadsheet are in Spanish', async () => {
    const page = await stage.member(town.city.archiveId, town.city.primary, speaksSpanish);
    await page.goto('/configure/import');
    await page.getByLabel('Contenido de la hoja de cálculo').fill('name,email,roles\nJuana,juana,Account Owner');
    await page.getByRole('button', { name: 'Revisar todas las líneas' }).click();
    await page.getByText('Escriba un correo electrónico').first().waitFor();
    expect(await text(page)).not.toContain('Enter');
  });

  test('problems with a person are in Spanish, for each field and for the person as a whole', async () => {
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
    expect(wrong.text).toContain('Nombre: escriba 200 caracteres como máximo.');
    expect(wrong.text).toContain('Correo electrónico: escriba un correo electrónico');
    const taken = await add({ name: 'Juana', email: town.city.emails.owner });
    expect(taken.text).toContain(`Owner ya tiene la dirección ${town.city.emails.owner} en este archivo.`);
  });

  test('errors for a page’s own script are in Spanish', async () => {
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

  test('choosing a language reloads the same page in it and applies from then on', async () => {
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

  test('a signed-in person’s choice of language applies in their other browsers, too', async () => {
    const { archiveId, readOnly } = town.city;
    const page = await stage.member(archiveId, readOnly);
    await page.goto('/dashboard');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.locator('html[lang="es"]').waitFor();
    await expectSpanish(page);
    const elsewhere = await stage.member(archiveId, readOnly);
    await elsewhere.goto('/dashboard');
    await expectSpanish(elsewhere);
  });

  test('a person who hasn’t chosen a language reads pages in the browser’s, whatever the archive’s is', async () => {
    const { archiveId, primary } = town.city;
    for (const lang of ['en', 'es']) {
      const page = await stage.member(archiveId, primary, { locale: `${lang}-US` });
      await page.goto('/you');
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      const choice = page.getByLabel(
        lang === 'en' ? 'Language of pages and emails' : 'Idioma de las páginas y los correos',
      );
      expect(await choice.inputValue()).toBe('');
    }
  });

  test.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', ''])(
    'choosing a language never redirects to another site: “%s”',
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
