/** Email addresses in tables and lists stay whole. In a narrow column they break after the @ or before a dot, never in the middle of a word. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { users } from '../../db/schema.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aCity } from '../rig/site.js';
import { createStage, overflow } from '../rig/stage.js';

const LONG = 'maria.fernandez-villalobos@communications.springfield.example';
const USUAL = 'superintendent@springfieldschools.example';

const stage = sharedFixture(createStage);
const city = sharedFixture(async () => {
  const made = await aCity(stage.site.context.db, SPRINGFIELD);
  const rename = (id: string, email: string) =>
    stage.site.context.db.update(users).set({ email }).where(eq(users.id, id));
  await rename(made.owner, LONG);
  await rename(made.readOnly, USUAL);
  return made;
});

/** The lines of each address on the page, as a browser shows them. */
const linesOfAddresses = (page: Page): Promise<string[][]> =>
  page.evaluate(`[...document.querySelectorAll('main .address')].map((address) => {
    const lines = [];
    let top = null;
    const texts = document.createTreeWalker(address, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode())
      for (let i = 0; i < text.length; i += 1) {
        const range = document.createRange();
        range.setStart(text, i);
        range.setEnd(text, i + 1);
        const at = Math.round(range.getBoundingClientRect().top);
        if (at !== top) lines.push('');
        top = at;
        lines[lines.length - 1] += text.data[i];
      }
    return lines;
  })`);

const SHEET = [
  'name,email,roles',
  `Maria Fernandez,${LONG},account_owner`,
  `Ann Smith,${USUAL},account_owner;read_only_administrator`,
  'Bob,bob@city.example,no such role',
].join('\n');

async function preview(page: Page): Promise<void> {
  await page.goto('/configure/import');
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.locator('#file-read').filter({ hasText: /\S/ }).waitFor();
  await page.locator('form button.primary').first().click();
  await page.locator('.import-rows').waitFor();
}

const PAGES: [name: string, open: (page: Page) => Promise<unknown>, addresses: string[]][] = [
  ['the preview of an import', preview, [LONG, USUAL]],
  ['the list of Account Owners', (page) => page.goto('/configure/owners'), [LONG]],
  ['the list of administrators', (page) => page.goto('/configure/administrators'), [USUAL]],
];

describe.each([
  ['en-US', 1280],
  ['es-US', 1280],
  ['en-US', 390],
  ['es-US', 390],
] as const)('in %s at %d pixels', (locale, width) => {
  test.each(PAGES)('%s breaks no address in the middle', async (_name, open, addresses) => {
    const page = await stage.member(city.archiveId, city.primary, { locale, viewport: { width, height: 800 } });
    await open(page);
    const shown = await linesOfAddresses(page);
    expect(shown.map((lines) => lines.join(''))).toEqual(expect.arrayContaining(addresses));
    for (const lines of shown)
      for (const [i, line] of lines.entries())
        if (i > 0) expect([lines, line.startsWith('.') || lines[i - 1]!.endsWith('@')]).toEqual([lines, true]);
    // An address of the usual length has room on one line.
    const usual = shown.find((lines) => lines.join('') === USUAL);
    if (usual && width > 1000) expect(usual).toEqual([USUAL]);
    expect(await overflow(page)).toBe(0);
    await page.context().close();
  });
});
