/**
 * Nobody makes us write to strangers. Any address in the world can be put on file, so what was on file is told of a change only if its person
 * was ever reached there. Who hears of us for the first time reads an invitation, and not that something was changed.
 */
import { describe, expect, it } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from '../../db/schema.js';
import { emails } from '../../db/schema.js';
import { newId } from '../../db/ids.js';
import type { SecurityNoticeRequest } from '../../domain/email-requests.js';
import type { Role } from '../../domain/roles.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { addUser, changeUser, removeUser } from '../../services/people/manage.js';
import { importUsers, parseUsers } from '../../services/people/import-users.js';
import { parseRoles } from '../../i18n/roles.js';
import { aCity, type City } from '../rig/builders.js';
import { addKnownOwners, everyoneSignsIn } from '../rig/reached.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld();
const db = () => world.context.db;

const operatorOf = ({ archiveId }: City) => ({
  kind: 'system' as const,
  archiveId,
  actor: { kind: 'operator' as const, name: 'Operator' },
});
const change = (city: City, userId: string, to: { email?: string; roles?: Role[] }) =>
  changeUser(world.context, operatorOf(city), userId, to);
const send = (city: City) => sendDueMail(world.context, city.archiveId);

/** Where security notices go, whether they have been sent or wait. */
async function noticedAddresses(city: City): Promise<string[]> {
  const rows = await db()
    .select({ payload: emails.payload })
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'security_notice')));
  return rows.map(({ payload }) => (payload as SecurityNoticeRequest).to!.email);
}

describe('an address that was put on file, and then another', () => {
  it('is told nothing if nobody ever heard from us there, however often it’s done', async () => {
    const city = await aCity(db());
    await everyoneSignsIn(db(), city.archiveId);
    for (let i = 0; i < 200; i += 1) await change(city, city.readOnly, { email: `stranger${i}@outside.example` });
    const told = await noticedAddresses(city);
    expect(told.filter((to) => to.endsWith('@outside.example'))).toEqual([]);
    expect(told.filter((to) => to === city.emails.readOnly)).toHaveLength(1);
    await send(city);
    for (let i = 0; i < 199; i += 1) expect(await world.mailsTo(`stranger${i}@outside.example`)).toEqual([]);
  });

  it('is told nothing of someone who was added there and removed', async () => {
    const city = await aCity(db());
    const roles: Role[] = ['read_only_administrator'];
    const { user } = await addUser(world.context, operatorOf(city), { name: 'X', email: 'x@outside.example', roles });
    await removeUser(world.context, operatorOf(city), user.id);
    expect(await noticedAddresses(city)).toEqual([city.emails.primary, city.emails.primary]);
  });

  it('can be told of other roles only as often as the limit for strangers allows', async () => {
    const city = await aCity(db());
    await everyoneSignsIn(db(), city.archiveId);
    for (let i = 0; i < 60; i += 1) {
      await change(city, city.readOnly, { email: `stranger${i}@outside.example` });
      await change(city, city.readOnly, {
        roles: i % 2 ? ['read_only_administrator'] : ['account_owner', 'read_only_administrator'],
      });
    }
    const inAnHour = sql`coalesce(${emails.notBefore} < now() + interval '1 hour', true)`;
    const strangers = sql`${emails.payload} -> 'to' ->> 'email' like '%@outside.example'`;
    const theirs = and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'security_notice'), strangers);
    expect(await db().$count(emails, theirs)).toBe(60);
    expect(await db().$count(emails, and(theirs, inAnHour))).toBeLessThanOrEqual(40);
  });

  it.each([
    ['an email was accepted there', (city: City) => send(city), 1],
    [
      'an email there came back',
      async (city: City) => {
        await send(city);
        await db().update(emails).set({ delivery: 'bounced' }).where(eq(emails.archiveId, city.archiveId));
      },
      0,
    ],
    ['they signed in since', (city: City) => everyoneSignsIn(db(), city.archiveId), 1],
  ])('is told of the change, or not, as they were reached: %s', async (_, meanwhile, times) => {
    const city = await aCity(db());
    await change(city, city.readOnly, { email: 'second@city.example' });
    await meanwhile(city);
    await change(city, city.readOnly, { email: 'third@city.example' });
    expect((await noticedAddresses(city)).filter((to) => to === 'second@city.example')).toHaveLength(times);
  });
});

describe('a new administrator whose address was mistyped', () => {
  const added = async (city: City, email: string, roles: Role[]) =>
    (await addUser(world.context, operatorOf(city), { name: 'Ann', email, roles })).user.id;

  it('is welcomed at the right one, and reads of no change and no sign-out', async () => {
    const city = await aCity(db());
    const id = await added(city, 'an@typo.example', ['read_only_administrator']);
    await send(city);
    await db().update(emails).set({ delivery: 'bounced' }).where(eq(emails.userId, id));
    await change(city, id, { email: `ann-${id}@city.example` });
    await send(city);
    const [mail] = await world.mailsTo(`ann-${id}@city.example`);
    expect(mail!.subject).toMatch(/^You can now sign in to /);
    expect(mail!.text).not.toMatch(/former|signed out/);
  });

  it('or an Account Owner gets the link as a new one', async () => {
    const city = await aCity(db());
    const id = await added(city, 'ow@typo.example', ['account_owner']);
    await change(city, id, { email: `ow-${id}@city.example` });
    await send(city);
    const [mail] = await world.mailsTo(`ow-${id}@city.example`);
    expect(mail!.text).not.toMatch(/former|stopped working/);
  });

  it('reads of the change if they had been reached before', async () => {
    const city = await aCity(db());
    const id = await added(city, `old-${newId('user')}@city.example`.toLowerCase(), ['read_only_administrator']);
    await send(city);
    await change(city, id, { email: `new-${id}@city.example` });
    await send(city);
    expect((await world.mailsTo(`new-${id}@city.example`))[0]!.text).toMatch(/Your former email address/);
  });
});

it('a spreadsheet’s changes of roles take as many statements for many people as for a few', async () => {
  const count = async (n: number) => {
    const city = await aCity(db());
    const people = await addKnownOwners(db(), city.archiveId, n);
    const rows = people.map(({ name, email }) => `${name},${email},account_owner;read_only_administrator\n`);
    const parsed = await parseUsers(Buffer.from(`name,email,roles\n${rows.join('')}`), parseRoles);
    const client = postgres(world.context.config.databaseUrl, { max: 1, onnotice: () => {} });
    let statements = 0;
    const logger = { logQuery: () => (statements += 1) };
    const counted = drizzle(client, { schema, casing: 'snake_case', logger });
    await importUsers({ ...world.context, db: counted }, operatorOf(city), parsed, { dryRun: false });
    await client.end();
    expect(new Set(await noticedAddresses(city)).size).toBe(n + 1);
    return statements;
  };
  expect((await count(150)) - (await count(10))).toBeLessThan(20);
});

it('a spreadsheet can’t hide a new administrator behind other changes of roles', async () => {
  const city = await aCity(db());
  const people = await addKnownOwners(db(), city.archiveId, 40);
  const rows = people.map(({ name, email }) => `${name},${email},account_owner;read_only_administrator\n`);
  rows.push('Evelyn,evelyn@outside.example,full_access_administrator\n');
  const parsed = await parseUsers(Buffer.from(`name,email,roles\n${rows.join('')}`), parseRoles);
  await importUsers(world.context, operatorOf(city), parsed, { dryRun: false });
  await send(city);
  const [notice] = (await world.mailsTo(city.emails.primary)).filter(({ text }) => text.includes('Evelyn'));
  expect(notice?.text).toMatch(/Evelyn: Added as Full Access System Administrator/i);
});
