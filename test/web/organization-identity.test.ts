/** Whom the organization's provider signs in: the same person as the first time, whatever address it names later. */
import { describe, expect, jest, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { archives, audit, emails, oidcAttempts, oidcIdentities, sessions, users } from '../../db/schema.js';
import { serveArchive, stopServingArchive } from '../../services/operations/oidc-issuers.js';
import { changeUser } from '../../services/people/manage.js';
import { unlinkOrganization } from '../../services/people/unlink-organization.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { createIdentityProvider } from '../rig/identity-provider.js';
import { aCity, createSite, type City } from '../rig/site.js';
import { Visitor, words, type Seen } from '../rig/visitor.js';

const provider = sharedFixture(createIdentityProvider);
const site = sharedFixture(() => createSite(provider.environment));
const city = freshFixture(() => aCity(site.context.db, { name: 'City of Springfield' }));

const db = () => site.context.db;
const operator = ({ archiveId }: City) =>
  ({ kind: 'system', archiveId, actor: { kind: 'operator', name: 'Operator' } }) as const;
const aSubject = () => `sub-${crypto.randomUUID()}`;
const verified = (sub: string, email: string) => ({ sub, email, email_verified: true });
const signIn = (person: object, visitor = new Visitor(site)) => provider.signIn(visitor, person);

/** Returns who has a session in the city. */
async function signedIn({ archiveId }: City = city): Promise<string[]> {
  const rows = await db().select({ userId: sessions.userId }).from(sessions).where(eq(sessions.archiveId, archiveId));
  return rows.map(({ userId }) => userId);
}

const linked = ({ archiveId }: City = city) =>
  db()
    .select({ userId: oidcIdentities.userId, subject: oidcIdentities.subject })
    .from(oidcIdentities)
    .where(eq(oidcIdentities.archiveId, archiveId));

const notices = () =>
  db()
    .select({ userId: emails.userId, payload: emails.payload })
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'admin_notice')));

function expectRefused(page: Seen, status: number, title: string): void {
  expect([page.status, words(page)]).toEqual([status, expect.stringContaining(title)]);
}

const NO_ACCESS = 'You don’t have access yet';
const FAILED = 'Your organization’s sign-in didn’t work';
const OTHER = 'Your organization now knows you by another account';

describe('a person who signs in with their organization', () => {
  test('is linked the first time, and stays who they are when their address at the organization changes', async () => {
    const sub = aSubject();
    expect((await signIn(verified(sub, city.emails.primary))).status).toBe(303);
    expect(await linked()).toEqual([{ userId: city.primary, subject: sub }]);
    for (const email of ['married@springfield.example', city.emails.readOnly])
      expect((await signIn(verified(sub, email))).status).toBe(303);
    expect(await signedIn()).toEqual([city.primary, city.primary, city.primary]);
  });

  test('isn’t let in with an address that someone else signed in with before, and the Primary Administrator is told once', async () => {
    await signIn(verified(aSubject(), city.emails.readOnly));
    const successor = verified(aSubject(), city.emails.readOnly);
    for (let n = 0; n < 2; n += 1) expectRefused(await signIn(successor), 403, OTHER);
    expect(await signedIn()).toEqual([city.readOnly]);
    expect(await linked()).toHaveLength(1);
    expect(await notices()).toEqual([
      { userId: city.primary, payload: { notice: 'other_identity', subjectUserId: city.readOnly } },
    ]);
    const [entry, ...more] = await db()
      .select({ userId: audit.userId, detail: audit.detail })
      .from(audit)
      .where(and(eq(audit.archiveId, city.archiveId), eq(audit.type, 'sign_in_refused')));
    expect([entry, more]).toMatchObject([{ userId: city.readOnly, detail: { subject: successor.sub } }, []]);
  });

  test('is let in with a new account once an administrator has unlinked the old one', async () => {
    await signIn(verified(aSubject(), city.emails.readOnly));
    const renewed = verified(aSubject(), city.emails.readOnly);
    expectRefused(await signIn(renewed), 403, OTHER);
    expect(await unlinkOrganization(site.context, operator(city), city.readOnly)).toBe(true);
    expect((await signIn(renewed)).status).toBe(303);
    expect(await linked()).toEqual([{ userId: city.readOnly, subject: renewed.sub }]);
  });

  test('hears of it, and the Primary Administrator too, when their account is unlinked', async () => {
    const unlink = () => unlinkOrganization(site.context, operator(city), city.readOnly);
    const told = async () =>
      (
        await db()
          .select({ userId: emails.userId, payload: emails.payload })
          .from(emails)
          .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'security_notice')))
      ).toSorted((a, b) => a.userId.localeCompare(b.userId));
    expect([await unlink(), await told()]).toEqual([false, []]);
    await signIn(verified(aSubject(), city.emails.readOnly));
    expect(await unlink()).toBe(true);
    const security = { change: 'organization_unlinked', userId: city.readOnly, name: 'Readonly' };
    expect(await told()).toMatchObject(
      [
        { userId: city.primary, payload: { security, reader: 'security_contact', by: { kind: 'operator' } } },
        { userId: city.readOnly, payload: { security, reader: 'person' } },
      ].toSorted((a, b) => a.userId.localeCompare(b.userId)),
    );
  });

  test('loses the link when an administrator gives their place to someone with another address', async () => {
    const leaver = verified(aSubject(), city.emails.readOnly);
    await signIn(leaver);
    await changeUser(site.context, operator(city), city.readOnly, { email: 'successor@springfield.example' });
    expectRefused(await signIn(leaver), 403, NO_ACCESS);
    expect((await signIn(verified(aSubject(), 'successor@springfield.example'))).status).toBe(303);
    expect(await signedIn()).toEqual([city.readOnly, city.readOnly]);
  });

  test('is linked to one person only, even if two accounts with the address come at the same moment', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map(() => signIn(verified(aSubject(), city.emails.primary))));
    expect(pages.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 403, 403, 403]);
    expect(await linked()).toHaveLength(1);
    expect(await signedIn()).toEqual([city.primary]);
  });

  test('isn’t linked by an address that the provider doesn’t vouch for', async () => {
    for (const person of [
      { sub: aSubject(), email: city.emails.primary },
      { sub: aSubject(), email: city.emails.primary, email_verified: false },
    ])
      expectRefused(await signIn(person), 403, NO_ACCESS);
    expect([await linked(), await signedIn()]).toEqual([[], []]);
  });
});

test.each([
  ['an ID with a NUL', { sub: 'a\0b' }],
  ['an ID with half a character', { sub: 'a\ud800' }],
  ['an ID that is too long', { sub: 'a'.repeat(256) }],
  ['an empty ID', { sub: '' }],
  ['an address with a NUL', { email: 'a\0@springfield.example' }],
  ['an address with a line break', { email: 'a@springfield.example\r\nBcc: b@evil.example' }],
  ['no address at all, but text', { email: 'Jane' }],
])('a person of whom the provider says something impossible isn’t signed in: %s', async (_what, claims) => {
  const page = await signIn({ ...verified(aSubject(), city.emails.primary), ...claims });
  expectRefused(page, 400, FAILED);
  expect([await linked(), await signedIn()]).toEqual([[], []]);
});

test('an ID token that someone else signed signs no one in', async () => {
  provider.signedBy = 'someone else';
  try {
    expectRefused(await signIn(verified(aSubject(), city.emails.primary)), 502, FAILED);
  } finally {
    provider.signedBy = 'provider';
  }
  expect([await linked(), await signedIn()]).toEqual([[], []]);
});

test.each<[string, (back: URLSearchParams) => void, number]>([
  // A provider answers the same if our redirect URI or PKCE isn't as it expects, and then no one can sign in.
  ['with a code that the provider gave nobody', (back) => back.set('code', 'made up'), 1],
  ['with two codes', (back) => back.append('code', 'made up'), 0],
  ['with two states', (back) => back.append('state', back.get('state')!), 0],
  ['from another provider', (back) => back.set('iss', 'https://evil.example'), 0],
  ['with an error in place of a code', (back) => (back.delete('code'), back.set('error', 'access_denied')), 0],
])('an address that someone typed isn’t taken for a failure of the provider: %s', async (_what, change, warnings) => {
  const warn = jest.spyOn(site.context.log, 'warn');
  const visitor = new Visitor(site);
  const back = new URL(await provider.go(visitor, verified(aSubject(), city.emails.primary)), site.url);
  change(back.searchParams);
  expectRefused(await visitor.get(back.pathname + back.search), 400, FAILED);
  expect([await linked(), await signedIn()]).toEqual([[], []]);
  expect(warn).toHaveBeenCalledTimes(warnings);
  warn.mockRestore();
});

test('what else the address says changes nothing', async () => {
  const visitor = new Visitor(site);
  const back = await provider.go(visitor, verified(aSubject(), city.emails.primary));
  expect((await visitor.get(`${back}&response=x&session_state=1&session_state=2`)).status).toBe(303);
  expect(await signedIn()).toEqual([city.primary]);
});

describe('a sign-in that is under way', () => {
  const cookieOf = (visitor: Visitor) => visitor.cookie('relink-oidc')!;

  test('can be finished once, even by someone who copied its cookie and its way back', async () => {
    const visitor = new Visitor(site);
    const back = await provider.go(visitor, verified(aSubject(), city.emails.primary));
    const copies = [1, 2, 3].map(() => {
      const copy = new Visitor(site);
      copy.setCookie('relink-oidc', cookieOf(visitor));
      return copy;
    });
    const pages = await Promise.all([visitor, ...copies].map((one) => one.get(back)));
    expect(pages.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400, 400, 400]);
    expect(await signedIn()).toEqual([city.primary]);
  });

  test('isn’t used up by a way back that was made up', async () => {
    const visitor = new Visitor(site);
    const back = await provider.go(visitor, verified(aSubject(), city.emails.primary));
    const cookie = cookieOf(visitor);
    for (const query of ['code=x&state=y', 'code=x', 'error=access_denied', 'code=%00&state=%00'])
      expectRefused(await visitor.get(`/sign-in/oidc/callback?${query}`), 400, FAILED);
    visitor.setCookie('relink-oidc', cookie);
    expect((await visitor.get(back)).status).toBe(303);
  });

  test('ends calmly when the person says no at the organization', async () => {
    const visitor = new Visitor(site);
    const back = new URLSearchParams((await provider.go(visitor, {})).split('?')[1]);
    const no = new URLSearchParams({ error: 'access_denied', state: back.get('state')! });
    expectRefused(await visitor.get(`/sign-in/oidc/callback?${no.toString()}`), 400, FAILED);
  });

  test('keeps neither the cookie’s secret nor the PKCE verifier in the database', async () => {
    const visitor = new Visitor(site);
    await provider.go(visitor, verified(aSubject(), city.emails.primary));
    const stored = JSON.stringify(await db().select().from(oidcAttempts));
    expect(stored).not.toContain(cookieOf(visitor));
  });

  test('lets a person in two archives choose, once', async () => {
    const other = await aCity(db(), { name: 'Shelbyville Schools' });
    await db().update(users).set({ email: city.emails.primary }).where(eq(users.id, other.primary));
    const visitor = new Visitor(site);
    const page = await signIn(verified(aSubject(), city.emails.primary), visitor);
    expect(words(page)).toContain('Shelbyville Schools');
    const cookie = cookieOf(visitor);
    const choice = /name="choice" value="([^"]+)"/.exec(page.text)![1]!;
    const choose = (archiveId: string) => {
      const copy = new Visitor(site);
      copy.setCookie('relink-oidc', cookie);
      return copy.request('/sign-in/choose', { method: 'POST', body: new URLSearchParams({ archiveId, choice }) });
    };
    const answers = await Promise.all([other, other, city, city].map(({ archiveId }) => choose(archiveId)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400, 400, 400]);
    expect([...(await signedIn()), ...(await signedIn(other))]).toHaveLength(1);
    expect([...(await linked()), ...(await linked(other))]).toHaveLength(1);
  });
});

describe('the organization’s provider', () => {
  test('signs people in only to the archives that the operator named, once any is named', async () => {
    const other = await aCity(db(), { name: 'Another customer' });
    const person = verified(aSubject(), other.emails.primary);
    try {
      await serveArchive(site.context, city.archiveId, `${provider.issuer}/`);
      expectRefused(await signIn(person), 403, NO_ACCESS);
      expect((await signIn(verified(aSubject(), city.emails.primary))).status).toBe(303);
      await serveArchive(site.context, other.archiveId, 'https://another.example');
      expectRefused(await signIn(person), 403, NO_ACCESS);
      expect(await linked(other)).toEqual([]);
    } finally {
      await db().execute('delete from oidc_issuers');
    }
    expect((await signIn(person)).status).toBe(303);
  });

  test('still serves the others when the operator stops it for one archive, and comes back to none by itself', async () => {
    const other = await aCity(db(), { name: 'Another customer' });
    const person = verified(aSubject(), city.emails.primary);
    await signIn(person);
    try {
      await stopServingArchive(site.context, city.archiveId, provider.issuer);
      expectRefused(await signIn(person), 403, NO_ACCESS);
      expect((await signIn(verified(aSubject(), other.emails.primary))).status).toBe(303);
      const all = await db().select({ id: archives.id }).from(archives);
      for (const { id } of all) await stopServingArchive(site.context, id, provider.issuer);
      expectRefused(await signIn(person), 403, NO_ACCESS);
      expect(await signedIn()).toEqual([city.primary]);
    } finally {
      await db().execute('delete from oidc_issuers');
    }
  });
});
