/** The gap report of what has changed since: owners, reasons, recipients, inactive and unauthorized times, and what isn't known. */
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { newId, newRowId } from '../../db/ids.js';
import { accounts, audit, disconnects, users } from '../../db/schema.js';
import { RELINK } from '../../domain/actor.js';
import { anAccount } from '../rig/builders.js';
import { daysAgo, useGaps } from '../rig/gaps.js';

const { stage, city, primary, anAuthorizedAccount, aGap, emailedBy, totals } = useGaps();

describe('the gap report keeps history: it', () => {
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

  test('counts the accounts that were added within the period only up to 1,000', async () => {
    const { db } = stage.site.context;
    const many = Array.from({ length: 1001 }, (_, n) => ({
      archiveId: city.archiveId,
      id: newId('account'),
      network: 'x' as const,
      networkAccountId: `g-${n}`,
      name: `Page ${n}`,
      ownerId: city.owner,
      status: 'connected' as const,
      createdAt: daysAgo(5),
      authorizedSince: n % 2 === 0 ? daysAgo(5) : null,
    }));
    await db.insert(accounts).values(many.slice(1));
    const page = await primary();
    await page.goto('/gaps');
    await page.getByText('We know about 1,000 accounts for only part of this period').click();
    await page.getByText('The CSV file lists 990 more accounts.').waitFor();
    await db.insert(accounts).values(many.slice(0, 1));
    await page.goto('/gaps');
    await page.getByText('We know about more than 1,000 accounts for only part of this period').click();
    await page.getByText('The CSV file lists them all.').waitFor();
  });

  test('names the accounts that were added within the period, and what is not archived adds up in the file', async () => {
    const { db } = stage.site.context;
    const old = await anAuthorizedAccount({ name: 'Library' });
    await db
      .update(accounts)
      .set({ createdAt: daysAgo(200) })
      .where(eq(accounts.id, old));
    await anAuthorizedAccount({ name: 'Museum' });
    const by = { archiveId: city.archiveId, accountId: old, actor: { kind: 'user' as const, name: 'Primary' } };
    const events = [
      { type: 'account_inactive', at: daysAgo(9), detail: { reason: 'Winter' } },
      { type: 'account_active', at: daysAgo(4) },
    ];
    await db.insert(audit).values(events.map((event) => ({ ...by, id: newRowId(), ...event })));
    // The archive noticed later that the first reconnect had not brought capture back.
    const id = await aGap({ name: 'Parks' }, { from: 100, to: 6 });
    const [first] = await db.select().from(disconnects).where(eq(disconnects.id, id));
    await db.insert(disconnects).values({
      ...first!,
      reportedAt: daysAgo(7),
      detectedAt: daysAgo(7),
      id: newId('disconnect'),
      lastCapturedAt: daysAgo(8),
      closedAt: daysAgo(5),
    });
    await db
      .update(accounts)
      .set({ createdAt: daysAgo(200) })
      .where(eq(accounts.id, first!.accountId));
    const page = await primary();
    await page.goto('/gaps');
    await page.getByText('We know about 1 account for only part of this period').click();
    expect(await page.getByText(/^Museum \(X\): no information before /).isVisible()).toBe(true);
    expect(await page.getByText(/^Library \(X\): no information/).count()).toBe(0);
    expect((await totals(page))[1]).toMatch(/^8[56](\.\d)? days not archived$/);
    const lines = (await (await page.request.get('/gaps.csv')).text()).split('\r\n').map((line) => line.split(','));
    const [header, ...rows] = lines;
    const column = (title: string) => header!.indexOf(`"${title}"`);
    const hours = rows.filter((row) => row[column('Hours not archived')] !== '' && row.length > 1);
    expect(hours.map(([name]) => name)).toEqual(['"Parks"', '"Parks"']);
    const lost = hours.map((row) => Number(row.at(-1)));
    // The period is 90 days until today, so the rest of the first gap isn't in it.
    expect(lost[0]).toBe(3 * 24 * 60);
    expect(lost[1]).toBeGreaterThan(83 * 24 * 60);
    expect(lost[1]).toBeLessThan(86 * 24 * 60);
    expect(rows.find(([name]) => name === '"Museum"')).toContain('"No information"');
  });

  test('finds the lines of a deleted account by whose it was', async () => {
    const { archiveId, owner } = city;
    const accountId = await anAuthorizedAccount({ name: 'Zoo' });
    const of = { archiveId, accountId, actor: RELINK };
    const detail = { owner: { id: owner, name: 'Owner' } };
    await stage.site.context.db.insert(audit).values(
      [
        { type: 'account_inactive', at: daysAgo(9), detail: { reason: 'Winter' } },
        { type: 'account_deleted', at: daysAgo(4), detail },
      ].map((event) => ({ ...of, id: newRowId(), ...event })),
    );
    await stage.site.context.db
      .update(accounts)
      .set({ ownerId: null, deletedAt: daysAgo(4), status: 'inactive', inactiveReason: 'deleted' })
      .where(eq(accounts.id, accountId));
    const page = await primary();
    for (const query of ['kind=all', `kind=all&ownerId=${owner}`]) {
      const { items } = (await (await page.request.get(`/v1/gaps?${query}`)).json()) as { items: object[] };
      expect(items).toMatchObject([{ accountName: 'Zoo', ownerName: 'Owner' }]);
    }
    await page.goto('/gaps?owner=owner');
    expect(await page.getByRole('row', { name: /Zoo .* Owner .* Account deleted/ }).isVisible()).toBe(true);
  });
});
