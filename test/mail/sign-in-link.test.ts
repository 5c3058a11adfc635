/** The emailed link that signs a person in: once, within 15 minutes. Its secret is stored nowhere. */
import { describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { emails, signInLinks, users } from '../../db/schema.js';
import { signInUrl, useSignInLink } from '../../services/access/sign-in-links.js';
import { changeUser } from '../../services/people/manage.js';
import { KeyRing } from '../../platform/key-ring.js';
import { aCity, type City } from '../rig/builders.js';
import { askedFor } from '../rig/sign-in-links.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld();

const db = () => world.context.db;
const keys = () => world.context.config.keys;
const asks = (city: City) => db().transaction((tx) => askedFor(tx, keys(), city));

async function fragmentOf(linkId: string): Promise<[string, string]> {
  const [row] = await db().select().from(signInLinks).where(eq(signInLinks.id, linkId));
  const [id, secret] = new URL(signInUrl(keys(), 'https://relink.example', row!)).hash.slice(1).split('.');
  return [id!, secret!];
}

async function emailOf(city: City) {
  const [row] = await db().select().from(emails).where(eq(emails.archiveId, city.archiveId));
  return row!;
}

describe('the email with a sign-in link', () => {
  it('contains a link that signs the person in once', async () => {
    const city = await aCity(db());
    await asks(city);
    await sendDueMail(world.context, city.archiveId);
    const [mail, ...others] = await world.mailsTo(city.emails.primary);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: expect.stringMatching(/^Your link to sign in to .+’s archive$/), cc: [] });
    const [, id, secret] = /\/sign-in\/open#(sgn_\w+)\.([\w-]{29,32})\n/.exec(mail!.text)!;
    expect(mail!.html).toContain(`/sign-in/open#${id}.${secret}"`);
    expect(await useSignInLink(db(), keys(), `${id}.${secret}`)).toEqual({
      archiveId: city.archiveId,
      userId: city.primary,
    });
    expect(await useSignInLink(db(), keys(), `${id}.${secret}`)).toBeNull();
  });

  it('is stored without the link’s secret', async () => {
    const city = await aCity(db());
    const [, secret] = await fragmentOf(await asks(city));
    await sendDueMail(world.context, city.archiveId);
    const rows = await db().execute<{ row: string }>(
      sql`select e::text as row from emails e union all select l::text from sign_in_links l`,
    );
    for (const { row } of rows) expect(row).not.toContain(secret);
    expect((await emailOf(city)).state).toBe('accepted');
  });

  it.each([
    ['has expired', { expiresAt: sql`now()` }],
    ['has been used', { usedAt: sql`now()` }],
  ])('isn’t sent once the link %s', async (_, change) => {
    const city = await aCity(db());
    const linkId = await asks(city);
    await db().update(signInLinks).set(change).where(eq(signInLinks.id, linkId));
    await sendDueMail(world.context, city.archiveId);
    expect(await world.mailsTo(city.emails.primary)).toEqual([]);
    expect(await emailOf(city)).toMatchObject({ state: 'dropped', dropReason: 'link_over' });
  });

  it('isn’t sent to an address that is no longer the person’s', async () => {
    const city = await aCity(db());
    await asks(city);
    await world.inboxMode('rate_limit');
    await sendDueMail(world.context, city.archiveId);
    await db().update(users).set({ email: 'elsewhere@city.example' }).where(eq(users.id, city.primary));
    await world.inboxMode('ok');
    await db().execute(sql`update email_batches set next_attempt_at = now() where archive_id = ${city.archiveId}`);
    await sendDueMail(world.context, city.archiveId);
    expect(await world.mailsTo(city.emails.primary)).toEqual([]);
  });
});

describe('a sign-in link', () => {
  it('works only once, even if it is opened many times at once', async () => {
    const fragment = await fragmentOf(await asks(await aCity(db())));
    const opened = await Promise.all(Array.from({ length: 8 }, () => useSignInLink(db(), keys(), fragment.join('.'))));
    expect(opened.filter((who) => who !== null)).toHaveLength(1);
  });

  it('works for 15 minutes', async () => {
    const early = await asks(await aCity(db()));
    const late = await asks(await aCity(db()));
    const pass = (id: string, by: string) =>
      db()
        .update(signInLinks)
        .set({ expiresAt: sql`${signInLinks.expiresAt} - ${by}::interval` })
        .where(eq(signInLinks.id, id));
    await pass(early, '14 minutes 30 seconds');
    await pass(late, '15 minutes');
    expect(await useSignInLink(db(), keys(), (await fragmentOf(early)).join('.'))).not.toBeNull();
    expect(await useSignInLink(db(), keys(), (await fragmentOf(late)).join('.'))).toBeNull();
  });

  it('stops working when the person’s address changes', async () => {
    const city = await aCity(db());
    const fragment = await fragmentOf(await asks(city));
    const actor = { kind: 'operator' as const, name: 'Operator' };
    const operator = { kind: 'system' as const, archiveId: city.archiveId, actor };
    await changeUser(world.context, operator, city.primary, { email: 'new-address@city.example' });
    expect(await useSignInLink(db(), keys(), fragment.join('.'))).toBeNull();
  });

  it('doesn’t work with a wrong secret or without its key in the ring', async () => {
    const [id, secret] = await fragmentOf(await asks(await aCity(db())));
    const [, other] = await fragmentOf(await asks(await aCity(db())));
    const newKeys = KeyRing.parse(`k2:${Buffer.alloc(32, 7).toString('base64')}`);
    expect(await useSignInLink(db(), keys(), `${id}.${other}`)).toBeNull();
    expect(await useSignInLink(db(), newKeys, `${id}.${secret}`)).toBeNull();
    expect(await useSignInLink(db(), keys(), `${id}.${secret}`)).not.toBeNull();
  });
});
