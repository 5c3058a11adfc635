/**
 * The sign-in page does the same for every address, so neither its answer nor its time tells who is in an archive. What people asked for is
 * sent afterward.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { accounts, callerCounts, emails, sessions, signInLinks, signInRequests, users } from '../../db/schema.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { answerSignInRequests } from '../../services/access/sign-in-requests.js';
import { requestInvitations, requestLinkMails } from '../../services/outbox/requests.js';
import { sendPersonalizedLink } from '../../services/people/personalized-link.js';
import { retryAddress, retryRestedAddresses } from '../../services/people/retry-address.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { newestLinkOf } from '../rig/sign-in-links.js';
import { aCity, anAccount, createSite } from '../rig/site.js';
import { Visitor, words, type Seen } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db, { name: 'City of Springfield' }));
const visitor = freshFixture(() => new Visitor(site));

const db = () => site.context.db;

// More than one address may do in a minute.
beforeEach(() => db().delete(callerCounts));
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';

const ask = (email: string, who = visitor) =>
  who.request('/sign-in', {
    method: 'POST',
    headers: { 'user-agent': FIREFOX },
    body: new URLSearchParams({ email }),
  });

const signInMails = () =>
  db()
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'sign_in')));

const operator = () => ({
  kind: 'system' as const,
  archiveId: city.archiveId,
  actor: { kind: 'operator', name: 'the operator' } as const,
});

const addressFails = (daysAgo: number) =>
  db()
    .update(users)
    .set({ emailState: 'bounced', emailFailedAt: sql`now() - ${daysAgo} * interval '1 day'` })
    .where(eq(users.id, city.owner));

describe('asking for a sign-in link', () => {
  const addresses = () => ({
    'an administrator': city.emails.primary,
    'an owner without a login': city.emails.owner,
    'no one': `nobody-${crypto.randomUUID()}@nowhere.example`,
  });

  test('runs the same statements and gives the same answer, whoever has the address', async () => {
    const seen: Record<string, { statements: string[]; page: Pick<Seen, 'status' | 'text'>; headers: string[] }> = {};
    for (const [who, email] of Object.entries(addresses())) {
      const fresh = new Visitor(site);
      const { statements, result } = await recordStatements(async () => {
        const page = await ask(email, fresh);
        await site.context.notifier.idle();
        return page;
      });
      seen[who] = {
        statements,
        // The page repeats the address that was typed.
        page: { status: result.status, text: words(result).replaceAll(/\s/g, '').replace(email, '') },
        headers: [...result.headers.keys()].filter((name) => name !== 'date'),
      };
    }
    const [first, ...others] = Object.values(seen);
    expect(first!.statements).toEqual([
      expect.stringMatching(/^insert into "sign_in_requests"/),
      expect.stringContaining('pg_notify'),
    ]);
    expect(first!.page.status).toBe(200);
    for (const other of others) expect(other).toEqual(first);
  });

  test('writes no link and no email by itself, whoever has the address', async () => {
    for (const email of Object.values(addresses())) await ask(email);
    const isCity = eq(emails.archiveId, city.archiveId);
    expect(await db().select().from(emails).where(isCity)).toEqual([]);
    expect(await db().select().from(signInLinks).where(eq(signInLinks.archiveId, city.archiveId))).toEqual([]);
    const noted = await db().select({ email: signInRequests.email }).from(signInRequests);
    expect(noted).toEqual(expect.arrayContaining([{ email: city.emails.primary }, { email: city.emails.owner }]));
    await answerSignInRequests(site.context);
  });

  test('doesn’t wait for a request that another worker is answering', async () => {
    await ask(city.emails.primary);
    const isTheirs = eq(signInRequests.email, city.emails.primary);
    await db().transaction(async (tx) => {
      await tx.select().from(signInRequests).where(isTheirs).for('update');
      await ask(city.emails.owner);
      await answerSignInRequests(site.context);
      const [mail, ...more] = await db().select().from(emails).where(eq(emails.archiveId, city.archiveId));
      expect([mail?.userId, more]).toEqual([city.owner, []]);
    });
    await answerSignInRequests(site.context);
    expect(await db().$count(signInRequests, isTheirs)).toBe(0);
  });

  test('is answered by email afterward, once, and leaves nothing behind', async () => {
    for (const email of Object.values(addresses())) await ask(email);
    await Promise.all([answerSignInRequests(site.context), answerSignInRequests(site.context)]);
    const mails = await db()
      .select({ kind: emails.kind, userId: emails.userId })
      .from(emails)
      .where(eq(emails.archiveId, city.archiveId));
    expect(mails).toHaveLength(2);
    expect(mails).toEqual(
      expect.arrayContaining([
        { kind: 'sign_in', userId: city.primary },
        { kind: 'link', userId: city.owner },
      ]),
    );
    expect(await db().select().from(signInRequests)).toEqual([]);
  });

  test('gives one email for thirty requests of a browser at once, whichever workers answer them', async () => {
    await ask(city.emails.primary);
    const work = Array.from({ length: 6 }, () => answerSignInRequests(site.context));
    await Promise.all([
      ...Array.from({ length: 30 }, (_, i) => ask(i % 2 ? city.emails.primary.toUpperCase() : city.emails.primary)),
      ...work,
    ]);
    await Promise.all(Array.from({ length: 4 }, () => answerSignInRequests(site.context)));
    expect(await signInMails()).toHaveLength(1);
    expect(await db().$count(signInLinks, eq(signInLinks.userId, city.primary))).toBe(1);
    expect(await db().$count(signInRequests)).toBe(0);
  });

  test('counts what was just sent to the browser, until its link is used', async () => {
    await ask(city.emails.primary);
    await answerSignInRequests(site.context);
    await sendDueMail(site.context, city.archiveId).catch(() => {});
    await db().update(emails).set({ state: 'accepted' }).where(eq(emails.archiveId, city.archiveId));
    await ask(city.emails.primary);
    await answerSignInRequests(site.context);
    expect(await signInMails()).toHaveLength(1);
    await db().update(signInLinks).set({ usedAt: new Date() }).where(eq(signInLinks.userId, city.primary));
    await ask(city.emails.primary);
    await answerSignInRequests(site.context);
    expect(await signInMails()).toHaveLength(2);
  });

  test('gives each browser a link of its own, which signs in that browser', async () => {
    const other = new Visitor(site);
    await Promise.all([ask(city.emails.primary), ask(city.emails.primary, other)]);
    await Promise.all([answerSignInRequests(site.context), answerSignInRequests(site.context)]);
    expect(await signInMails()).toHaveLength(2);
    const links = await db().select().from(signInLinks).where(eq(signInLinks.userId, city.primary));
    expect(new Set(links.map(({ browserHash }) => browserHash!.toString('hex'))).size).toBe(2);
  });

  test.each([
    ['is signed in', null],
    ['was signed in until the session ran out', { expiresAt: new Date(Date.now() - 3_600_000) }],
  ])('brings the email to a person who %s there, however often strangers have asked', async (_, lapsed) => {
    const { secret } = await startLoginSession(db(), { archiveId: city.archiveId, userId: city.primary });
    if (lapsed) await db().update(sessions).set(lapsed).where(eq(sessions.userId, city.primary));
    for (let i = 0; i < 12; i++) await ask(city.emails.primary, new Visitor(site));
    await answerSignInRequests(site.context);
    expect(await signInMails()).toHaveLength(10);
    visitor.setCookie('relink', secret);
    await ask(city.emails.primary);
    await answerSignInRequests(site.context);
    expect(await signInMails()).toHaveLength(11);
  });

  test.each([
    [
      'of another person',
      async () => (await startLoginSession(db(), { archiveId: city.archiveId, userId: city.owner })).secret,
    ],
    [
      'that somebody ended',
      async () => {
        const { secret } = await startLoginSession(db(), { archiveId: city.archiveId, userId: city.primary });
        await db().update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.userId, city.primary));
        return secret;
      },
    ],
    ['that is made up', async () => 'made-up'],
  ])('counts like a stranger’s with a session %s', async (_, secretOf) => {
    const secret = await secretOf();
    for (let i = 0; i < 12; i++) {
      const stranger = new Visitor(site);
      stranger.setCookie('relink', secret);
      await ask(city.emails.primary, stranger);
    }
    await answerSignInRequests(site.context);
    await ask(city.emails.primary);
    await answerSignInRequests(site.context);
    expect(await signInMails()).toHaveLength(10);
  });

  test.each([
    ['the archive sent it by itself', () => requestLinkMails(db(), city.archiveId, [city.owner], { why: 'added' })],
    ['an administrator sent it', () => sendPersonalizedLink(site.context, operator(), city.owner, { renew: false })],
    [
      'an administrator tried the address again',
      async () => {
        await addressFails(0);
        await retryAddress(site.context, operator(), city.owner);
      },
    ],
    [
      'Relink tried the address again',
      async () => {
        await db()
          .update(accounts)
          .set({ status: 'disconnected' })
          .where(eq(accounts.id, await anAccount(db(), city)));
        await addressFails(8);
        await retryRestedAddresses(site.context);
      },
    ],
  ])('sends an owner the link at once, although %s a few minutes ago; then once in ten minutes', async (_who, sent) => {
    const { archiveId } = city;
    const sentLinks = async () => {
      await answerSignInRequests(site.context);
      // There is no provider here, so they stay composed.
      await sendDueMail(site.context, archiveId).catch(() => {});
      const isTheirs = and(eq(emails.archiveId, archiveId), eq(emails.kind, 'link'));
      await db()
        .update(emails)
        .set({ createdAt: sql`${emails.createdAt} - interval '2 minutes'` })
        .where(isTheirs);
      return db().$count(emails, isTheirs);
    };
    await sent();
    expect(await sentLinks()).toBe(1);
    await ask(city.emails.owner);
    expect(await sentLinks()).toBe(2);
    await ask(city.emails.owner);
    expect(await sentLinks()).toBe(2);
  });

  test('still works for others when one request can’t be answered', async () => {
    const stuck = await aCity(db());
    await db().execute(
      sql`alter table sign_in_links add constraint stuck check (user_id <> ${sql.raw(`'${stuck.primary}'`)})`,
    );
    try {
      await ask(stuck.emails.primary);
      await ask(city.emails.primary);
      await expect(answerSignInRequests(site.context)).rejects.toThrow();
      expect(await newestLinkOf(site.context, city.primary)).toContain('/sign-in/open#');
    } finally {
      await db().execute(sql`alter table sign_in_links drop constraint stuck`);
    }
    await answerSignInRequests(site.context);
    expect(await newestLinkOf(site.context, stuck.primary)).toContain('/sign-in/open#');
  });
});

describe('an emailed sign-in link', () => {
  const open = (who: Visitor, secret: string, more: object = {}) => who.post('/sign-in/open', { secret, ...more });
  const sessionsOf = (userId: string) => db().select().from(sessions).where(eq(sessions.userId, userId));
  const isUnused = async (userId: string) =>
    (await db().select().from(signInLinks).where(eq(signInLinks.userId, userId))).every(({ usedAt }) => !usedAt);

  async function linkAsked(): Promise<string> {
    await ask(city.emails.primary);
    await answerSignInRequests(site.context);
    return new URL(await newestLinkOf(site.context, city.primary)).hash.slice(1);
  }

  test('signs in the browser that asked for it', async () => {
    expect((await open(visitor, await linkAsked())).status).toBe(200);
    expect(await sessionsOf(city.primary)).toHaveLength(1);
  });

  test('asks first in any other browser: whom it signs in, where, and where and when it was asked for', async () => {
    const secret = await linkAsked();
    const other = new Visitor(site);
    await ask('nobody@nowhere.example', other);
    const answer = await open(other, secret);
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      409,
      {
        code: 'asked_elsewhere',
        person: 'Primary',
        archive: 'City of Springfield',
        asked: { userAgent: FIREFOX },
        shown: {
          archive: 'City of Springfield',
          browser: 'Firefox on Windows',
          when: expect.stringMatching(/20\d\d.*UTC/),
        },
      },
    ]);
    expect(other.cookie('relink')).toBeUndefined();
    expect([await sessionsOf(city.primary), await isUnused(city.primary)]).toEqual([[], true]);

    expect((await open(other, secret, { askedElsewhere: true })).status).toBe(409);
    const { question } = JSON.parse(answer.text) as { question: string };
    expect((await open(other, secret, { confirmed: question })).status).toBe(200);
    expect((await open(visitor, secret)).status).toBe(410);
    expect(await sessionsOf(city.primary)).toHaveLength(1);
  });

  test('doesn’t take the answer to one request for the answer to another', async () => {
    const other = new Visitor(site);
    const first = await open(other, await linkAsked());
    const { question } = JSON.parse(first.text) as { question: string };
    // The first email is on its way, so the next request makes a link of its own.
    await db().update(emails).set({ state: 'dropped' }).where(eq(emails.archiveId, city.archiveId));
    const answer = await open(other, await linkAsked(), { confirmed: question });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([409, { code: 'asked_elsewhere' }]);
    expect(await sessionsOf(city.primary)).toEqual([]);
  });

  test('says in Spanish where it was asked for to a person who reads Spanish', async () => {
    const secret = await linkAsked();
    const answer = await new Visitor(site).post('/sign-in/open', { secret }, { 'accept-language': 'es' });
    expect(JSON.parse(answer.text)).toMatchObject({ shown: { browser: 'Firefox en Windows' } });
  });

  test('that is an invitation always says whom it signs in and to which archive', async () => {
    await db().update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
    await requestInvitations(db(), city.archiveId, [city.owner], 'Homer');
    await sendDueMail(site.context, city.archiveId).catch(() => {});
    const secret = new URL(await newestLinkOf(site.context, city.owner)).hash.slice(1);
    await ask(city.emails.owner);
    const answer = await open(visitor, secret);
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      409,
      { code: 'asked_elsewhere', asked: null, shown: { archive: 'City of Springfield', when: null, browser: null } },
    ]);
    expect(await sessionsOf(city.owner)).toEqual([]);
    const { question } = JSON.parse(answer.text) as { question: string };
    expect((await open(visitor, secret, { confirmed: question })).status).toBe(200);
    expect(await sessionsOf(city.owner)).toHaveLength(1);
  });
});

/** Returns the statements that the application sends to the database meanwhile, in order. */
async function recordStatements<T>(work: () => Promise<T>): Promise<{ statements: string[]; result: T }> {
  const statements: string[] = [];
  const { sql: connection } = site.context.connection;
  const options = connection.options as { debug: unknown };
  const former = options.debug;
  options.debug = (_connection: number, query: string) => {
    // The driver asks once for each new connection which arrays there are.
    if (!query.includes('pg_catalog')) statements.push(query);
  };
  try {
    return { result: await work(), statements };
  } finally {
    options.debug = former;
  }
}
