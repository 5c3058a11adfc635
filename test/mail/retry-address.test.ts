/** An address that was given up has its way back, and an address that changes while mail is on its way gets the right email, once. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { audit, emailBatches, emails, users } from '../../db/schema.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { requestNotices } from '../../services/outbox/requests.js';
import { changeUser } from '../../services/people/manage.js';
import { retryAddress, retryRestedAddresses } from '../../services/people/retry-address.js';
import type { Principal } from '../../domain/principal.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { hear } from '../rig/delivery-events.js';
import { report } from '../rig/reports.js';
import { FIRST, seriesTo, subjectsTo } from '../rig/subjects.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld({ windows: { firstEmailGap: 0, settle: 0 } });
afterEach(() => world.inboxMode('ok'));
const db = () => world.context.db;

const send = (city: City) => sendDueMail(world.context, city.archiveId);
const userOf = async (id: string) => (await db().select().from(users).where(eq(users.id, id)))[0]!;
const eventsOf = async (userId: string) =>
  (await db().select().from(audit).where(eq(audit.userId, userId)).orderBy(audit.id)).map(({ type }) => type);
const lastTo = async (address: string) =>
  (
    await db()
      .select()
      .from(emails)
      .where(eq(emails.toAddress, address))
      .orderBy(sql`${emails.id} desc`)
  )[0]!;
const LINK = expect.stringContaining('link');

const primaryOf = ({ archiveId, primary }: City): Principal => ({
  kind: 'person',
  archiveId,
  userId: primary,
  name: 'Primary',
  adminRole: 'primary_administrator',
  isAccountOwner: false,
  via: { kind: 'login', sessionId: 'ses_1', signInAge: 0 },
});

/** An owner with a disconnected account whose address was given up. */
async function givenUp() {
  const city = await aCity(db());
  await report(world.context, city.archiveId, await anAccount(db(), city));
  await db()
    .update(users)
    .set({ adminRole: null, isAccountOwner: true })
    .where(eq(users.email, city.emails.subscribed));
  await db()
    .update(users)
    .set({ emailState: 'bounced', emailFailedAt: sql`now()` })
    .where(eq(users.id, city.owner));
  await send(city);
  expect(await seriesTo(world, city.emails.owner)).toEqual([]);
  return city;
}

const rest = (city: City, days: number) =>
  db()
    .update(users)
    .set({ emailFailedAt: sql`now() - ${days} * interval '1 day'` })
    .where(eq(users.id, city.owner));

describe('“Try this address again”', () => {
  it('emails the owner their link at once, and shows that it arrived', async () => {
    const city = await givenUp();
    await retryAddress(world.context, primaryOf(city), city.owner);
    await send(city);
    expect(await subjectsTo(world, city.emails.owner)).toEqual([LINK]);
    expect(await userOf(city.owner)).toMatchObject({
      emailState: 'ok',
      emailConfirmedAt: null,
      emailRetriedBy: 'person',
    });
    await hear(world, await lastTo(city.emails.owner), 'delivered');
    expect((await userOf(city.owner)).emailConfirmedAt).not.toBeNull();
    expect(await eventsOf(city.owner)).toEqual(expect.arrayContaining(['address_retried', 'address_works']));
  });

  it('takes the address off the provider’s suppression list first', async () => {
    const city = await givenUp();
    const address = `bounce-once-${city.emails.owner}`;
    await db().update(users).set({ email: address }).where(eq(users.id, city.owner));
    await retryAddress(world.context, primaryOf(city), city.owner);
    await send(city);
    const [mail] = await world.mailsTo(address);
    const found = await fetch(`${world.inboxUrl}/emails/${mail!.id}`, { headers: { authorization: 'Bearer re_test' } });
    expect(await found.json()).toMatchObject({ last_event: 'delivered' });
    expect((await userOf(city.owner)).liftSuppression).toBe(false);
  });

  it('changes nothing for an address that emails are sent to', async () => {
    const city = await aCity(db());
    await retryAddress(world.context, primaryOf(city), city.owner);
    await send(city);
    expect(await subjectsTo(world, city.emails.owner)).toEqual([]);
    expect(await eventsOf(city.owner)).toEqual([]);
  });

  it('given up again, the administrators are told again', async () => {
    const city = await givenUp();
    await retryAddress(world.context, primaryOf(city), city.owner);
    await send(city);
    await hear(world, await lastTo(city.emails.owner), 'bounced');
    await send(city);
    expect(await userOf(city.owner)).toMatchObject({ emailState: 'bounced', emailFailedAt: expect.any(Date) });
    expect((await subjectsTo(world, city.emails.primary)).at(-1)).toContain('We can’t reach Owner');
  });
});

describe('an address that was given up', () => {
  it('rests for a week, and is then retried automatically', async () => {
    const city = await givenUp();
    await rest(city, 6.9);
    await retryRestedAddresses(world.context);
    expect((await userOf(city.owner)).emailState).toBe('bounced');
    await rest(city, 7.1);
    await retryRestedAddresses(world.context);
    await send(city);
    expect(await subjectsTo(world, city.emails.owner)).toEqual([LINK]);
    await hear(world, await lastTo(city.emails.owner), 'delivered');
    expect(await eventsOf(city.owner)).toContain('address_works');
    await report(world.context, city.archiveId, await anAccount(db(), city));
    await send(city);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });

  it('stays given up if it fails a second time', async () => {
    const city = await givenUp();
    await rest(city, 8);
    await retryRestedAddresses(world.context);
    await send(city);
    await hear(world, await lastTo(city.emails.owner), 'bounced');
    await rest(city, 30);
    await retryRestedAddresses(world.context);
    expect(await userOf(city.owner)).toMatchObject({ emailState: 'bounced', autoRetryUsed: true });
  });

  it('gets a second automatic try only after it has worked in between', async () => {
    const city = await givenUp();
    await rest(city, 8);
    await retryRestedAddresses(world.context);
    await send(city);
    await hear(world, await lastTo(city.emails.owner), 'delivered');
    expect((await userOf(city.owner)).autoRetryUsed).toBe(false);
  });
});

describe('an owner who is the only administrator', () => {
  async function alone() {
    const city = await aCity(db());
    await db()
      .update(users)
      .set({ adminRole: null, isAccountOwner: true })
      .where(and(eq(users.archiveId, city.archiveId), isNotNull(users.adminRole), ne(users.id, city.primary)));
    await db().update(users).set({ isAccountOwner: true }).where(eq(users.id, city.primary));
    await report(world.context, city.archiveId, await anAccount(db(), city, { ownerId: city.primary }));
    return city;
  }

  it('gets the owner’s email once, and nothing as an administrator beside it', async () => {
    const city = await alone();
    await send(city);
    const mails = await world.mailsTo(city.emails.primary);
    expect(mails.map(({ subject, cc }) => ({ subject, cc }))).toEqual([{ subject: FIRST, cc: [] }]);
    expect(mails[0]!.text).toContain('Hello Primary,');
  });

  it('is in the operator’s log if their address is given up', async () => {
    const city = await alone();
    await send(city);
    const logged: unknown[] = [];
    const log = Object.assign(Object.create(world.context.log), { error: (about: unknown) => logged.push(about) });
    await hear({ context: { ...world.context, log } }, await lastTo(city.emails.primary), 'bounced');
    expect(logged).toEqual([expect.objectContaining({ archiveId: city.archiveId, userId: city.primary })]);
    await report(world.context, city.archiveId, await anAccount(db(), city, { ownerId: city.primary }));
    await send(city);
    expect(await subjectsTo(world, city.emails.primary)).toEqual([FIRST]);
  });
});

describe('an address that changes while mail is on its way', () => {
  const waiting = async (city: City) => {
    await world.inboxMode('rate_limit');
    await send(city);
    await world.inboxMode('ok');
  };
  const sendLater = async (city: City) => {
    await db()
      .update(emailBatches)
      .set({ nextAttemptAt: sql`now()` })
      .where(eq(emailBatches.archiveId, city.archiveId));
    await send(city);
  };
  const move = (city: City, id: string, email: string) => changeUser(world.context, primaryOf(city), id, { email });

  it('gets a notice to an administrator at the new address, once', async () => {
    const city = await aCity(db());
    const notice = { notice: 'address_failed', failure: 'bounced', subjectUserId: city.owner } as const;
    await requestNotices(db(), city.archiveId, [city.readOnly], notice);
    await waiting(city);
    await db()
      .update(users)
      .set({ email: `moved-${city.emails.readOnly}` })
      .where(eq(users.id, city.readOnly));
    await sendLater(city);
    expect(await subjectsTo(world, city.emails.readOnly)).toEqual([]);
    expect(await subjectsTo(world, `moved-${city.emails.readOnly}`)).toEqual([
      expect.stringContaining('We can’t reach'),
    ]);
  });

  it('gets the email at the new address, even if the outcome of the one to the old address is unknown', async () => {
    const city = await aCity(db());
    await report(world.context, city.archiveId, await anAccount(db(), city));
    await world.inboxMode('accept_then_drop');
    await send(city);
    await world.inboxMode('ok');
    const moved = `moved-${city.emails.owner}`;
    await move(city, city.owner, moved);
    for (let i = 0; i < 3; i += 1) await sendLater(city);
    expect(await seriesTo(world, moved)).toEqual([FIRST]);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    const old = (await db().select().from(emails).where(eq(emails.toAddress, city.emails.owner)))[0]!;
    await hear(world, old, 'bounced');
    expect((await userOf(city.owner)).emailState).toBe('ok');
  });

  it('isn’t given up for an email of unknown outcome from before the address was tried again', async () => {
    const city = await aCity(db());
    await report(world.context, city.archiveId, await anAccount(db(), city));
    await world.inboxMode('accept_then_drop');
    await send(city);
    await world.inboxMode('ok');
    const email = await lastTo(city.emails.owner);
    expect(email.acceptedAt).toBeNull();
    const ago = (minutes: number) => sql`now() - ${minutes} * interval '1 minute'`;
    await db()
      .update(emails)
      .set({ createdAt: ago(20) })
      .where(eq(emails.id, email.id));
    await db()
      .update(users)
      .set({ emailRetriedAt: ago(5) })
      .where(eq(users.id, city.owner));
    const sentAt = new Date(Date.now() - 10 * 60_000);
    await hear(world, email, 'delayed', { sentAt });
    await hear(world, email, 'bounced', { sentAt });
    expect((await userOf(city.owner)).emailState).toBe('ok');
  });
});
