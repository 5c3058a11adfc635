/** The surge hold in a real browser: an administrator decides about emails that wait. */
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
  test('says whose emails wait, and leads to the decision', async () => {
    const page = await administrator();
    await page.goto('/dashboard');
    const waiting = page.getByRole('region', { name: 'Emails about 5 accounts of YouTube wait for a decision' });
    await waiting.getByRole('link', { name: 'Decide' }).click();
    await page.getByRole('heading', { name: '5 accounts of YouTube were reported at once' }).waitFor();
    expect(await page.getByText(/5 ×: the permission to archive it was withdrawn at the network/).isVisible()).toBe(
      true,
    );
    expect(await page.getByText(/code invalid_grant/).isVisible()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });

  test('shows a Read Only Administrator the same, without the decision', async () => {
    const page = await stage.member(town.city.archiveId, town.city.readOnly);
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'Look', exact: true }).click();
    await page.getByRole('heading', { name: '5 accounts of YouTube were reported at once' }).waitFor();
    expect(await page.getByRole('button', { name: 'Release the emails' }).count()).toBe(0);
  });
});

describe('the decision', () => {
  async function atSurgeHold() {
    const page = await administrator();
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'Decide' }).click();
    return page;
  }

  test('to release lets the emails go, and the dashboard says no more that they wait', async () => {
    const page = await atSurgeHold();
    await page.getByRole('button', { name: 'Release the emails' }).click();
    await page.getByText('The emails go out now.').waitFor();
    await page.getByText(/Primary released the emails on/).waitFor();
    expect(new Set(await states())).toEqual(new Set(['open']));
    await page.goto('/dashboard');
    expect(await page.getByText('wait for a decision').count()).toBe(0);
  });

  test('to withdraw asks why, and nobody is written to', async () => {
    const page = await atSurgeHold();
    await page.getByLabel('Reason, for the timelines').fill('An outage at Google');
    await page.getByRole('button', { name: 'Withdraw all reports' }).click();
    await page.getByText('The reports were withdrawn. No more emails about them go out.').waitFor();
    expect(new Set(await states())).toEqual(new Set(['withdrawn']));
  });
});

describe('its settings', () => {
  test('are saved, and what is no number is said at its field', async () => {
    const page = await administrator();
    await page.goto('/configure/series');
    await page.getByLabel('More than so many percent of a network’s accounts').fill('35');
    await page.getByLabel('and more than so many accounts, within ten minutes').fill('120');
    await page.getByRole('button', { name: 'Save the surge hold' }).click();
    await page.getByText('The surge hold is saved.').waitFor();
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
    expect(text).toContain('Give a whole number from 1 to 100.');
    expect(text).toContain('Give a whole number from 1 to 100,000.');
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });
});
