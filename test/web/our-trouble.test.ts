/** The dashboard's card about a network that refuses our own app, in a real browser. */
import { describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { accounts, applicationTroubles, archives } from '../../db/schema.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aCity, anAccount } from '../rig/site.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));

const trouble = (archiveId: string, code = 'credits') =>
  stage.site.context.db
    .insert(applicationTroubles)
    .values({ archiveId, provider: 'x', code, count: 3, since: sql`now() - interval '1 day'` });

describe.each([
  ['a phone', { width: 390, height: 844 }],
  ['a desktop', { width: 1280, height: 900 }],
])('on %s', (_device, viewport) => {
  test.each([
    ['en', 'X isn’t accepting our app', /no one needs to reconnect because of this.*We’ve alerted the team/],
    ['es', 'X no acepta nuestra aplicación', /nadie tiene que reconectarlas por este motivo.*Ya avisamos al equipo/],
  ] as const)(
    'an administrator reads in %s what is wrong, and that it isn’t their accounts',
    async (locale, title, lead) => {
      const { archiveId, primary } = town.city;
      await stage.site.context.db.update(archives).set({ locale }).where(eq(archives.id, archiveId));
      await trouble(archiveId);
      // Two codes of one network are one card.
      await trouble(archiveId, '453');
      const page = await stage.member(archiveId, primary, { viewport, locale: `${locale}-US` });
      await page.goto('/dashboard');
      const card = page.getByRole('region', { name: title });
      expect(await card.count()).toBe(1);
      expect(await card.innerText()).toMatch(lead);
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    },
  );
});

test('nothing says that all is well while a network refuses our app', async () => {
  const { db } = stage.site.context;
  const city = await aCity(db);
  const id = await anAccount(db, city, { network: 'x', name: 'Library' });
  await db.update(accounts).set({ authorizedSince: new Date() }).where(eq(accounts.id, id));
  const page = await stage.member(city.archiveId, city.primary);
  await page.goto('/dashboard');
  await page.getByRole('heading', { name: 'All accounts are connected' }).waitFor();
  await trouble(city.archiveId);
  await page.reload();
  await page.getByRole('heading', { name: 'No accounts are disconnected' }).waitFor();
  expect(await page.getByText('All accounts are connected').count()).toBe(0);
});
