/** The help pages: for everyone, and linked from where they are needed. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LOCALES } from '../../domain/locales.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';
import { DEFAULT_PLAN, MAX_SERIES_DAYS } from '../../domain/series.js';
import { windowsFor } from '../../domain/windows.js';
import { messagesIn } from '../../i18n/index.js';
import { formatList } from '../../i18n/lists.js';
import { SESSION_LIFE_SECONDS } from '../../services/access/sessions.js';
import {
  FRESH_SIGN_IN_MINUTES,
  GAP_DAYS,
  INVITATION_DAYS,
  MAX_IMPORTED_ROWS,
  SESSION_HOURS,
  SESSION_IDLE_HOURS,
  SIGN_IN_LINK_MINUTES,
} from '../../domain/limits.js';
import { HELP_GROUPS, HELP_OUTLINE, HELP_TOPICS, helpPath, type HelpTopic } from '../../web/help-outline.js';
import { ageSignIns } from '../rig/aged-sign-ins.js';
import { sharedFixture } from '../rig/fixtures.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

const { help: HELP, networks: NETWORKS, roles: ROLES } = messagesIn('en');
const stage = sharedFixture(createStage);
const town = sharedFixture(() => springfield(stage.site));

async function stranger(path: string): Promise<Page> {
  const page = await stage.person({ baseURL: stage.site.url });
  await page.goto(path);
  return page;
}

/** Opens the owner's own page through the Personalized Link. */
async function owner(): Promise<Page> {
  const page = await stage.person({ baseURL: stage.site.url });
  await page.goto(town.link);
  await page.waitForURL('**/connect/accounts*');
  return page;
}

const primary = () => stage.member(town.city.archiveId, town.city.primary);

test('the list of help topics needs no sign-in and has every topic, grouped by reader', async () => {
  const page = await stranger('/help');
  for (const [group, topics] of Object.entries(HELP_GROUPS)) {
    const { title } = HELP.frame.groups[group as keyof typeof HELP_GROUPS];
    const links = page.getByRole('region', { name: title }).getByRole('link');
    expect(await links.allTextContents()).toEqual(topics.map((topic) => HELP[topic].title));
  }
});

test('each topic can be reached from the list and from every other topic', async () => {
  const page = await stranger('/help');
  for (const topic of HELP_TOPICS) {
    const { title } = HELP[topic];
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    expect(new URL(page.url()).pathname).toBe(helpPath(topic));
    const others = page.getByRole('navigation', { name: HELP.frame.all });
    expect(await others.getByRole('link').count()).toBe(1 + HELP_TOPICS.length);
    expect(await others.locator('[aria-current=page]').textContent()).toBe(title);
    await others.getByRole('link', { name: HELP.frame.all }).click();
  }
});

test.each(HELP_TOPICS)(
  '%s: every entry in the table of contents leads to a section, and no link is broken',
  async (topic) => {
    const page = await stranger(helpPath(topic));
    const contents = page.getByRole('navigation', { name: HELP.frame.onThisPage }).getByRole('link');
    const targets = await Promise.all((await contents.all()).map((link) => link.getAttribute('href')));
    expect(targets.length).toBeGreaterThan(2);
    for (const target of targets) expect(await page.locator(`section${target}`).count()).toBe(1);
    const hrefs = (await page.locator('main a').all()).map((link) => link.getAttribute('href'));
    const links = (await Promise.all(hrefs)).flatMap((href) => (href?.startsWith('/') ? [href] : []));
    for (const path of new Set(links)) expect([path, (await page.request.get(path)).status()]).toEqual([path, 200]);
  },
);

test('each reason says what happened and how to spot, fix, and prevent it; each network says what it needs', async () => {
  const page = await stranger(helpPath('reasons'));
  for (const reason of REASONS) {
    const section = page.getByRole('region', { name: HELP.reasons.sections[reason].heading });
    expect(await section.getAttribute('id')).toBe(reason);
    expect(await section.getByRole('term').allTextContents()).toEqual(Object.values(HELP.reasons.ask));
  }
  await page.goto(helpPath('networks'));
  for (const network of NETWORK_NAMES) {
    const section = page.getByRole('region', { name: NETWORKS[network].label, exact: true });
    expect(await section.getAttribute('id')).toBe(network);
    expect(await section.getByRole('term').allTextContents()).toEqual(Object.values(HELP.networks.ask));
  }
});

test.each(LOCALES)('%s: the sections in the catalog match the outline', (locale) => {
  const { help } = messagesIn(locale);
  for (const [topic, outline] of Object.entries(HELP_OUTLINE)) {
    const sections = help[topic as keyof typeof HELP_OUTLINE].sections;
    expect(Object.keys(sections).toSorted()).toEqual(Object.keys(outline).toSorted());
  }
  expect(Object.keys(help.reasons.sections).toSorted()).toEqual([...REASONS].toSorted());
  expect(Object.keys(help.networks.sections).toSorted()).toEqual([...NETWORK_NAMES].toSorted());
});

test('“Connect Accounts Only” owners see whom to ask and a link back to their page', async () => {
  const page = await owner();
  await page.getByRole('link', { name: HELP.links.title }).click();
  await page.getByRole('heading', { name: HELP.links.title, level: 1 }).waitFor();
  expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
  expect(await page.locator('main').textContent()).toContain(town.city.emails.primary);
  await page.getByRole('link', { name: HELP.frame.backToAccounts }).click();
  await page.waitForURL('**/connect/accounts');
});

test('the Primary Administrator isn’t told to ask themselves', async () => {
  const page = await stage.member(town.city.archiveId, town.city.primary);
  for (const path of ['/help', '/help/links']) {
    await page.goto(path);
    expect(await page.locator('main').textContent()).not.toContain(town.city.emails.primary);
  }
});

test('each disconnected account links to the help for its reason', async () => {
  const page = await owner();
  const card = page.locator(`#account-${town.x}`);
  await card.getByRole('link', { name: HELP.frame.why }).click();
  await page.waitForURL('**/help/reasons#checkpoint');
  const section = page.getByRole('region', { name: 'The profile is locked' });
  await section.getByText('Reconnecting won’t work before that.').waitFor();
});

describe('each page links to the help it needs', () => {
  test.each<[string, HelpTopic[]]>([
    ['/dashboard', ['dashboard']],
    ['/transfers', ['transfer']],
    ['/parent-profiles', ['parentProfiles']],
    ['/gaps', ['gaps']],
    ['/you', ['preferences', 'security']],
    ['/configure/owners', ['people']],
    ['/configure/administrators', ['roles']],
    ['/configure/import', ['import']],
    ['/configure/series', ['emailSeries', 'surgeHolds']],
    ['/configure/emails', ['emails']],
    ['/configure/keys', ['apiKeys']],
    ['/configure/sign-in', ['singleSignOn']],
  ])('%s', async (path, topics) => {
    const page = await primary();
    await page.goto(path);
    for (const topic of topics)
      expect(await page.locator(`main a[href="${helpPath(topic)}"]`).textContent()).toBe(HELP[topic].title);
  });

  test('a disconnected account and its timeline', async () => {
    const page = await primary();
    await page.goto(`/accounts/${town.page}`);
    await page.getByRole('link', { name: HELP.checks.title }).waitFor();
    await page.getByRole('link', { name: HELP.stopEmails.title }).waitFor();
    await page.locator('main a[href^="/disconnects/"]').first().click();
    await page.getByRole('link', { name: HELP.timeline.title }).click();
    await page.waitForURL('**/help/timeline');
  });

  test('the Account Owner’s own page', async () => {
    const page = await owner();
    for (const topic of ['reconnect', 'who', 'parentProfiles', 'links', 'connect'] as const)
      expect(await page.getByRole('link', { name: HELP[topic].title }).getAttribute('href')).toBe(helpPath(topic));
  });

  test('a form that needs a fresh sign-in', async () => {
    const page = await primary();
    await page.goto('/configure/keys');
    await page.getByLabel('Purpose').fill('Archiving software');
    await page.getByLabel(/^Report disconnected/).check();
    await ageSignIns(stage.site, town.city, FRESH_SIGN_IN_MINUTES + 1);
    await page.getByRole('button', { name: 'Create key' }).click();
    const link = page.getByRole('alert').getByRole('link', { name: 'Why we ask' });
    expect(await link.getAttribute('href')).toBe(helpPath('security'));
  });

  test('the message about a missing link', async () => {
    const page = await stranger('/connect/accounts');
    await page.getByRole('link', { name: HELP.links.title }).click();
    await page.waitForURL('**/help/links');
  });
});

test('signed-in people see the navigation, with “Help” marked as the current page', async () => {
  const page = await primary();
  await page.goto('/help/roles');
  const main = page.getByRole('navigation', { name: 'Main' });
  expect(await main.locator('[aria-current=page]').textContent()).toBe('Help');
  await main.getByRole('link', { name: 'Configure' }).waitFor();
});

test('an unknown help topic returns 404', async () => {
  const page = await stage.person({ baseURL: stage.site.url });
  for (const path of ['nothing', 'parentProfiles', 'frame'])
    expect([path, (await page.goto(`/help/${path}`))?.status()]).toEqual([path, 404]);
});

describe('help says what the article says', () => {
  test.each<[HelpTopic, string]>([
    ['who', 'It stays inactive and is never archived.'],
    ['who', 'It’s used under one Account Owner only.'],
    ['reconnect', 'A green bar names the account that has been reconnected.'],
    ['reconnect', 'An administrator must transfer it to you first. Then you can reconnect it.'],
    ['links', 'In the email you got when you were added to the archive.'],
    ['transfer', 'Someone left or changed departments'],
    ['parentProfiles', 'A Parent Profile stays inactive and is never archived.'],
    ['dashboard', '“Send link via email” or “Copy link to clipboard.”'],
  ])('%s: “%s”', async (topic, sentence) => {
    const page = await stranger(helpPath(topic));
    expect(await page.locator('main').textContent()).toContain(sentence);
  });

  test('the days of the emails match the default series', async () => {
    const page = await stranger('/help/emails');
    const cells = await page.getByRole('table').getByRole('cell').allTextContents();
    const days = cells.flatMap((cell) => /^(\d+) days later$/.exec(cell)?.[1] ?? []);
    expect(days.map(Number)).toEqual([...DEFAULT_PLAN.stepDays.slice(1), DEFAULT_PLAN.seriesDays]);
    const copied = await page.getByRole('table').locator('td:last-child').allTextContents();
    expect(copied.map((cell) => cell === 'Administrators')).toEqual([true, false, false, false, false, true, false]);
  });

  test('the roles have the same names as on other pages', async () => {
    const page = await stranger('/help/roles');
    const names = await page.getByRole('rowheader').allTextContents();
    expect(names.toSorted()).toEqual(Object.values(ROLES).toSorted((a, b) => (a < b ? -1 : 1)));
  });
});

/** Numbers in the text that could change in the code and be forgotten here. */
describe('the numbers match the code', () => {
  const { prevention, flapping, refresh, surgeWindow, surgeHold, linkLife, day } = windowsFor(86_400);
  const minutes = (ms: number) => `${ms / 60_000} minutes`;
  const days = (ms: number) => ms / day;
  const [, ...reminders] = DEFAULT_PLAN.stepDays;
  const NUMBERS: [HelpTopic, string][] = [
    ['links', `${days(linkLife)} days from the last email`],
    ['links', `For ${SESSION_LIFE_SECONDS / 3600} hours`],
    ['preferences', `signed in for ${SESSION_LIFE_SECONDS / 3600} hours`],
    ['preferences', `expires in ${SIGN_IN_LINK_MINUTES} minutes`],
    ['security', `the last ${FRESH_SIGN_IN_MINUTES} minutes`],
    ['security', `after ${SESSION_HOURS} hours`],
    ['security', `for ${SESSION_IDLE_HOURS} hours`],
    ['people', `expires in ${INVITATION_DAYS} days`],
    ['reasons', `${days(prevention)} days before it expires`],
    ['networks', `${days(prevention)} days before it expires`],
    ['emails', `within ${minutes(flapping)} of being reconnected`],
    ['stopEmails', `${refresh / 1000} seconds at most`],
    ['surgeHolds', `within ${minutes(surgeWindow)}`],
    ['surgeHolds', `after ${surgeHold / 3_600_000} hours`],
    ['emailSeries', `after ${formatList(reminders.map(String), 'en', Infinity)} days`],
    ['emailSeries', `After ${DEFAULT_PLAN.seriesDays} days`],
    ['emailSeries', `within ${MAX_SERIES_DAYS} days`],
    ['gaps', `the last ${GAP_DAYS} days`],
    ['import', `${MAX_IMPORTED_ROWS.toLocaleString('en-US')} lines`],
  ];
  test.each(NUMBERS)('%s: “%s”', (topic, said) => {
    expect(JSON.stringify(HELP[topic])).toContain(said);
  });
});

const PAGES = ['/help', ...HELP_TOPICS.map(helpPath)];
/** One page of each kind: the list, text, a table, and questions about each reason or network. */
const KINDS = ['/help', ...(['reconnect', 'emails', 'reasons', 'networks', 'apiKeys'] as const).map(helpPath)];
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };

describe.each([
  ['a phone in light mode', PAGES, { viewport: PHONE, colorScheme: 'light' }],
  ['a phone in dark mode', KINDS, { viewport: PHONE, colorScheme: 'dark' }],
  ['a desktop in light mode', PAGES, { viewport: DESKTOP, colorScheme: 'light' }],
  ['a desktop in dark mode', KINDS, { viewport: DESKTOP, colorScheme: 'dark' }],
] as const)('on %s', (_name, pages, options) => {
  test.each(pages)('%s is accessible and fits', async (path) => {
    const page = await stage.person({ baseURL: stage.site.url, ...options });
    await page.goto(path);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.context().close();
  });
});
