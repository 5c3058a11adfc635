/** In the pseudo-language, text that's missing from the catalogs stands out. Every page may show only messages and people's own words. */
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { archives, users } from '../../db/schema.js';
import { HELP_TOPICS, helpPath } from '../../web/help-outline.js';
import { sharedFixture } from '../rig/fixtures.js';
import { outsideOfBrackets, speakPseudo } from '../rig/pseudo-language.js';
import { pagesAboutOne, PRIMARY_PAGES } from '../rig/pages.js';
import { createStage, overflow, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = sharedFixture(() => springfield(stage.site));
const SPEAKS_PSEUDO = { locale: 'es-US', reducedMotion: 'reduce' as const };
const PHONE = { ...SPEAKS_PSEUDO, viewport: { width: 360, height: 740 } };

beforeAll(async () => {
  speakPseudo('es');
  // The previews of emails are in the archive's language.
  await stage.site.context.db.update(archives).set({ locale: 'es' }).where(eq(archives.id, town.city.archiveId));
  await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.id, town.city.owner));
});

/**
 * The names of the test's people and accounts, and names of products, networks, files, and time zones, which are the same in any language.
 */
const OWN_WORDS =
  /ArchiveSocial|City of Springfield|Springfield[\p{L} ]*|springfield\.\w+|@\w+|Jane Doe|page-\d|Mayor Quimby|Owner( \d)?|Other|Primary|Subscribed|Unsubscribed|Readonly|\S+@\S+|^\S+@$|^city$|^\.example$|Facebook|Instagram|LinkedIn|YouTube|Threads|Google|\bX\b|English|Español|https?:\S+|[A-Z][\w+-]+(\/[\w+-]+)+|\b(UTC|GMT|E[SD]T)\b|\d+ de \p{L}+ de \d{4}/gu;

/** Each text that people see or hear; what a program reads literally (code, time zone choices) is left out. */
const SEEN = `(() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement.closest('code, pre, script, style, select[name="timeZone"]')) found.push(node.data);
    } else for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label', 'aria-description'])
      if (node.hasAttribute(name)) found.push(node.getAttribute(name));
  }
  return found;
})()`;

async function hardcodedText(page: Page): Promise<string[]> {
  const texts = await page.evaluate<string[]>(SEEN);
  return texts
    .map((text) => outsideOfBrackets(text).replaceAll(OWN_WORDS, ''))
    .filter((text) => /\p{L}{2}/u.test(text))
    .filter((text, i, all) => all.indexOf(text) === i);
}

async function expectOnlyMessages(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect([path, answer?.ok()]).toEqual([path, true]);
  expect([path, await hardcodedText(page)]).toEqual([path, []]);
  expect([path, await overflow(page)]).toEqual([path, 0]);
}

test.each(['/', '/sign-in', '/help', ...HELP_TOPICS.map((topic) => helpPath(topic))])(
  'a stranger’s page has only catalog messages and fits on a phone: %s',
  async (path) => {
    await expectOnlyMessages(await stage.person({ ...PHONE, baseURL: stage.site.url }), path);
  },
);

test('an Account Owner’s page has only catalog messages and fits on a phone', async () => {
  const page = await stage.person(PHONE);
  await page.goto(town.link);
  await page.waitForURL('**/connect/accounts*');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await hardcodedText(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});

test.each(PRIMARY_PAGES)(
  'the Primary Administrator’s page has only catalog messages and fits on a phone: %s',
  async (path) => {
    const page = await stage.member(town.city.archiveId, town.city.primary, PHONE);
    await expectOnlyMessages(page, path);
  },
);

test('pages about one account, owner, or disconnect have only catalog messages and fit on a phone', async () => {
  const page = await stage.member(town.city.archiveId, town.city.primary, PHONE);
  for (const path of await pagesAboutOne(stage, town)) await expectOnlyMessages(page, path);
});
