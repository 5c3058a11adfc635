/** An Account Owner's list of accounts, the archive's, and the page of one account, in a real browser. */
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { accounts, audit, dueSteps, users } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { markReconnected } from '../rig/changes.js';
import { DAY_MS } from '../rig/calendar.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { disconnectOf } from '../rig/site.js';
import { axeViolations, createStage, JANE, overflow, springfield } from '../rig/stage.js';
import { until } from '../rig/until.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));

const as = (userId: string) => stage.member(town.city.archiveId, userId);
const primary = () => as(town.city.primary);

const openOf = (accountId: string) => disconnectOf(stage.site, town.city, accountId);

describe('the lists of accounts', () => {
  test('show each account’s network, name, status, reason, date, Parent Profile, next email, and emails sent', async () => {
    const page = await primary();
    await page.goto(`/owners/${town.city.owner}`);
    const row = page.getByRole('row', { name: /Springfield City Hall/ });
    const shown = async () => (await row.innerText()).replaceAll(/\s+/g, ' ');
    const said = await shown();
    expect(said).toContain('Facebook Page · Parent Profile: Jane Doe');
    expect(said).toMatch(/Disconnected Since .* \(9 days\)\./);
    expect(said).toContain('The Facebook password was changed.');
    // The first email waits for others to join it.
    expect(said).toContain('1 email is about to be sent');
    await stage.site.context.db
      .update(dueSteps)
      .set({ state: 'skipped', skippedFor: 'paused' })
      .where(eq(dueSteps.archiveId, town.city.archiveId));
    await page.reload();
    expect(await shown()).toMatch(/\d{1,2}:\d{2} [AP]M [A-Z]{3}[-+:\d]* No emails sent yet/);
    expect(await page.getByRole('row').count()).toBe(7);
  });

  test('article: "They will have the option to reconnect the account on behalf of the Account Owner if they have the login credentials."', async () => {
    await stage.site.identity(JANE);
    const page = await primary();
    await page.goto(`/owners/${town.city.owner}`);
    await page.getByRole('button', { name: 'Reconnect Springfield City Hall' }).click();
    await page.getByText(/Springfield City Hall.* been reconnected/).waitFor();
    const [row] = await stage.site.context.db
      .select()
      .from(audit)
      .where(and(eq(audit.type, 'reconnected'), eq(audit.accountId, town.page)));
    expect(row).toMatchObject({ actor: { kind: 'user', id: town.city.primary } });
  });

  test('update without a reload when an account is reconnected elsewhere', async () => {
    const page = await primary();
    await page.goto(`/owners/${town.city.owner}`);
    await page.getByRole('button', { name: 'Reconnect Springfield City Hall' }).waitFor();
    await markReconnected(stage.site.context, town.city.archiveId, [town.page]);
    await page.getByText('Springfield City Hall has been reconnected.').waitFor();
    await page.getByRole('button', { name: 'Reconnect Springfield City Hall' }).waitFor({ state: 'detached' });
  });

  test('let an invited Account Owner connect something new from My accounts, but not from someone else’s list', async () => {
    await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.id, town.city.owner));
    await stage.site.identity({ network: 'youtube', id: 'UC-invited', name: 'Invited Channel' });
    const page = await as(town.city.owner);
    await page.goto(`/owners/${town.city.owner}`);
    const connect = page.getByRole('button', { name: /^YouTube/ });
    const [popup] = await Promise.all([page.waitForEvent('popup'), connect.click()]);
    await popup.getByRole('link', { name: /^Continue to/ }).click();
    await page.getByRole('row', { name: /Invited Channel/ }).waitFor();
    const administrator = await primary();
    await administrator.goto(`/owners/${town.city.owner}`);
    expect(await administrator.getByRole('button', { name: /^YouTube/ }).count()).toBe(0);
  });

  test('show Account Owners only their own accounts', async () => {
    await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.archiveId, town.city.archiveId));
    const page = await as(town.city.otherOwner);
    expect((await page.goto(`/owners/${town.city.owner}`))?.status()).toBe(404);
    expect((await page.goto(`/accounts/${town.page}`))?.status()).toBe(404);
    await page.goto(`/owners/${town.city.otherOwner}`);
    await page.getByRole('heading', { name: 'My accounts' }).waitFor();
  });

  test('let a Read Only System Administrator see everything and change nothing', async () => {
    const page = await as(town.city.readOnly);
    await page.goto(`/owners/${town.city.owner}`);
    expect(await page.getByRole('button', { name: /Reconnect/ }).count()).toBe(0);
    await page.goto(`/accounts/${town.page}`);
    await page.getByText('You’re a Read Only System Administrator').waitFor();
    expect(await page.getByRole('button', { name: 'Pause emails' }).count()).toBe(0);
    const answer = await page.request.post(`/accounts/${town.page}/inactive`, {
      form: { reason: 'closed' },
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    expect(answer.status()).toBe(403);
    expect((await openOf(town.page)).status).toBe('open');
  });

  test('are searched and paginated on the server', async () => {
    for (let n = 0; n < 60; n += 1)
      await anAccount(stage.site.context.db, town.city, {
        network: 'x',
        networkAccountId: `p-${n}`,
        name: `Park ${n}`,
      });
    const page = await primary();
    await page.goto('/accounts');
    await page.getByText('66 accounts').waitFor();
    expect(await page.getByRole('row').count()).toBe(51);
    await page.getByRole('link', { name: 'Next page' }).click();
    await until('the second page is shown', async () => (await page.getByRole('row').count()) === 17);
    await page.getByLabel('Name contains').fill('council');
    await page.getByRole('button', { name: 'Search' }).click();
    await until('only what was searched for is shown', async () => (await page.getByRole('row').count()) === 2);
    await page.getByRole('row', { name: /Springfield Council TV/ }).waitFor();
    await page.getByLabel('Name contains').fill('nothing like it');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('No matching accounts').waitFor();
  });

  test('count everything, but what a search finds only up to 1,000', async () => {
    await stage.site.context.db.insert(accounts).values(
      Array.from({ length: 1001 }, (_, n) => ({
        archiveId: town.city.archiveId,
        id: newId('account'),
        network: 'x' as const,
        networkAccountId: `b-${n}`,
        name: n === 0 ? 'Bench_100%' : `Bench ${n}`,
        ownerId: town.city.owner,
        status: 'connected' as const,
      })),
    );
    const page = await primary();
    await page.goto('/accounts');
    await page.getByText('1,007 accounts').waitFor();
    await page.goto('/accounts?q=BENCH');
    await page.getByText('More than 1,000 accounts').waitFor();
    await page.goto('/accounts?q=ch_1');
    await page.getByText('1 account', { exact: true }).waitFor();
    await page.goto('/accounts?q=100%25');
    await page.getByRole('row', { name: /Bench_100%/ }).waitFor();
  });
});

describe('an account’s page', () => {
  test('lets an administrator pause emails until a date with a reason, change the pause, and end it', async () => {
    const page = await primary();
    await page.goto(`/accounts/${town.page}`);
    const day = new Date(Date.now() + 5 * DAY_MS).toISOString().slice(0, 10);
    await page.getByLabel('Pause until (end of day)').fill(day);
    await page.getByLabel('Reason').first().fill('Budget meeting');
    await page.getByRole('button', { name: 'Pause emails' }).click();
    await page.getByText('Emails are paused.').waitFor();
    await page.getByText(/Paused until .*\. Reason: Budget meeting/).waitFor();
    expect((await openOf(town.page)).pauseReason).toBe('Budget meeting');
    await page.getByLabel('Reason').first().fill('Election');
    await page.getByRole('button', { name: 'Change pause' }).click();
    await page.getByText(/Paused until .*\. Reason: Election/).waitFor();
    expect((await openOf(town.page)).pauseReason).toBe('Election');
    await page.getByRole('button', { name: 'Resume emails now' }).click();
    await page.getByText('Emails have resumed.').waitFor();
  });

  test('refuses a pause that ends in the past, and keeps what was typed', async () => {
    const page = await primary();
    const answer = await page.request.post(`/accounts/${town.page}/pause`, {
      form: { until: '2020-01-01', reason: 'Holidays' },
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    expect(answer.status()).toBe(422);
    const html = await answer.text();
    expect(html).toContain('Choose a date in the future');
    expect(html).toContain('value="Holidays"');
  });

  test('asks an administrator before it marks the account inactive, and marks it active again', async () => {
    const page = await primary();
    const status = async () => {
      const [row] = await stage.site.context.db.select().from(accounts).where(eq(accounts.id, town.x));
      return row?.status;
    };
    const ask = async () => {
      await page.goto(`/accounts/${town.x}`);
      await page.getByLabel('Reason').last().fill('Merged with the county');
      await page.getByRole('button', { name: 'Mark inactive' }).click();
      await page.getByRole('heading', { name: / inactive\?$/ }).waitFor();
    };
    await ask();
    const said = await page.getByRole('main').innerText();
    expect(said).toContain('They can be permanently missing.');
    expect(said).toContain('We won’t email Owner or anyone else about this.');
    expect(said).toContain('Reason: Merged with the county');
    const before = await status();
    expect(before).not.toBe('inactive');
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.waitForURL(`**/accounts/${town.x}`);
    expect(await status()).toBe(before);
    await ask();
    await page.getByRole('button', { name: 'Mark inactive' }).click();
    await page.getByRole('status').getByText('The account is marked inactive.').waitFor();
    await page.getByText('Merged with the county').waitFor();
    await page.getByRole('button', { name: 'Mark active' }).click();
    await page.getByText('The account is marked active.').waitFor();
    const [row] = await stage.site.context.db.select().from(accounts).where(eq(accounts.id, town.x));
    expect(row?.status).toBe('disconnected');
  });

  test('returns 404 to administrators of another archive', async () => {
    const other = await aCity(stage.site.context.db);
    const page = await stage.member(other.archiveId, other.primary);
    expect((await page.goto(`/accounts/${town.page}`))?.status()).toBe(404);
    expect((await page.goto(`/owners/${town.city.owner}`))?.status()).toBe(404);
  });
});

test.each([
  ['a phone in dark mode', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['a desktop in light mode', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
] as const)('the account pages are accessible and fit on %s', async (_name, options) => {
  for (const path of [`/owners/${town.city.owner}`, '/accounts', `/accounts/${town.page}`]) {
    const page = await stage.member(town.city.archiveId, town.city.primary, options);
    await page.goto(path);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.context().close();
  }
});
