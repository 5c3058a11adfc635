/**
 * A flood of changes can't hide the one that matters: what more there is for a reader goes into the security notice that waits, which tells
 * the newest changes and counts the others.
 */
import { describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { emails, users } from '../../db/schema.js';
import type { SecurityChange, SecurityNoticeRequest } from '../../domain/email-requests.js';
import { countChanges } from '../../domain/fold-notices.js';
import { LISTED_CHANGES } from '../../domain/limits.js';
import { createContext } from '../../platform/context.js';
import { composeRequests } from '../../services/mail/delivery/compose-requests.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { requestNotices } from '../../services/outbox/requests.js';
import { requestAllSecurityNotices, requestSecurityNotices } from '../../services/outbox/security-notices.js';
import { changeUser, removeUser } from '../../services/people/manage.js';
import { aCity, type City } from '../rig/builders.js';
import { addKnownOwners, everyoneSignsIn } from '../rig/reached.js';
import { bringTurnsForward } from '../rig/mail-turns.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld();
const db = () => world.context.db;

/** A city whose people have all signed in. */
async function aKnownCity(): Promise<City> {
  const city = await aCity(db());
  await everyoneSignsIn(db(), city.archiveId);
  return city;
}

const operatorOf = ({ archiveId }: City) => ({
  kind: 'system' as const,
  archiveId,
  actor: { kind: 'operator' as const, name: 'Operator' },
});
const changeAddress = (city: City, to: string, userId = city.owner) =>
  changeUser(world.context, operatorOf(city), userId, { email: `${to}-${userId}@city.example`.toLowerCase() });

const tellOf = ({ archiveId }: City, change: SecurityChange) =>
  db().transaction((tx) =>
    requestSecurityNotices(tx, { archiveId, change, by: { kind: 'operator', name: 'Operator' } }),
  );

const noticesOf = async (city: City, userId: string) =>
  (
    await db()
      .select()
      .from(emails)
      .where(and(eq(emails.archiveId, city.archiveId), eq(emails.userId, userId), eq(emails.kind, 'security_notice')))
  ).map((row) => ({ ...row, payload: row.payload as SecurityNoticeRequest }));
const countTold = async (city: City, userId: string) =>
  (await noticesOf(city, userId)).reduce((sum, { payload }) => sum + countChanges(payload), 0);

const pass = (time: string) => bringTurnsForward(db(), time);

const newestTo = async (address: string) => (await world.mailsTo(address)).at(-1)!;

describe('someone who makes sixty changes', () => {
  it('can’t use up the Primary Administrator’s turns through people whose addresses arrive in the same mailbox', async () => {
    const city = await aKnownCity();
    const { archiveId, primary } = city;
    const [local, domain] = city.emails.primary.split('@');
    const clerks = Array.from({ length: 60 }, (_, i) => ({
      archiveId,
      id: newId('user'),
      name: `Clerk ${i}`,
      email: `${local}+${i}@${domain}`,
      isAccountOwner: true,
    }));
    await db().insert(users).values(clerks);
    await everyoneSignsIn(db(), archiveId);
    const by = { kind: 'operator', name: 'Operator' } as const;
    const notices = clerks.map(({ id: userId, name }) => ({
      by,
      change: {
        change: 'roles' as const,
        people: [{ userId, name, before: [], after: ['account_owner' as const] }],
        total: 1,
      },
      personIds: [userId],
      contacts: false as const,
    }));
    await db().transaction((tx) => requestAllSecurityNotices(tx, archiveId, notices));
    await tellOf(city, { change: 'api_key_created', keyName: 'Backdoor', scopes: ['manage'] });
    expect((await noticesOf(city, primary)).map(({ notBefore }) => notBefore)).toEqual([null]);
  });

  it('can’t keep the next one from the Primary Administrator for longer than one turn', async () => {
    const city = await aKnownCity();
    for (let i = 0; i < 60; i += 1) {
      await changeAddress(city, `flood${i}`);
      if (i === 19) await sendDueMail(world.context, city.archiveId);
    }
    await changeUser(world.context, operatorOf(city), city.readOnly, {
      roles: ['full_access_administrator'],
    });
    await sendDueMail(world.context, city.archiveId);
    expect(await world.mailsTo(city.emails.primary)).toHaveLength(20);
    await pass('3 minutes');
    await sendDueMail(world.context, city.archiveId);
    expect(await world.mailsTo(city.emails.primary)).toHaveLength(21);
    const { subject, text } = await newestTo(city.emails.primary);
    expect(subject).toMatch(/^Readonly’s role was changed, and 40 more changes /);
    expect(text).toContain('41 changes to who has access');
    expect(text).toContain('from Read Only System Administrator to Full Access System Administrator');
    expect(text).toContain('21 more changes aren’t listed here. Check all administrators');
    expect(text.indexOf('Readonly’s role')).toBeLessThan(text.indexOf('Owner’s email address'));
    expect(await countTold(city, city.primary)).toBe(61);
    // And so it goes on: the next change waits for one turn at most.
    await changeAddress(city, 'next');
    await changeAddress(city, 'last');
    await pass('3 minutes');
    await sendDueMail(world.context, city.archiveId);
    expect((await newestTo(city.emails.primary)).subject).toContain('and 1 more change');
  });

  it.each<[string, (city: City) => Promise<unknown>, RegExp]>([
    [
      'a new administrator',
      (city) => changeUser(world.context, operatorOf(city), city.readOnly, { roles: ['full_access_administrator'] }),
      /Readonly: from Read Only System Administrator to Full Access System Administrator/,
    ],
    ['a change of sign-in', (city) => tellOf(city, { change: 'sign_in_key_removed' }), /Single sign-on was turned off/],
    [
      'an API key',
      (city) => tellOf(city, { change: 'api_key_created', keyName: 'Backdoor', scopes: ['manage'] }),
      /Purpose of the key: Backdoor/,
    ],
    [
      'an account of the organization',
      (city) => tellOf(city, { change: 'organization_unlinked', userId: city.readOnly, name: 'Readonly' }),
      /Readonly’s account at the organization was unlinked/,
    ],
    [
      'someone’s own address',
      (city) =>
        tellOf(city, {
          change: 'address',
          userId: city.primary,
          name: 'P',
          from: 'p@city.example',
          to: 'evil@x.example',
        }),
      /Your new email address: evil@/,
    ],
  ])('can’t hide one among them, before and after which there are many: %s', async (_, make, told) => {
    const city = await aKnownCity();
    for (let i = 0; i < 20; i += 1) await tellOf(city, { change: 'sign_in_key_set' });
    await sendDueMail(world.context, city.archiveId);
    // Of many people, so that none of them is changed twice.
    const flood = async (when: string) => {
      const one = { change: 'address' as const, from: 'a@x.example', to: 'b@x.example' };
      for (let i = 0; i < 30; i += 1) await tellOf(city, { ...one, userId: `${when}${i}`, name: `Name ${i}` });
    };
    await flood('before');
    await make(city);
    await flood('after');
    const waiting = (await noticesOf(city, city.primary)).filter(({ notBefore }) => notBefore);
    expect(waiting).toHaveLength(1);
    expect(countChanges(waiting[0]!.payload)).toBe(61);
    expect(waiting[0]!.payload.earlier).toHaveLength(LISTED_CHANGES - 1);
    await pass('1 day');
    await sendDueMail(world.context, city.archiveId);
    expect((await newestTo(city.emails.primary)).text.replaceAll(/[\u2060\u200c]/g, '')).toMatch(told);
  });

  it('leaves none out, however many do it at once in two processes while emails go out', async () => {
    const city = await aKnownCity();
    const other = createContext(world.context.config, { name: 'test', clock: world.context.clock });
    const change = { change: 'sign_in_key_replaced' as const };
    const by = { kind: 'operator' as const, name: 'Operator' };
    const write = (i: number) =>
      (i % 2 ? world.context : other).db.transaction((tx) =>
        requestSecurityNotices(tx, { archiveId: city.archiveId, change, by }),
      );
    const work = Array.from({ length: 80 }, (_, i) => write(i));
    const mailers = Array.from({ length: 8 }, () => composeRequests(world.context, city.archiveId));
    await Promise.all([...work, ...mailers]);
    await other.dispose();
    expect(await countTold(city, city.primary)).toBe(80);
    const rows = await noticesOf(city, city.primary);
    expect(rows.filter(({ notBefore }) => notBefore).length).toBeLessThanOrEqual(1);
    expect(rows.length).toBeLessThanOrEqual(21);
  });

  it('can’t hold back the notice to someone else’s former address for longer than ten minutes', async () => {
    const city = await aKnownCity();
    const people = await addKnownOwners(db(), city.archiveId, 600);
    const by = { kind: 'operator' as const, name: 'Operator' };
    const change = { change: 'sign_in_key_removed' as const };
    const personIds = people.map(({ id }) => id);
    await db().transaction((tx) =>
      requestSecurityNotices(tx, { archiveId: city.archiveId, change, by, personIds, contacts: false }),
    );
    await changeAddress(city, 'moved', city.readOnly);
    const former = (await noticesOf(city, city.readOnly)).filter(({ payload }) => payload.reader === 'former');
    expect(former).toMatchObject([{ payload: { to: { email: city.emails.readOnly } } }]);
    expect(former[0]!.notBefore!.getTime() - Date.now()).toBeLessThanOrEqual(600_000);
  });
});

describe('a security notice that waits', () => {
  it('goes out at once if another one is about to', async () => {
    const city = await aKnownCity();
    for (let i = 0; i < 25; i += 1) await changeAddress(city, `quick${i}`);
    expect((await noticesOf(city, city.primary)).filter(({ notBefore }) => notBefore)).toEqual([]);
    expect(await countTold(city, city.primary)).toBe(25);
  });

  it('is never mixed with that of another address', async () => {
    const city = await aKnownCity();
    for (let i = 0; i < 30; i += 1) {
      await everyoneSignsIn(db(), city.archiveId);
      await changeAddress(city, `x+${i}`);
    }
    const notices = await noticesOf(city, city.owner);
    // All but the first arrive in the same mailbox, "x@city.example".
    expect(notices).toHaveLength(30);
    for (const { payload } of notices) expect([payload.earlier, payload.more]).toEqual([undefined, undefined]);
    expect(new Set(notices.map(({ payload }) => payload.to?.email)).size).toBe(30);
  });

  it('still reaches its reader after they were removed', async () => {
    const city = await aKnownCity();
    await changeUser(world.context, operatorOf(city), city.readOnly, {
      roles: ['account_owner', 'read_only_administrator'],
    });
    await removeUser(world.context, operatorOf(city), city.readOnly);
    await sendDueMail(world.context, city.archiveId);
    expect((await world.mailsTo(city.emails.readOnly)).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Your role was changed'),
        expect.stringContaining('Your access was removed'),
      ]),
    );
  });

  it('isn’t held back by notices about addresses that fail', async () => {
    const city = await aKnownCity();
    const failed = (i: number) => ({
      notice: 'address_failed' as const,
      failure: 'bounced' as const,
      subjectUserId: `usr_${i}`,
    });
    for (let i = 0; i < 25; i += 1) await requestNotices(db(), city.archiveId, [city.primary], failed(i));
    await changeAddress(city, 'moved');
    expect(await noticesOf(city, city.primary)).toMatchObject([{ notBefore: null }]);
  });
});
