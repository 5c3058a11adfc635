/** Users see one product name: their archive's if it has one, otherwise the installation's. Only operators see "Relink". */
import { afterEach, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { archives } from '../../db/schema.js';
import { sharedFixture } from '../rig/fixtures.js';
import { createStage, springfield } from '../rig/stage.js';

const stage = sharedFixture(() => createStage({ PRODUCT_NAME: 'Records Reach' }));
const there = sharedFixture(() => springfield(stage.site));

const setOwnName = (productName: string | null) =>
  stage.site.context.db.update(archives).set({ productName }).where(eq(archives.id, there.city.archiveId));

afterEach(() => setOwnName(null));

async function nameOn(path: string, page = stage.person({ baseURL: stage.site.url })) {
  const open = await page;
  await open.goto(path);
  // A link's own page belongs to no archive yet; it leads on to the owner's.
  if (path === there.link) await open.waitForURL('**/connect/accounts*');
  expect(await open.locator('body').textContent()).not.toContain('Relink');
  expect(await open.title()).not.toContain('Relink');
  return open.locator('.brand strong').textContent();
}

test.each([
  ['the sign-in page', '/sign-in'],
  ['the list of help topics', '/help'],
  ['a help page', '/help/links'],
  ['an unknown link', '/connect#nothing.at-all'],
  ['an unknown URL', '/nothing-here'],
  ['the status of a data deletion', '/data-deletion/nothing'],
])('%s shows the installation’s product name', async (_what, path) => {
  expect(await nameOn(path)).toBe('Records Reach');
});

test('an archive without a product name of its own shows the installation’s', async () => {
  const { archiveId, primary } = there.city;
  expect(await nameOn('/dashboard', stage.member(archiveId, primary))).toBe('Records Reach');
});

test('an archive with a product name of its own shows that name', async () => {
  await setOwnName('Fairview Records');
  const { archiveId, primary } = there.city;
  expect(await nameOn('/dashboard', stage.member(archiveId, primary))).toBe('Fairview Records');
  expect(await nameOn(there.link, stage.person())).toBe('Fairview Records');
});

test('administrators see their archive’s names on the Configure tab, and can’t change them', async () => {
  await setOwnName('Fairview Records');
  const { archiveId, primary } = there.city;
  const page = await stage.member(archiveId, primary);
  await page.goto('/configure/emails');
  await page.getByText('only the system operator can change them').waitFor();
  expect(await page.getByRole('definition').allTextContents()).toEqual(
    expect.arrayContaining(['City of Springfield', 'Fairview Records']),
  );
  expect(await page.getByRole('textbox').count()).toBe(1);
});
