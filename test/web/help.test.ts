/** The help pages: for everybody, and reached from where they are needed. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';
import { DEFAULT_PLAN } from '../../domain/series.js';
import { messagesIn } from '../../i18n/index.js';
import { EN } from '../../i18n/pages/en/index.js';
import { HELP_TOPICS } from '../../i18n/pages/help-model.js';
import { sharedFixture } from '../rig/fixtures.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = sharedFixture(() => springfield(stage.site));

async function stranger(path: string): Promise<Page> {
  const page = await stage.person({ baseURL: stage.site.url });
  await page.goto(path);
  return page;
}

/** Through the Personalized Link, on the owner's own page. */
async function owner(): Promise<Page> {
  const page = await stage.person({ baseURL: stage.site.url });
  await page.goto(town.link);
  await page.waitForURL('**/connect/accounts*');
  return page;
}

test('help needs no sign-in: the list leads to every page, and each page to all others', async () => {
  const page = await stranger('/help');
  for (const topic of HELP_TOPICS) {
    const { title } = EN.help.topics[topic];
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    const others = page.getByRole('navigation', { name: 'All help pages' });
    expect(await others.getByRole('link').count()).toBe(1 + HELP_TOPICS.length);
    expect(await others.locator('[aria-current=page]').textContent()).toBe(title);
    await others.getByRole('link', { name: 'All help pages' }).click();
  }
});

test('each reason says what happened, how to notice, how to fix and how to prevent it; each network, what is special', async () => {
  const page = await stranger('/help/reasons');
  for (const reason of REASONS) {
    const section = page.getByRole('region', { name: EN.help.reasons[reason].heading });
    expect(await section.getAttribute('id')).toBe(reason);
    expect(await section.getByRole('term').allTextContents()).toEqual([
      'What happened',
      'How to notice',
      'How to fix it',
      'How to prevent it',
    ]);
  }
  for (const network of NETWORK_NAMES) expect(await page.locator(`section#${network} dt`).count()).toBe(3);
});

test('every part of a page can be linked to, and is in its list of contents', async () => {
  for (const topic of HELP_TOPICS) {
    const page = await stranger(`/help/${topic}`);
    const contents = page.getByRole('navigation', { name: 'On this page' }).getByRole('link');
    const targets = await Promise.all((await contents.all()).map((link) => link.getAttribute('href')));
    expect(targets.length).toBeGreaterThan(2);
    for (const target of targets) expect(await page.locator(`section${target}`).count()).toBe(1);
    await page.context().close();
  }
});

test('“Connect Accounts Only” owners keep the way back to their page, and the archive says whom to ask', async () => {
  const page = await owner();
  await page.getByRole('link', { name: EN.help.topics.links.title }).click();
  expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
  expect(await page.locator('main').textContent()).toContain(town.city.emails.primary);
  await page.getByRole('link', { name: 'Back to my accounts' }).click();
  await page.waitForURL('**/connect/accounts');
});

test('“how to fix the reason”: beside each disconnected account is the way to its reason', async () => {
  const page = await owner();
  const card = page.locator(`#account-${town.x}`);
  await card.getByRole('link', { name: 'Why does this happen?' }).click();
  await page.waitForURL('**/help/reasons#checkpoint');
  const section = page.getByRole('region', { name: 'The network has locked the profile' });
  expect(await section.getByText('Reconnecting fails before that.').isVisible()).toBe(true);
});

test('who signed in sees the navigation, with help as the present place', async () => {
  const page = await stage.member(town.city.archiveId, town.city.primary);
  await page.goto('/help/roles');
  const main = page.getByRole('navigation', { name: 'Main' });
  expect(await main.locator('[aria-current=page]').textContent()).toBe('Help');
  expect(await main.getByRole('link', { name: 'Configure' }).isVisible()).toBe(true);
});

test('a message about a missing link leads to how links work', async () => {
  const page = await stranger('/connect/accounts');
  await page.getByRole('link', { name: EN.help.topics.links.title }).click();
  await page.waitForURL('**/help/links');
});

test('a help page that is none is not found', async () => {
  const page = await stage.person({ baseURL: stage.site.url });
  expect((await page.goto('/help/nothing'))?.status()).toBe(404);
});

describe('what the article says is said', () => {
  test.each([
    ['who', 'It stays inactive and is never archived.'],
    ['who', 'It is used under one Account Owner only.'],
    ['reconnect', 'a green bar names the account that is connected again'],
    ['reconnect', 'An administrator must transfer it to you first; then reconnect.'],
    ['links', 'In the email that you got when you were added to the archive.'],
    ['transfer', 'Somebody left, or changed departments'],
  ])('/help/%s: “%s”', async (topic, sentence) => {
    const page = await stranger(`/help/${topic}`);
    expect(await page.locator('main').textContent()).toContain(sentence);
  });

  test('the days of the emails are those of the series', async () => {
    const page = await stranger('/help/emails');
    const table = page.getByRole('table');
    const days = (await table.getByRole('row').allTextContents()).flatMap((row) => /(\d+) days/.exec(row)?.[1] ?? []);
    expect(days.map(Number)).toEqual(DEFAULT_PLAN.stepDays.slice(1));
    expect(await page.locator('main').textContent()).toContain(`After ${DEFAULT_PLAN.seriesDays} days`);
  });

  test('the roles have the names that the pages give them', async () => {
    const page = await stranger('/help/roles');
    const names = await page.getByRole('rowheader').allTextContents();
    expect(names.toSorted()).toEqual(Object.values(messagesIn('en').roles).toSorted((a, b) => (a < b ? -1 : 1)));
  });
});

describe.each([
  ['a phone, light', { viewport: { width: 360, height: 740 }, colorScheme: 'light' }],
  ['a phone, dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['a desk, light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['a desk, dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
] as const)('on %s', (_name, options) => {
  test.each(['', ...HELP_TOPICS.map((topic) => `/${topic}`)])('/help%s is accessible and fits', async (path) => {
    const page = await stage.person({ baseURL: stage.site.url, ...options });
    await page.goto(`/help${path}`);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.context().close();
  });
});
