/** Signing in: by an emailed link, with the organization, or by the archive's own login; sessions that end, are listed, and are revoked. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { Page } from 'playwright-core';
import { answerSignInRequests, requestSignInLink } from '../../services/access/sign-in-requests.js';
import { archives, audit, emails, sessions, signInLinks, users } from '../../db/schema.js';
import { aCity } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { useOrganization } from '../rig/organization-stage.js';
import { newestLinkOf } from '../rig/sign-in-links.js';
import { axeViolations, overflow } from '../rig/stage.js';

const { organization, stage } = useOrganization();
const city = freshFixture(() => aCity(stage.site.context.db, { name: 'City of Springfield' }));

const db = () => stage.site.context.db;
const stranger = () => stage.person({ baseURL: stage.site.url });
/** One browser for tests that need no second one. */
const someone = sharedFixture(stranger);
const aStranger = () => stage.handOver(someone);
const pathOf = (page: Page) => new URL(page.url()).pathname;

async function ask(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  await answerSignInRequests(stage.site.context);
}

const newestLink = (userId: string) => newestLinkOf(stage.site.context, userId);

describe('a person who mistyped their address', () => {
  test('reads on “Check your email” which address they gave, and can give another', async () => {
    const page = await stage.person({ baseURL: stage.site.url, viewport: { width: 360, height: 740 } });
    const address = 'nobody.at.all@economic-development.elsewhere.example';
    await ask(page, address);
    // With nothing between its parts, which the browser would show on lines of their own.
    expect(await page.getByRole('definition').innerText()).toBe(address);
    expect(await overflow(page)).toBe(0);
    await page.getByRole('link', { name: 'Ask again' }).click();
    await page.getByRole('button', { name: 'Email me a sign-in link' }).waitFor();
  });

  test('is told that it isn’t an address, and can correct it', async () => {
    const page = await stage.person({ baseURL: stage.site.url });
    await page.goto('/sign-in');
    await page.getByLabel('Email address').fill('marcus.lee@');
    await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
    await page.locator('#problem-email').waitFor();
    expect(await page.getByLabel('Email address').inputValue()).toBe('marcus.lee@');
    expect(await axeViolations(page)).toEqual([]);
  });
});

test('the sign-in page can be read in another language than the browser’s', async () => {
  const page = await stranger();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
  expect(pathOf(page)).toBe('/sign-in');
});

describe('sign-in with a one-time emailed link', () => {
  test.each([
    ['pasted with characters that no one sees', '\u200Bamt@köln.example\u00AD'],
    ['as mail carries it', 'AMT@xn--kln-sna.example'],
  ])('reaches an administrator who enters the address %s', async (_how, typed) => {
    await db().update(users).set({ email: 'amt@xn--kln-sna.example' }).where(eq(users.id, city.primary));
    await ask(await aStranger(), typed);
    const mails = await db().select().from(emails).where(eq(emails.userId, city.primary));
    expect(mails.map(({ kind }) => kind)).toEqual(['sign_in']);
  });

  test('takes an administrator to the page they wanted, with one click after opening the link', async () => {
    const page = await stranger();
    await page.goto('/accounts?status=disconnected');
    await ask(page, city.emails.primary.toUpperCase());
    const mails = await db().select().from(emails).where(eq(emails.userId, city.primary));
    expect(mails.map(({ kind, state }) => [kind, state])).toEqual([['sign_in', 'due']]);
    await page.goto(await newestLink(city.primary));
    expect(page.url()).not.toContain('#');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/accounts?status=disconnected');
    await page.getByRole('link', { name: 'Configure' }).waitFor();
  });

  test('works only once, and only until the link expires', async () => {
    const page = await stranger();
    await ask(page, city.emails.primary);
    const link = await newestLink(city.primary);
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
    const again = await stranger();
    await again.goto(link);
    await again.getByRole('heading', { name: 'This sign-in link no longer works' }).waitFor();

    await ask(again, city.emails.primary);
    const late = await newestLink(city.primary);
    await db()
      .update(signInLinks)
      .set({ expiresAt: sql`now() - interval '1 second'` });
    await again.goto(late);
    await again.getByRole('heading', { name: 'This sign-in link no longer works' }).waitFor();
  });

  test('asks a person who opens it in another browser whether they asked for it, and signs them in if they say so', async () => {
    await ask(await aStranger(), city.emails.primary);
    const phone = await stranger();
    await phone.goto(await newestLink(city.primary));
    await phone.getByRole('heading', { name: 'Is this you?' }).waitFor();
    for (const fact of [city.emails.primary, 'City of Springfield', /^Chrome on/])
      await phone.getByText(fact).first().waitFor();
    expect(await phone.getByRole('definition').allInnerTexts()).toContain(city.emails.primary);
    expect(await axeViolations(phone)).toEqual([]);
    expect(await db().select().from(sessions).where(eq(sessions.archiveId, city.archiveId))).toEqual([]);
    await phone.getByRole('button', { name: 'Sign in as Primary' }).click();
    await phone.waitForURL('**/dashboard');
  });

  test('still works after a mail scanner opens the link', async () => {
    const page = await stranger();
    await ask(page, city.emails.primary);
    const link = await newestLink(city.primary);
    for (let n = 0; n < 2; n += 1) {
      await aStranger();
      await someone.goto(link);
    }
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
  });

  test('sends “Connect Accounts Only” owners their personalized link instead, and doesn’t reveal who is in an archive', async () => {
    const page = await stranger();
    await ask(page, city.emails.owner);
    await ask(page, city.emails.owner);
    await ask(page, 'nobody@nowhere.example');
    expect(await db().select().from(signInLinks).where(eq(signInLinks.archiveId, city.archiveId))).toEqual([]);
    const mails = await db().select().from(emails).where(eq(emails.archiveId, city.archiveId));
    expect(mails.map(({ kind, userId }) => [kind, userId])).toEqual([['link', city.owner]]);
    await db().update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
    await ask(page, city.emails.owner);
    await page.goto(await newestLink(city.owner));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`**/owners/${city.owner}`);
  });

  test('creates one link for simultaneous requests, and for repeated ones until its email is sent', async () => {
    const browser = { secret: 'a browser', userAgent: undefined, session: null };
    const requestAtOnce = async () => {
      const { context } = stage.site;
      await Promise.all(Array.from({ length: 12 }, () => requestSignInLink(context, city.emails.primary, browser)));
      await Promise.all([answerSignInRequests(context), answerSignInRequests(context)]);
    };
    const countLinks = async () =>
      (await db().select().from(signInLinks).where(eq(signInLinks.archiveId, city.archiveId))).length;
    await requestAtOnce();
    expect(await countLinks()).toBe(1);
    await requestAtOnce();
    expect(await countLinks()).toBe(1);
    await db().update(emails).set({ state: 'dropped' }).where(eq(emails.archiveId, city.archiveId));
    await requestAtOnce();
    expect(await countLinks()).toBe(2);
  });

  test('says the same to a person who asks again, although there is only one email', async () => {
    await aStranger();
    for (let n = 0; n < 3; n += 1) await ask(someone, city.emails.primary);
    const links = await db().select().from(signInLinks).where(eq(signInLinks.archiveId, city.archiveId));
    expect(links).toHaveLength(1);
  });
});

describe('sign-in with the organization (OpenID Connect)', () => {
  async function signInThere(page: Page): Promise<void> {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Sign in with your organization' }).click();
    await page.locator('input[name=login]').fill(`somebody-${crypto.randomUUID()}`);
    await page.locator('input[name=password]').fill('anything');
    await page.locator('button[type=submit]').click();
    await page.locator('button[type=submit]').click();
  }

  test('signs in a person who is in the archive, and the audit log says how', async () => {
    organization.person = { email: city.emails.primary, email_verified: true };
    const page = await stranger();
    await signInThere(page);
    await page.waitForURL('**/dashboard');
    const [row] = await db()
      .select()
      .from(audit)
      .where(and(eq(audit.type, 'signed_in'), eq(audit.userId, city.primary)));
    expect(row?.detail).toMatchObject({ by: 'organization' });
  });

  test('refuses an address that is unverified, unknown, or “Connect Accounts Only”', async () => {
    for (const person of [
      { email: city.emails.primary, email_verified: false },
      { email: city.emails.primary },
      { email: 'nobody@nowhere.example', email_verified: true },
      { email: city.emails.owner, email_verified: true },
    ]) {
      organization.person = person;
      await signInThere(await aStranger());
      await someone.getByRole('heading', { name: 'You don’t have access yet' }).waitFor();
    }
  });

  test('lets a person in two archives choose one', async () => {
    const other = await aCity(db(), { name: 'Shelbyville Schools' });
    await db().update(users).set({ email: city.emails.primary }).where(eq(users.id, other.primary));
    organization.person = { email: city.emails.primary, email_verified: true };
    const page = await stranger();
    await signInThere(page);
    await page.getByRole('button', { name: 'Shelbyville Schools' }).click();
    await page.waitForURL('**/dashboard');
    await page.getByRole('heading', { name: 'Shelbyville Schools' }).waitFor();
  });

  test('refuses a callback for a sign-in that this browser didn’t start', async () => {
    await aStranger();
    const answer = await someone.goto('/sign-in/oidc/callback?code=x&state=y');
    expect(answer?.status()).toBe(400);
  });
});

describe('single sign-on from the archive', () => {
  let key: CryptoKey;
  beforeEach(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    key = pair.privateKey;
    await db()
      .update(archives)
      .set({ signInKey: { ...(await exportJWK(pair.publicKey)) } })
      .where(eq(archives.id, city.archiveId));
  });

  const token = (
    claims: Record<string, unknown> = {},
    options: { life?: string; by?: CryptoKey; aud?: string; jti?: string; alg?: string } = {},
  ) =>
    new SignJWT({ to: `/owners/${city.owner}`, ...claims })
      .setProtectedHeader({ alg: options.alg ?? 'ES256' })
      .setIssuer(city.archiveId)
      .setAudience(options.aud ?? stage.site.url)
      .setSubject((claims.sub as string | undefined) ?? city.emails.primary)
      .setJti(options.jti ?? crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime(options.life ?? '1m')
      .sign(options.by ?? key);

  test('opens the owner’s list, signed in, from a “Reconnect” link in the archive', async () => {
    const page = await stranger();
    await page.goto(`/sign-in/archive#${await token()}`);
    await page.waitForURL(`**/owners/${city.owner}`);
    await page.getByRole('heading', { name: 'Owner’s accounts' }).waitFor();
  });

  test('accepts a token only once', async () => {
    const used = await token();
    const first = await stranger();
    await first.goto(`/sign-in/archive#${used}`);
    await first.waitForURL('**/owners/**');
    const page = await stranger();
    await page.goto(`/sign-in/archive#${used}`);
    await page.getByRole('heading', { name: 'This sign-in link no longer works' }).waitFor();
    const rows = await db().select().from(sessions).where(eq(sessions.archiveId, city.archiveId));
    expect(rows).toHaveLength(1);
  });

  test.each([
    ['signed with another key', async () => token({}, { by: (await generateKeyPair('ES256')).privateKey })],
    [
      'signed with another kind of key',
      async () => token({}, { by: (await generateKeyPair('RS256')).privateKey, alg: 'RS256' }),
    ],
    ['for another audience', () => token({}, { aud: 'https://elsewhere.example' })],
    ['with too long a lifetime', () => token({}, { life: '2h' })],
    ['that has expired', () => token({}, { life: '-2m' })],
    ['for a “Connect Accounts Only” owner', () => token({ sub: city.owner })],
    ['for a person who isn’t in the archive', () => token({ sub: 'nobody@nowhere.example' })],
    ['without a signature', async () => `${(await token()).split('.').slice(0, 2).join('.')}.`],
    ['that isn’t a JWT', () => Promise.resolve('nonsense')],
  ])('refuses a token %s', async (_name, make) => {
    await aStranger();
    await someone.goto(`/sign-in/archive#${await make()}`);
    await someone.getByRole('heading', { name: 'This sign-in link no longer works' }).waitFor();
    expect(await db().select().from(sessions).where(eq(sessions.archiveId, city.archiveId))).toEqual([]);
  });

  test('asks before it replaces another person’s session, then ends that session', async () => {
    const page = await stage.member(city.archiveId, city.readOnly);
    await page.goto(`/sign-in/archive#${await token()}`);
    await page.getByRole('heading', { name: 'Switch to another person?' }).waitFor();
    const working = () =>
      db()
        .select({ userId: sessions.userId })
        .from(sessions)
        .where(and(eq(sessions.archiveId, city.archiveId), sql`${sessions.revokedAt} is null`));
    expect(await working()).toEqual([{ userId: city.readOnly }]);
    await page.getByRole('button', { name: 'Continue as Primary' }).click();
    await page.waitForURL(`**/owners/${city.owner}`);
    expect(await working()).toEqual([{ userId: city.primary }]);
  });

  test.each(['PS256', 'RS512'])('accepts %s with an RSA key that names no algorithm', async (alg) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    const { alg: _unnamed, ...jwk } = await exportJWK(pair.publicKey);
    await db().update(archives).set({ signInKey: jwk }).where(eq(archives.id, city.archiveId));
    await aStranger();
    await someone.goto(`/sign-in/archive#${await token({}, { by: pair.privateKey, alg })}`);
    await someone.waitForURL(`**/owners/${city.owner}`);
  });

  test('never redirects to another site', async () => {
    await aStranger();
    await someone.goto(`/sign-in/archive#${await token({ to: '//evil.example/' })}`);
    await someone.waitForURL('**/dashboard');
    expect(new URL(someone.url()).origin).toBe(stage.site.url);
  });
});

describe('sessions', () => {
  test('are listed and can be ended from another browser; signing out ends the current one', async () => {
    const phone = await stage.member(city.archiveId, city.primary);
    const desk = await stage.member(city.archiveId, city.primary);
    await desk.goto('/dashboard');
    await desk.getByRole('link', { name: 'My preferences' }).click();
    await desk.getByText('This browser').waitFor();
    expect(await desk.getByText(/^Signed in .+\. Expires .+\.$/).count()).toBe(2);
    await desk.getByRole('button', { name: 'Sign out there' }).click();
    await desk.getByText('You’re signed out there, and still signed in here.').waitFor();
    await phone.goto('/dashboard');
    expect(pathOf(phone)).toBe('/sign-in');
    await desk.goto('/you');
    await desk.getByRole('button', { name: 'Sign out' }).click();
    await desk.getByRole('heading', { name: 'You’re signed out' }).waitFor();
    await desk.goto('/dashboard');
    expect(pathOf(desk)).toBe('/sign-in');
  });

  test('end when the person’s email address changes, so that a successor doesn’t inherit them', async () => {
    const page = await stage.member(city.archiveId, city.readOnly);
    const api = await stage.member(city.archiveId, city.primary);
    await api.goto('/dashboard');
    const status = await api.evaluate<number>(
      `fetch('/v1/users/${city.readOnly}', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"email":"successor@springfield.example"}' }).then(({ status }) => status)`,
    );
    expect(status).toBe(200);
    await page.goto('/you');
    expect(pathOf(page)).toBe('/sign-in');
  });

  test('end right away when the person is no longer invited to log in', async () => {
    await db().update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
    const page = await stage.member(city.archiveId, city.owner);
    await page.goto(`/owners/${city.owner}`);
    expect(pathOf(page)).toBe(`/owners/${city.owner}`);
    await db().update(users).set({ access: 'connect_only' }).where(eq(users.id, city.owner));
    await page.goto(`/owners/${city.owner}`);
    expect(pathOf(page)).toBe('/sign-in');
  });
});

test('people can change their own time zone and notifications', async () => {
  const page = await stage.member(city.archiveId, city.primary);
  await page.goto('/you');
  await page.getByLabel('Time zone of dates').selectOption('America/Denver');
  await page.getByLabel(/Weekly error summary/).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your changes were saved.').waitFor();
  const [user] = await db().select().from(users).where(eq(users.id, city.primary));
  expect(user).toMatchObject({ timeZone: 'America/Denver', weeklyErrorSummary: true });
});

test.each([
  ['a phone in dark mode', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['a desktop in light mode', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
] as const)('the pages for signing in and preferences are accessible and fit on %s', async (_name, options) => {
  const person = await stage.person({ baseURL: stage.site.url, ...options });
  const member = await stage.member(city.archiveId, city.primary, options);
  for (const [page, path] of [
    [person, '/'],
    [person, '/sign-in'],
    [member, '/you'],
  ] as const) {
    await page.goto(path);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  }
});
