import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { recordAudit } from '../../services/audit/audit-log.js';
import { users } from '../../db/schema.js';
import { periodOf } from '../../web/forms/period.js';
import { aCity } from '../rig/builders.js';
import { daysAgo, useGaps } from '../rig/gaps.js';
import { axeViolations, overflow } from '../rig/stage.js';
import { until } from '../rig/until.js';

const { stage, city, primary, anAuthorizedAccount, aGap, emailed, totals } = useGaps();

describe('the gap report', () => {
  test('shows each gap’s dates and reason, who was emailed when, and how it ended', async () => {
    const id = await aGap({ name: 'Fire Department' }, { from: 12, noticed: 10, to: 2 });
    // Two overdue steps in one email count as one email; the confirmation isn't a reminder.
    const emails = [emailed(id, 'a'), emailed(id, 'b'), emailed(id, 'b'), emailed(id, 'c', 'reconnected')];
    await recordAudit(stage.site.context.db, emails);
    const page = await primary();
    await page.goto('/gaps');
    const said = (await page.getByRole('row', { name: /Fire Department/ }).innerText()).replaceAll(/\s+/g, ' ');
    expect(said).toMatch(/X · Owner .* – .* 10 days The X password was changed\./);
    expect(said).toMatch(new RegExp(`First emailed on .*20\\d\\d.*: Owner \\(${city.emails.owner}\\)`));
    expect(said).toContain(`Copied on the first email: Primary (${city.emails.primary})`);
    expect(said).toContain('1 reminder');
    expect(said).toContain('Reconnected Primary');
    await page.getByRole('link', { name: 'Timeline of Fire Department' }).click();
    await page.getByRole('heading', { name: 'Timeline of Fire Department' }).waitFor();
  });

  test('gives a withdrawn report a line of its own that is no gap, and ends a gap when the account was marked inactive', async () => {
    const mistake = await aGap({ name: 'Mistake' }, { from: 9, to: 8, as: 'withdrawn' });
    const by = { kind: 'user' as const, name: 'Primary' };
    const detail = { reason: 'Posts were there' };
    await recordAudit(stage.site.context.db, [
      { archiveId: city.archiveId, type: 'withdrawn', actor: by, disconnectId: mistake, detail },
    ]);
    await aGap({ name: 'Closed pool' }, { from: 9, to: 4, as: 'inactive' });
    await aGap({ name: 'Library' }, { from: 3 });
    const page = await primary();
    await page.goto('/gaps');
    const withdrawn = page.getByRole('row', { name: /Mistake .* Withdrawn report .* Withdrawn as a mistake Primary/ });
    expect((await withdrawn.innerText()).replaceAll(/\s+/g, ' ')).toContain('Reason: Posts were there');
    await page.getByRole('row', { name: /Closed pool .* 5 days .* Marked inactive/ }).waitFor();
    await page.getByRole('row', { name: /Library .* Since .* 3 days .* Still open/ }).waitFor();
    expect(await totals(page)).toEqual(['2 accounts affected', '8 days not archived', '2 gaps', '1 gap still open']);
    await page.getByText('They don’t count as gaps.').waitFor();
    await page.getByLabel('What to show').selectOption('Gap');
    await page.getByRole('button', { name: 'Show' }).click();
    await until('only the gaps are shown', async () => (await page.getByRole('row').count()) === 3);
    expect(await page.getByText('Mistake', { exact: true }).count()).toBe(0);
  });

  test('counts only the days lost within the chosen period', async () => {
    await aGap({ name: 'Old' }, { from: 200, to: 190 });
    await aGap({ name: 'Long' }, { from: 120 });
    const page = await primary();
    await page.goto('/gaps');
    expect(await page.getByText('Old', { exact: true }).count()).toBe(0);
    expect((await totals(page))[0]).toBe('1 account affected');
    await page.getByLabel('From').fill(daysAgo(198).toISOString().slice(0, 10));
    await page.getByLabel('To (including that day)').fill(daysAgo(150).toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('Old', { exact: true }).waitFor();
    expect(await page.getByText('Long', { exact: true }).count()).toBe(0);
    const [, lost] = await totals(page);
    expect(Number.parseFloat(lost!)).toBeGreaterThan(6.9);
    expect(Number.parseFloat(lost!)).toBeLessThan(9.1);
  });

  test('refuses a period that ends before it begins, and says what to do', async () => {
    const page = await primary();
    expect((await page.goto('/gaps?from=2026-05-02&to=2026-05-01'))?.status()).toBe(422);
    await page.getByRole('alert').getByText('Choose two dates').waitFor();
    expect(await page.getByLabel('From').inputValue()).toBe('2026-05-02');
    expect((await page.goto('/gaps?from=nonsense'))?.status()).toBe(422);
  });

  test('can be limited to one network or one Account Owner', async () => {
    await aGap({ name: 'Council TV', network: 'youtube' }, { from: 3 });
    await aGap({ name: 'Police', ownerId: city.otherOwner }, { from: 3 });
    const page = await primary();
    await page.goto('/gaps');
    await page.getByLabel('Social network').selectOption('YouTube');
    await page.getByRole('button', { name: 'Show' }).click();
    await until('only one gap is shown', async () => (await page.getByRole('row').count()) === 2);
    await page.getByText('Council TV', { exact: true }).waitFor();
    await page.goto('/gaps?owner=OTHER');
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByText('Police', { exact: true }).waitFor();
    await page.goto('/gaps?owner=100%25');
    await page.getByText('Nothing matches.').waitFor();
    await page.getByRole('heading', { name: 'No matches found' }).waitFor();
  });

  test('says so when there are no gaps', async () => {
    await anAuthorizedAccount({ name: 'Library' });
    const page = await primary();
    await page.goto('/gaps');
    await page.getByRole('heading', { name: 'No gaps in this period' }).waitFor();
  });

  test('is paginated on screen and complete in the CSV file', async () => {
    const count = 120;
    for (let n = 0; n < count; n += 1) await aGap({ name: `Park ${n}` }, { from: 5 });
    const page = await primary();
    await page.goto('/gaps');
    const seen: string[] = [];
    for (let left = count; left > 0; left -= 50) {
      seen.push(...(await page.getByRole('rowheader').allInnerTexts()));
      if (left > 50) await page.getByRole('link', { name: 'Next page' }).click();
    }
    expect(new Set(seen).size).toBe(count);
    expect(await page.getByRole('link', { name: 'Next page' }).count()).toBe(0);
    const answer = await page.request.get('/gaps.csv');
    const lines = (await answer.text()).split('\r\n');
    expect(lines[0]).toMatch(
      /^\uFEFF"Account","Social network","Account Owner","From \(archive’s time zone\)","From \(UTC\)",/,
    );
    expect(lines.filter((line) => line.includes('"Gap"'))).toHaveLength(count);
    // Added today, so nothing is known about them before their gaps.
    expect(lines.filter((line) => line.includes('"No information"'))).toHaveLength(count);
    expect(lines[1]).toMatch(/^"Park \d+","X","Owner","\d{4}-\d\d-\d\dT[\d:]+-0[45]:00","\d{4}-[\dT:.-]+Z",,,120,/);
    expect(answer.headers()['content-disposition']).toMatch(
      /^attachment; filename="?gaps-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"?$/,
    );
    expect(answer.headers()['content-security-policy']).toBeDefined();
  });

  test('is for administrators only, and covers only their own archive', async () => {
    await aGap({ name: 'Elsewhere' }, { from: 3 });
    await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.archiveId, city.archiveId));
    const owner = await stage.member(city.archiveId, city.owner);
    expect((await owner.goto('/gaps'))?.status()).toBe(403);
    expect((await owner.request.get('/gaps.csv')).status()).toBe(403);
    const readOnly = await stage.member(city.archiveId, city.readOnly);
    expect((await readOnly.goto('/gaps'))?.status()).toBe(200);
    const other = await aCity(stage.site.context.db);
    const page = await stage.member(other.archiveId, other.primary);
    await page.goto('/gaps');
    expect(await page.getByText('Elsewhere', { exact: true }).count()).toBe(0);
  });
});

test('GET /v1/gaps returns the same rows, page by page', async () => {
  await aGap({ name: 'First' }, { from: 5 });
  await aGap({ name: 'Second' }, { from: 4, to: 1 });
  const page = await primary();
  const get = async (query: string) => {
    const answer = await page.request.get(`/v1/gaps?${query}`);
    return { status: answer.status(), body: (await answer.json()) as Gaps };
  };
  interface Gaps {
    items: { accountName: string; to: string | null; closedAs: string | null }[];
    nextCursor: string | null;
  }
  const { body: one } = await get('limit=1');
  expect(one.items).toMatchObject([{ accountName: 'Second', closedAs: 'reconnected' }]);
  const { body: two } = await get(`limit=1&cursor=${one.nextCursor}`);
  expect(two).toMatchObject({ items: [{ accountName: 'First', to: null, closedAs: null }], nextCursor: null });
  expect((await get(`from=${daysAgo(60).toISOString()}&to=${daysAgo(50).toISOString()}`)).body.items).toEqual([]);
  expect((await get(`from=${daysAgo(1).toISOString()}&to=${daysAgo(2).toISOString()}`)).status).toBe(422);
  expect((await get('cursor=bm90aGluZw')).status).toBe(422);
});

test('a day in a period starts and ends at local midnight, even when the clocks change', () => {
  const { span } = periodOf({ from: '2026-03-08', to: '2026-03-08' }, new Date(), 'America/New_York');
  expect(span).toEqual({ from: new Date('2026-03-08T05:00:00Z'), to: new Date('2026-03-09T04:00:00Z') });
  const { fromDay, toDay } = periodOf({ from: '', to: '' }, new Date('2026-11-25T03:00:00Z'), 'America/New_York');
  expect([fromDay, toDay]).toEqual(['2026-08-26', '2026-11-24']);
});

test.each([
  ['a phone in dark mode', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['a desktop in light mode', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
] as const)('the gap report is accessible and fits on %s', async (_name, options) => {
  await aGap({ name: 'Fire Department' }, { from: 12, to: 2 });
  await aGap({ name: 'springfield.parks.and.recreation.department', network: 'instagram' }, { from: 4 });
  const page = await stage.member(city.archiveId, city.primary, options);
  await page.goto('/gaps');
  expect(await axeViolations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});
