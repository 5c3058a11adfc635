/** Each weekly summary has a link to its reader's preferences that works without signing in. Tested in a real browser. */
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { preferencesUrl, unsubscribeUrl } from '../../services/access/preferences-links.js';
import { audit, users } from '../../db/schema.js';
import type { User } from '../../services/people/users.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aCity } from '../rig/site.js';
import { axeViolations, createStage, overflow } from '../rig/stage.js';

const stage = sharedFixture(createStage);

const db = () => stage.site.context.db;
const keys = () => stage.site.context.config.keys;

type Who = 'primary' | 'subscribed' | 'unsubscribed' | 'readOnly' | 'owner';

async function person(who: Who, set: Partial<User> = { weeklyErrorSummary: true }): Promise<User> {
  const city = await aCity(db(), { name: 'City of Springfield' });
  const [user] = await db()
    .update(users)
    .set(set)
    .where(and(eq(users.archiveId, city.archiveId), eq(users.email, city.emails[who])))
    .returning();
  return user!;
}

const now = async ({ id }: User) => (await db().select().from(users).where(eq(users.id, id)))[0]!;
const urlOf = (user: User) => preferencesUrl(keys(), stage.site.url, user);

async function opened(user: User, url = urlOf(user)): Promise<Page> {
  const page = await stage.person({ locale: 'en-US' });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

describe('an administrator’s email preferences', () => {
  test('can be changed through the link, without signing in, for this person only', async () => {
    const user = await person('subscribed');
    const page = await opened(user);
    const weekly = page.getByRole('checkbox', { name: 'Weekly error summary' });
    const immediate = page.getByRole('checkbox', { name: 'Immediate error notifications' });
    await weekly.waitFor();
    expect([await weekly.isChecked(), await immediate.isChecked()]).toEqual([true, true]);
    await weekly.uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your changes were saved. They apply from the next email.').waitFor();
    expect(await weekly.isChecked()).toBe(false);
    expect(await now(user)).toMatchObject({ weeklyErrorSummary: false, immediateErrorNotifications: true });
    const others = await db().select().from(users).where(eq(users.archiveId, user.archiveId));
    expect(others.filter(({ immediateErrorNotifications }) => immediateErrorNotifications)).toHaveLength(2);
    const entries = await db().select().from(audit).where(eq(audit.userId, user.id));
    expect(entries).toMatchObject([{ type: 'preferences_changed', actor: { kind: 'user', name: user.name } }]);
  });

  test('stay the same when the link is opened, and the secret leaves the address bar', async () => {
    const user = await person('subscribed');
    const page = await opened(user);
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(page.url()).toBe(`${stage.site.url}/preferences`);
    expect(await now(user)).toEqual(user);
  });

  test('say that the Primary Administrator is always copied, and offer no choice about it', async () => {
    const page = await opened(await person('primary'));
    await page.getByText('You can’t turn this off').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(1);
  });

  test('say that Account Owners can’t turn off emails about their own accounts', async () => {
    const page = await opened(await person('unsubscribed', { isAccountOwner: true }));
    await page.getByText('you can’t turn off emails about your own accounts').waitFor();
  });

  test('ignore a forged form that subscribes a Read Only System Administrator to immediate notifications', async () => {
    const user = await person('readOnly', { immediateErrorNotifications: false });
    const token = new URL(urlOf(user)).hash.slice(1);
    const answer = await post('/preferences', { token, save: 'yes', immediate: 'on', weekly: 'on' });
    expect(answer.status).toBe(200);
    expect(await now(user)).toMatchObject({ immediateErrorNotifications: false, weeklyErrorSummary: true });
  });

  test('are in Spanish for a person who chose Spanish', async () => {
    const page = await opened(await person('subscribed', { locale: 'es' }));
    await page.getByRole('checkbox', { name: 'Resumen semanal de errores' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
  });
});

const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(stage.site.url + path, {
    method: 'POST',
    headers: { origin: stage.site.url, ...headers },
    body: new URLSearchParams(form),
  });

describe('a preferences link', () => {
  test.each([
    ['with the wrong secret', (token: string) => `${token.slice(0, -3)}AAA`],
    ['with another person’s id', (token: string) => token.replace(/usr_\w+/, 'usr_0')],
    ['that was cut off', (token: string) => token.split('.')[0]!],
  ])('%s says that it doesn’t work, and changes nothing', async (_, forge) => {
    const user = await person('subscribed');
    const url = urlOf(user);
    const token = url.slice(url.indexOf('#') + 1);
    const page = await opened(user, url.replace(token, forge(token)));
    await page.getByRole('heading', { name: 'This link doesn’t work' }).waitFor();
    const forged = await post('/preferences', { token: forge(token), save: 'yes' });
    expect(forged.status).toBe(404);
    expect(await now(user)).toEqual(user);
  });

  test('stops working when the person’s email address changes', async () => {
    const user = await person('subscribed');
    const page = await opened(user, urlOf({ ...user, email: 'former@city.example' }));
    await page.getByRole('heading', { name: 'This link doesn’t work' }).waitFor();
  });

  test('can’t be made from the token of an unsubscribe link', async () => {
    const user = await person('subscribed');
    const token = new URL(unsubscribeUrl(keys(), stage.site.url, user)).searchParams.get('token')!;
    expect((await post('/preferences', { token, save: 'yes' })).status).toBe(404);
  });

  test('can’t be submitted by another site', async () => {
    const user = await person('subscribed');
    const token = new URL(urlOf(user)).hash.slice(1);
    const answer = await post('/preferences', { token, save: 'yes' }, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(await now(user)).toEqual(user);
  });
});

describe('a mail app’s unsubscribe button', () => {
  const pathOf = (user: User) => unsubscribeUrl(keys(), '', user);

  test('stops only the weekly summary, with one POST from anywhere', async () => {
    const user = await person('subscribed');
    const answer = await fetch(stage.site.url + pathOf(user), {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(answer.status).toBe(200);
    expect(await now(user)).toMatchObject({ weeklyErrorSummary: false, immediateErrorNotifications: true });
  });

  test('asks for confirmation when it opens a page instead', async () => {
    const user = await person('subscribed');
    const page = await opened(user, stage.site.url + pathOf(user));
    expect(await now(user)).toEqual(user);
    await page.getByRole('button', { name: 'Stop the weekly summary' }).click();
    await page.getByRole('heading', { name: 'You won’t get the weekly error summary anymore' }).waitFor();
    expect((await now(user)).weeklyErrorSummary).toBe(false);
  });
});

describe('the preferences pages', () => {
  test.each(['light', 'dark'] as const)('are accessible and fit on a narrow phone in %s mode', async (colorScheme) => {
    const page = await stage.person({ viewport: { width: 360, height: 740 }, colorScheme });
    const user = await person('subscribed', {
      name: 'Bartholomew Jo-Jo Montgomery-Featherstonehaugh',
      isAccountOwner: true,
    });
    for (const [url, heading] of [
      [urlOf(user), 'Your email notifications'],
      [unsubscribeUrl(keys(), stage.site.url, user), 'Stop the weekly error summary?'],
      [`${stage.site.url}/preferences`, 'This link doesn’t work'],
    ] as const) {
      await page.goto(url);
      await page.getByRole('heading', { name: heading }).waitFor();
      if (heading === 'Your email notifications') await page.getByRole('button', { name: 'Save' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
  });
});
