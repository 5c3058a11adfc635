/** The weekly error summary: once a week, to those who subscribe, and only when there is something to report. */
import { describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { newId } from '../../db/ids.js';
import { accounts, archives, disconnects, emailBatches, emails, users } from '../../db/schema.js';
import { requestDueSummaries } from '../../services/mail/weekly-summaries.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { DAY_MS } from '../rig/calendar.js';
import { useStillWorld, type Mail } from '../rig/world.js';

const world = useStillWorld();

const db = () => world.context.db;
const MONDAY = new Date('2026-11-23T15:00:00Z');
const inTheWeek = new Date('2026-11-18T15:00:00Z');
const make = (at = MONDAY) => requestDueSummaries({ ...world.context, clock: { now: () => at } });

async function aSubscribedCity(settings: Parameters<typeof aCity>[1] = {}): Promise<City> {
  const city = await aCity(db(), { name: 'City of Springfield', timeZone: 'America/Chicago', ...settings });
  await db().update(users).set({ weeklyErrorSummary: true }).where(eq(users.id, city.primary));
  return city;
}

async function aDisconnect(city: City, name: string, more: Partial<typeof disconnects.$inferInsert> = {}) {
  const accountId = await anAccount(db(), city, { name });
  const at = more.detectedAt ?? inTheWeek;
  await db()
    .insert(disconnects)
    .values({
      archiveId: city.archiveId,
      id: newId('disconnect'),
      accountId,
      reason: 'token_expired',
      reportedAt: at,
      detectedAt: at,
      seriesStartedAt: at,
      workflow: 'ended',
      ...more,
    });
}

async function sentTo(city: City, address = city.emails.primary): Promise<Mail[]> {
  await sendDueMail(world.context, city.archiveId);
  return world.mailsTo(address);
}

describe('the weekly error summary', () => {
  it('lists disconnected accounts with their dates and owners, and what was reconnected, paused, or bounced', async () => {
    const city = await aSubscribedCity();
    await aDisconnect(city, 'Parks');
    const closed = { status: 'closed', closedAs: 'reconnected', closedAt: new Date('2026-11-19T15:00:00Z') } as const;
    await aDisconnect(city, 'Library', closed);
    await aDisconnect(city, 'Long ago', { ...closed, closedAt: new Date('2026-11-10T15:00:00Z') });
    await aDisconnect(city, 'Pool', { pausedUntil: new Date('2026-12-01T15:00:00Z'), pauseReason: 'Closed in winter' });
    await db().update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.otherOwner));
    await db().update(accounts).set({ authorizedSince: inTheWeek }).where(eq(accounts.archiveId, city.archiveId));
    await anAccount(db(), city, { name: 'Imported' });
    await make();
    const [mail, ...others] = await sentTo(city);
    expect(others).toEqual([]);
    expect(mail!.subject).toMatch(/^Weekly error summary for .+: 2 accounts are disconnected$/);
    for (const part of [mail!.html, mail!.text]) {
      expect(part).toContain('from Nov 16, 2026 to Nov 22, 2026');
      expect(part).toContain('X · Owner · disconnected since Nov 18, 2026, 9:00 AM CST');
      expect(part).toContain('Library');
      expect(part).toContain('disconnected from Nov 18, 2026, 9:00 AM CST to Nov 19, 2026, 9:00 AM CST');
      expect(part).toContain('paused until Dec 1, 2026, 9:00 AM CST: Closed in winter');
      expect(part).toContain(`${city.emails.otherOwner} · The mail server rejects emails to this address.`);
      expect(part).toContain('Captured by your archive, not yet authorized here');
      expect(part).toContain('1 account');
      expect(part).not.toContain('Long ago');
    }
  });

  it('goes only to administrators who subscribe, each in their own language', async () => {
    const city = await aSubscribedCity({ locale: 'es' });
    await aDisconnect(city, 'Parks');
    const subscribe = { weeklyErrorSummary: true, locale: 'en' };
    await db().update(users).set(subscribe).where(eq(users.email, city.emails.readOnly));
    await db().update(users).set(subscribe).where(eq(users.email, city.emails.owner));
    await make();
    expect((await sentTo(city))[0]!.subject).toMatch(/^Resumen semanal de errores de .+: 1 cuenta está desconectada$/);
    expect((await sentTo(city, city.emails.readOnly))[0]!.subject).toContain('Weekly error summary');
    for (const other of [city.emails.subscribed, city.emails.owner]) expect(await sentTo(city, other)).toEqual([]);
  });

  it('is created once, even if several checks run at the same moment, and again a week later', async () => {
    const city = await aSubscribedCity();
    await aDisconnect(city, 'Parks');
    await Promise.all([make(), make(), make(), make()]);
    await make(new Date(MONDAY.getTime() + 5 * 3_600_000));
    expect(await sentTo(city)).toHaveLength(1);
    await make(new Date(MONDAY.getTime() + 7 * DAY_MS));
    expect(await sentTo(city)).toHaveLength(2);
  });

  it('isn’t sent when there is nothing to report, and accounts without an authorization are no news of the week', async () => {
    const city = await aSubscribedCity();
    await anAccount(db(), city, { name: 'Imported' });
    await make();
    expect(await db().select().from(emails).where(eq(emails.archiveId, city.archiveId))).toEqual([]);
    const [archive] = await db().select().from(archives).where(eq(archives.id, city.archiveId));
    expect(archive!.summaryWeek).toBe('2026-11-23');
  });

  it('isn’t sent to an administrator who has unsubscribed in the meantime', async () => {
    const city = await aSubscribedCity();
    await aDisconnect(city, 'Parks');
    await make();
    await world.inboxMode('rate_limit');
    await sendDueMail(world.context, city.archiveId);
    await db().update(users).set({ weeklyErrorSummary: false }).where(eq(users.id, city.primary));
    await world.inboxMode('ok');
    await db()
      .update(emailBatches)
      .set({ nextAttemptAt: new Date(0) });
    expect(await sentTo(city)).toEqual([]);
    const [row] = await db().select().from(emails).where(eq(emails.archiveId, city.archiveId));
    expect(row).toMatchObject({ state: 'dropped', dropReason: 'unsubscribed' });
  });

  it('lists the 50 oldest disconnects of a large outage and says how many more there are', async () => {
    const city = await aSubscribedCity();
    for (let i = 1; i <= 60; i += 1)
      await aDisconnect(city, `Account ${i}.`, { detectedAt: new Date(inTheWeek.getTime() + i * 60_000) });
    await make();
    const [mail] = await sentTo(city);
    expect(mail!.text).toContain('Account 50.');
    expect(mail!.text).not.toContain('Account 51.');
    expect(mail!.text).toContain('10 more accounts');
    expect(mail!.text).toContain('http://localhost:3999/dashboard');
  });

  it('has a link to the preferences and an unsubscribe header, and stores neither secret', async () => {
    const city = await aSubscribedCity();
    await aDisconnect(city, 'Parks');
    await make();
    const [mail] = await sentTo(city);
    const headers = mail!.headers!;
    const preferences = /http:\/\/localhost:3999\/preferences#\S+/.exec(mail!.text)![0];
    expect(mail!.html).toContain(`"${preferences}"`);
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const [, stop] = /^<http:\/\/localhost:3999\/preferences\/unsubscribe\?token=(\S+)>$/.exec(
      headers['List-Unsubscribe']!,
    )!;
    const [row] = await db()
      .select()
      .from(emails)
      .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'weekly_summary')));
    for (const secret of [preferences.split('.').at(-1)!, stop!.split('.').at(-1)!]) {
      expect(secret).toMatch(/^[\w-]{28,31}[A-Za-z0-9]$/);
      expect(JSON.stringify(row)).not.toContain(secret);
    }
  });
});
