/** Who hears of a change of who has access: the person, their former address, and the archive’s security contacts. */
import { expect, test } from '@jest/globals';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { apiKeys, emails, users } from '../../db/schema.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import { createApiKey, revokeApiKey } from '../../services/access/api-keys.js';
import { passOnApiKey } from '../../services/access/responsible-for-keys.js';
import { changeArchiveSettings } from '../../services/archives/settings.js';
import { requestSecurityNotices, tellOfPassedOnKeys } from '../../services/outbox/security-notices.js';
import { composeRequests } from '../../services/mail/delivery/compose-requests.js';
import { revalidateEmails } from '../../services/mail/delivery/revalidate.js';
import { importUsers, parseUsers } from '../../services/people/import-users.js';
import { addUser, changeUser, removeUser } from '../../services/people/manage.js';
import { parseRoles } from '../../i18n/roles.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { everyoneSignsIn } from '../rig/reached.js';
import { aCity, createSite } from '../rig/site.js';

const site = sharedFixture(() => createSite());
const city = freshFixture(async () => {
  const springfield = await aCity(site.context.db, SPRINGFIELD);
  await everyoneSignsIn(site.context.db, springfield.archiveId);
  return springfield;
});
const db = () => site.context.db;

const subscribedId = async () =>
  (await db().select().from(users).where(eq(users.email, city.emails.subscribed)))[0]!.id;
/** A Full Access System Administrator who has just signed in. */
const subscribed = async (): Promise<PersonPrincipal> => ({
  kind: 'person',
  archiveId: city.archiveId,
  userId: await subscribedId(),
  name: 'Subscribed',
  adminRole: 'full_access_administrator',
  isAccountOwner: false,
  via: { kind: 'login', sessionId: 'ses_1', signInAge: 0 },
});

const asPrimary = async (): Promise<PersonPrincipal> => ({
  ...(await subscribed()),
  userId: city.primary,
  name: 'Primary',
  adminRole: 'primary_administrator',
});

/** Returns the notices as they would go out now, by address. */
const notices = () => composed('security_notice');

async function composed(
  kind: 'security_notice' | 'link' | 'sign_in',
): Promise<{ to: string; subject: string; text: string }[]> {
  await composeRequests(site.context, city.archiveId);
  const rows = await db()
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, kind), isNotNull(emails.toAddress)))
    .orderBy(emails.toAddress);
  const why = await db().transaction((tx) => revalidateEmails(tx, site.context, city.archiveId, rows));
  return rows
    .filter(({ id }) => why.get(id) === null)
    .map(({ toAddress, subject, text }) => ({ to: toAddress!, subject: subject!, text: text! }));
}
/** Without the characters that keep an address from becoming a link. */
const visible = (text: string) => text.replaceAll(/[\u2060\u200c]/g, '');
const subjects = async () => (await notices()).map(({ to, subject }) => `${to}: ${subject}`);

test('a person whose address is changed gets one email at each address, and the Primary Administrator and whoever changed it are told too', async () => {
  await changeUser(site.context, await subscribed(), city.owner, { email: 'new@city.example' });
  const told = await notices();
  expect(told.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
    [
      `${city.emails.owner}: Your email address was changed (City of Springfield)`,
      `${city.emails.primary}: Owner’s email address was changed (City of Springfield)`,
      `${city.emails.subscribed}: Owner’s email address was changed (City of Springfield)`,
    ].toSorted(),
  );
  const former = told.find(({ to }) => to === city.emails.owner)!;
  expect(former.text).toContain('Done by: Subscribed');
  expect(former.text).not.toContain('new@city.example');
  expect(told.find(({ to }) => to === city.emails.primary)!.text).toContain(`/configure/people/${city.owner}`);
  const links = await composed('link');
  expect(links.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
    'new@city.example: Your new personalized link for City of Springfield',
  ]);
  expect(links[0]!.text).toContain('Your old personalized link stopped working');
  expect(visible(links[0]!.text)).toContain(`Your former email address: ${city.emails.owner}`);
});

test('no one writes to a former address that mail doesn’t reach', async () => {
  await db().update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.owner));
  await changeUser(site.context, await subscribed(), city.owner, { email: 'new2@city.example' });
  expect((await notices()).map(({ to }) => to)).not.toContain(city.emails.owner);
});

test('a change of roles is told to the person, the Primary Administrator, and whoever made it, and a name or the same role to no one', async () => {
  const admin = await subscribed();
  await changeUser(site.context, admin, city.owner, { name: 'Olga', roles: ['account_owner'] });
  expect(await subjects()).toEqual([]);
  await changeUser(site.context, admin, city.owner, { roles: ['account_owner', 'read_only_administrator'] });
  expect((await subjects()).toSorted()).toEqual(
    [
      `${city.emails.owner}: Your role was changed (City of Springfield)`,
      `${city.emails.primary}: Olga’s role was changed (City of Springfield)`,
      `${city.emails.subscribed}: Olga’s role was changed (City of Springfield)`,
    ].toSorted(),
  );
});

test('a Primary Administrator who is replaced hears of it, although it is another one’s archive now', async () => {
  await changeUser(site.context, await subscribed(), city.readOnly, { roles: ['primary_administrator'] });
  const told = await notices();
  const former = told.find(({ to }) => to === city.emails.primary)!;
  expect(former.subject).toBe('The roles of 2 people were changed (City of Springfield)');
  expect(former.text).toContain('Your role: from Primary Administrator to Full Access System Administrator');
  expect(told.map(({ to }) => to)).toContain(city.emails.readOnly);
});

test('an administrator who is added or removed is told of to the Primary Administrator, and who was removed at their own address', async () => {
  const admin = await subscribed();
  await addUser(site.context, admin, {
    name: 'Mallory',
    email: 'm@city.example',
    roles: ['full_access_administrator'],
  });
  expect(await subjects()).toEqual(
    [city.emails.primary, city.emails.subscribed]
      .toSorted()
      .map((to) => `${to}: Mallory was added as Full Access System Administrator (City of Springfield)`),
  );
  await removeUser(site.context, admin, city.readOnly);
  expect(await subjects()).toContain(`${city.emails.readOnly}: Your access was removed (City of Springfield)`);
});

test('a spreadsheet that makes administrators is told of in one email', async () => {
  const sheet = `name,email,roles\nA,a@city.example,full_access_administrator\nB,b@city.example,read_only_administrator\nOwner,${city.emails.owner},account_owner;read_only_administrator\n`;
  const parsed = await parseUsers(Buffer.from(sheet), parseRoles);
  await importUsers(site.context, await subscribed(), parsed, { dryRun: false });
  const told = await notices();
  for (const reader of [city.emails.primary, city.emails.subscribed])
    expect(told.filter(({ to }) => to === reader).map(({ subject }) => subject)).toEqual([
      'The roles of 3 people were changed (City of Springfield)',
    ]);
  expect(told.map(({ to }) => to)).toContain(city.emails.owner);
});

test('a key made or revoked in someone’s session is told to them and to the Primary Administrator', async () => {
  const admin = await subscribed();
  const { id, key } = await createApiKey(site.context, admin, { name: 'Backdoor', scopes: ['manage'] });
  expect(await db().select().from(apiKeys).where(eq(apiKeys.id, id))).toHaveLength(1);
  const told = await notices();
  expect(told.map(({ to }) => to).toSorted()).toEqual([city.emails.primary, city.emails.subscribed].toSorted());
  for (const { subject, text } of told) {
    expect(subject).toBe('An API key was created (City of Springfield)');
    expect(text).toContain(`Purpose of the key: Backdoor\nEnds in: ${key.slice(-4)}\n`);
  }
  await revokeApiKey(site.context, admin, id);
  await revokeApiKey(site.context, admin, id);
  expect((await subjects()).filter((one) => one.includes('revoked'))).toHaveLength(2);
});

test('turning single sign-on off is told, and saving other settings isn’t', async () => {
  const admin = await subscribed();
  const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
  await changeArchiveSettings(site.context, admin, { signInKey: jwk });
  await changeArchiveSettings(site.context, admin, { signInKey: jwk, timeZone: 'America/Denver' });
  await changeArchiveSettings(site.context, admin, { signInKey: null });
  expect((await subjects()).filter((one) => one.startsWith(city.emails.primary)).toSorted()).toEqual(
    [
      `${city.emails.primary}: Single sign-on was turned off (City of Springfield)`,
      `${city.emails.primary}: Single sign-on was turned on (City of Springfield)`,
    ].toSorted(),
  );
});

test('if emails don’t reach the Primary Administrator, the other Full Access administrators are told', async () => {
  await db().update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.primary));
  await createApiKey(site.context, await subscribed(), { name: 'Key', scopes: ['read'] });
  const { subscribed: one, unsubscribed: other } = city.emails;
  expect((await notices()).map(({ to }) => to).toSorted()).toEqual([one, other].toSorted());
});

test('an address and a role changed at once are told in one email to each: the person, the former address, the Primary Administrator', async () => {
  await changeUser(site.context, await subscribed(), city.owner, {
    email: 'both@city.example',
    roles: ['account_owner', 'read_only_administrator'],
  });
  const [link, ...more] = await composed('link');
  expect([link!.to, link!.subject, more]).toEqual([
    'both@city.example',
    'Your new personalized link for City of Springfield',
    [],
  ]);
  expect(link!.text).toContain('Your role: from Account Owner to Account Owner and Read Only System Administrator');
  expect(link!.text).toContain(
    `You can also sign in with this email address at ${site.context.config.publicUrl}/sign-in.`,
  );
  expect(await composed('sign_in')).toEqual([]);
  const told = await notices();
  expect(told.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
    [
      `${city.emails.owner}: Your email address was changed, and 1 more change (City of Springfield)`,
      `${city.emails.primary}: Owner’s email address was changed, and 1 more change (City of Springfield)`,
      `${city.emails.subscribed}: Owner’s email address was changed, and 1 more change (City of Springfield)`,
    ].toSorted(),
  );
  for (const { text } of told)
    expect(text).toContain('from Account Owner to Account Owner and Read Only System Administrator');
});

test('someone who becomes an Account Owner with a new address is told of both in the email with their link', async () => {
  await changeUser(site.context, await subscribed(), city.readOnly, {
    email: 'new-owner@city.example',
    roles: ['account_owner'],
  });
  const links = await composed('link');
  expect(links.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
    'new-owner@city.example: You’re now an Account Owner for City of Springfield',
  ]);
  expect(links[0]!.text).toContain('Your role: from Read Only System Administrator to Account Owner');
  expect(await composed('sign_in')).toEqual([]);
});

test('an administrator with a new address gets one email there, which signs them in', async () => {
  await changeUser(site.context, await subscribed(), city.readOnly, { email: 'ro@city.example' });
  const [invitation, ...more] = await composed('sign_in');
  expect([invitation!.to, more]).toEqual(['ro@city.example', []]);
  expect(visible(invitation!.text)).toContain(`Your former email address: ${city.emails.readOnly}`);
  expect((await notices()).map(({ to }) => to)).not.toContain('ro@city.example');
});

test('a former address is told whom to call: the Primary Administrator, or someone else if the change was theirs', async () => {
  const admin = await subscribed();
  await changeUser(site.context, admin, city.owner, { email: 'one@city.example' });
  const first = (await notices()).find(({ to }) => to === city.emails.owner)!;
  expect(first.text).toContain(`Contact Primary (${city.emails.primary}) right away`);
  const primary = await asPrimary();
  await changeUser(site.context, primary, city.readOnly, { email: 'two@city.example' });
  const second = (await notices()).find(({ to }) => to === city.emails.readOnly)!;
  expect(second.text).not.toContain(city.emails.primary);
  expect(second.text).toMatch(
    new RegExp(`Contact \\w+ \\((${city.emails.subscribed}|${city.emails.unsubscribed})\\) right away`),
  );
});

test('a notice that was requested goes to the address of that time, whoever puts another one on file', async () => {
  const admin = await subscribed();
  await createApiKey(site.context, admin, { name: 'Backdoor', scopes: ['read'] });
  await changeUser(site.context, admin, city.primary, { email: 'evil@elsewhere.example' });
  const told = await notices();
  const aboutKey = told.filter(({ subject }) => subject.startsWith('An API key'));
  expect(aboutKey.map(({ to }) => to)).toEqual([city.emails.primary, city.emails.subscribed].toSorted());
  expect(aboutKey[0]!.text).not.toContain('/configure/keys');
  expect(told.map(({ to }) => to)).not.toContain('evil@elsewhere.example');
});

test('whoever becomes responsible for a key is told, and so are the former person and the Primary Administrator', async () => {
  const admin = await subscribed();
  await site.context.db.transaction((tx) =>
    tellOfPassedOnKeys(tx, {
      archiveId: city.archiveId,
      by: { kind: 'user', id: admin.userId, name: admin.name },
      keys: [{ name: 'Capture', scopes: ['report'] }],
      fromId: admin.userId,
      toId: city.readOnly,
    }),
  );
  const told = await notices();
  expect(told.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
    [
      `${city.emails.readOnly}: You’re now responsible for the API key “Capture” (City of Springfield)`,
      `${city.emails.subscribed}: Readonly is now responsible for the API key “Capture” (City of Springfield)`,
      `${city.emails.primary}: Readonly is now responsible for the API key “Capture” (City of Springfield)`,
    ].toSorted(),
  );
  for (const { text } of told) expect(text).toContain('Responsible until now: Subscribed');
});

const SESSIONS = 'Where you’re signed in';

test('an administrator whose open browser someone uses hears of each change once, and is the only one sent to their sessions', async () => {
  const admin = await subscribed();
  await changeUser(site.context, admin, city.owner, { email: 'thief@elsewhere.example' });
  const mallory = { name: 'Mallory', email: 'm@city.example' };
  await addUser(site.context, admin, { ...mallory, roles: ['full_access_administrator'] });
  await removeUser(site.context, admin, city.readOnly);
  const told = await notices();
  const [theirs, contacts] = [city.emails.subscribed, city.emails.primary].map((one) =>
    told.filter(({ to }) => to === one),
  );
  expect([theirs!.length, contacts!.length]).toEqual([3, 3]);
  for (const { text } of theirs!) {
    expect(text).toContain('Done by: You, or someone using your sign-in');
    expect(text).toContain(SESSIONS);
    expect(text).toContain('If you didn’t do this');
  }
  for (const { text } of contacts!) expect(text).not.toContain(SESSIONS);
  const ofRemoval = contacts!.find(({ subject }) => subject.includes('was removed'))!;
  expect(ofRemoval.text).toContain('Select the button and add Readonly again.');
  expect(ofRemoval.text).toMatch(/\/configure\/administrators\n/);
  expect(told.find(({ to }) => to === city.emails.readOnly)!.text).not.toContain('Someone else may be reading');
});

test('an administrator who changes their own role or address hears of it in one email at each address', async () => {
  const admin = await subscribed();
  await changeUser(site.context, admin, admin.userId, { roles: ['full_access_administrator', 'account_owner'] });
  expect((await subjects()).filter((one) => one.startsWith(city.emails.subscribed))).toEqual([
    `${city.emails.subscribed}: Your role was changed (City of Springfield)`,
  ]);
  await db().delete(emails).where(eq(emails.archiveId, city.archiveId));
  await changeUser(site.context, admin, admin.userId, { email: 'moved@city.example' });
  const to = (await notices()).map((one) => one.to);
  expect(to).toEqual([city.emails.primary, city.emails.subscribed].toSorted());
  expect(await composed('link')).toHaveLength(1);
});

test('whoever passes a key on to someone else, or to themselves, hears of it', async () => {
  const admin = await subscribed();
  const key = await createApiKey(site.context, await asPrimary(), { name: 'Capture', scopes: ['report'] });
  await db().delete(emails).where(eq(emails.archiveId, city.archiveId));
  await passOnApiKey(site.context, admin, key.id, { userId: admin.userId });
  const own = (await notices()).find(({ to }) => to === city.emails.subscribed)!;
  expect(own.text).toContain('If you didn’t do this');
  expect(own.text).toContain(SESSIONS);
  expect(own.text).toContain(`Ends in: ${key.key.slice(-4)}`);
});

test('someone who leaves, and whose keys are passed on, is told whom to call, and no step that needs their access', async () => {
  const [admin, primary] = [await subscribed(), await asPrimary()];
  const { id } = await createApiKey(site.context, admin, { name: 'Capture', scopes: ['report'] });
  await db().delete(emails).where(eq(emails.archiveId, city.archiveId));
  await passOnApiKey(site.context, primary, id, { userId: city.primary });
  const leaver = (await notices()).find(({ to }) => to === city.emails.subscribed)!;
  expect(leaver.text).toContain('right away');
  for (const step of ['Select the button', 'Take away', '/configure/']) expect(leaver.text).not.toContain(step);
});

test('whoever sends a new Account Owner their link is named in it', async () => {
  const ola = { name: 'Ola', email: 'ola@city.example' };
  await addUser(site.context, await subscribed(), { ...ola, roles: ['account_owner'] });
  const [link] = await composed('link');
  expect(link!.text).toContain('Subscribed made you an Account Owner');
});

test('if only the address of a Primary Administrator whom emails don’t reach is changed, the others hear of it', async () => {
  await db().update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.primary));
  await changeUser(site.context, await subscribed(), city.primary, { email: 'evil@elsewhere.example' });
  const { subscribed: one, unsubscribed: other } = city.emails;
  expect(await subjects()).toEqual(
    [one, other].toSorted().map((to) => `${to}: Primary’s email address was changed (City of Springfield)`),
  );
});

test('another address of the Primary Administrator is told at the former one, and to the Full Access administrators', async () => {
  await changeUser(site.context, await subscribed(), city.primary, { email: 'evil@elsewhere.example' });
  const { primary, subscribed: one, unsubscribed: other } = city.emails;
  expect((await notices()).map(({ to }) => to)).toEqual([primary, one, other].toSorted());
});

test('a reader whom nobody else can help is told to call an administrator, and never whoever is behind the change', async () => {
  const { subscribed: one, unsubscribed: other } = city.emails;
  await db()
    .update(users)
    .set({ emailState: 'bounced' })
    .where(inArray(users.email, [one, other]));
  const primary = await asPrimary();
  await changeUser(site.context, primary, city.owner, { email: 'one@city.example' });
  const byPrimary = (await notices()).find(({ to }) => to === city.emails.owner)!;
  expect(byPrimary.text).toContain('Tell an administrator of the archive right away.');
  expect(byPrimary.text).not.toContain(city.emails.primary);
});

test('a Primary Administrator whom emails don’t reach isn’t the one to call', async () => {
  await db().update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.primary));
  const { unsubscribed: other } = city.emails;
  await db().update(users).set({ emailState: 'bounced' }).where(eq(users.email, other));
  await changeUser(site.context, await subscribed(), city.owner, { email: 'two@city.example' });
  const told = (await notices()).find(({ to }) => to === city.emails.owner)!;
  expect(told.text).toContain('Tell an administrator of the archive right away.');
});

test('a reader who can’t undo a change gets no button to check it, and only whoever seems to have made it one to their sessions', async () => {
  await changeUser(site.context, await subscribed(), city.readOnly, {
    roles: ['account_owner', 'read_only_administrator'],
  });
  const before = (await notices()).find(({ to }) => to === city.emails.readOnly)!;
  expect(before.text).not.toContain('Check this change');
  expect(before.text).not.toContain('/you');
  const { archiveId, readOnly: id } = city;
  const change = { change: 'sign_in_key_removed' as const };
  const by = { kind: 'user' as const, id, name: 'Readonly' };
  await db().transaction((tx) => requestSecurityNotices(tx, { archiveId, change, by, personIds: [id] }));
  const after = (await notices()).find(
    ({ to, subject }) => to === city.emails.readOnly && subject.startsWith('Single sign-on'),
  )!;
  expect(after.text).toMatch(/My preferences:\n\S+\/you\n/);
});
