import { describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { lockAccounts } from '../../db/lock-accounts.js';
import { closeDisconnects, markAccounts } from '../../services/disconnects/close.js';
import { renewLink } from '../../services/access/personalized-links.js';
import { emails, personalizedLinks, sessions } from '../../db/schema.js';
import { cookies } from '../../web/session/cookies.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, auditTypes, createSite, linkOf } from '../rig/site.js';
import { Visitor, words } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => new Visitor(site));

const linkMails = () =>
  site.context.db
    .select({ userId: emails.userId, payload: emails.payload })
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'link')));

const partsOf = (url: string) => {
  const [link, secret] = new URL(url).hash.slice(1).split('.');
  return { link, secret };
};

test('a valid link starts a session that shows only this owner’s accounts', async () => {
  const mine = await aBrokenAccount(site, city, { name: 'My account' });
  await aBrokenAccount(site, city, { name: 'Not mine', ownerId: city.otherOwner });
  const answer = await visitor.open(`${await linkOf(site, city)}.${mine.id}`);
  expect(JSON.parse(answer.text)).toEqual({ next: `/connect/accounts?account=${mine.id}` });
  const cookie = answer.headers.getSetCookie()[0]!;
  expect(cookie).toMatch(/^relink=.*HttpOnly; SameSite=Lax$/);
  const page = await visitor.get('/connect/accounts');
  expect(words(page)).toContain('My account');
  expect(words(page)).not.toContain('Not mine');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('x-robots-tag')).toContain('noindex');
  expect(await auditTypes(site, city, mine.id)).toEqual(['reported', 'link_opened']);
  await visitor.open(await linkOf(site, city));
  expect(await auditTypes(site, city, mine.id)).toEqual(['reported', 'link_opened']);
});

test('over HTTPS, the session cookie is Secure and has the __Host- prefix', () => {
  const set: unknown[] = [];
  const jar = cookies(true);
  jar.set({ cookie: (...parts: unknown[]) => set.push(parts) } as never, 'relink', 'secret', 60);
  expect(set).toEqual([
    ['__Host-relink', 'secret', { httpOnly: true, sameSite: 'lax', path: '/', secure: true, maxAge: 60_000 }],
  ]);
});

test('a malformed link and a modified one are both refused as unknown', async () => {
  const { link, secret } = partsOf(await linkOf(site, city));
  const flipped = `${secret!.slice(0, -1)}${secret!.endsWith('A') ? 'B' : 'A'}`;
  for (const body of [
    { link: 'lnk_none', secret },
    { link, secret: flipped },
    { link },
    {},
    { link, secret, more: 1 },
    { link: '../x', secret },
  ]) {
    const answer = await visitor.post('/connect/session', body);
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([404, 'link_unknown']);
  }
  expect(visitor.cookie('relink')).toBeUndefined();
});

describe('a dead link', () => {
  test('that was renewed is refused, and the owner on file is emailed the new one at most once in ten minutes', async () => {
    const old = await linkOf(site, city);
    await renewLink(site.context.db, site.context.config.keys, city.archiveId, city.owner);
    expect((await visitor.open(old)).status).toBe(410);
    const ask = async () => expect((await visitor.post('/connect/new-link', partsOf(old))).status).toBe(202);
    const pass = (time: string) =>
      site.context.db
        .update(emails)
        .set({ createdAt: sql`${emails.createdAt} - ${time}::interval` })
        .where(eq(emails.archiveId, city.archiveId));
    const sent = () =>
      site.context.db
        .update(emails)
        .set({
          state: 'accepted',
          toAddress: city.emails.owner,
          cc: [],
          subject: '',
          html: '',
          text: '',
          fromAddress: '',
        })
        .where(eq(emails.archiveId, city.archiveId));
    const requested = { userId: city.owner, payload: { why: 'requested', askedBy: 'owner' } };
    for (let i = 0; i < 3; i += 1) await ask();
    await pass('9 minutes 30 seconds');
    await ask();
    expect(await linkMails()).toEqual([requested]);
    await sent();
    await ask();
    expect(await linkMails()).toEqual([requested]);
    await pass('31 seconds');
    await ask();
    expect(await linkMails()).toEqual([requested, requested]);
  });

  test('that is 90 days past its last email is refused, and its session ends', async () => {
    const link = await linkOf(site, city);
    const emailed = (ago: string) =>
      site.context.db
        .update(personalizedLinks)
        .set({ lastEmailedAt: sql`now() - ${ago}::interval` })
        .where(eq(personalizedLinks.archiveId, city.archiveId));
    await emailed('89 days 23 hours');
    expect((await visitor.open(link)).status).toBe(200);
    await emailed('90 days 1 minute');
    expect((await visitor.open(link)).status).toBe(410);
    expect((await visitor.get('/connect/accounts')).status).toBe(401);
  });

  test('that no one was ever sent, or that works, sends no email', async () => {
    const { link, secret } = partsOf(await linkOf(site, city));
    for (const given of [
      { link: link!.replace(/.{8}$/, '00000000'), secret },
      { link: 'lnk_none', secret },
      { link, secret },
    ]) {
      const answer = await visitor.post('/connect/new-link', given);
      expect([answer.status, answer.text]).toEqual([202, '{}']);
    }
    expect(await linkMails()).toEqual([]);
  });
});

test('an expired or revoked session no longer works', async () => {
  for (const end of [{ expiresAt: sql`now()` }, { revokedAt: sql`now()` }]) {
    await visitor.open(await linkOf(site, city));
    expect((await visitor.get('/connect/accounts')).status).toBe(200);
    await site.context.db.update(sessions).set(end).where(eq(sessions.archiveId, city.archiveId));
    const page = await visitor.get('/connect/accounts');
    expect(page.status).toBe(401);
    expect(words(page)).toContain('Open the link in your email');
    const list = await visitor.get('/connect/accounts/list');
    expect(list.status).toBe(401);
    expect(list.text).not.toContain('hx-trigger');
  }
});

test('requests from another site’s page are refused', async () => {
  const { id } = await aBrokenAccount(site, city);
  await visitor.open(await linkOf(site, city));
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ]) {
    expect((await visitor.post('/connect/reconnect', { accountId: id }, headers)).status).toBe(403);
    expect((await visitor.post('/connect/session', {}, headers)).status).toBe(403);
  }
});

test('the list responds without content until something changes', async () => {
  const { id } = await aBrokenAccount(site, city, { name: 'City Hall' });
  await visitor.open(await linkOf(site, city));
  const page = await visitor.get('/connect/accounts');
  const address = /hx-get="([^"]+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
  expect((await visitor.get(address)).status).toBe(204);
  const now = new Date();
  await site.context.db.transaction(async (tx) => {
    const request = {
      archiveId: city.archiveId,
      accountIds: [id],
      as: 'reconnected' as const,
      actor: { kind: 'archive' as const, name: 'it' },
      now,
    };
    await lockAccounts(tx, city.archiveId, [id]);
    await closeDisconnects(tx, request);
    await markAccounts(tx, city.archiveId, [id], { status: 'connected', now });
  });
  const news = await visitor.get(address);
  expect(news.status).toBe(200);
  expect(words(news)).toContain('City Hall has been reconnected.');
});

test('account names are escaped', async () => {
  await aBrokenAccount(site, city, { name: '<script>alert(1)</script>' });
  await visitor.open(await linkOf(site, city));
  const page = await visitor.get('/connect/accounts');
  expect(page.text).not.toContain('<script>alert');
  expect(page.text).toContain('&lt;script&gt;alert(1)');
});
