import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { audit, dueSteps, emails, users, webhookEvents } from '../../db/schema.js';
import { verifySvix } from '../../api/webhooks/svix.js';
import { createApi, WEBHOOK_SECRET } from '../rig/api.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';

const api = sharedFixture(createApi);

const KEY = Buffer.from(WEBHOOK_SECRET.slice('whsec_'.length), 'base64');
const seconds = (offset = 0) => String(Math.floor(Date.now() / 1000) + offset);
const sign = (id: string, timestamp: string, body: string, key = KEY) =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

interface Signed {
  id: string;
  timestamp: string;
  signature: string;
  body: string;
}
function signed(event: object, at = seconds()): Signed {
  const [id, body] = [`msg_${randomUUID()}`, JSON.stringify(event)];
  return { id, timestamp: at, signature: sign(id, at, body), body };
}
const post = ({ id, timestamp, signature, body }: Signed) =>
  api.call('POST', '/webhooks/resend', body, {
    key: null,
    headers: { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature },
  });

/** Creates an email about two disconnects, in the state that the mailer leaves it in. */
async function anEmail(state: 'unknown' | 'accepted' = 'accepted') {
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
    cc: [city.emails.primary, city.emails.subscribed],
    fromAddress: 'r@x',
    subject: 's',
    html: 'h',
    text: 't',
    priority: 0,
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

describe('giving up an address', () => {
  test.each([
    ['bounced', { bounce: { type: 'Permanent', subType: 'General', message: '550 no such user' } }],
    ['complained', {}],
    ['suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: 'on the list' } }],
  ] as const)('follows "%s", and the administrators are told once', async (type, more) => {
    const email = await anEmail();
    await post(signed(eventOf(email, type, more)));
    await post(signed(eventOf(email, type, more)));
    expect(await stateOf(email.owner)).toBe(type);
    expect(await emailRow(email.id)).toMatchObject({ delivery: type });
    const told = (await noticesAbout(email.owner)).map(({ userId }) => userId);
    const people = await api.context.db.select().from(users).where(eq(users.archiveId, api.city.archiveId));
    const expected = people.filter(({ email: address }) =>
      [api.city.emails.primary, api.city.emails.subscribed].includes(address),
    );
    expect(told.toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
    expect(await auditOf(email.disconnects[0]!)).toContain(`email_${type}`);
  });

  test('does not follow a delay or a full mailbox', async () => {
    const email = await anEmail();
    await post(signed(eventOf(email, 'delivery_delayed')));
    expect(await emailRow(email.id)).toMatchObject({ delivery: 'delayed' });
    await post(
      signed(eventOf(email, 'bounced', { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'full' } })),
    );
    expect(await stateOf(email.owner)).toBe('ok');
    expect(await noticesAbout(email.owner)).toEqual([]);
  });

  test('of a copied administrator never silences the owner', async () => {
    const email = await anEmail();
    const cc = api.city.emails.subscribed;
    await post(signed(eventOf(email, 'delivered')));
    // The provider names the owner in `to`; the bounce text tells whose address it was.
    await post(
      signed(
        eventOf(email, 'bounced', { bounce: { type: 'Permanent', subType: 'x', message: `550 <${cc}> unknown` } }),
      ),
    );
    expect(await stateOf(email.owner)).toBe('ok');
    expect(await emailRow(email.id)).toMatchObject({ delivery: 'delivered' });
    const [administrator] = await api.context.db
      .select()
      .from(users)
      .where(and(eq(users.archiveId, api.city.archiveId), eq(users.email, cc)));
    expect(administrator?.emailState).toBe('bounced');
    expect((await noticesAbout(administrator!.id)).map(({ userId }) => userId)).toEqual([api.city.primary]);
  });

  test('never silences the person’s new address', async () => {
    const email = await anEmail();
    await api.call('PATCH', `/v1/users/${email.owner}`, { email: `new-${email.address}` });
    await post(signed(eventOf(email, 'bounced', { bounce: { type: 'Permanent', subType: 'x', message: 'x' } })));
    expect(await stateOf(email.owner)).toBe('ok');
  });
});

test('the worst delivery state stays, whatever order the events arrive in', async () => {
  const email = await anEmail();
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
