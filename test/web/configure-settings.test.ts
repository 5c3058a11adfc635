import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { insertApiKey, findApiKey } from '../../services/access/api-keys.js';
import { eq } from 'drizzle-orm';
import { archives } from '../../db/schema.js';
import { findArchive } from '../../services/archives/archives.js';
import { DAY_MS, writtenSince } from '../rig/calendar.js';
import { aCity, SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { axeViolations, createStage, overflow, SCREENS } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));

const still = { reducedMotion: 'reduce' as const };
const archive = () => findArchive(stage.site.context.db, city.archiveId);
const primary = (options = {}) => stage.member(city.archiveId, city.primary, { ...still, ...options });

const shared = sharedFixture(() => stage.person({ ...still, baseURL: stage.site.url }));

/** Opens a page as the Primary Administrator, in a browser of its own only if it has options. */
async function at(path: string, options?: BrowserContextOptions): Promise<Page> {
  const { archiveId, primary: userId } = city;
  const page = options ? await primary(options) : await stage.handOver(shared, { archiveId, userId });
  await page.goto(path);
  return page;
}

const dates = async (page: Page) =>
  page
    .getByRole('table', { name: 'Emails in a series' })
    .getByRole('row')
    .allTextContents()
    .then((rows) => rows.slice(1));

describe('the email series', () => {
  test('article: "The first reminder email is sent out two days later, then every five days after that, 4 more times."', async () => {
    const began = stage.site.context.clock.now();
    const page = await at('/configure/series');
    const rows = await dates(page);
    expect(rows.map((row) => /Day \d+|Today/.exec(row)?.[0])).toEqual([
      'Today',
      'Day 2',
      'Day 7',
      'Day 12',
      'Day 17',
      'Day 22',
      'Day 27',
    ]);
    const zone = { timeZone: 'America/New_York', dateStyle: 'medium' } as const;
    const inTwoDays = (now: Date) => new Intl.DateTimeFormat('en-US', zone).format(now.getTime() + 2 * DAY_MS);
    expect(rows[1]).toMatch(new RegExp(writtenSince(began, inTwoDays)));
    await page.getByText('The next series begins 5 days after the last email.').waitFor();
  });

  test('article: "The Primary Administrator and any Full Access System Administrator subscribed … are cc\'d" on the first email and the last', async () => {
    const rows = await dates(await at('/configure/series'));
    const copied = rows.map((row) => row.includes('Administrators'));
    expect(copied).toEqual([true, false, false, false, false, true, false]);
    expect(rows.slice(1, 5).every((row) => row.includes('No one'))).toBe(true);
  });

  test('the dates update as days are typed, and nothing is saved until “Save days” is clicked', async () => {
    const page = await at('/configure/series');
    await page.getByLabel('Days until email 2').fill('4');
    await page.getByRole('rowheader', { name: 'Email 2' }).waitFor();
    await page.getByText('Day 4').waitFor();
    await page.getByText('Not saved yet').waitFor();
    expect((await archive()).stepDays[1]).toBe(2);
    await page.getByRole('button', { name: 'Save days' }).click();
    await page.getByText('The days were saved.').waitFor();
    expect((await archive()).stepDays).toEqual([0, 4, 7, 12, 17, 22]);
    expect(await page.getByText('Not saved yet').count()).toBe(0);
  });

  test('without JavaScript, “Preview” shows the dates and saves nothing', async () => {
    const page = await at('/configure/series', { javaScriptEnabled: false });
    await page.getByLabel('Days until the next series').fill('40');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('The next series begins 18 days after the last email.').waitFor();
    expect(await page.getByLabel('Days until the next series').inputValue()).toBe('40');
    expect((await archive()).seriesDays).toBe(27);
  });

  test('days out of order get an error at the field, and nothing typed is lost', async () => {
    const page = await at('/configure/series');
    await page.getByLabel('Days until email 4').fill('6');
    await page.getByText('Correct the days to see the dates.').waitFor();
    await page.getByRole('button', { name: 'Save days' }).click();
    await page.getByRole('alert').getByText('Email 4 must come after day 7.').waitFor();
    const field = page.getByLabel('Days until email 4');
    expect(await field.inputValue()).toBe('6');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#problem-day3').textContent()).toContain('after day 7');
    expect(await axeViolations(page)).toEqual([]);
    expect((await archive()).stepDays).toEqual([0, 2, 7, 12, 17, 22]);
  });

  test('“Restore default days” undoes a change of days', async () => {
    const page = await at('/configure/series');
    await page.getByText('These are the default days.').waitFor();
    await page.getByLabel('Days until the next series').fill('30');
    await page.getByRole('button', { name: 'Save days' }).click();
    await page.getByRole('button', { name: 'Restore default days' }).click();
    await page.getByText('The default days were restored.').waitFor();
    expect((await archive()).seriesDays).toBe(27);
  });

  test('the page says that new days don’t move the next scheduled email', async () => {
    const page = await at('/configure/series');
    await page.getByText('the next scheduled email keeps its date. New days apply to the emails after it.').waitFor();
  });
});

describe('email appearance', () => {
  test('the first email’s subject starts with the product name, and the preview shows it', async () => {
    await stage.site.context.db
      .update(archives)
      .set({ productName: 'Springfield Archive' })
      .where(eq(archives.id, city.archiveId));
    const page = await at('/configure/emails');
    await page.getByLabel('Sender name').fill('City Clerk');
    await page.getByLabel('Time zone').selectOption('America/Chicago');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your changes were saved.').waitFor();
    const subject = 'Springfield Archive: Immediate action required - Please reconnect your account(s)';
    await page.getByRole('definition').filter({ hasText: subject }).waitFor();
    await page.getByRole('definition').filter({ hasText: '"City Clerk" <' }).waitFor();
    expect(await archive()).toMatchObject({ senderName: 'City Clerk', timeZone: 'America/Chicago' });
    const email = page.frameLocator('iframe');
    await email.getByText('· City of Springfield').waitFor();
    await email.getByText('Olivia Reed').first().waitFor();
  });

  test('an empty sender name restores the default, and the archive’s language can be changed', async () => {
    const page = await at('/configure/emails');
    await page.getByLabel('Sender name').fill('');
    await page.getByLabel('Archive language').selectOption('es');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your changes were saved.').waitFor();
    expect(await archive()).toMatchObject({ senderName: null, locale: 'es' });
    await page
      .getByRole('definition')
      .filter({ hasText: /^"?ArchiveSocial"? </ })
      .waitFor();
  });

  test('each kind of email has a preview with its recipients', async () => {
    const page = await at('/configure/emails');
    const kinds = await page.getByRole('navigation', { name: 'Kinds of emails' }).getByRole('link').allTextContents();
    expect(kinds.length).toBeGreaterThanOrEqual(8);
    for (const kind of kinds) {
      const link = page.getByRole('link', { name: kind, exact: true });
      const shown = await (await page.request.get((await link.getAttribute('href'))!)).text();
      const frame = /<iframe[^>]*>/.exec(shown)![0].replaceAll('&amp;', '&');
      expect(frame).toContain(`title="Preview: ${kind}"`);
      const [, preview] = / src="([^"]+)"/.exec(frame)!;
      expect(await (await page.request.get(preview!)).text()).toMatch(/<h1[^>]*>\w/);
    }
    await page.getByRole('link', { name: kinds.at(-1)!, exact: true }).click();
    await page.getByTitle(`Preview: ${kinds.at(-1)!}`).waitFor();
    await page.frameLocator('iframe').getByRole('heading').first().waitFor();
    await page.goto('/configure/emails?show=first');
    const copied = page.getByRole('definition').last();
    expect(await copied.textContent()).toBe([city.emails.primary, city.emails.subscribed].join(', '));
    await page.goto('/configure/emails?show=reminder');
    expect(await copied.textContent()).toBe('No one');
  });

  test('the previewed email runs no scripts, has no links, and can be framed only by this site', async () => {
    const page = await at('/configure/emails');
    const answer = await page.request.get('/configure/emails/preview/first');
    const policy = answer.headers()['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain('script-src');
    expect(await answer.text()).not.toContain('href=');
    expect((await page.request.get('/configure/emails/preview/nothing')).status()).toBe(404);
    const others = await page.request.get('/configure/series');
    expect(others.headers()['content-security-policy']).not.toContain('frame-src');
  });

  test('a sender name with an address is refused, and the old settings stay', async () => {
    const page = await at('/configure/emails');
    const before = await archive();
    await page.getByLabel('Sender name').fill('Clerk <a@b.example>');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Sender name').getAttribute('aria-invalid')).toBe('true');
    expect(await archive()).toEqual(before);
  });
});

describe('API keys', () => {
  async function make(page: Page, name: string) {
    await page.getByLabel('Purpose').fill(name);
    await page.getByLabel('Report disconnected and reconnected accounts').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    return page.getByLabel('API key', { exact: true }).inputValue();
  }

  test('a new key is shown once, can be copied, works, and never appears in a URL', async () => {
    const page = await at('/configure/keys', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByText('There are no active keys').waitFor();
    const key = await make(page, 'Capture engine');
    expect(await findApiKey(stage.site.context.db, key)).toMatchObject({ name: 'Capture engine', scopes: ['report'] });
    await page.getByRole('button', { name: 'Copy key' }).click();
    await page.getByText('The key was copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key);
    expect(page.url()).not.toContain(key);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'I’ve saved the key' }).click();
    const row = page.getByRole('row', { name: 'Capture engine' });
    expect(await row.textContent()).toContain(`Ends in ${key.slice(-4)}`);
    expect(await row.textContent()).toContain('Report disconnects');
    expect(await page.content()).not.toContain(key);
  });

  test('the page that shows a new key isn’t cached', async () => {
    const page = await at('/configure/keys');
    const shown = page.waitForResponse((response) => response.request().method() === 'POST');
    await make(page, 'Nightly report');
    expect((await shown).headers()['cache-control']).toBe('no-store');
  });

  test('revoking a key asks for confirmation, and then the key stops working', async () => {
    const { db } = stage.site.context;
    const { key } = await insertApiKey(db, { archiveId: city.archiveId, name: 'Old program', scopes: ['read'] });
    const page = await at('/configure/keys');
    await page.getByRole('link', { name: 'Revoke the key “Old program”' }).click();
    await page.getByText('loses access right away').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await findApiKey(db, key)).not.toBeNull();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByText('The key “Old program” was revoked. It no longer works.').waitFor();
    expect(await findApiKey(db, key)).toBeNull();
    await page.getByText('Revoked keys').click();
    await page.getByText(`The key “Old program” that ends in ${key.slice(-4)} was revoked on`).waitFor();
  });

  test('another archive’s keys aren’t listed and can’t be revoked', async () => {
    const { db } = stage.site.context;
    const other = await aCity(db);
    const { id } = await insertApiKey(db, { archiveId: other.archiveId, name: 'Theirs', scopes: ['read'] });
    const page = await at('/configure/keys');
    expect(await page.getByText('Theirs').count()).toBe(0);
    expect((await page.goto(`/configure/keys/${id}/revoke`))?.status()).toBe(404);
  });

  test('a key with no permissions gets an error at the field', async () => {
    const page = await at('/configure/keys');
    await page.getByLabel('Purpose').fill('Nothing');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.locator('#problem-scopes').waitFor();
    expect(await page.getByLabel('Purpose').inputValue()).toBe('Nothing');
  });
});

describe('single sign-on', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = pair.publicKey.export({ format: 'jwk' });

  async function paste(page: Page, text: string) {
    await page.getByLabel('Public key (JWK)').fill(text);
    await page.getByRole('button', { name: 'Save key' }).click();
  }

  test('a public key can be pasted, saved, and removed', async () => {
    const page = await at('/configure/sign-in');
    await page.getByText('Not set up.').waitFor();
    await paste(page, JSON.stringify({ ...publicKey, kid: 'login-2026' }, null, 2));
    await page.getByText('The key was saved. Single sign-on is on.').waitFor();
    await page.getByText('EC P-256').waitFor();
    await page.getByText('login-2026').waitFor();
    expect((await archive()).signInKey).toEqual({ ...publicKey, kid: 'login-2026' });
    await page.getByRole('link', { name: 'Turn off single sign-on' }).click();
    await page.getByRole('button', { name: 'Turn off single sign-on' }).click();
    await page.getByText('Single sign-on is off.').waitFor();
    expect((await archive()).signInKey).toBeNull();
  });

  test('the page tells developers what a token must contain', async () => {
    const page = await at('/configure/sign-in');
    await page.getByText(`${stage.site.url}/sign-in/archive#…`).waitFor();
    expect(await page.getByRole('definition').first().textContent()).toContain(city.archiveId);
  });

  test('a private key is refused and isn’t shown again', async () => {
    const page = await at('/configure/sign-in');
    const secret = pair.privateKey.export({ format: 'jwk' });
    await paste(page, JSON.stringify(secret));
    await page.getByRole('alert').getByText('private key').waitFor();
    expect(await page.content()).not.toContain(secret.d);
    expect((await archive()).signInKey).toBeNull();
  });

  test('text that isn’t JSON is refused, and stays in the field to be corrected', async () => {
    const page = await at('/configure/sign-in');
    await paste(page, '-----BEGIN PUBLIC KEY-----');
    await page.getByRole('alert').getByText('This isn’t JSON. Paste the whole key, from { to }.').waitFor();
    expect(await page.getByLabel('Public key (JWK)').inputValue()).toContain('BEGIN PUBLIC KEY');
  });
});

const PAGES = ['/configure/series', '/configure/emails', '/configure/keys', '/configure/sign-in'];

test.each(PAGES)('%s returns 403 to a Read Only System Administrator and says who has access', async (path) => {
  const page = await stage.member(city.archiveId, city.readOnly);
  expect((await page.goto(path))?.status()).toBe(403);
  await page.getByText('Only the Primary Administrator and Full Access System Administrators').waitFor();
});

describe.each(SCREENS)('in %s mode, %i pixels wide', (colorScheme, width) => {
  test('the settings pages are accessible, fit the screen, and log no console errors', async () => {
    const { db } = stage.site.context;
    await insertApiKey(db, { archiveId: city.archiveId, name: 'Capture engine', scopes: ['read', 'report'] });
    const page = await primary({ colorScheme, viewport: { width, height: 800 } });
    const consoleErrors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));
    for (const path of PAGES) {
      await page.goto(path);
      expect([path, await axeViolations(page)]).toEqual([path, []]);
      expect([path, await overflow(page)]).toEqual([path, 0]);
      await page.getByRole('navigation', { name: 'Configure' }).locator('[aria-current="page"]').waitFor();
    }
    expect(consoleErrors).toEqual([]);
  });
});
