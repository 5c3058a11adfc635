/**
 * Whoever finds an open browser gains nothing that outlives it: what gives lasting access, or takes everything along, needs a sign-in from
 * the last ten minutes. It's checked where the change is made, so pages and the API refuse alike.
 */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { apiKeys, archives, audit, emails, oidcIdentities, sessions, users } from '../../db/schema.js';
import { FRESH_SIGN_IN_MINUTES } from '../../domain/limits.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import {
  ageSignIns,
  callApi as api,
  postForm as form,
  signedInAgo,
  testFreshSignIn,
  type Act,
} from '../rig/aged-sign-ins.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, type City } from '../rig/site.js';
import { createStage } from '../rig/stage.js';
import { words } from '../rig/visitor.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const db = () => stage.site.context.db;

const age = (minutes: number, userId?: string) => ageSignIns(stage.site, city, minutes, userId);
const signedIn = (minutesAgo: number, userId?: string) => signedInAgo(stage.site, city, minutesAgo, userId);

/** Everything that the acts below could change. */
async function state() {
  const { archiveId } = city;
  return JSON.stringify([
    await db().select().from(users).where(eq(users.archiveId, archiveId)).orderBy(users.id),
    await db().select().from(apiKeys).where(eq(apiKeys.archiveId, archiveId)).orderBy(apiKeys.id),
    await db().select().from(archives).where(eq(archives.id, archiveId)),
    await db().select().from(audit).where(eq(audit.archiveId, archiveId)).orderBy(audit.id),
    await db().select({ id: emails.id }).from(emails).where(eq(emails.archiveId, archiveId)).orderBy(emails.id),
  ]);
}

const publicKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const SHEET = 'name,email,roles\nMallory,mallory@elsewhere.example,full_access_administrator\n';
const sheet = (rows: string) => ({ kind: 'users', csv: `name,email,roles\n${rows}\n` });

/** A key of the archive's own, and one of a Full Access System Administrator. */
async function someKeys() {
  const { archiveId, emails: addresses } = city;
  const [leaver] = await db().select().from(users).where(eq(users.email, addresses.unsubscribed));
  const scopes = ['report'];
  const { id } = await insertApiKey(db(), { archiveId, name: 'Capture engine', scopes });
  await insertApiKey(db(), { archiveId, name: 'Report', scopes, responsibleId: leaver!.id });
  return { id, leaver: leaver!.id };
}
const keys = freshFixture(someKeys);

const ACTS: Record<string, Act<City>> = {
  'passing on an API key': {
    page: (visitor, { primary }) => form(visitor, `/configure/keys/${keys.id}/pass-on`, { userId: primary }),
    api: (visitor, { primary }) => api(visitor, 'POST', `/v1/api-keys/${keys.id}/pass-on`, { userId: primary }),
  },
  'passing on all keys of someone who leaves': {
    page: (visitor, { primary }) => form(visitor, `/configure/people/${keys.leaver}/pass-on-keys`, { userId: primary }),
  },
  'revoking an API key': {
    page: (visitor) => form(visitor, `/configure/keys/${keys.id}/revoke`, {}),
    api: (visitor) => api(visitor, 'DELETE', `/v1/api-keys/${keys.id}`),
  },
  'creating an API key': {
    page: (visitor) => form(visitor, '/configure/keys', { name: 'Backdoor', scopes: 'manage' }),
    api: (visitor) => api(visitor, 'POST', '/v1/api-keys', { name: 'Backdoor', scopes: ['manage'] }),
  },
  'setting the sign-in key': {
    page: (visitor) => form(visitor, '/configure/sign-in', { signInKey: JSON.stringify(publicKey()) }),
    api: (visitor) => api(visitor, 'PATCH', '/v1/archive', { signInKey: publicKey() }),
  },
  'changing an Account Owner’s email address': {
    api: (visitor, { owner }) => api(visitor, 'PATCH', `/v1/users/${owner}`, { email: 'mallory@elsewhere.example' }),
    page: (visitor, { owner, emails: { owner: email } }) =>
      form(visitor, `/configure/people/${owner}`, {
        name: 'Owner',
        email: email.replace('@', '+mallory@'),
        owner: 'on',
        adminRole: '',
      }),
  },
  'making someone an administrator': {
    page: (visitor, { owner, emails: { owner: email } }) =>
      form(visitor, `/configure/people/${owner}`, {
        name: 'Owner',
        email,
        owner: 'on',
        adminRole: 'full_access_administrator',
      }),
    api: (visitor, { owner }) =>
      api(visitor, 'PATCH', `/v1/users/${owner}`, { roles: ['account_owner', 'full_access_administrator'] }),
  },
  'letting an Account Owner sign in': {
    api: (visitor, { owner }) => api(visitor, 'PATCH', `/v1/users/${owner}`, { access: 'invite' }),
  },
  'naming another Primary Administrator': {
    page: (visitor, { owner, emails: { owner: email } }) =>
      form(visitor, `/configure/people/${owner}`, {
        name: 'Owner',
        email,
        owner: 'on',
        adminRole: 'primary_administrator',
        confirmed: 'on',
      }),
  },
  'adding an administrator': {
    page: (visitor) =>
      form(visitor, '/configure/people/new?role=administrator', {
        name: 'Mallory',
        email: 'mallory@elsewhere.example',
        adminRole: 'full_access_administrator',
      }),
    api: (visitor) =>
      api(visitor, 'POST', '/v1/users', {
        name: 'Mallory',
        email: 'mallory@elsewhere.example',
        roles: ['full_access_administrator'],
      }),
  },
  'adding an Account Owner, who gets a personalized link': {
    page: (visitor) =>
      form(visitor, '/configure/people/new?role=owner', {
        name: 'Mallory',
        email: 'mallory@elsewhere.example',
        owner: 'on',
        adminRole: '',
      }),
    api: (visitor) =>
      api(visitor, 'POST', '/v1/users', {
        name: 'Mallory',
        email: 'mallory@elsewhere.example',
        roles: ['account_owner'],
      }),
  },
  'importing an Account Owner': {
    page: (visitor) =>
      form(visitor, '/configure/import/save', sheet('Mallory,mallory@elsewhere.example,account_owner')),
  },
  'importing an administrator': {
    page: (visitor) => form(visitor, '/configure/import/save', { kind: 'users', csv: SHEET }),
    api: (visitor) =>
      visitor.request('/v1/users/import', { method: 'POST', body: SHEET, headers: { 'content-type': 'text/csv' } }),
  },
  'importing other roles': {
    page: async (visitor, { emails: { readOnly } }) => {
      const fields = sheet(`Readonly,${readOnly},full_access_administrator`);
      const answer = await form(visitor, '/configure/import/save', fields);
      // The page asks once more before it changes a role.
      const [, confirmed] = /name="confirmed" value="([^"]+)"/.exec(answer.text) ?? [];
      return confirmed ? form(visitor, '/configure/import/save', { ...fields, confirmed }) : answer;
    },
  },
  'removing an administrator': {
    page: (visitor, { readOnly }) => form(visitor, `/configure/people/${readOnly}/remove`, {}),
    api: (visitor, { readOnly }) => api(visitor, 'DELETE', `/v1/users/${readOnly}`),
  },
};
describe('a person who signed in too long ago', () => {
  testFreshSignIn(ACTS, signedIn, city, state);

  test('still changes what opens no door: a name, and who gets which email', async () => {
    const visitor = await signedIn(60);
    const change = { name: 'Olga Owner', immediateErrorNotifications: true };
    expect((await api(visitor, 'PATCH', `/v1/users/${city.owner}`, change)).status).toBe(200);
    expect((await api(visitor, 'PATCH', '/v1/archive', { timeZone: 'America/Chicago' })).status).toBe(200);
  });

  test('signs no one out and unlinks no one by writing an address with other capital letters', async () => {
    const { archiveId, primary, emails: addresses } = city;
    await db().insert(oidcIdentities).values({ archiveId, userId: primary, issuer: 'https://x.example', subject: 'x' });
    const visitor = await signedIn(60);
    const email = addresses.primary.toUpperCase();
    expect((await api(visitor, 'PATCH', `/v1/users/${primary}`, { email })).status).toBe(200);
    expect(await db().$count(oidcIdentities, eq(oidcIdentities.userId, primary))).toBe(1);
    expect((await visitor.get('/you')).status).toBe(200);
  });

  test('can’t unlink a person from their account at the organization, which would let in another one', async () => {
    const { archiveId, readOnly: userId } = city;
    const linked = () => db().select().from(oidcIdentities).where(eq(oidcIdentities.userId, userId));
    await db().insert(oidcIdentities).values({ archiveId, userId, issuer: 'https://login.example', subject: userId });
    const unlink = async (minutesAgo: number) =>
      form(await signedIn(minutesAgo), `/configure/people/${userId}/organization-unlink`, {});
    expect((await unlink(FRESH_SIGN_IN_MINUTES + 1)).status).toBe(422);
    expect(await linked()).toHaveLength(1);
    expect((await unlink(0)).status).toBeLessThan(400);
    expect(await linked()).toHaveLength(0);
  });

  test('can’t turn single sign-on off either', async () => {
    const fresh = await signedIn(0);
    expect((await form(fresh, '/configure/sign-in', { signInKey: JSON.stringify(publicKey()) })).status).toBe(303);
    await age(11);
    const before = await state();
    const answer = await form(fresh, '/configure/sign-in/remove', {});
    expect([answer.status, await state()]).toEqual([422, before]);
  });

  test('can’t take all gaps of the archive along in a file, but still sees them page by page', async () => {
    await aBrokenAccount(stage.site, city);
    const visitor = await signedIn(11, city.readOnly);
    const file = await visitor.get('/gaps.csv');
    expect(file.status).toBe(403);
    expect(file.headers.get('content-type')).toContain('text/html');
    expect(words(file)).toContain('Sign in again to download');
    expect(file.text).toContain('href="/sign-in?again"');
    expect(words(await visitor.get('/gaps'))).toContain('Before you download this file, sign in again.');
    const again = await signedIn(0, city.readOnly);
    expect((await again.get('/gaps.csv')).headers.get('content-type')).toContain('text/csv');
  });
});

test('a program with an API key is never asked to sign in again', async () => {
  const visitor = await signedIn(0);
  const made = await api(visitor, 'POST', '/v1/api-keys', { name: 'Software', scopes: ['manage', 'act'] });
  const { key } = JSON.parse(made.text) as { key: string };
  await age(600);
  const call = (method: string, path: string, body?: object) =>
    fetch(`${stage.site.url}/v1/api-keys${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
  expect((await call('POST', '', { name: 'Next', scopes: ['manage'] })).status).toBe(201);
  expect((await call('POST', `/${keys.id}/pass-on`, { userId: city.primary })).status).toBe(200);
  expect((await call('DELETE', `/${keys.id}`)).status).toBe(204);
});

test('the pages say it before anything is typed', async () => {
  const visitor = await signedIn(11);
  const says = async (path: string) =>
    words(await visitor.get(path)).includes('This needs a sign-in from the last 10 minutes.');
  const { owner, readOnly } = city;
  for (const path of [
    '/configure/keys',
    '/configure/sign-in',
    '/configure/sign-in/remove',
    '/configure/people/new?role=administrator',
    `/configure/people/${owner}`,
    `/configure/people/${readOnly}/remove`,
    `/configure/people/${keys.leaver}/remove`,
    `/configure/keys/${keys.id}/pass-on`,
    `/configure/keys/${keys.id}/revoke`,
  ])
    expect([path, await says(path)]).toEqual([path, true]);
  const preview = await form(visitor, '/configure/import/preview', { kind: 'users', csv: SHEET });
  expect(words(preview)).toContain('Before you add people or change roles, sign in again.');
  await stage.site.context.db.delete(sessions).where(eq(sessions.archiveId, city.archiveId));
  const fresh = await signedIn(0);
  expect(words(await fresh.get('/configure/keys'))).not.toContain('This needs a sign-in');
});
