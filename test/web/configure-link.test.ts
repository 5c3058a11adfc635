import { describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { emails, personalizedLinks } from '../../db/schema.js';
import { requestMovedMails } from '../../services/outbox/requests.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aCity, emailsTo, linkOf } from '../rig/site.js';
import { createStage, usePrimary } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, asPrimary, press, done, row } = usePrimary(stage, () => city);

async function clipboard(): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate('navigator.clipboard.readText()');
}

describe('article: "Click Connect Accounts next to the appropriate Account owner." "Either Send link via email or Copy link to clipboard."', () => {
  test('“Send link via email” emails the link to the owner', async () => {
    await page.goto('/configure/owners?q=owner');
    await row(city.emails.owner).getByLabel('Connect Accounts for Owner').click();
    await row(city.emails.owner)
      .getByRole('button', { name: /^Send link via email/ })
      .click();
    await done(`Owner’s link is on its way to ${city.emails.owner}.`);
    expect(await emailsTo(stage.site, city, city.owner)).toMatchObject([
      { kind: 'link', payload: { why: 'requested', senderName: 'Primary' } },
    ]);
    expect(await page.getByLabel('Name or email address').inputValue()).toBe('owner');
  });

  test('a second click says that an email is on its way already, and sends no other', async () => {
    await page.goto(`/configure/people/${city.owner}`);
    await press(/^Send link via email/);
    await done(`Owner’s link is on its way to ${city.emails.owner}.`);
    await press(/^Send link via email/);
    await done(`An email to ${city.emails.owner} is already on its way, so we didn’t send another.`);
    expect(await emailsTo(stage.site, city, city.owner)).toHaveLength(1);
  });

  test('when the owner has just been sent many emails, the page says that this one waits, and when it goes out', async () => {
    const { db } = stage.site.context;
    const to = [{ userId: city.owner, side: 'old' as const }];
    for (let i = 0; i < 20; i += 1) await requestMovedMails(db, city.archiveId, `tr_${i}`, to);
    await page.goto(`/configure/people/${city.owner}`);
    await press(/^Send link via email/);
    await done(
      `Owner’s link is on its way to ${city.emails.owner}. Many emails are waiting right now, so it goes out later.`,
    );
    const note = `It goes out to ${city.emails.owner} at about`;
    await page.getByRole('heading', { name: 'An email is waiting' }).waitFor();
    await page.getByText(note).waitFor();
    await press(/^Send link via email/);
    await done(`An email to ${city.emails.owner} is already waiting, so we didn’t add another. It’ll go out later.`);
    await page.getByText(note).waitFor();
    await db
      .update(emails)
      .set({ notBefore: sql`now()` })
      .where(eq(emails.archiveId, city.archiveId));
    await page.goto(`/configure/people/${city.owner}`);
    expect(await page.getByText(note).count()).toBe(0);
  });

  test('article: "Administrators can also copy the personalized link and send it to the Account Owner": the copy works, the page says when it expires, and the page itself never contains it', async () => {
    const link = await linkOf(stage.site, city);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/configure/owners');
    await row(city.emails.owner).getByLabel('Connect Accounts for Owner').click();
    await row(city.emails.owner)
      .getByText('It works for 90 days. Each email with the link, and each copy you make, starts the 90 days again.')
      .waitFor();
    await row(city.emails.owner)
      .getByRole('button', { name: /^Copy link to clipboard/ })
      .click();
    await done(/^Owner’s link is on your clipboard\..* It works until \w+ \d+, \d{4}\.$/);
    expect(await clipboard()).toBe(link);
    const secret = link.slice(link.lastIndexOf('.') + 1);
    expect(await page.content()).not.toContain(secret);
    expect(page.url()).not.toContain(secret);
  });

  test('without JavaScript, an uncached page shows the link to copy by hand', async () => {
    const link = await linkOf(stage.site, city);
    const plain = await asPrimary({ javaScriptEnabled: false });
    await plain.goto(`/configure/people/${city.owner}`);
    const [answer] = await Promise.all([
      plain.waitForResponse((response) => response.request().method() === 'POST'),
      press(/^Copy link to clipboard/, plain),
    ]);
    await plain.getByRole('heading', { name: 'Owner’s link' }).waitFor();
    expect(await plain.getByLabel('Personalized link').inputValue()).toBe(link);
    expect(answer.headers()['cache-control']).toBe('no-store');
    expect(plain.url()).not.toContain('#');
    await plain.getByRole('link', { name: 'Done' }).click();
    await plain.getByRole('heading', { name: 'Owner', exact: true }).waitFor();
  });

  test('when the browser blocks the clipboard, the same page shows the link', async () => {
    await page.addInitScript(`navigator.clipboard.write = () => Promise.reject(new Error('closed'))`);
    await page.goto(`/configure/people/${city.owner}`);
    await press(/^Copy link to clipboard/);
    await page.getByRole('heading', { name: 'Owner’s link' }).waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await press('Copy link to clipboard');
    await done('Owner’s link is on your clipboard');
    expect(await clipboard()).toBe(await linkOf(stage.site, city));
  });

  test('“Renew the link” warns that the old link will stop working, then replaces it', async () => {
    const old = await linkOf(stage.site, city);
    await page.goto(`/configure/people/${city.owner}`);
    await page.getByRole('link', { name: /^Renew the link/ }).click();
    await page.getByText('The old link stops working right away').waitFor();
    expect(await linkOf(stage.site, city)).toBe(old);
    await press('Renew and send the new link via email');
    await done(`Owner’s old link no longer works. The new one is on its way to ${city.emails.owner}.`);
    expect(await linkOf(stage.site, city)).not.toBe(old);
  });

  test('the person’s page says when their link expired', async () => {
    await linkOf(stage.site, city);
    await stage.site.context.db
      .update(personalizedLinks)
      .set({ lastEmailedAt: new Date('2026-01-10T12:00:00Z') })
      .where(eq(personalizedLinks.userId, city.owner));
    await page.goto(`/configure/people/${city.owner}`);
    await page.getByText('The link expired on Apr 10, 2026.').waitFor();
  });
});
