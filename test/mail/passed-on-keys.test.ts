/** Who hears that an API key was passed on. The emails go through the mail provider, as everyone else's do. */
import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { emails, users } from '../../db/schema.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import { insertApiKey, revokeApiKey } from '../../services/access/api-keys.js';
import { passOnApiKey, passOnKeysOfPerson } from '../../services/access/responsible-for-keys.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { aCity, SPRINGFIELD, type City } from '../rig/builders.js';
import { useStillWorld, type Mail } from '../rig/world.js';

const world = useStillWorld();
const db = () => world.context.db;

interface Office {
  city: City;
  leaver: string;
  successor: string;
  /** The Primary Administrator, who has just signed in. */
  primary: PersonPrincipal;
}

async function anOffice(): Promise<Office> {
  const city = await aCity(db(), SPRINGFIELD);
  const idOf = async (email: string) => (await db().select().from(users).where(eq(users.email, email)))[0]!.id;
  const { archiveId, primary: userId } = city;
  const via = { kind: 'login' as const, sessionId: 'ses_1', signInAge: 0 };
  const role = { adminRole: 'primary_administrator' as const, isAccountOwner: false };
  return {
    city,
    leaver: await idOf(city.emails.unsubscribed),
    successor: await idOf(city.emails.subscribed),
    primary: { kind: 'person', archiveId, userId, name: 'Primary', ...role, via },
  };
}

const aKey = async ({ city }: Office, name: string, responsibleId: string | null) =>
  (await insertApiKey(db(), { archiveId: city.archiveId, name, scopes: ['report', 'read'], responsibleId })).id;

/** Sends what waits, and returns everyone's emails by address. */
async function sent({ city }: Office): Promise<Record<string, Mail[]>> {
  await sendDueMail(world.context, city.archiveId);
  const { primary, subscribed, unsubscribed, readOnly } = city.emails;
  const addresses = { primary, successor: subscribed, leaver: unsubscribed, readOnly };
  return Object.fromEntries(
    await Promise.all(
      Object.entries(addresses).map(async ([who, address]) => [who, await world.mailsTo(address)] as const),
    ),
  );
}

test('whoever gets a key is emailed that they’re responsible for it; the former person and the Primary Administrator hear of it too', async () => {
  const office = await anOffice();
  const key = await aKey(office, 'Capture engine', office.leaver);
  await passOnApiKey(world.context, office.primary, key, { userId: office.successor });
  const { primary, successor, leaver, readOnly } = await sent(office);
  expect([primary!.length, successor!.length, leaver!.length, readOnly!.length]).toEqual([1, 1, 1, 0]);
  expect(successor![0]!.subject).toContain('You’re now responsible for the API key');
  const readers: [mail: Mail, changedBy: string][] = [
    [primary![0]!, 'Done by: You, or someone using your sign-in'],
    [successor![0]!, 'Done by: Primary'],
    [leaver![0]!, 'Done by: Primary'],
  ];
  for (const [{ text, html }, changedBy] of readers) {
    expect(text).toContain(changedBy);
    for (const part of [text, html])
      for (const said of ['Capture engine', 'Unsubscribed', 'Subscribed']) expect(part).toContain(said);
  }
  for (const [mail, who] of [
    [primary![0]!, 'You, or someone using your sign-in'],
    [successor![0]!, 'Primary'],
    [leaver![0]!, 'Primary'],
  ] as const)
    expect(mail.text).toContain(`Done by: ${who}\n`);
  // Nothing more comes of doing it again.
  await passOnApiKey(world.context, office.primary, key, { userId: office.successor });
  expect((await sent(office)).successor).toHaveLength(1);
});

test('a key that belonged to the archive is told to the new person and the Primary Administrator', async () => {
  const office = await anOffice();
  const key = await aKey(office, 'Capture engine', null);
  await passOnApiKey(world.context, office.primary, key, { userId: office.successor });
  const { primary, successor, leaver } = await sent(office);
  expect([primary!.length, successor!.length, leaver!.length]).toEqual([1, 1, 0]);
  expect(successor![0]!.text).toContain('Capture engine');
});

test('all keys of someone who leaves are told in one email to each', async () => {
  const office = await anOffice();
  const names = ['Capture engine', 'Nightly report', 'Pages of the archive'];
  for (const name of names) await aKey(office, name, office.leaver);
  const revoked = await aKey(office, 'Old software', office.leaver);
  await revokeApiKey(world.context, office.primary, revoked);
  await db().delete(emails).where(eq(emails.archiveId, office.city.archiveId));
  await passOnKeysOfPerson(world.context, office.primary, office.leaver, { userId: office.successor });
  const { primary, successor, leaver } = await sent(office);
  for (const mails of [primary!, successor!, leaver!]) {
    expect(mails).toHaveLength(1);
    for (const name of names) expect(mails[0]!.text).toContain(name);
    expect(mails[0]!.text).not.toContain('Old software');
  }
});

test('no one is told if passing on is refused', async () => {
  const office = await anOffice();
  const key = await aKey(office, 'Capture engine', office.leaver);
  const stale = { ...office.primary, via: { kind: 'login' as const, sessionId: 'ses_1', signInAge: 3600 } };
  const refused = { code: 'fresh_sign_in_required' };
  const to = { userId: office.successor };
  await expect(passOnApiKey(world.context, stale, key, to)).rejects.toMatchObject(refused);
  await expect(passOnKeysOfPerson(world.context, stale, office.leaver, to)).rejects.toMatchObject(refused);
  await expect(
    passOnApiKey(world.context, office.primary, key, { userId: office.city.readOnly }),
  ).rejects.toMatchObject({ code: 'cannot_have_api_keys' });
  expect(await db().select().from(emails).where(eq(emails.archiveId, office.city.archiveId))).toEqual([]);
});
