/** The pages for people, in a browser: find an email, read it, click its links. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { browser as chromePath } from '../../dev/tools.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { mail, openInbox } from '../rig/inbox.js';

const relink = sharedFixture(
  async () => {
    const server = createServer((_req, res) => {
      res.setHeader('content-type', 'text/html');
      res.end('<title>Relink</title><script>document.title = `Relink ${location.hash} ${opener}`</script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, target: `http://127.0.0.1:${(server.address() as AddressInfo).port}/connect#secret` };
  },
  ({ server }) => {
    server.closeAllConnections();
    server.close();
  },
);
const inbox = sharedFixture(openInbox);
const browser = sharedFixture(() => chromium.launch({ executablePath: chromePath(), args: ['--no-sandbox'] }));
const errors: string[] = [];
const page = freshFixture(async () => {
  const made = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  made.on('pageerror', ({ message }) => errors.push(message));
  return made;
});
afterEach(() => expect(errors.splice(0)).toEqual([]));

async function send(more: object, idempotencyKey?: string): Promise<string> {
  const { data, error } = await inbox.client.emails.send(mail(more), { idempotencyKey });
  if (error) throw new Error(error.message);
  return data.id;
}

const row = (name: string | RegExp) => page.getByRole('list', { name: 'Emails' }).getByRole('link', { name });

describe('the list', () => {
  it('shows an email that arrives while it is open', async () => {
    await page.goto(inbox.url);
    await send({ to: 'live@example.org' });
    await row(/live@example.org/).waitFor({ timeout: 10_000 });
  });

  it('filters by recipient as the person types', async () => {
    await send({ to: 'Wanted <wanted@example.org>' });
    await send({ to: 'other@example.org' });
    await page.goto(inbox.url);
    await page.getByRole('searchbox', { name: 'Search by recipient' }).pressSequentially('WANTED');
    await page.getByRole('status').filter({ hasText: '1 email to “WANTED”' }).waitFor();
    expect(await row(/@/).count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?to=WANTED/);
    expect(await row(/@/).count()).toBe(1);
  });

  it('has buttons that make sending fail and work again', async () => {
    await page.goto(inbox.url);
    await page.getByText('Make sending fail').click();
    await page.getByRole('button', { name: 'Return “too many requests”' }).click();
    await page.getByText('Return “too many requests” (100% of requests)').waitFor();
    await page.getByRole('button', { name: 'Send normally' }).click();
    await page.getByRole('button', { name: 'Send normally' }).waitFor({ state: 'detached' });
  });

  it('says that sending fails and has a button that ends it', async () => {
    await inbox.mode('error', 0.5);
    await page.goto(inbox.url);
    await page.getByText('Return an error (50% of requests)').waitFor();
    await page.getByRole('button', { name: 'Send normally' }).click();
    await page.getByRole('button', { name: 'Send normally' }).waitFor({ state: 'detached' });
    await send({ to: 'behaving@example.org' });
  });
});

describe('an email', () => {
  const html = () => `<html><head><title>x</title></head><body><a href="${relink.target}">Reconnect</a></body></html>`;

  it('opens from the list and shows its recipients and its idempotency key', async () => {
    const words = ['opened@example.org', 'marge@example.org', 'first/own_1/1/0'];
    await send({ to: words[0], cc: [words[1]], subject: 'Opened <b>' }, words[2]);
    await page.goto(inbox.url);
    await row(/opened@example.org/).click();
    const article = page.getByRole('article', { name: 'Opened <b>' });
    const shown = await article.innerText();
    for (const one of words) expect(shown).toContain(one);
    expect(await row(/opened@example.org/).getAttribute('aria-current')).toBe('page');
  });

  it.each(['HTML', 'Plain text'])('opens links in a new tab that can’t reach the inbox (%s)', async (part) => {
    const id = await send({
      to: `links@example.org`,
      html: html(),
      text: `Reconnect:\n${relink.target}\n`,
      subject: part,
    });
    await page.goto(`${inbox.url}/mails/${id}`);
    await page.getByRole('link', { name: part, exact: true }).click();
    const link =
      part === 'HTML'
        ? page.frameLocator('iframe').getByRole('link', { name: 'Reconnect' })
        : page.getByRole('article').getByRole('link', { name: relink.target });
    const [tab] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await tab.waitForLoadState();
    expect(tab.url()).toBe(relink.target);
    expect(await tab.title()).toBe('Relink #secret null');
    expect(page.url()).toContain(id);
  });

  it('runs no scripts and can’t reach the inbox', async () => {
    const script = `<script>document.body.textContent = 'ran'</script><body onload="document.title='ran'">still</body>`;
    const id = await send({ to: 'script@example.org', html: script });
    for (const path of [`/mails/${id}`, `/mails/${id}/html`]) {
      await page.goto(inbox.url + path);
      const body = path.endsWith('/html') ? page.locator('body') : page.frameLocator('iframe').locator('body');
      expect(await body.textContent()).toContain('still');
    }
    const { headers } = await fetch(`${inbox.url}/mails/${id}/html`);
    expect(headers.get('content-security-policy')).toContain('sandbox allow-popups allow-popups-to-escape-sandbox;');
  });

  it('is reported as missing next to the list if it doesn’t exist', async () => {
    await send({ to: 'beside@example.org' });
    const answer = await page.goto(`${inbox.url}/mails/7e4cbd3f-0000-4000-8000-000000000000`);
    expect(answer?.status()).toBe(404);
    await page.getByText('This email isn’t in the inbox.').waitFor();
    await row(/beside@example.org/).waitFor();
  });

  it('shows its plain text if it has no HTML', async () => {
    const id = await send({ to: 'text@example.org', html: undefined, text: 'Only <text>' });
    await page.goto(`${inbox.url}/mails/${id}`);
    expect(await page.locator('pre').textContent()).toBe('Only <text>');
    expect(await page.getByRole('link', { name: 'HTML', exact: true }).count()).toBe(0);
  });
});

it.each(['light', 'dark'] as const)(
  'a phone shows one pane at a time and cuts nothing off (%s)',
  async (colorScheme) => {
    const to = `${'long'.repeat(15)}@${'domain'.repeat(9)}.example`;
    const id = await send({ to, subject: 'W'.repeat(200) + colorScheme });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme });
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    await page.goto(inbox.url);
    expect(await width()).toBe(390);
    await page.goto(`${inbox.url}/mails/${id}`);
    expect(await width()).toBe(390);
    expect(await page.getByRole('navigation', { name: 'List of emails' }).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'All emails' }).click();
    await row(to).first().waitFor();
  },
);
