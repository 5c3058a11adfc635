/** What mail programs and people do to links with secrets, and what people are told about links that no longer work. */
import { describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { emails, mailHold, personalizedLinks, users } from '../../db/schema.js';
import { ensureLinks, linkUrl, renewLink } from '../../services/access/personalized-links.js';
import { preferencesUrl } from '../../services/access/preferences-links.js';
import { listOwnSessions } from '../../services/access/sessions.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { ASKING_BROWSER, askedFor, newestLinkOf } from '../rig/sign-in-links.js';
import { aCity, createSite, linkOf } from '../rig/site.js';
import { Visitor, words } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => new Visitor(site));

const fragmentOf = (url: string) => new URL(url).hash.slice(1);
const open = (fragment: string) => visitor.post('/connect/session', { fragment });
const askForNew = async (fragment: string) =>
  JSON.parse((await visitor.post('/connect/new-link', { fragment })).text) as object;
const bodyOf = ({ text }: { text: string }) => JSON.parse(text) as object;
const linkMails = () =>
  site.context.db
    .select({ userId: emails.userId })
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'link')));

/** Renews the owner's link until its secret would have ended in punctuation. Returns the link as it was sent in the past. */
async function linkThatEndedInPunctuation(): Promise<{ past: string; now: string }> {
  const { db, config } = site.context;
  let link = (await ensureLinks(db, config.keys, city.archiveId, [city.owner])).get(city.owner)!;
  const secretInThePast = () =>
    config.keys
      .mac('personalized-link', [link.archiveId, link.id, String(link.epoch)], link.keyId)
      .subarray(0, 24)
      .toString('base64url');
  while (!/[-_]$/.test(secretInThePast())) link = await renewLink(db, config.keys, city.archiveId, city.owner);
  return {
    past: `${config.publicUrl}/connect#${link.id}.${secretInThePast()}`,
    now: linkUrl(config.keys, config.publicUrl, link),
  };
}

test('a link that was sent with - or _ at its end still opens, also where the mail program left that out', async () => {
  const { past, now } = await linkThatEndedInPunctuation();
  expect(now).toMatch(/[A-Za-z0-9]$/);
  for (const url of [past, past.replace(/.$/, ''), now]) expect((await open(fragmentOf(url))).status).toBe(200);
  expect((await open(fragmentOf(now).slice(0, -4))).status).toBe(404);
});

test('a link that was copied with the end of a sentence opens the owner’s page', async () => {
  const fragment = fragmentOf(await linkOf(site, city));
  for (const junk of ['.', ',', '>', ')', '”', '&gt;', '_', '?utm_source=mail', '%20Thanks,%20Jane'])
    expect((await open(fragment + junk)).status).toBe(200);
  expect((await open(`${fragment.slice(0, 45)}=%0D%0A%3E ${fragment.slice(45)}`)).status).toBe(200);
});

test('a link with %23 instead of # leads on, and the secret is in no page', async () => {
  const url = await linkOf(site, city);
  const encoded = await visitor.get(url.replace('#', '%23'));
  expect([encoded.status, encoded.location]).toEqual([303, new URL(url).pathname + new URL(url).hash]);
  expect(encoded.headers.get('referrer-policy')).toBe('no-referrer');
  expect(encoded.headers.get('cache-control')).toBe('no-store');
});

test('a link whose path was spoiled or cut leads on to the page, which the browser opens with the rest of the link', async () => {
  for (const path of ['/connect%20', '/connect.', '/con%C2%ADnect', '/connect%3E', '/conne']) {
    const answer = await visitor.get(path);
    expect([path, answer.status, answer.location]).toEqual([path, 303, '/connect']);
  }
  const url = await linkOf(site, city);
  const filtered = await visitor.get(url.replace('#', '*'));
  expect([filtered.status, filtered.location]).toEqual([303, new URL(url).pathname + new URL(url).hash]);
});

test('a sign-in link and a preferences link open with what was copied along', async () => {
  const { db, config } = site.context;
  await db.transaction((tx) => askedFor(tx, config.keys, city));
  const signIn = fragmentOf(await newestLinkOf(site.context, city.primary));
  visitor.setCookie('relink-asked', ASKING_BROWSER);
  const cut = await visitor.post('/sign-in/open', { secret: signIn.slice(0, -9) });
  expect([cut.status, bodyOf(cut)]).toMatchObject([404, { code: 'link_unknown', cut: true }]);
  expect((await visitor.post('/sign-in/open', { secret: `${signIn}).` })).status).toBe(200);

  const [reader] = await db.select().from(users).where(eq(users.id, city.primary));
  const token = fragmentOf(preferencesUrl(config.keys, config.publicUrl, reader!));
  const page = await visitor.request('/preferences', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: `${token}>` }).toString(),
  });
  expect([page.status, words(page)]).toEqual([200, expect.stringContaining('Weekly')]);
});

test('a link whose end is missing is called incomplete, whether or not its beginning is right', async () => {
  const fragment = fragmentOf(await linkOf(site, city));
  for (const cut of [fragment.slice(0, 20), fragment.slice(0, 37), fragment.slice(0, -8), 'lnk_none.short']) {
    const answer = await open(cut);
    expect([answer.status, bodyOf(answer)]).toMatchObject([404, { code: 'link_unknown', cut: true }]);
  }
  const changed = await open(`${fragment.slice(0, -4)}AAAA`);
  expect(bodyOf(changed)).not.toHaveProperty('cut');
});

test('a link that was cut anywhere behind its ID, or damaged, shows whose it is, and a new one is emailed to them alone', async () => {
  const fragment = fragmentOf(await linkOf(site, city));
  const idLength = 'lnk_'.length + 32;
  for (const length of [0, 3, 4, 20, idLength - 1, idLength, idLength + 1, idLength + 2, 50, fragment.length - 4]) {
    const answer = await open(fragment.slice(0, length));
    expect(answer.status).toBe(404);
    const owner = (bodyOf(answer) as { owner?: string }).owner;
    expect([length, owner]).toEqual([length, length < idLength ? undefined : 'known']);
  }
  expect(await askForNew(fragment.slice(0, idLength - 1))).toEqual({});
  expect(await linkMails()).toEqual([]);
  expect(await askForNew(fragment.slice(0, idLength))).toEqual({ outcome: 'sent' });
  expect(await askForNew(`${fragment.slice(0, -4)}AAAA`)).toEqual({ outcome: 'sent_recently' });
  expect(await linkMails()).toEqual([{ userId: city.owner }]);
});

test('visits through a link that was renewed are no longer listed as open', async () => {
  const { db, config } = site.context;
  await visitor.open(await linkOf(site, city));
  const principal = {
    kind: 'person',
    archiveId: city.archiveId,
    userId: city.owner,
    name: 'Owner',
    adminRole: null,
    isAccountOwner: true,
    via: { kind: 'login', sessionId: 'ses_here', signInAge: 0 },
  } as const;
  expect(await listOwnSessions(site.context, principal)).toHaveLength(1);
  await renewLink(db, config.keys, city.archiveId, city.owner);
  expect(await listOwnSessions(site.context, principal)).toEqual([]);
});

describe('a person with a dead link', () => {
  test('learns whether it was renewed or expired', async () => {
    const { db, config } = site.context;
    const old = fragmentOf(await linkOf(site, city));
    await renewLink(db, config.keys, city.archiveId, city.owner);
    expect(bodyOf(await open(old))).toMatchObject({ code: 'link_dead', why: 'renewed' });
    const current = fragmentOf(await linkOf(site, city));
    await db
      .update(personalizedLinks)
      .set({ lastEmailedAt: sql`now() - interval '90 days 1 minute'` })
      .where(eq(personalizedLinks.archiveId, city.archiveId));
    expect(bodyOf(await open(current))).toMatchObject({ code: 'link_dead', why: 'expired' });
  });

  test('is told whether a new one is on its way, or why not', async () => {
    const { db, config } = site.context;
    const old = fragmentOf(await linkOf(site, city));
    await renewLink(db, config.keys, city.archiveId, city.owner);
    const setAddress = (emailState: 'ok' | 'bounced') =>
      db.update(users).set({ emailState }).where(eq(users.id, city.owner));
    await setAddress('bounced');
    expect(await askForNew(old)).toEqual({ outcome: 'undeliverable' });
    expect(await linkMails()).toEqual([]);
    await setAddress('ok');
    expect(await askForNew(old)).toEqual({ outcome: 'sent' });
    expect(await askForNew(old)).toEqual({ outcome: 'sent_recently' });
    await db.insert(mailHold).values({ reason: 'A drill' });
    try {
      expect(await askForNew(old)).toEqual({ outcome: 'held' });
    } finally {
      await db.delete(mailHold);
    }
    expect(await linkMails()).toEqual([{ userId: city.owner }]);
  });
});
