/** An administrator who leaves hands over their API keys first, so that capture never stops. In a real browser. */
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { insertApiKey, findApiKey } from '../../services/access/api-keys.js';
import { apiKeys, users } from '../../db/schema.js';
import type { Page } from 'playwright-core';
import { messagesIn } from '../../i18n/index.js';
import { aCity, anAccount, SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { axeViolations, createStage, overflow, usePrimary } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, press, done, row, main, asPrimary } = usePrimary(stage, () => city);

const db = () => stage.site.context.db;
const administrator = async (email: string) => (await db().select().from(users).where(eq(users.email, email)))[0]!.id;
const aKey = (name: string, responsibleId: string | null = null) =>
  insertApiKey(db(), { archiveId: city.archiveId, name, scopes: ['report'], responsibleId });

describe('removing an administrator with API keys', () => {
  test('says why not yet, passes on all keys in one step, and then removes the person; the keys go on working', async () => {
    const leaver = await administrator(city.emails.unsubscribed);
    const keys = [await aKey('Capture engine', leaver), await aKey('Nightly report', leaver)];
    await page.goto(`/configure/people/${leaver}`);
    await page.getByRole('link', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'Unsubscribed can’t be removed yet' }).waitFor();
    expect(await main()).toMatch(/responsible for 2 API keys: “Capture engine” and “Nightly report”\./);
    expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0);
    const options = await page.getByLabel('Pass on to').getByRole('option').allTextContents();
    expect(options).toEqual([
      'Choose a person',
      `Primary (${city.emails.primary})`,
      `Subscribed (${city.emails.subscribed})`,
    ]);
    expect(await page.getByLabel('Pass on to').inputValue()).toBe('');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Pass on to').selectOption({ label: `Subscribed (${city.emails.subscribed})` });
    await press('Pass on');
    await done('Subscribed is now responsible for the keys “Capture engine” and “Nightly report”. They keep working.');
    await press('Remove');
    await done('The person was removed.');
    for (const { key } of keys) expect(await findApiKey(db(), key)).not.toBeNull();
    await page.goto('/configure/keys');
    expect(await row('Capture engine').textContent()).toContain('Subscribed');
  });

  test('leads to a short address however many keys they had, and counts them all', async () => {
    const leaver = await administrator(city.emails.unsubscribed);
    for (let n = 10; n < 50; n += 1) await aKey(`Key ${n}`, leaver);
    await page.goto(`/configure/people/${leaver}/remove`);
    await page.getByLabel('Pass on to').selectOption({ label: `Subscribed (${city.emails.subscribed})` });
    await press('Pass on');
    await done(/^Subscribed is now responsible for the keys “Key \d\d”, “Key \d\d”, “Key \d\d”, and 37 more\./);
    // Node refuses a request with more than 16 KB of address and headers.
    expect(page.url().length).toBeLessThan(400);
    // Another number in the address claims no more than is so.
    await page.goto(page.url().replace('count=40', 'count=900'));
    await done(/and 37 more\./);
  });

  test('is refused with the same words if they get a key while the page is open', async () => {
    const leaver = await administrator(city.emails.unsubscribed);
    await page.goto(`/configure/people/${leaver}/remove`);
    await aKey('Capture engine', leaver);
    await press('Remove');
    await page.getByRole('heading', { name: 'Unsubscribed can’t be removed yet' }).waitFor();
    expect(await main()).toContain('responsible for the API key “Capture engine”.');
    expect(await db().select().from(users).where(eq(users.id, leaver))).toHaveLength(1);
  });

  test('is asked for before the role is taken, too', async () => {
    const leaver = await administrator(city.emails.unsubscribed);
    await aKey('Capture engine', leaver);
    await page.goto(`/configure/people/${leaver}`);
    await page.getByLabel('Read Only System Administrator').check();
    await press('Save');
    const alert = page.getByRole('alert');
    await alert.getByText('responsible for the API key “Capture engine”').waitFor();
    await alert.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('link', { name: 'Pass on the key “Capture engine”' }).waitFor();
    expect((await db().select().from(users).where(eq(users.id, leaver)))[0]?.adminRole).toBe(
      'full_access_administrator',
    );
  });
});

describe('a clerk who manages one integration key and leaves', () => {
  const screens = ['en-US', 'es-US'].flatMap((locale) => [390, 1280].map((width): [string, number] => [locale, width]));
  test.each(screens)(
    'finds it on her own page and passes it on; reports go on all the while (%s, %d)',
    async (locale, width) => {
      const clerk = await administrator(city.emails.unsubscribed);
      const { key } = await aKey('Archiving software', clerk);
      const options = { locale, viewport: { width, height: 844 }, reducedMotion: 'reduce' as const };
      const [hers, theirs] = [await stage.member(city.archiveId, clerk, options), await asPrimary(options)];
      const words = messagesIn(locale === 'en-US' ? 'en' : 'es');
      const { keys } = words.settings;
      /** Looks at the page, and reports an account as the software does. */
      const goesOn = async (at: Page) => {
        expect([at.url(), await overflow(at)]).toEqual([at.url(), 0]);
        expect(await axeViolations(at)).toEqual([]);
        const accountId = await anAccount(db(), city);
        const answer = await fetch(`${stage.site.url}/v1/disconnects`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({ accountId }),
        });
        expect(answer.status).toBe(202);
      };

      await theirs.goto(`/configure/people/${clerk}/remove`);
      await theirs
        .getByRole('heading', { name: words.people.removal.refusedTitle({ name: 'Unsubscribed' }) })
        .waitFor();
      await goesOn(theirs);
      await hers.goto('/you');
      await hers.getByRole('heading', { name: words.you.keys }).waitFor();
      await goesOn(hers);
      await hers.getByRole('link', { name: /“Archiving software”/ }).click();
      await goesOn(hers);
      const { passOnPage } = keys;
      await hers.getByLabel(passOnPage.to).selectOption({ label: `Subscribed (${city.emails.subscribed})` });
      await press(passOnPage.button, hers);
      const passedOn = keys.done.passedOn({ count: 1, person: 'Subscribed', keys: '“Archiving software”' });
      await done(passedOn, hers);
      await goesOn(hers);
      await hers.goto('/you');
      expect(await hers.getByRole('heading', { name: words.you.keys }).count()).toBe(0);
      await theirs.reload();
      await goesOn(theirs);
      await press(words.people.removal.confirm, theirs);
      await done(words.people.done.removed, theirs);
      await goesOn(theirs);
      expect(await db().select().from(users).where(eq(users.id, clerk))).toEqual([]);
      await Promise.all([hers.context().close(), theirs.context().close()]);
    },
  );
});

describe('the list of keys', () => {
  test('says who is responsible for each, and passes one on', async () => {
    const { id } = await aKey('Capture engine');
    await page.goto('/configure/keys');
    expect(await row('Capture engine').textContent()).toContain('The archive');
    await page.getByRole('link', { name: 'Pass on the key “Capture engine”' }).click();
    await page.getByText('This key belongs to the archive now.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('New responsible person').selectOption({ label: `Primary (${city.emails.primary})` });
    await press('Pass on key');
    await done('Primary is now responsible for the key “Capture engine”. It keeps working.');
    expect(await row('Capture engine').textContent()).toContain('Primary');
    expect((await db().select().from(apiKeys).where(eq(apiKeys.id, id)))[0]?.responsibleId).toBe(city.primary);
    await page.goto(`/configure/keys/${id}/pass-on`);
    await page.getByText('Primary is responsible for this key now.').waitFor();
  });

  test('passes a key to no one until someone is chosen, without a script too', async () => {
    const { id } = await aKey('Capture engine');
    const answer = await page.request.post(`/configure/keys/${id}/pass-on`, {
      form: { userId: '' },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(await answer.text()).toContain('New responsible person: Choose a person');
    await page.goto(`/configure/keys/${id}/pass-on`);
    expect(await page.getByLabel('New responsible person').inputValue()).toBe('');
    await press('Pass on key');
    expect(new URL(page.url()).pathname).toBe(`/configure/keys/${id}/pass-on`);
    expect((await db().select().from(apiKeys).where(eq(apiKeys.id, id)))[0]?.responsibleId).toBeNull();
  });

  test('never says that someone has a key because an address says so', async () => {
    const { id } = await aKey('Capture engine');
    await page.goto(`/configure/keys?done=passed-on&to=${city.primary}&keys=${id}`);
    await row('Capture engine').waitFor();
    expect(await page.getByText('is now responsible').count()).toBe(0);
  });

  test('says whom to add if no one else has full access', async () => {
    await db().delete(users).where(eq(users.email, city.emails.subscribed));
    await db().delete(users).where(eq(users.email, city.emails.unsubscribed));
    const { id } = await aKey('Capture engine', city.primary);
    await page.goto(`/configure/keys/${id}/pass-on`);
    await page.getByText('No one else in this archive has full access. Add an administrator first.').waitFor();
    expect(await page.getByRole('button', { name: 'Pass on key' }).count()).toBe(0);
  });

  test.each(['en-US', 'es-US'])('and its pages fit a phone (%s)', async (locale) => {
    const leaver = await administrator(city.emails.unsubscribed);
    const { id } = await aKey('Archiving software of the county clerk’s office', leaver);
    const phone = await asPrimary({ locale, viewport: { width: 390, height: 844 } });
    for (const path of [
      '/configure/keys',
      `/configure/keys/${id}/pass-on`,
      `/configure/people/${leaver}/remove`,
      '/you',
    ]) {
      await phone.goto(path);
      expect([path, await overflow(phone)]).toEqual([path, 0]);
    }
    await phone.context().close();
  });
});
