/**
 * A person who becomes able to sign in is emailed an invitation, whose link works once, for a week. The wording depends on the archive's
 * login.
 */
import { expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { requestInvitations } from '../../services/outbox/requests.js';
import { archives, emails, signInLinks, users } from '../../db/schema.js';
import { useSignInLink } from '../../services/access/sign-in-links.js';
import { aCity, type City } from '../rig/builders.js';
import { askedFor } from '../rig/sign-in-links.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld();

const db = () => world.context.db;
const use = ({ id, secret }: { id: string; secret: string }) =>
  useSignInLink(db(), world.context.config.keys, `${id}.${secret}`);

async function invited(city: City, userId = city.primary) {
  await requestInvitations(db(), city.archiveId, [userId], 'Homer');
  await sendDueMail(world.context, city.archiveId);
}

async function linksTo(address: string) {
  const mails = await world.mailsTo(address);
  return mails.map(({ text }) => {
    const [, id, secret] = /\/sign-in\/open#(sgn_\w+)\.([\w-]{29,32})\n/.exec(text)!;
    return { id: id!, secret: secret! };
  });
}

test('an invitation says who gave access and which role, and its link signs the person in once', async () => {
  const city = await aCity(db());
  await invited(city);
  const [mail] = await world.mailsTo(city.emails.primary);
  expect(mail!.text).toContain('Homer gave you access to');
  expect(mail!.text).toContain('Primary Administrator: You can do everything in this archive.');
  const [link] = await linksTo(city.emails.primary);
  const days = sql<number>`extract(day from ${signInLinks.expiresAt} - ${signInLinks.createdAt})::int`;
  expect(await db().select({ days }).from(signInLinks).where(eq(signInLinks.id, link!.id))).toEqual([{ days: 7 }]);
  expect(await use(link!)).toEqual({ archiveId: city.archiveId, userId: city.primary });
  expect(await use(link!)).toBeNull();
});

test('a second invitation ends the link in the first, but not a link that the person requested', async () => {
  const city = await aCity(db());
  await invited(city);
  await db().transaction((tx) => askedFor(tx, world.context.config.keys, city));
  await sendDueMail(world.context, city.archiveId);
  await invited(city);
  const [earlier, asked, later] = await linksTo(city.emails.primary);
  expect(await use(earlier!)).toBeNull();
  expect(await use(asked!)).not.toBeNull();
  expect(await use(later!)).not.toBeNull();
});

test('an invitation leads to the sign-in page if the archive has single sign-on', async () => {
  const city = await aCity(db());
  await db()
    .update(archives)
    .set({ signInKey: { any: 'sealed' } })
    .where(eq(archives.id, city.archiveId));
  await invited(city);
  const [mail] = await world.mailsTo(city.emails.primary);
  expect(mail!.text).toMatch(/\/sign-in\n/);
  expect(mail!.text).not.toContain('/sign-in/open');
});

test('a person who can no longer sign in gets no invitation', async () => {
  const city = await aCity(db());
  await requestInvitations(db(), city.archiveId, [city.owner], undefined);
  await db().update(users).set({ access: 'connect_only' }).where(eq(users.id, city.owner));
  await sendDueMail(world.context, city.archiveId);
  expect(await world.mailsTo(city.emails.owner)).toEqual([]);
  const [row] = await db().select().from(emails).where(eq(emails.userId, city.owner));
  expect(row!.state).toBe('dropped');
});
