/** The surge hold in a real browser: an administrator decides about emails that are waiting. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { archives, disconnects } from '../../db/schema.js';
import { findArchive } from '../../services/archives/archives.js';
import { anAccount } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));
beforeEach(async () => {
  const { db } = stage.site.context;
  const { archiveId } = town.city;
  await db.update(archives).set({ surgeHoldEnabled: true, surgeHoldCount: 3 }).where(eq(archives.id, archiveId));
  for (let n = 0; n < 5; n += 1) {
    const id = await anAccount(db, town.city, { network: 'youtube', name: `Channel ${n}` });
    await report(stage.site.context, archiveId, id, { reason: 'token_revoked', rawCode: 'invalid_grant' });
  }
});

const administrator = () => stage.member(town.city.archiveId, town.city.primary);
const states = async () => {
  const rows = await stage.site.context.db
    .select()
    .from(disconnects)
    .where(eq(disconnects.archiveId, town.city.archiveId));
  return rows.filter(({ surgeHoldId }) => surgeHoldId !== null).map(({ status, closedAs }) => closedAs ?? status);
};

describe('the dashboard', () => {
  test('says which emails are on hold, and links to the decision', async () => {
    const page = await administrator();
    await page.goto('/dashboard');
    const waiting = page.getByRole('region', { name: 'Emails about 5 YouTube channels are on hold' });
    await waiting.getByRole('link', { name: 'Review and decide' }).click();
    await page.getByRole('heading', { name: '5 YouTube channels reported as disconnected at once' }).waitFor();
    await page.getByText('Permission removed (code invalid_grant): 5 accounts').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });

  test('shows a Read Only System Administrator the hold without the decision', async () => {
    const page = await stage.member(town.city.archiveId, town.city.readOnly);
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'View', exact: true }).click();
    await page.getByRole('heading', { name: '5 YouTube channels reported as disconnected at once' }).waitFor();
    expect(await page.getByRole('button', { name: 'Send the emails' }).count()).toBe(0);
  });
});

describe('the decision', () => {
  async function atSurgeHold() {
    const page = await administrator();
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'Review and decide' }).click();
    return page;
  }

  test('to release the hold sends the emails, and the dashboard no longer mentions it', async () => {
    const page = await atSurgeHold();
    await page.getByRole('button', { name: 'Send the emails' }).click();
    await page.getByText('We’re sending the emails now.').waitFor();
    await page.getByText(/Primary sent the emails on/).waitFor();
    expect(new Set(await states())).toEqual(new Set(['open']));
    await page.goto('/dashboard');
    expect(await page.getByText('are on hold').count()).toBe(0);
  });

  test('to withdraw the reports asks for a reason, and no emails are sent', async () => {
    const page = await atSurgeHold();
    await page.getByLabel('Reason (shown in the timelines)').fill('An outage at Google');
    await page.getByRole('button', { name: 'Withdraw all reports' }).click();
    await page.getByText('The reports were withdrawn. We won’t send any more emails about them.').waitFor();
    expect(new Set(await states())).toEqual(new Set(['withdrawn']));
  });
});

describe('the surge hold settings', () => {
  test('can be saved, and get errors for invalid numbers', async () => {
    const page = await administrator();
    await page.goto('/configure/series');
    await page.getByLabel('More than this percentage of a social network’s accounts').fill('35');
    await page.getByLabel('More than this number of accounts').fill('120');
    await page.getByRole('button', { name: 'Save surge hold' }).click();
    await page.getByText('Surge hold saved.').waitFor();
    const { surgeHoldShare, surgeHoldCount, surgeHoldEnabled } = await findArchive(
      stage.site.context.db,
      town.city.archiveId,
    );
    expect([Math.round(surgeHoldShare * 100), surgeHoldCount, surgeHoldEnabled]).toEqual([35, 120, true]);
    const answer = await page.request.post('/configure/series/surge-hold', {
      form: { share: '0', count: 'many' },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status()).toBe(422);
    const text = await answer.text();
    expect(text).toContain('Enter a whole number from 1 to 100.');
    expect(text).toContain('Enter a whole number from 1 to 100,000.');
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });
});
