/** A person asks Meta to have their data deleted: what is deleted, what stays, and the page that says so. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { findCredential, saveCredential } from '../../services/credentials/credentials.js';
import { audit, credentials, dataDeletions, parentProfiles } from '../../db/schema.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aCity, createSite, type City } from '../rig/site.js';
import { aProfile } from '../rig/builders.js';
import { aConsent, formOf, removed, seconds, stateOf } from '../rig/network-events.js';

const site = sharedFixture(createSite);
const city = sharedFixture(() => aCity(site.context.db));
const otherCity = sharedFixture(() => aCity(site.context.db));

interface Answer {
  url: string;
  confirmation_code: string;
}

async function ask(signed: string): Promise<Answer> {
  const response = await fetch(`${site.url}/webhooks/meta/data-deletion`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: formOf(signed),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

/** A person in both archives, with a Parent Profile that has signed in and the Pages that came through it. */
async function aPerson(ago = 3600) {
  const { context } = site;
  const person = `person ${randomUUID()}`;
  const in_ = async (archive: City) => {
    const profile = await aProfile(context.db, archive, 0, { networkProfileId: person, name: 'Jane Secretname' });
    const subject = { archiveId: archive.archiveId, parentProfileId: profile.id };
    const consent = { authorizationId: `aut_${person}`, authorizedBy: person };
    await saveCredential(context.db, context.config.keys, subject, { accessToken: 'of the profile' }, consent);
    await context.db
      .update(credentials)
      .set({ authorizedAt: new Date(Date.now() - ago * 1000) })
      .where(eq(credentials.parentProfileId, profile.id));
    return {
      profileId: profile.id,
      accountId: await aConsent(context, archive, { person, ago, parentProfileId: profile.id }),
    };
  };
  return { person, here: await in_(city), there: await in_(otherCity) };
}

const profileOf = async (id: string) =>
  (await site.context.db.select().from(parentProfiles).where(eq(parentProfiles.id, id)))[0]!;
const tokensOfProfile = (id: string) =>
  site.context.db.select().from(credentials).where(eq(credentials.parentProfileId, id));
const page = async (url: string, language = 'en') => {
  const response = await fetch(url, { headers: { accept: 'text/html', 'accept-language': language } });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

test('a request deletes the person’s tokens, name, and id in every archive; the accounts stay, disconnected', async () => {
  const { person, here, there } = await aPerson();
  const bystander = await aPerson();
  await ask(removed(person));
  for (const { profileId, accountId } of [here, there]) {
    expect(await stateOf(site.context, accountId)).toMatchObject({
      status: 'disconnected',
      open: [{ reason: 'token_revoked', notBefore: null }],
      credential: null,
      events: ['reported by network Facebook', 'credential_deleted by network Facebook'],
    });
    expect(await tokensOfProfile(profileId)).toEqual([]);
    expect(await profileOf(profileId)).toMatchObject({ name: 'Facebook', networkProfileId: `deleted ${profileId}` });
  }
  // None of the archive's own records are gone; nothing about the person is left except what can't be changed.
  const kept = JSON.stringify([
    await site.context.db.select().from(parentProfiles),
    await site.context.db.select().from(credentials),
    await site.context.db.select().from(dataDeletions),
  ]);
  expect(kept).not.toContain(person);
  expect(await stateOf(site.context, bystander.here.accountId)).toMatchObject({ status: 'connected' });
  expect(await profileOf(bystander.here.profileId)).toMatchObject({ name: 'Jane Secretname' });
  const [erased] = await site.context.db
    .select()
    .from(audit)
    .where(and(eq(audit.type, 'parent_profile_erased'), eq(audit.archiveId, city.archiveId)));
  expect(erased).toMatchObject({
    actor: { kind: 'network', name: 'Facebook' },
    userId: city.owner,
    detail: { parentProfileId: here.profileId },
  });
});

test('a request also works after the app was removed, which is how Facebook offers it', async () => {
  const { person, here } = await aPerson();
  const signed = removed(person);
  await fetch(`${site.url}/webhooks/meta/deauthorize`, { method: 'POST', body: new URLSearchParams(formOf(signed)) });
  // The same bytes, sent to the other address, are a separate request.
  await ask(signed);
  expect(await stateOf(site.context, here.accountId)).toMatchObject({ status: 'disconnected', credential: null });
  expect(await profileOf(here.profileId)).toMatchObject({ name: 'Facebook' });
});

test('a hundred identical requests at once make one deletion and get the same code', async () => {
  const { person, here } = await aPerson();
  const signed = removed(person);
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask(signed)));
  expect(new Set(answers.map((answer) => answer.confirmation_code)).size).toBe(1);
  expect((await stateOf(site.context, here.accountId)).events).toHaveLength(2);
  expect((await ask(removed(person, seconds(-9)))).confirmation_code).not.toBe(answers[0]!.confirmation_code);
});

test('a permission given after the request stays', async () => {
  const { person, here } = await aPerson(60);
  await ask(removed(person, seconds(-600)));
  expect(await stateOf(site.context, here.accountId)).toMatchObject({ status: 'connected', open: [] });
  expect(await tokensOfProfile(here.profileId)).toHaveLength(1);
  expect(await profileOf(here.profileId)).toMatchObject({ name: 'Jane Secretname', networkProfileId: person });
});

test('an account’s next credential continues the version numbers of the deleted one', async () => {
  const { context } = site;
  const { person, here } = await aPerson();
  const subject = { archiveId: city.archiveId, accountId: here.accountId };
  const save = (accessToken: string) => saveCredential(context.db, context.config.keys, subject, { accessToken });
  const consent = { authorizationId: 'aut_again', authorizedBy: person };
  await saveCredential(context.db, context.config.keys, subject, { accessToken: 'second' }, consent);
  const before = await findCredential(context.db, context.config.keys, subject);
  await ask(removed(person));
  expect(await findCredential(context.db, context.config.keys, subject)).toBeNull();
  expect(await save('a new one')).toBe(before!.version + 1);
  expect(await save('a newer one')).toBe(before!.version + 2);
});

describe('the confirmation page', () => {
  test('says what was deleted and what was not, without a login or any names, in both languages', async () => {
    const { person } = await aPerson();
    const { url, confirmation_code: code } = await ask(removed(person));
    expect(code).toMatch(/^[0-9a-f]{32}$/);
    expect(url).toBe(`${site.url}/data-deletion/${code}`);
    const english = await page(url);
    expect(english.status).toBe(200);
    expect(english.text).toContain('Your data was deleted');
    expect(english.text).toContain('4 stored permissions');
    expect(english.text).toContain('2 personal profiles');
    expect(english.text).toContain('2 accounts that depended on this permission');
    expect(english.text).toContain('What wasn’t deleted');
    expect(english.headers.get('x-robots-tag')).toContain('noindex');
    expect(english.headers.get('cache-control')).toBe('no-store');
    const spanish = await page(url, 'es');
    expect(spanish.text).toContain('Se eliminaron sus datos');
    expect(spanish.text).toContain('Qué no se eliminó');
    for (const { text } of [english, spanish]) {
      expect(text).not.toMatch(/Secretname|City|Springfield|par_|acc_|arc_/);
      expect(text).not.toContain(person);
    }
  });

  test('says when there was nothing to delete', async () => {
    const { url } = await ask(removed(`nobody ${randomUUID()}`));
    expect((await page(url)).text).toContain('There was nothing to delete');
  });

  test.each(['0'.repeat(32), 'x', '%00', 'A'.repeat(32), '..%2f..'])('does not find the code %s', async (code) => {
    const answer = await page(`${site.url}/data-deletion/${code}`);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('We can’t find this confirmation');
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
  });
});
