import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { recordAudit } from '../../services/audit/audit-log.js';
import { RELINK } from '../../domain/actor.js';
import { newId, newRowId } from '../../db/ids.js';
import { accounts, audit, credentials, disconnects, users } from '../../db/schema.js';
import { periodOf } from '../../web/forms/period.js';
import { aCity, anAccount, SPRINGFIELD } from '../rig/builders.js';
import { DAY_MS } from '../rig/calendar.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { axeViolations, createStage, overflow } from '../rig/stage.js';
import { until } from '../rig/until.js';

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));

const primary = () => stage.member(city.archiveId, city.primary);

/** Creates an account that someone authorized, which has no line of its own in the report. */
async function anAuthorizedAccount(account: Parameters<typeof anAccount>[2]): Promise<string> {
  const { db } = stage.site.context;
  const accountId = await anAccount(db, city, account);
  const { archiveId } = city;
  const secret = { accessToken: Buffer.from('-'), authorizationId: newId('authorization') };
  await db.insert(credentials).values({ archiveId, id: newId('authorization'), accountId, ...secret });
  return accountId;
}

/** Creates a gap as it is stored in the database. */
async function aGap(
  account: Parameters<typeof anAccount>[2],
  gap: { from: number; to?: number; as?: 'reconnected' | 'inactive' | 'deleted' | 'withdrawn'; noticed?: number },
): Promise<string> {
  const { db } = stage.site.context;
  const accountId = await anAuthorizedAccount(account);
  const id = newId('disconnect');
  const detectedAt = daysAgo(gap.noticed ?? gap.from);
  await db.insert(disconnects).values({
    archiveId: city.archiveId,
    id,
    accountId,
    reason: 'password_changed',
    reportedAt: detectedAt,
    detectedAt,
    seriesStartedAt: detectedAt,
    lastCapturedAt: gap.noticed === undefined ? null : daysAgo(gap.from),
    ...(gap.to !== undefined && {
      status: 'closed',
      closedAs: gap.as ?? 'reconnected',
      closedAt: daysAgo(gap.to),
      closedBy: { kind: 'user', name: 'Primary' },
    }),
  });
  return id;
}

const emailed = (disconnectId: string, emailId: string, kind = 'step') => ({
  archiveId: city.archiveId,
  type: 'email_sent' as const,
  actor: RELINK,
  disconnectId,
  detail: { emailId, kind, series: 1, step: 0, to: city.emails.owner, cc: [city.emails.primary] },
});

/** The audit's detail of an email that was sent, with the recipient's name of that time. */
const emailedBy = (emailId: string, to: string, name: string) => ({
  emailId,
  kind: 'step',
  to,
  cc: [],
  people: [{ email: to, name }],
});

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

  test('keeps the owners, the reasons, and the recipients of the time after the account was transferred', async () => {
    const { db } = stage.site.context;
    const id = await aGap({ name: 'Museum' }, { from: 6, to: 1 });
    const [row] = await db.select().from(disconnects).where(eq(disconnects.id, id));
    const { accountId } = row!;
    const about = { archiveId: city.archiveId, disconnectId: id, accountId };
    const transfer = { from: 'Former Owner', fromId: 'usr_gone', to: 'Owner', transferId: 'trf_1' };
    await db.insert(audit).values(
      [
        { type: 'reported', at: daysAgo(6), detail: { reason: 'token_expired' } },
        { type: 'email_sent', at: daysAgo(6), detail: emailedBy('a', 'gone@city.example', 'Former Owner') },
        { type: 'email_delivered', at: daysAgo(6), detail: { emailId: 'a' } },
        { type: 'reason_changed', at: daysAgo(5), detail: { reason: 'password_changed' } },
        { type: 'transferred', at: daysAgo(3), userId: city.owner, detail: transfer },
        { type: 'email_sent', at: daysAgo(2), detail: emailedBy('b', 'then@city.example', 'Owner of then') },
        { type: 'email_bounced', at: daysAgo(2), detail: { emailId: 'b', addresses: ['then@city.example'] } },
      ].map((event) => ({ ...about, id: newRowId(), actor: RELINK, ...event })),
    );
    await db.update(users).set({ name: 'Renamed', email: 'renamed@city.example' }).where(eq(users.id, city.owner));
    const page = await primary();
    await page.goto('/gaps?owner=former');
    const said = (await page.getByRole('row', { name: /Museum/ }).innerText()).replaceAll(/\s+/g, ' ');
    expect(said).toMatch(/X · Former Owner Owner since \w+ \d+, \d{4}, \d+:\d\d [AP]M E[DS]T/);
    expect(said).toMatch(/permission.* expired.* Since .*\d:\d\d.*: The X password was changed\./i);
    expect(said).toMatch(/First emailed on .*: Former Owner \(gone@city.example\) Delivered/);
    expect(said).toMatch(/Email 1 after that, on .*: Owner of then \(then@city.example\) Bounced/);
    expect(said).not.toContain('Renamed');
    const answer = await page.request.get('/v1/gaps?kind=all');
    const { items } = (await answer.json()) as { items: Record<string, unknown>[] };
    expect(items).toMatchObject([
      {
        ownerName: 'Former Owner',
        owners: [{ name: 'Former Owner' }, { name: 'Owner', id: city.owner }],
        reasons: [{ reason: 'token_expired' }, { reason: 'password_changed' }],
        emails: [
          { to: [{ name: 'Former Owner', email: 'gone@city.example' }], delivery: 'delivered' },
          { to: [{ name: 'Owner of then' }], delivery: 'bounced', failedAddresses: ['then@city.example'] },
        ],
      },
    ]);
    const [, line] = (await (await page.request.get('/gaps.csv')).text()).split('\r\n');
    expect(line).toMatch(/^"Museum","X","Former Owner",.*,"Gap",,"Former Owner; Owner since /);
    expect(line).toMatch(/Former Owner \(gone@city.example\) · Delivered; .*Owner of then .* · Bounced/);
    const ofNewOwner = await page.request.get(`/v1/gaps?ownerId=${city.owner}`);
    expect(((await ofNewOwner.json()) as { items: unknown[] }).items).toHaveLength(1);
  });

  test('shows the time while an account was marked inactive, who marked it, and why', async () => {
    const { db } = stage.site.context;
    const accountId = await anAuthorizedAccount({ name: 'Closed pool' });
    const marked = { archiveId: city.archiveId, accountId, actor: { kind: 'user' as const, name: 'Primary' } };
    await db.insert(audit).values(
      [
        { type: 'account_inactive', at: daysAgo(9), detail: { reason: 'Winter' } },
        { type: 'account_inactive', at: daysAgo(8), detail: { reason: 'Winter break' } },
        { type: 'account_active', at: daysAgo(4) },
      ].map((event) => ({ ...marked, id: newRowId(), ...event })),
    );
    const page = await primary();
    await page.goto('/gaps');
    const rows = await page.getByRole('row', { name: /Closed pool/ }).allInnerTexts();
    expect(rows.map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(
        /Marked inactive .* – .* 5 days Marked inactive by Primary\. Reason: Winter .* Marked active Primary/,
      ),
    ]);
    expect((await totals(page))[2]).toBe('0 gaps');
  });

  test('says since when an account wasn’t authorized here, and until when', async () => {
    const { db } = stage.site.context;
    const imported = await anAccount(db, city, { name: 'Imported' });
    const later = await anAccount(db, city, { name: 'Authorized later' });
    await db
      .update(accounts)
      .set({ createdAt: daysAgo(20) })
      .where(eq(accounts.archiveId, city.archiveId));
    const signedIn = { type: 'credential_renewed', at: daysAgo(10), detail: { signedInAs: 'Jane' } };
    await db
      .insert(audit)
      .values({ archiveId: city.archiveId, id: newRowId(), accountId: later, actor: RELINK, ...signedIn });
    const page = await primary();
    await page.goto('/gaps');
    const said = async (name: RegExp) => (await page.getByRole('row', { name }).innerText()).replaceAll(/\s+/g, ' ');
    expect(await said(/Imported/)).toMatch(
      /Not authorized here Since .* 20 days Captured by your archive, not yet authorized/,
    );
    expect(await said(/Authorized later/)).toMatch(/Not authorized here .* – .* 10 days .* Authorized$/);
    expect((await totals(page))[2]).toBe('0 gaps');
    expect((await (await page.request.get('/v1/gaps')).json()) as object).toMatchObject({ items: [] });
    const all = await page.request.get('/v1/gaps?kind=unauthorized');
    expect(((await all.json()) as { items: { accountId: string }[] }).items.map(({ accountId }) => accountId)).toEqual(
      expect.arrayContaining([imported, later]),
    );
  });

  test('says from when on it knows anything, instead of calling an earlier time complete', async () => {
    const page = await primary();
    await page.goto('/gaps');
    await page.getByText('No information yet, because there are no accounts').waitFor();
    await anAuthorizedAccount({ name: 'Library' });
    await stage.site.context.db
      .update(accounts)
      .set({ createdAt: new Date('2026-03-05T20:15:30Z') })
      .where(eq(accounts.archiveId, city.archiveId));
    await page.goto('/gaps?from=2026-03-01&to=2026-03-20');
    await page.getByText('No information before Mar 5, 2026, 3:15 PM EST.').waitFor();
    await page.getByRole('heading', { name: 'No gaps in this period' }).waitFor();
    await page.goto('/gaps?from=2026-01-01&to=2026-02-01');
    await page.getByRole('heading', { name: 'No information for this period' }).waitFor();
    await page.goto('/gaps?from=2026-03-07&to=2026-03-20');
    expect(await page.getByText(/No information before/).count()).toBe(0);
    expect(await page.getByText('the whole time').count()).toBe(0);
    const answer = await page.request.get('/v1/gaps?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z');
    expect(await answer.json()).toMatchObject({ noInformationBefore: '2026-03-05T20:15:30.000Z' });
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
    expect(lines).toHaveLength(count + 2);
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

const totals = async (page: Awaited<ReturnType<typeof primary>>): Promise<string[]> => {
  const said = await page.getByRole('region', { name: 'In this period' }).getByRole('listitem').allInnerTexts();
  return said.map((one) => one.replaceAll(/\s+/g, ' '));
};
