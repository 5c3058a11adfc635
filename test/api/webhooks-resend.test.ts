import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { audit, dueSteps, emails, users, webhookEvents } from '../../db/schema.js';
import { verifySvix } from '../../api/webhooks/svix.js';
import { createApi, WEBHOOK_SECRET } from '../rig/api.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { postSigned, seconds, sign, signed, type Signed } from '../rig/resend-webhook.js';

const api = sharedFixture(createApi);

const post = (event: Signed) => postSigned(api, event);

/** Creates an email about two disconnects, in the state that the mailer leaves it in. */
async function anEmail(state: 'unknown' | 'accepted' = 'accepted', copies?: string[]) {
  const { context, city } = api;
  const { db } = context;
  const archiveId = city.archiveId;
  const id = newId('email');
  const owner = newId('user');
  const address = `${owner}@city.example`;
  await db.insert(users).values({ archiveId, id: owner, name: 'Owner', email: address, isAccountOwner: true });
  const disconnects = [];
  for (let i = 0; i < 2; i += 1) {
    const accountId = await anAccount(db, city, { ownerId: owner });
    disconnects.push((await report(context, archiveId, accountId)).id);
  }
  await db.insert(emails).values({
    archiveId,
    id,
    kind: 'first',
    userId: owner,
    state,
    toAddress: address,
    cc: copies ?? [city.emails.primary, city.emails.subscribed],
    fromAddress: 'r@x',
    subject: 's',
    html: 'h',
    text: 't',
    priority: 0,
    acceptedAt: state === 'unknown' ? null : new Date(),
    settleAt: state === 'unknown' ? new Date() : null,
  });
  for (const disconnectId of disconnects) {
    await db
      .update(dueSteps)
      .set({ state: state === 'unknown' ? 'composed' : 'sent', emailId: id })
      .where(eq(dueSteps.disconnectId, disconnectId));
  }
  return { id, owner, address, disconnects };
}

const eventOf = (email: { id: string; address: string }, type: string, more: object = {}) => ({
  type: `email.${type}`,
  created_at: '2026-11-24T10:00:00.000Z',
  data: { email_id: 're_1', to: [email.address], tags: { relink_email: email.id }, ...more },
});
const emailRow = async (id: string) => (await api.context.db.select().from(emails).where(eq(emails.id, id)))[0]!;
const stateOf = async (userId: string) =>
  (await api.context.db.select().from(users).where(eq(users.id, userId)))[0]!.emailState;
const auditOf = async (disconnectId: string) =>
  (await api.context.db.select().from(audit).where(eq(audit.disconnectId, disconnectId)).orderBy(audit.id)).map(
    ({ type }) => type,
  );
const noticesAbout = async (userId: string) =>
  (await api.context.db.select().from(emails).where(eq(emails.kind, 'admin_notice'))).filter(
    ({ payload }) => (payload as { subjectUserId: string }).subjectUserId === userId,
  );

test('a delivery appears on the email and on the timeline of each of its disconnects', async () => {
  const email = await anEmail();
  expect((await post(signed(eventOf(email, 'sent')))).status).toBe(204);
  expect((await post(signed(eventOf(email, 'delivered')))).status).toBe(204);
  expect(await emailRow(email.id)).toMatchObject({ delivery: 'delivered', state: 'accepted' });
  for (const disconnect of email.disconnects)
    expect(await auditOf(disconnect)).toEqual(['reported', 'email_delivered']);
  expect(await stateOf(email.owner)).toBe('ok');
});

test('any event proves that an email with an unknown outcome was accepted', async () => {
  const email = await anEmail('unknown');
  await post(signed(eventOf(email, 'sent')));
  expect(await emailRow(email.id)).toMatchObject({
    state: 'accepted',
    settleAt: null,
    providerId: 're_1',
    delivery: null,
  });
  const steps = await api.context.db.select().from(dueSteps).where(eq(dueSteps.emailId, email.id));
  expect(steps.map(({ state }) => state)).toEqual(['sent', 'sent']);
  for (const disconnect of email.disconnects) expect(await auditOf(disconnect)).toEqual(['reported', 'email_sent']);
});

/** Who was given up, and why, among the people of the city and the email's owner. */
async function givenUp() {
  const people = await api.context.db.select().from(users).where(eq(users.archiveId, api.city.archiveId));
  return Object.fromEntries(
    people.flatMap(({ email, emailState }) => (emailState === 'ok' ? [] : [[email, emailState]])),
  );
}
const administrator = async (address: string) =>
  (await api.context.db.select().from(users).where(eq(users.email, address)))[0]!;
const timelineOf = async (disconnectId: string) =>
  api.context.db.select().from(audit).where(eq(audit.disconnectId, disconnectId)).orderBy(audit.id);
afterEach(async () => {
  await api.context.db.update(users).set({ emailState: 'ok' });
});

const GONE = { type: 'Permanent', subType: 'General' };

describe('a dead address', () => {
  test.each([
    ['bounced', { bounce: { ...GONE, message: '550 no such user' } }],
    ['complained', {}],
    ['suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: 'on the list' } }],
  ] as const)(
    'that %s and was the only one written to is not written to again, and the administrators are told once',
    async (type, more) => {
      const email = await anEmail('accepted', []);
      await post(signed(eventOf(email, type, more)));
      await post(signed(eventOf(email, type, more)));
      expect(await stateOf(email.owner)).toBe(type);
      expect(await emailRow(email.id)).toMatchObject({ delivery: type });
      const told = (await noticesAbout(email.owner)).map(({ userId }) => userId);
      const subscribed = (await administrator(api.city.emails.subscribed)).id;
      expect(told.toSorted()).toEqual([api.city.primary, subscribed].toSorted());
      expect(await auditOf(email.disconnects[0]!)).toContain(`email_${type}`);
    },
  );

  test.each([
    [
      'the reply of the mail server',
      { bounce: { ...GONE, message: 'rejected', diagnosticCode: ['smtp; 550 5.1.1 <OWNER>: unknown'] } },
    ],
    ['the message', { bounce: { ...GONE, message: 'The server rejected OWNER.' } }],
    ['the message, in quotes', { bounce: { ...GONE, message: "rejected 'OWNER'" } }],
    ['a field for it', { bounce: { ...GONE, bouncedRecipients: [{ emailAddress: 'OWNER' }] } }],
    ['a field of the event', { bounce: GONE, recipient: 'Owner <OWNER>' }],
  ])('of an owner is given up if %s names it in an email with copies', async (_where, more) => {
    const email = await anEmail();
    const named = JSON.parse(JSON.stringify(more).replaceAll('OWNER', email.address.toUpperCase())) as object;
    await post(signed(eventOf(email, 'bounced', named)));
    expect(await givenUp()).toEqual({ [email.address]: 'bounced' });
    expect(await emailRow(email.id)).toMatchObject({ delivery: 'bounced' });
  });

  test('is not one that is only slow, or full for a while', async () => {
    const email = await anEmail('accepted', []);
    await post(signed(eventOf(email, 'delivery_delayed')));
    expect(await emailRow(email.id)).toMatchObject({ delivery: 'delayed' });
    await post(
      signed(eventOf(email, 'bounced', { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'full' } })),
    );
    expect(await stateOf(email.owner)).toBe('ok');
    expect(await noticesAbout(email.owner)).toEqual([]);
  });

  test.each([
    [
      'an out-of-office reply',
      { bounce: { type: 'Undetermined', subType: 'Undetermined', message: 'not enough information' } },
    ],
    ['a bounce of a type that came later', { bounce: { type: 'Deferred', message: 'later' } }],
    ['a bounce without a type', { bounce: { message: 'x' } }],
    ['a bounce without details', {}],
    ['a bounce whose details have another shape', { bounce: 'Permanent' }],
  ])('is not one that %s is about, even if the owner alone was written to', async (_what, more) => {
    const email = await anEmail('accepted', []);
    await post(signed(eventOf(email, 'bounced', more)));
    expect(await givenUp()).toEqual({});
    expect(await noticesAbout(email.owner)).toEqual([]);
    expect(await auditOf(email.disconnects[0]!)).toContain('email_bounced');
  });

  test('of a copied administrator never silences the owner', async () => {
    const email = await anEmail();
    const cc = api.city.emails.subscribed;
    await post(signed(eventOf(email, 'delivered')));
    // The provider names the owner in `to`; the bounce text tells whose address it was.
    await post(signed(eventOf(email, 'bounced', { bounce: { ...GONE, message: `550 <${cc}> unknown` } })));
    expect(await givenUp()).toEqual({ [cc]: 'bounced' });
    expect(await emailRow(email.id)).toMatchObject({ delivery: 'delivered' });
    const { id } = await administrator(cc);
    expect((await noticesAbout(id)).map(({ userId }) => userId)).toContain(api.city.primary);
  });

  test.each([
    ['part of a longer one', 'jo-OWNER'],
    ['the beginning of a longer one', 'OWNER.invalid'],
    ['behind an apostrophe', "o'OWNER"],
    ['in a bounce address', 'bounces+OWNER'],
  ])('is not one that is named as %s', async (_how, text) => {
    const email = await anEmail();
    const message = `550 <${text.replace('OWNER', email.address)}> unknown`;
    await post(signed(eventOf(email, 'bounced', { bounce: { ...GONE, message } })));
    expect(await givenUp()).toEqual({});
  });

  test('that is not the person’s any more does not silence the new one', async () => {
    const email = await anEmail('accepted', []);
    await api.call('PATCH', `/v1/users/${email.owner}`, { email: `new-${email.address}` });
    await post(signed(eventOf(email, 'bounced', { bounce: { ...GONE, message: 'x' } })));
    expect(await stateOf(email.owner)).toBe('ok');
  });

  test('that was tried again is not given up because of an email from before', async () => {
    const [old, late] = [await anEmail('accepted', []), await anEmail('accepted', [])];
    await post(signed(eventOf(old, 'bounced', { bounce: GONE })));
    await api.context.db
      .update(emails)
      .set({ userId: old.owner, toAddress: old.address })
      .where(eq(emails.id, late.id));
    expect((await api.call('POST', `/v1/users/${old.owner}/email-retry`)).body).toMatchObject({ emailState: 'ok' });
    await post(signed(eventOf({ id: late.id, address: old.address }, 'bounced', { bounce: GONE })));
    expect(await stateOf(old.owner)).toBe('ok');
  });
});

describe('an event that doesn’t say whose address it is about', () => {
  const unnamed: [string, string, object][] = [
    ['a permanent bounce', 'bounced', { bounce: { ...GONE, message: 'The address is on the suppression list.' } }],
    ['a complaint', 'complained', {}],
    ['a suppressed email', 'suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: 'suppressed' } }],
    ['a bounce that names two', 'bounced', { bounce: { ...GONE, message: 'BOTH' } }],
  ];

  test.each(unnamed)(
    '%s gives up no address: the timeline and the API list the possible ones',
    async (_what, type, more) => {
      const email = await anEmail();
      const everyone = [email.address, api.city.emails.primary, api.city.emails.subscribed];
      const two = everyone.slice(0, 2);
      const both = JSON.stringify(more).includes('BOTH');
      const said = JSON.parse(JSON.stringify(more).replace('BOTH', two.join(' and '))) as object;
      await post(signed(eventOf(email, type, said)));
      expect(await givenUp()).toEqual({});
      expect(await emailRow(email.id)).toMatchObject({ delivery: null });
      const oneOf = both ? two : everyone;
      expect((await timelineOf(email.disconnects[0]!)).at(-1)).toMatchObject({
        type: `email_${type}`,
        detail: { oneOf },
      });
      const { body } = await api.call('GET', `/v1/users/${email.owner}`);
      expect(body).toMatchObject({ emailState: 'ok', undeliveredToOneOf: oneOf });
      expect(await noticesAbout(email.owner)).toEqual([]);
    },
  );

  test('isn’t a doubt if no address would be given up anyway', async () => {
    const email = await anEmail();
    await post(signed(eventOf(email, 'bounced', { bounce: { type: 'Undetermined', message: 'out of office' } })));
    const { body } = await api.call('GET', `/v1/users/${email.owner}`);
    expect(body).toMatchObject({ emailState: 'ok', undeliveredToOneOf: [] });
  });

  test('is no doubt any more once an event names an address', async () => {
    const email = await anEmail();
    await post(signed(eventOf(email, 'complained')));
    await post(
      signed(eventOf(email, 'bounced', { bounce: { ...GONE, message: `550 <${api.city.emails.primary}> unknown` } })),
    );
    const { body } = await api.call('GET', `/v1/users/${email.owner}`);
    expect(body).toMatchObject({ emailState: 'ok', undeliveredToOneOf: [] });
    expect(await givenUp()).toEqual({ [api.city.emails.primary]: 'bounced' });
  });
});

describe('when no one can be emailed', () => {
  test('if the only administrator’s address is given up: the archive is counted, and the dashboard says so', async () => {
    const email = await anEmail('accepted', []);
    await post(signed(eventOf(email, 'bounced', { bounce: GONE })));
    const metric = async () =>
      /^relink_unreachable_archives (\d+)$/m.exec((await api.call('GET', '/metrics')).text)?.[1];
    expect(await metric()).toBe('0');
    await api.context.db
      .update(users)
      .set({ emailState: 'bounced' })
      .where(and(eq(users.archiveId, api.city.archiveId), isNotNull(users.adminRole)));
    expect(await metric()).toBe('1');
    expect((await api.call('GET', '/v1/dashboard')).body).toMatchObject({ noOneReachable: true });
  });

  test('who is notified immediately, so another Full Access System Administrator is told', async () => {
    await api.context.db
      .update(users)
      .set({ emailState: 'bounced' })
      .where(inArray(users.email, [api.city.emails.primary, api.city.emails.subscribed]));
    const email = await anEmail('accepted', []);
    await post(signed(eventOf(email, 'bounced', { bounce: GONE })));
    const { id } = await administrator(api.city.emails.unsubscribed);
    expect((await noticesAbout(email.owner)).map(({ userId }) => userId)).toEqual([id]);
  });
});

test('what is worse stays, in whatever order the events come', async () => {
  const email = await anEmail('accepted', []);
  await post(signed(eventOf(email, 'complained')));
  await post(signed(eventOf(email, 'delivered')));
  await post(signed(eventOf(email, 'delivery_delayed')));
  expect(await emailRow(email.id)).toMatchObject({ delivery: 'complained' });
});

test('a repeated event does nothing', async () => {
  const email = await anEmail();
  const event = signed(eventOf(email, 'delivered'));
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(event)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(204));
  expect(await auditOf(email.disconnects[0]!)).toEqual(['reported', 'email_delivered']);
});

describe('checking the provider’s signature', () => {
  const unchanged = async () => (await api.context.db.select().from(webhookEvents)).length;

  test('refuses wrong, missing, moved, old, and future signatures', async () => {
    const email = await anEmail();
    const good = signed(eventOf(email, 'bounced'));
    const other = signed(eventOf(email, 'complained'));
    const old = signed(eventOf(email, 'bounced'), seconds(-301));
    const before = await unchanged();
    for (const bad of [
      { ...good, signature: sign(good.id, good.timestamp, good.body, randomBytes(24)) },
      { ...good, signature: '' },
      { ...good, signature: other.signature },
      { ...good, signature: good.signature.replace('v1,', 'v2,') },
      { ...good, id: other.id },
      { ...good, timestamp: `${good.timestamp}x` },
      { ...good, timestamp: `0${good.timestamp}` },
      { ...good, timestamp: String(Number(good.timestamp) + 1) },
      { ...good, body: `${good.body} ` },
      { ...good, body: other.body },
      old,
      // Signed now, because a moment later it would no longer be too early.
      signed(eventOf(email, 'bounced'), seconds(330)),
    ]) {
      expect(await post(bad)).toMatchObject({ status: 401, body: { code: 'bad_signature' } });
    }
    expect(await unchanged()).toBe(before);
    expect(await stateOf(email.owner)).toBe('ok');
    expect((await post({ ...good, signature: `v1,bm9uZQ== ${good.signature}` })).status).toBe(204);
  });

  test('refuses ten thousand events with one byte changed', () => {
    const good = signed(eventOf({ id: 'eml_x', address: 'a@city.example' }, 'bounced'));
    const judge = ({ id, timestamp, signature, body }: Signed) =>
      verifySvix(WEBHOOK_SECRET, { id, timestamp, signature }, Buffer.from(body), new Date());
    expect(judge(good)).toBe(good.id);
    const parts = ['id', 'timestamp', 'signature', 'body'] as const;
    const accepted = Array.from({ length: 10_000 }, (_, i) => {
      const part = parts[i % parts.length]!;
      const text = good[part];
      const at = Math.floor(i / parts.length) % text.length;
      const changed = String.fromCharCode((text.charCodeAt(at) + 1 + (i % 90)) % 127);
      return { ...good, [part]: text.slice(0, at) + changed + text.slice(at + 1) };
    }).filter((mutated) => parts.some((part) => mutated[part] !== good[part]) && judge(mutated) !== null);
    expect(accepted).toEqual([]);
  });
});

test.each([
  ['about an email that is not ours', { type: 'email.bounced', data: { to: ['a@b.c'], tags: { other: 'x' } } }],
  ['about an unknown email', { type: 'email.bounced', data: { tags: { relink_email: 'eml_none' } } }],
  ['of a new type', { type: 'email.teleported', data: { tags: { relink_email: 'eml_none' } } }],
  ['of another shape', [1, 2, 3]],
])('a signed event %s is accepted and ignored', async (_what, event) => {
  expect((await post(signed(event))).status).toBe(204);
});
