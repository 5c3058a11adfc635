/**
 * Nobody can make Relink flood a mailbox: emails that aren't steps of a series keep to one limit for each recipient and archive, in all
 * processes together. What an administrator asked for waits for its turn; what a stranger asked for isn't sent.
 */
import { describe, expect, it } from '@jest/globals';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { emails, mailBudgets, signInLinks, users } from '../../db/schema.js';
import { newId } from '../../db/ids.js';
import { createContext } from '../../platform/context.js';

import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { readBacklog } from '../../services/operations/backlog.js';
import { purgeMailBudgets } from '../../services/outbox/mail-budgets.js';
import { GAUGES, readGauge } from '../../services/operations/gauges.js';
import {
  requestInvitations,
  requestLinkMails,
  requestMovedMails,
  requestNotices,
  requestWelcomes,
} from '../../services/outbox/requests.js';
import { inviteUser } from '../../services/people/invite.js';
import { addUser, changeUser } from '../../services/people/manage.js';
import { sendPersonalizedLink } from '../../services/people/personalized-link.js';
import { requestNewLink } from '../../services/reconnect/open-link.js';
import { ensureLinks, linkUrl, renewLink } from '../../services/access/personalized-links.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { report } from '../rig/reports.js';
import { askToSignIn } from '../rig/sign-in-links.js';
import { bringTurnsForward } from '../rig/mail-turns.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld();

const db = () => world.context.db;
const times = <T>(n: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));
const operatorOf = ({ archiveId }: City) => ({
  kind: 'system' as const,
  archiveId,
  actor: { kind: 'operator' as const, name: 'Operator' },
});
const mailsOf = (city: City, userId?: string) =>
  db()
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), userId === undefined ? undefined : eq(emails.userId, userId)));
const goingOut = (city: City) =>
  db()
    .select({ id: emails.id })
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), isNull(emails.notBefore)));
const gauge = (name: string) =>
  readGauge(
    db(),
    GAUGES.find((one) => one.name === name)!,
  );

const pass = (time: string) => bringTurnsForward(db(), time);

/** Uses up what the mailbox gets at once, with letters about transfers that differ. */
const fillMailbox = (city: City, userId: string) =>
  times(20, (i) => requestMovedMails(db(), city.archiveId, `tr_${i}`, [{ userId, side: 'old' }]));

describe('someone who asks for the same email again and again', () => {
  it('gets one new link for thirty requests at once in two processes', async () => {
    const city = await aCity(db());
    const { keys, publicUrl } = world.context.config;
    const old = linkUrl(
      keys,
      publicUrl,
      (await ensureLinks(db(), keys, city.archiveId, [city.owner])).get(city.owner)!,
    );
    await renewLink(db(), keys, city.archiveId, city.owner);
    const other = createContext(world.context.config, { name: 'test', clock: world.context.clock });
    const fragment = new URL(old).hash.slice(1);
    const answers = await times(30, (i) => requestNewLink(i % 2 ? world.context : other, { fragment }));
    await other.dispose();
    expect(await mailsOf(city)).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'sent')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['sent', 'sent_recently']));
  });

  it('gets one sign-in link for thirty requests at once', async () => {
    const city = await aCity(db());
    await times(30, () => askToSignIn(world.context, city.emails.primary));
    expect(await mailsOf(city)).toMatchObject([{ kind: 'sign_in', userId: city.primary }]);
    expect(await db().select().from(signInLinks).where(eq(signInLinks.archiveId, city.archiveId))).toHaveLength(1);
  });

  it('gets one email for many clicks of an administrator, even if the first has just been sent', async () => {
    const city = await aCity(db());
    const click = () => sendPersonalizedLink(world.context, operatorOf(city), city.owner, { renew: false });
    await times(10, click);
    await sendDueMail(world.context, city.archiveId);
    expect(await click()).toMatchObject({ outcome: 'merged', notBefore: null });
    await times(10, () => inviteUser(world.context, operatorOf(city), city.primary));
    await sendDueMail(world.context, city.archiveId);
    expect(await inviteUser(world.context, operatorOf(city), city.primary)).toMatchObject({ outcome: 'merged' });
    expect((await mailsOf(city)).map(({ kind }) => kind).toSorted()).toEqual(['link', 'sign_in']);
  });

  it('gets another email when the one that was sent has an old link', async () => {
    const city = await aCity(db());
    await sendPersonalizedLink(world.context, operatorOf(city), city.owner, { renew: false });
    await sendDueMail(world.context, city.archiveId);
    const renewed = await sendPersonalizedLink(world.context, operatorOf(city), city.owner, { renew: true });
    expect(renewed.outcome).toBe('queued');
    await sendDueMail(world.context, city.archiveId);
    expect(await world.mailsTo(city.emails.owner)).toHaveLength(2);
  });

  it('gets the waiting email at their new address', async () => {
    const city = await aCity(db());
    await sendPersonalizedLink(world.context, operatorOf(city), city.owner, { renew: false });
    const email = `moved-${city.owner}@city.example`.toLowerCase();
    await changeUser(world.context, operatorOf(city), city.owner, { email });
    await sendDueMail(world.context, city.archiveId);
    // Both addresses are also told of the change.
    const linksTo = async (address: string) =>
      (await world.mailsTo(address)).filter(({ text }) => text.includes('/connect#'));
    expect(await linksTo(city.emails.owner)).toEqual([]);
    expect(await linksTo(email)).toHaveLength(1);
  });
});

describe('a mailbox', () => {
  it('gets twenty emails at once from an archive, however its address is spelled, and the rest in turn', async () => {
    const spelled = (i: number) => (i % 2 ? `Vic.Tim+${i}@gmail.com` : `victim+a${i}@googlemail.com`);
    const city = await aCity(db());
    const people = Array.from({ length: 24 }, (_, i) => ({
      archiveId: city.archiveId,
      id: newId('user'),
      name: `Name ${i}`,
      email: spelled(i),
      isAccountOwner: true,
    }));
    await db().insert(users).values(people);
    for (const { id } of people) await requestLinkMails(db(), city.archiveId, [id], { why: 'requested' });
    const accepted = async () => {
      await sendDueMail(world.context, city.archiveId);
      return (await mailsOf(city)).filter(({ state }) => state === 'accepted').length;
    };
    expect(await accepted()).toBe(20);
    await pass('3 minutes');
    expect(await accepted()).toBe(21);
    await pass('9 minutes');
    expect(await accepted()).toBe(24);
  });

  it('gets a sign-in link and a notice at once, however much another archive sends there', async () => {
    const [city, other] = [await aCity(db()), await aCity(db())];
    const people = Array.from({ length: 45 }, (_, i) => ({
      archiveId: other.archiveId,
      id: newId('user'),
      name: `Name ${i}`,
      email: city.emails.primary.replace('@', `+${i}@`),
      isAccountOwner: true,
    }));
    await db().insert(users).values(people);
    for (const { id } of people) await requestLinkMails(db(), other.archiveId, [id], { why: 'requested' });
    await askToSignIn(world.context, city.emails.primary);
    await requestInvitations(db(), city.archiveId, [city.primary], undefined);
    await sendDueMail(world.context, city.archiveId);
    expect(await world.mailsTo(city.emails.primary)).toHaveLength(2);
  });

  it('gets no more than that from sixty requests at once in two processes', async () => {
    const city = await aCity(db());
    const other = createContext(world.context.config, { name: 'test', clock: world.context.clock });
    await times(60, (i) =>
      requestMovedMails(i % 2 ? db() : other.db, city.archiveId, `tr_${i}`, [{ userId: city.owner, side: 'old' }]),
    );
    await other.dispose();
    expect(await mailsOf(city)).toHaveLength(60);
    expect(await goingOut(city)).toHaveLength(20);
  });

  it('gets at most ten emails that strangers ask for, and one more every six minutes', async () => {
    const city = await aCity(db());
    const ask = async () => {
      await askToSignIn(world.context, city.emails.primary, newId('session'));
      await sendDueMail(world.context, city.archiveId);
    };
    const before = await gauge('relink_emails_refused');
    for (let i = 0; i < 13; i += 1) await ask();
    expect(await world.mailsTo(city.emails.primary)).toHaveLength(10);
    expect(await db().select().from(signInLinks).where(eq(signInLinks.archiveId, city.archiveId))).toHaveLength(10);
    expect((await gauge('relink_emails_refused')) - before).toBe(3);
    await pass('6 minutes');
    await ask();
    expect(await world.mailsTo(city.emails.primary)).toHaveLength(11);
  });
});

describe('a flood of other emails', () => {
  it('never holds back a security notice', async () => {
    const city = await aCity(db());
    await fillMailbox(city, city.primary);
    const link = await inviteUser(world.context, operatorOf(city), city.primary);
    expect(link).toMatchObject({ outcome: 'queued', notBefore: expect.any(Date) });
    const failed = { notice: 'address_failed' as const, failure: 'bounced' as const, subjectUserId: city.owner };
    await requestNotices(db(), city.archiveId, [city.primary], failed);
    const notices = (await mailsOf(city, city.primary)).filter(({ kind }) => kind === 'admin_notice');
    expect(notices).toMatchObject([{ notBefore: null }]);
  });

  it('never holds back a step of a series, not even behind a letter about a transfer', async () => {
    const city = await aCity(db());
    await fillMailbox(city, city.owner);
    await requestMovedMails(db(), city.archiveId, 'tr_in', [{ userId: city.owner, side: 'new' }]);
    await report(world.context, city.archiveId, await anAccount(db(), city));
    await sendDueMail(world.context, city.archiveId);
    expect((await mailsOf(city, city.owner)).filter(({ kind }) => kind === 'first')).toMatchObject([
      { state: 'accepted' },
    ]);
  });

  it('lets an administrator know that an email waits', async () => {
    const city = await aCity(db());
    await fillMailbox(city, city.owner);
    const email = `new-${city.owner}+tag@city.example`.toLowerCase();
    await db()
      .update(users)
      .set({ email: email.replace('+tag', '') })
      .where(eq(users.id, city.otherOwner));
    await fillMailbox(city, city.otherOwner);
    const added = await addUser(world.context, operatorOf(city), { name: 'New', email, roles: ['account_owner'] });
    expect(added.mailHeldUntil).toBeInstanceOf(Date);
  });
});

describe('an import of many people', () => {
  it('loses no one’s email: they go out in their turn, and a single email doesn’t wait behind them', async () => {
    const city = await aCity(db());
    const people = Array.from({ length: 1200 }, (_, i) => ({
      archiveId: city.archiveId,
      id: newId('user'),
      name: `Person ${i}`,
      email: `person-${i}@${city.archiveId.replaceAll('_', '-').toLowerCase()}.example`,
      isAccountOwner: true,
    }));
    await db().insert(users).values(people);
    const owners = people.map(({ id }) => id);
    await requestWelcomes(db(), city.archiveId, 'import', { owners, invited: [], senderName: undefined });
    expect(await mailsOf(city)).toHaveLength(1200);
    expect(await goingOut(city)).toHaveLength(500);
    expect(await gauge('relink_emails_held_back')).toBeGreaterThanOrEqual(700);
    const waiting = (await readBacklog(db())).counts.find(({ what }) => what.includes('held back'));
    expect(waiting!.count).toBeGreaterThanOrEqual(700);
    const last = owners.at(-1)!;
    const clicked = await sendPersonalizedLink(world.context, operatorOf(city), last, { renew: false });
    expect(clicked).toMatchObject({ outcome: 'merged', notBefore: null });
    expect(await goingOut(city)).toHaveLength(501);
    await pass('1 hour');
    const turns = await db().execute<{ n: number }>(
      sql`select count(*)::int as n from emails where archive_id = ${city.archiveId} and coalesce(not_before <= now(), true)`,
    );
    expect(turns[0]!.n).toBe(1200);
  });
});

describe('limits that hold nothing back any more', () => {
  const quietFor = (days: number) =>
    db().execute(sql`insert into mail_budgets (key, reserved_until)
      values ('archive_security/quiet', clock_timestamp() - ${days} * interval '1 day')
      on conflict (key) do update set reserved_until = excluded.reserved_until`);
  const quiet = () => db().select().from(mailBudgets).where(eq(mailBudgets.key, 'archive_security/quiet'));
  const lock = (tx: Transaction) =>
    tx.execute(sql`select from mail_budgets where key = 'archive_security/quiet' for update nowait`);

  it('aren’t touched by whoever queues emails, so two archives never wait for each other', async () => {
    const city = await aCity(db());
    await quietFor(2);
    await db().transaction(async (tx) => {
      await requestLinkMails(tx, city.archiveId, [city.owner], { why: 'added' });
      await db().transaction(lock);
    });
    expect(await quiet()).toHaveLength(1);
  });

  it('are deleted after a day, unless somebody uses them at the moment', async () => {
    await quietFor(2);
    await db().transaction(async (tx) => {
      await lock(tx);
      await purgeMailBudgets(db());
    });
    expect(await quiet()).toHaveLength(1);
    await purgeMailBudgets(db());
    expect(await quiet()).toHaveLength(0);
    await quietFor(0.9);
    await purgeMailBudgets(db());
    expect(await quiet()).toHaveLength(1);
  });
});
