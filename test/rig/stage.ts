/** A real browser on the pages, with an archive that has something to show. */
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { startLoginSession } from '../../services/access/sessions.js';
import { aBrokenAccount, aCity, anAccount, createSite, linkOf, type City, type Site } from './site.js';
import { aProfile, SPRINGFIELD } from './builders.js';
import { calendarDaysAgo, homeZone } from './calendar.js';
import { BROWSER_FLAGS } from './browser.js';
import { freshFixture } from './fixtures.js';
import { browser as chromePath } from '../../dev/tools.js';

export interface Stage {
  site: Site;
  browser: Browser;
  /** Opens a person's browser with empty storage. */
  person(options?: BrowserContextOptions): Promise<Page>;
  /** Opens the browser of a member of an archive who has signed in. */
  member(archiveId: string, userId: string, options?: BrowserContextOptions): Promise<Page>;
  /**
   * Makes an open browser that of another member of an archive, or of a stranger. Opening one more takes longer than most tests. Also leaves
   * the page, because a path that differs only in its fragment would not be loaded again.
   */
  handOver(page: Page, to?: { archiveId: string; userId: string }): Promise<Page>;
  /** Signs the browser's person in once more, as another tab of the browser would. */
  signInAgain(page: Page, who: { archiveId: string; userId: string }): Promise<void>;
  close(): Promise<void>;
}

export async function createStage(environment: Record<string, string> = {}): Promise<Stage> {
  const site = await createSite(environment);
  const browser = await chromium.launch({ executablePath: chromePath(), args: BROWSER_FLAGS });
  const signIn = async (context: BrowserContext, archiveId: string, userId: string) => {
    const { secret } = await startLoginSession(site.context.db, { archiveId, userId });
    await context.addCookies([{ name: 'relink', value: secret, url: site.url }]);
  };
  return {
    site,
    browser,
    person: async (options) => (await browser.newContext(options)).newPage(),
    async member(archiveId, userId, options) {
      const context = await browser.newContext({ baseURL: site.url, ...options });
      await signIn(context, archiveId, userId);
      return context.newPage();
    },
    async handOver(page, to) {
      await page.goto('about:blank');
      await page.context().clearCookies();
      if (to) await signIn(page.context(), to.archiveId, to.userId);
      return page;
    },
    signInAgain: (page, { archiveId, userId }) => signIn(page.context(), archiveId, userId),
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

/** Opens a page for the city’s Primary Administrator in each test, with helpers; `asPrimary` opens one in another browser. */
export function usePrimary(stage: Stage, city: () => City) {
  const asPrimary = (options: BrowserContextOptions = {}) =>
    stage.member(city().archiveId, city().primary, { reducedMotion: 'reduce', ...options });
  const page = freshFixture(() => asPrimary());
  return {
    page,
    asPrimary,
    press: (name: string | RegExp, at = page) => at.getByRole('button', { name }).click(),
    done: (text: string | RegExp, at = page) => at.getByRole('status').getByText(text).waitFor(),
    row: (name: string) => page.getByRole('row').filter({ hasText: name }),
    main: (at = page) => at.getByRole('main').textContent(),
  };
}

/** For `describe.each`: the color scheme and width of each screen. */
export const SCREENS = [
  ['light', 360],
  ['dark', 360],
  ['light', 1280],
  ['dark', 1280],
] as const;

export const JANE = {
  network: 'facebook' as const,
  id: 'jane',
  name: 'Jane Doe',
  manages: [
    { network: 'facebook_page', id: 'page-1', name: 'Springfield City Hall' },
    { network: 'facebook_page', id: 'page-2', name: 'Springfield Fire Department' },
    { network: 'instagram', id: 'insta-1', name: 'springfield.parks' },
  ],
};

export interface Springfield {
  city: City;
  /** The owner's Personalized Link, as in the email about the Page. */
  link: string;
  page: string;
  x: string;
}

/** Creates an owner with accounts in every state. */
export async function springfield(site: Site): Promise<Springfield> {
  const timeZone = homeZone(SPRINGFIELD.timeZone);
  const city = await aCity(site.context.db, { ...SPRINGFIELD, timeZone });
  const profile = await aProfile(site.context.db, city, 0, { networkProfileId: JANE.id, name: JANE.name });
  const daysAgo = (days: number) => ({ detectedAt: calendarDaysAgo(days, timeZone) });
  const through = { parentProfileId: profile.id };
  const page = await aBrokenAccount(site, city, {
    ...through,
    network: 'facebook_page',
    networkAccountId: 'page-1',
    name: 'Springfield City Hall',
    reason: { reason: 'password_changed', ...daysAgo(9) },
  });
  await aBrokenAccount(site, city, {
    ...through,
    network: 'instagram',
    networkAccountId: 'insta-1',
    name: 'springfield.parks',
    reason: { reason: 'token_expired', ...daysAgo(2) },
  });
  const x = await aBrokenAccount(site, city, {
    network: 'x',
    networkAccountId: 'x-1',
    name: 'Springfield Police (@SpringfieldPD)',
    reason: { reason: 'checkpoint', ...daysAgo(31) },
  });
  await anAccount(site.context.db, city, {
    ...through,
    network: 'facebook_page',
    networkAccountId: 'page-2',
    name: 'Springfield Fire Department',
  });
  await anAccount(site.context.db, city, {
    network: 'youtube',
    networkAccountId: 'UC1',
    name: 'Springfield Council TV',
  });
  await anAccount(site.context.db, city, {
    network: 'linkedin_profile',
    networkAccountId: 'li-1',
    name: 'Mayor Quimby',
  });
  return { city, link: `${await linkOf(site, city)}.${page.id}`, page: page.id, x: x.id };
}

const require = createRequire(import.meta.url);
let axe: Promise<string> | undefined;

/** Returns what axe-core objects to on a page, in words. */
export async function axeViolations(page: Page): Promise<string[]> {
  axe ??= readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  // Loaded through the debugging protocol, because the page's own policy doesn't allow our script.
  await page.evaluate(await axe);
  return page.evaluate(async () => {
    const { axe: loaded } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await loaded.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}

/** Returns how far the page can be scrolled sideways, in pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = (
      globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }
    ).document.documentElement;
    return scrollWidth - clientWidth;
  });
