/** What makes a clerk stumble in a day at work: clicking twice, two tabs, an old page, a result that is out of sight. */
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { apiKeys, dueSteps, users } from '../../db/schema.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { markReconnected } from '../rig/changes.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity } from '../rig/site.js';
import { createStage, usePrimary } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, asPrimary, press } = usePrimary(stage, () => city);
const PHONE = { viewport: { width: 390, height: 740 } };

const userOf = async (id: string) => {
  const [user] = await stage.site.context.db.select().from(users).where(eq(users.id, id));
  return user!;
};

describe('clicking twice', () => {
  test('creates one API key', async () => {
    await page.goto('/configure/keys');
    await page.getByLabel('Purpose').fill('Reports');
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Create key' }).dblclick();
    await page.getByText('Reports').first().waitFor();
    const keys = await stage.site.context.db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.archiveId, city.archiveId), eq(apiKeys.name, 'Reports')));
    expect(keys).toHaveLength(1);
  });

  test('adds a person once, and doesn’t say that the address is already theirs', async () => {
    await page.goto('/configure/people/new?role=owner');
    await page.getByLabel('Name').fill('Nina Park');
    await page.getByLabel('Email address').fill('nina.park@springfield.example');
    await page.getByRole('button', { name: /^Add/ }).dblclick();
    await page.getByRole('heading', { name: 'Nina Park' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('sends a form once, although the second click comes before the answer', async () => {
    await page.goto('/you');
    const sent = await page.getByRole('button', { name: 'Save' }).evaluate((button) => {
      let times = 0;
      // After the page's own listener, so it sees what would really be sent. The page stays, as with a slow server.
      (globalThis as unknown as EventTarget).addEventListener('submit', (event) => {
        if (!event.defaultPrevented) times += 1;
        event.preventDefault();
      });
      for (let n = 0; n < 2; n += 1) (button as unknown as { click(): void }).click();
      return times;
    });
    expect(sent).toBe(1);
  });

  test('a form that Back shows again can be sent again', async () => {
    await page.goto('/you');
    await press('Save');
    await page.waitForURL('**/you?done=*');
    await page.goBack();
    await page.getByLabel('Time zone of dates').selectOption('America/Denver');
    await press('Save');
    await page.waitForURL('**/you?done=*');
    expect((await userOf(city.primary)).timeZone).toBe('America/Denver');
  });
});

describe('one person open in two tabs', () => {
  test('the tab that is saved last doesn’t bring an old address back', async () => {
    const [first, second] = [page, await asPrimary()];
    for (const tab of [first, second]) await tab.goto(`/configure/people/${city.owner}`);
    await first.getByLabel('Email address').fill('new.address@springfield.example');
    await press('Save', first);
    await first.waitForURL('**?done=*');
    await second.getByLabel('Name', { exact: true }).fill('Olivia Reed-Park');
    await press('Save', second);
    await second.waitForURL('**?done=*');
    expect(await userOf(city.owner)).toMatchObject({
      name: 'Olivia Reed-Park',
      email: 'new.address@springfield.example',
    });
  });

  test('a role that someone else gave meanwhile is kept', async () => {
    await page.goto(`/configure/people/${city.owner}`);
    await stage.site.context.db
      .update(users)
      .set({ adminRole: 'read_only_administrator' })
      .where(eq(users.id, city.owner));
    await page.getByLabel('Name', { exact: true }).fill('Olivia');
    await press('Save');
    await page.waitForURL('**?done=*');
    expect(await userOf(city.owner)).toMatchObject({ name: 'Olivia', adminRole: 'read_only_administrator' });
  });

  test('what was typed, and what others changed, both stay when a name is refused', async () => {
    await page.goto(`/configure/people/${city.owner}`);
    await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
    await page.getByLabel('Name', { exact: true }).fill('\u200b\u200b');
    await press('Save');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Olivia');
    await press('Save');
    await page.waitForURL('**?done=*');
    expect(await userOf(city.owner)).toMatchObject({ name: 'Olivia', access: 'invite' });
  });
});

describe('an account’s page', () => {
  test('after a pause that was asked for at the bottom of a phone, the result is on the screen and has the focus', async () => {
    const account = await aBrokenAccount(stage.site, city, { network: 'x', name: 'Police' });
    const phone = await asPrimary(PHONE);
    await phone.goto(`/accounts/${account.id}`);
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await phone.getByLabel('Pause until (end of day)').fill(until);
    await phone.locator('form[action$="/pause"]').getByLabel('Reason').fill('Office closed');
    await press('Pause emails', phone);
    await phone.waitForURL('**?done=paused');
    expect(await phone.evaluate('document.activeElement.textContent')).toBe('Emails are paused.');
    const bar = await phone.getByText('Emails are paused.').boundingBox();
    expect(bar!.y + bar!.height).toBeLessThanOrEqual(PHONE.viewport.height);
  });

  test('a problem with a form has the focus, so a keyboard continues there', async () => {
    const account = await aBrokenAccount(stage.site, city, { network: 'x', name: 'Police' });
    await page.goto(`/accounts/${account.id}`);
    await page.getByLabel('ID', { exact: true }).fill('not an id');
    await press('Correct the ID');
    await page.getByRole('alert').filter({ hasText: 'problem' }).waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
  });

  test('pausing after the account was reconnected elsewhere says so on the account’s page, which shows it connected', async () => {
    const account = await aBrokenAccount(stage.site, city, { network: 'x', name: 'Police' });
    await page.goto(`/accounts/${account.id}`);
    await markReconnected(stage.site.context, city.archiveId, [account.id]);
    const answer = await page.request.post(`/accounts/${account.id}/pause`, {
      form: { until: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10), reason: 'Office closed' },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status()).toBe(422);
    const text = await answer.text();
    expect(text).toContain('This disconnect has already ended, so nothing was changed.');
    expect(text).toContain('Police has been reconnected.');
  });

  test('while the first email waits for others, the page says that it is about to be sent, not that it comes in two days', async () => {
    const account = await aBrokenAccount(stage.site, city, { network: 'x', name: 'Police' });
    await stage.site.context.db
      .update(dueSteps)
      .set({ state: 'due', emailId: null })
      .where(eq(dueSteps.archiveId, city.archiveId));
    await page.goto(`/accounts/${account.id}`);
    await page.getByText('1 email is about to be sent').waitFor();
    expect(await page.getByText('Next email').count()).toBe(0);
    expect(await page.getByText('No emails sent yet').count()).toBe(0);
  });
});

describe('an Account Owner whose address was given up', () => {
  const giveUp = async () => {
    const account = await aBrokenAccount(stage.site, city, { network: 'x', name: 'Police' });
    await stage.site.context.db.update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.owner));
    return account;
  };

  test('is one click away from a new address on the dashboard, for those who can change it', async () => {
    await giveUp();
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'Correct Owner’s address' }).click();
    await page.waitForURL(`**/configure/people/${city.owner}`);
    const readOnly = await stage.member(city.archiveId, city.readOnly);
    await readOnly.goto('/dashboard');
    await readOnly.getByText('We can’t reach this person by email.').waitFor();
    expect(await readOnly.getByRole('link', { name: /address/ }).count()).toBe(0);
    await readOnly.goto(`/owners/${city.owner}`);
    await readOnly.getByText('An administrator can correct the email address under Configure.').waitFor();
    const administrator = await stage.member(city.archiveId, city.primary);
    await administrator.goto(`/owners/${city.owner}`);
    await administrator.getByText('We can’t reach this Account Owner by email. Correct the email address').waitFor();
  });

  test('is promised no next email: the pages say that no reminders go out', async () => {
    const account = await giveUp();
    for (const path of [
      `/accounts/${account.id}`,
      `/owners/${city.owner}`,
      '/accounts',
      `/disconnects/${account.disconnectId}`,
    ]) {
      await page.goto(path);
      await page.getByText('We can’t reach Owner by email, so no reminders go out.').waitFor();
    }
  });
});

describe('a time zone', () => {
  test.each([
    ['America/Boise', 'en-US'],
    ['Europe/Madrid', 'es-US'],
  ])('of the browser, %s, is first in the list, and nothing is chosen for the clerk', async (timezoneId, locale) => {
    const traveler = await asPrimary({ timezoneId, locale });
    for (const path of ['/you', '/configure/emails']) {
      await traveler.goto(path);
      const list = traveler.locator('select[name="timeZone"]');
      const before = await list.inputValue();
      const values = await list
        .locator('option')
        .evaluateAll((options) => options.map((option) => (option as unknown as { value: string }).value));
      expect(values.filter((value) => value !== '').slice(0, 3)).toEqual([
        timezoneId,
        SPRINGFIELD.timeZone,
        ...['America/New_York', 'America/Chicago'].filter((zone) => zone !== SPRINGFIELD.timeZone).slice(0, 1),
      ]);
      expect(new Set(values).size).toBe(values.length);
      expect(before).toBe(path === '/you' ? '' : SPRINGFIELD.timeZone);
    }
  });
});
