/** An email's reader determines whom it names to ask, and where its button leads. */
import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { archives, users } from '../../db/schema.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { requestInvitations, requestNotices } from '../../services/outbox/requests.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { report } from '../rig/reports.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld();
const db = () => world.context.db;

async function sentTo(city: City, address: string) {
  await sendDueMail(world.context, city.archiveId);
  const [mail, ...others] = await world.mailsTo(address);
  expect(others).toEqual([]);
  return mail!;
}

test('a person who hasn’t chosen a language is emailed in the archive’s, and a person who has in their own', async () => {
  const city = await aCity(db(), { locale: 'en' });
  const accountIds = [await anAccount(db(), city), await anAccount(db(), city, { ownerId: city.otherOwner })];
  for (const id of accountIds) await report(world.context, city.archiveId, id);
  await db().update(archives).set({ locale: 'es' }).where(eq(archives.id, city.archiveId));
  await db().update(users).set({ locale: 'en' }).where(eq(users.id, city.otherOwner));
  const inherited = await sentTo(city, city.emails.owner);
  const own = await sentTo(city, city.emails.otherOwner);
  expect([inherited.text, inherited.html]).toEqual([
    expect.stringContaining('Hola, Owner'),
    expect.stringContaining('lang="es"'),
  ]);
  expect([own.text, own.html]).toEqual([expect.stringContaining('Hello Other'), expect.stringContaining('lang="en"')]);
});

test('the Primary Administrator is the contact for everyone else', async () => {
  const city = await aCity(db());
  await requestInvitations(db(), city.archiveId, [city.primary, city.readOnly], 'Homer');
  const theirs = await sentTo(city, city.emails.readOnly);
  expect(theirs.text).toContain(`Questions? Ask Primary (${city.emails.primary}).`);
  const own = await sentTo(city, city.emails.primary);
  for (const part of [own.text, own.html]) expect(part).not.toMatch(/Questions\?/);
});

test('an owner who is the Primary Administrator isn’t told to ask themselves', async () => {
  const city = await aCity(db());
  await db().update(users).set({ isAccountOwner: true }).where(eq(users.id, city.primary));
  await report(world.context, city.archiveId, await anAccount(db(), city, { ownerId: city.primary }));
  const mail = await sentTo(city, city.emails.primary);
  expect(mail.text).toContain('Hello Primary,');
  expect(mail.text).not.toMatch(/Questions/);
});

test('administrators get an email written for them if the owner’s address is dead', async () => {
  const city = await aCity(db());
  await db().update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.owner));
  await report(world.context, city.archiveId, await anAccount(db(), city));
  const mail = await sentTo(city, city.emails.primary);
  expect(mail.text).toContain('Its Account Owner is Owner, but our emails to Owner aren’t delivered.');
  expect(mail.text).toContain(`See Owner’s accounts:\nhttp://localhost:3999/owners/${city.owner}\n`);
  for (const part of [mail.text, mail.html]) expect(part).not.toMatch(/connect#|Hello Owner|Questions/);
});

test.each([
  ['an Account Owner', 'owner', 'See Owner’s accounts', '/owners/'],
  ['an administrator', 'readOnly', 'Correct the email address', '/configure/people/'],
] as const)(
  'a notice about the failed address of %s has a button that leads to the fix',
  async (_, who, label, path) => {
    const city = await aCity(db());
    const notice = { notice: 'address_failed', failure: 'bounced', subjectUserId: city[who] } as const;
    await requestNotices(db(), city.archiveId, [city.primary], notice);
    const mail = await sentTo(city, city.emails.primary);
    expect(mail.text).toContain(`${label}:\nhttp://localhost:3999${path}${city[who]}\n`);
  },
);

test('a notice about the failed address of an administrator who owns accounts counts those accounts', async () => {
  const city = await aCity(db());
  await db().update(users).set({ isAccountOwner: true }).where(eq(users.id, city.readOnly));
  await report(world.context, city.archiveId, await anAccount(db(), city, { ownerId: city.readOnly }));
  await sendDueMail(world.context, city.archiveId);
  const before = (await world.mailsTo(city.emails.unsubscribed)).length;
  const { archiveId, readOnly } = city;
  const unsubscribed = await db().select().from(users).where(eq(users.email, city.emails.unsubscribed));
  const notice = { notice: 'address_failed', failure: 'bounced', subjectUserId: readOnly } as const;
  await requestNotices(db(), archiveId, [unsubscribed[0]!.id], notice);
  await sendDueMail(world.context, archiveId);
  const mail = (await world.mailsTo(city.emails.unsubscribed))[before]!;
  expect(mail.text).toContain('Readonly has 1 disconnected account and isn’t getting the emails about it.');
});
