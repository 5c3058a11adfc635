/** A page's buttons and the routes behind them check the same use case: a person who loses one permission loses exactly one form. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import type { Access } from '../../domain/principal.js';
import { createApiKey, insertApiKey, listApiKeysByState, revokeApiKey } from '../../services/access/api-keys.js';
import { passOnApiKey, passOnKeysOfPerson } from '../../services/access/responsible-for-keys.js';
import { archives, disconnects, oidcIdentities, users } from '../../db/schema.js';
import { endOtherSessions, endOwnSession, listOwnSessions, startLoginSession } from '../../services/access/sessions.js';
import { importAccounts } from '../../services/accounts/import-accounts.js';
import { readAccountDetails } from '../../services/accounts/read.js';
import { changeAccount, deleteAccount } from '../../services/accounts/status.js';
import { correctAccountId } from '../../services/accounts/correct-id.js';
import { changeArchiveSettings } from '../../services/archives/settings.js';
import { requestTokenChecks } from '../../services/credentials/token-checks.js';
import { pauseDisconnect, resumeDisconnect, withdrawDisconnect } from '../../services/disconnects/pause.js';
import { streamEpisode } from '../../services/disconnects/read.js';
import { releaseSurgeHold, reviewSurgeHold, withdrawHeldReports } from '../../services/disconnects/surge-holds.js';
import { importUsers } from '../../services/people/import-users.js';
import { inviteUser } from '../../services/people/invite.js';
import { addUser, changeUser, removeUser } from '../../services/people/manage.js';
import { copyPersonalizedLink, sendPersonalizedLink } from '../../services/people/personalized-link.js';
import { retryAddress } from '../../services/people/retry-address.js';
import { unlinkOrganization } from '../../services/people/unlink-organization.js';
import { changePreferences } from '../../services/people/preferences.js';
import { requestTransfer } from '../../services/transfers/request.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import { anAccount, aSurgeHold } from '../rig/builders.js';
import { aBrokenAccount, aCity, createSite, type City } from '../rig/site.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { Visitor } from '../rig/visitor.js';

interface Guarded {
  access: Access;
}

/**
 * Each page, with the use case that guards it and the one behind each of its forms. A form that shares its address has the field that
 * decides.
 */
const PAGES: Record<string, { gate: Guarded; forms: Record<string, Guarded> }> = {
  '/disconnects/<disconnect>': {
    gate: streamEpisode,
    forms: {
      '/disconnects/<disconnect>/pause': pauseDisconnect,
      '/disconnects/<disconnect>/resume': resumeDisconnect,
      '/disconnects/<disconnect>/withdraw': withdrawDisconnect,
    },
  },
  '/accounts/<disconnected>': {
    gate: readAccountDetails,
    forms: {
      '/accounts/<disconnected>/pause': pauseDisconnect,
      '/accounts/<disconnected>/resume': resumeDisconnect,
      '/accounts/<disconnected>/inactive': changeAccount,
      '/accounts/<disconnected>/network-id': correctAccountId,
    },
  },
  '/accounts/<connected>': {
    gate: readAccountDetails,
    forms: {
      '/accounts/<connected>/check': requestTokenChecks,
      '/accounts/<connected>/inactive': changeAccount,
      '/accounts/<connected>/network-id': correctAccountId,
    },
  },
  '/accounts/<connected>/delete': { gate: deleteAccount, forms: { '/accounts/<connected>/delete': deleteAccount } },
  '/configure/people/<givenUp>': {
    gate: changeUser,
    forms: {
      '/configure/people/<givenUp>': changeUser,
      '/configure/people/<givenUp>/email-retry': retryAddress,
      '/configure/people/<givenUp>/link delivery=copy': copyPersonalizedLink,
    },
  },
  '/surge-holds/<surgeHold>': {
    gate: reviewSurgeHold,
    forms: {
      '/surge-holds/<surgeHold>/release': releaseSurgeHold,
      '/surge-holds/<surgeHold>/withdraw': withdrawHeldReports,
    },
  },
  '/configure/people/<owner>': {
    gate: changeUser,
    forms: {
      '/configure/people/<owner>': changeUser,
      '/configure/people/<owner>/link delivery=email': sendPersonalizedLink,
      '/configure/people/<owner>/link delivery=copy': copyPersonalizedLink,
      '/configure/people/<owner>/invitation': inviteUser,
      '/configure/people/<owner>/organization-unlink': unlinkOrganization,
    },
  },
  '/configure/owners?q=Owner': {
    gate: changeUser,
    forms: {
      '/configure/people/<owner>/link delivery=email': sendPersonalizedLink,
      '/configure/people/<owner>/link delivery=copy': copyPersonalizedLink,
    },
  },
  '/configure/people/new': { gate: addUser, forms: { '/configure/people/new?role=account_owner': addUser } },
  '/configure/people/<other>/remove': {
    gate: removeUser,
    forms: { '/configure/people/<other>/remove': removeUser },
  },
  '/configure/keys': { gate: listApiKeysByState, forms: { '/configure/keys': createApiKey } },
  '/configure/keys/<key>/pass-on': {
    gate: passOnApiKey,
    forms: { '/configure/keys/<key>/pass-on': passOnApiKey },
  },
  '/configure/people/<keyHolder>/remove': {
    gate: removeUser,
    forms: { '/configure/people/<keyHolder>/pass-on-keys': passOnKeysOfPerson },
  },
  '/configure/keys/<key>/revoke': { gate: revokeApiKey, forms: { '/configure/keys/<key>/revoke': revokeApiKey } },
  '/configure/series': {
    gate: changeArchiveSettings,
    forms: { '/configure/series': changeArchiveSettings, '/configure/series/surge-hold': changeArchiveSettings },
  },
  '/configure/emails': { gate: changeArchiveSettings, forms: { '/configure/emails': changeArchiveSettings } },
  '/configure/sign-in': { gate: changeArchiveSettings, forms: { '/configure/sign-in': changeArchiveSettings } },
  '/transfers/new': { gate: requestTransfer, forms: { '/transfers/new': requestTransfer } },
  '/you': {
    gate: listOwnSessions,
    forms: {
      '/you': changePreferences,
      '/you/sessions/end id=<session>': endOwnSession,
      '/you/sessions/end id=all': endOtherSessions,
    },
  },
};
const FORMS = Object.entries(PAGES).flatMap(([page, { forms }]) =>
  Object.keys(forms).map((form): [string, string] => [page, form]),
);
/** Available to everyone, or decided by whose account it is. */
const ALWAYS = ['/language', '/sign-out', '/connect/reconnect'];

const known = new Map<Guarded, Access>();
for (const { gate, forms } of Object.values(PAGES))
  for (const one of [gate, ...Object.values(forms)]) known.set(one, one.access);
for (const one of [importUsers, importAccounts]) known.set(one, one.access);

/** From now on, no one is allowed. */
const forbid = (one: Guarded) => void (one.access = { ...one.access, audience: 'nobody' });

const site = sharedFixture(createSite);
const visitor = freshFixture(() => new Visitor(site));
const ids = freshFixture(async (): Promise<Record<string, string>> => things(await aCity(site.context.db)));
afterEach(() => known.forEach((access, one) => void (one.access = access)));

/** Creates one thing of each kind that has all its forms, under the name that PAGES has for it. */
async function things(city: City) {
  const { db } = site.context;
  const connected = await anAccount(db, city);
  const subject = { archiveId: city.archiveId, accountId: connected };
  await saveCredential(db, site.context.config.keys, subject, { accessToken: 'x' });
  const broken = await aBrokenAccount(site, city, { network: 'youtube' });
  const later = new Date(Date.now() + 5 * 86_400_000);
  await db
    .update(disconnects)
    .set({ pausedUntil: later, pauseReason: 'x' })
    .where(eq(disconnects.id, broken.disconnectId));
  await db.update(archives).set({ surgeHoldEnabled: true }).where(eq(archives.id, city.archiveId));
  await db.update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
  const linked = { issuer: 'https://login.example', subject: city.owner };
  await db.insert(oidcIdentities).values({ archiveId: city.archiveId, userId: city.owner, ...linked });
  await db.update(users).set({ emailState: 'bounced', emailFailedAt: new Date() }).where(eq(users.id, city.otherOwner));
  return {
    disconnect: broken.disconnectId,
    disconnected: broken.id,
    connected,
    surgeHold: await aSurgeHold(db, city, 'youtube'),
    owner: city.owner,
    other: city.otherOwner,
    givenUp: city.otherOwner,
    ...(await aKeyAndSessions(city)),
  };
}

async function aKeyAndSessions(city: City) {
  const who = { archiveId: city.archiveId, userId: city.primary };
  const another = await startLoginSession(site.context.db, who);
  visitor.setCookie('relink', (await startLoginSession(site.context.db, who)).secret);
  const { db } = site.context;
  const [holder] = await db.select().from(users).where(eq(users.email, city.emails.subscribed));
  const keyHolder = holder!.id;
  await insertApiKey(db, { archiveId: city.archiveId, name: 'Theirs', scopes: ['read'], responsibleId: keyHolder });
  const made = await postForm('/configure/keys', { name: 'Capture', scopes: 'read' });
  expect(made.status).toBe(200);
  const list = await visitor.get('/configure/keys');
  return { key: /\/configure\/keys\/([^/"]+)\/revoke/.exec(list.text)![1]!, session: another.id, keyHolder };
}

const real = (path: string) => path.replaceAll(/<(\w+)>/g, (_all, name: string) => ids[name]!);

const postForm = (path: string, form: Record<string, string>) =>
  visitor.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });

/** Submits the form that PAGES names, with nothing typed. */
function submit(form: string) {
  const [path, field] = real(form).split(' ');
  const [name, value] = field?.split('=') ?? [];
  return postForm(path!, name && value ? { [name]: value } : {});
}

/** Returns the forms that a page has, as named in PAGES. */
async function offeredAt(page: string, named: readonly string[]): Promise<string[]> {
  const { text } = await visitor.get(real(page));
  const forms = [...text.matchAll(/<form(?=[^>]*method="post")[^>]*action="([^"]+)".*?<\/form>/gs)];
  const found = forms.filter(([, action]) => !ALWAYS.includes(action!));
  return found.map(([html, action]) => {
    const match = named.find((name) => {
      const [path, field] = real(name).split(' ');
      const [key, value] = field?.split('=') ?? [];
      return (
        path === action &&
        (field === undefined || (html.includes(`name="${key}"`) && html.includes(`value="${value}"`)))
      );
    });
    return match ?? `${action} isn’t a form that this test knows`;
  });
}

test.each(Object.entries(PAGES))('%s: this test covers all of its forms', async (page, { forms }) => {
  const names = Object.keys(forms);
  expect(new Set(await offeredAt(page, names))).toEqual(new Set(names));
});

describe('a person who can do all but one thing', () => {
  test.each(FORMS)('on %s isn’t offered %s, and submitting it returns 403', async (page, form) => {
    const { gate, forms } = PAGES[page]!;
    const behind = forms[form]!;
    forbid(behind);
    const names = Object.keys(forms);
    const others = gate === behind ? [] : names.filter((name) => forms[name] !== behind);
    expect(new Set(await offeredAt(page, names))).toEqual(new Set(others));
    expect((await submit(form)).status).toBe(403);
  });
});

describe('a person who can do only one thing', () => {
  test.each(FORMS)('on %s can submit %s', async (page, form) => {
    const allowed = PAGES[page]!.forms[form]!;
    for (const one of known.keys()) if (one !== allowed) forbid(one);
    expect((await submit(form)).status).not.toBe(403);
  });
});

describe('an import', () => {
  const imports: [string, Guarded, string, Guarded][] = [
    ['users', importUsers, 'accounts', importAccounts],
    ['accounts', importAccounts, 'users', importUsers],
  ];
  test.each(imports)('of %s checks its own use case', async (kind, own, other, others) => {
    forbid(own);
    const { status, text } = await visitor.get('/configure/import');
    expect(status).toBe(200);
    expect(text).not.toContain(`value="${kind}"`);
    expect(text).toContain(`value="${other}"`);
    for (const step of ['preview', 'edit', 'save']) {
      expect((await postForm(`/configure/import/${step}`, { kind, csv: 'name' })).status).toBe(403);
      expect((await postForm(`/configure/import/${step}`, { kind: other, csv: 'name' })).status).not.toBe(403);
    }
    forbid(others);
    expect((await visitor.get('/configure/import')).status).toBe(403);
  });
});
