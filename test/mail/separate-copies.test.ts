/**
 * An email with copies failed for one of its recipients, and the provider doesn't say for which one: the next one goes as a message per
 * address, until it is known.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { audit, dueSteps, emailBatches, emails, users } from '../../db/schema.js';
import type { Provider } from '../../emails/provider.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { hear } from '../rig/delivery-events.js';
import { close, report } from '../rig/reports.js';
import { FIRST, seriesTo } from '../rig/subjects.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld({ windows: { firstEmailGap: 0, settle: 0 } });
afterEach(() => world.inboxMode('ok'));
const db = () => world.context.db;

const send = (city: City) => sendDueMail(world.context, city.archiveId);

async function sendLater(city: City): Promise<void> {
  await db()
    .update(emailBatches)
    .set({ nextAttemptAt: sql`now()` })
    .where(eq(emailBatches.archiveId, city.archiveId));
  await send(city);
}

/** Emails of the series, in the order in which they were made. */
const seriesOf = ({ archiveId }: City) =>
  db()
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, archiveId), eq(emails.kind, 'first'), ne(emails.state, 'dropped')))
    .orderBy(emails.id);

async function reportOne(city: City): Promise<string> {
  const accountId = await anAccount(db(), city);
  await report(world.context, city.archiveId, accountId);
  return accountId;
}

/** Sends a first email, and reports that one of its three recipients complained. */
async function inDoubt() {
  const city = await aCity(db());
  await reportOne(city);
  await send(city);
  const [email] = await seriesOf(city);
  expect(email).toMatchObject({ cc: [city.emails.primary, city.emails.subscribed], separateCopies: null });
  await hear(world, email!, 'complained');
  return city;
}

const readersOf = ({ emails: { owner, primary, subscribed } }: City) => [owner, primary, subscribed];
const ownerOf = async (city: City) => (await db().select().from(users).where(eq(users.id, city.owner)))[0]!;

/** How many emails of the series each of the three got, and whether the last one was a copy. */
async function arrived(city: City): Promise<number[]> {
  return Promise.all(readersOf(city).map(async (address) => (await seriesTo(world, address)).length));
}

async function separate(city: City) {
  const accountId = await reportOne(city);
  await send(city);
  return { accountId, sent: (await seriesOf(city)).slice(1) };
}

describe('the next email with copies', () => {
  it('reaches each reader as a message of its own, with its own key and its own tag, and the same words', async () => {
    const city = await inDoubt();
    const { sent } = await separate(city);
    expect(sent.map(({ toAddress }) => toAddress)).toEqual(readersOf(city));
    expect(sent.every(({ cc }) => cc?.length === 0)).toBe(true);
    const mails = (await Promise.all(readersOf(city).map((address) => world.mailsTo(address)))).map((all) =>
      all.at(-1)!,
    );
    expect(mails.map(({ to, cc, subject }) => ({ to, cc, subject }))).toEqual(
      readersOf(city).map((address) => ({ to: [address], cc: [], subject: FIRST })),
    );
    expect(new Set(mails.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
    expect(new Set(mails.map(({ text }) => text)).size).toBe(1);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
    expect(new Set(sent.map(({ batchId }) => batchId)).size).toBe(3);
  });

  it('is on the timeline once for each reader', async () => {
    const city = await inDoubt();
    const { sent } = await separate(city);
    const [step] = await db().select().from(dueSteps).where(eq(dueSteps.emailId, sent[0]!.id));
    const events = await db()
      .select()
      .from(audit)
      .where(and(eq(audit.disconnectId, step!.disconnectId), eq(audit.type, 'email_sent')));
    // They go out side by side.
    expect(events.map(({ detail }) => String(detail.to)).toSorted()).toEqual(readersOf(city).toSorted());
    await hear(world, sent[2]!, 'delivered');
    const [last] = await db()
      .select()
      .from(audit)
      .where(eq(audit.type, 'email_delivered'))
      .orderBy(sql`${audit.id} desc`);
    expect(last).toMatchObject({ disconnectId: step!.disconnectId, detail: { emailId: sent[2]!.id } });
  });

  it('doesn’t delay the same owner’s next first email more than one email does', async () => {
    const city = await inDoubt();
    await separate(city);
    const firsts = await db()
      .select()
      .from(emails)
      .where(and(eq(emails.archiveId, city.archiveId), eq(emails.kind, 'first'), isNotNull(emails.copyOf)));
    expect(firsts).toHaveLength(2);
    await reportOne(city);
    expect((await sendDueMail({ ...world.context, config: withGap() }, city.archiveId)).nextInMs).toBeLessThan(200_000);
  });
});

/** Sends one request. Then nothing gets through any more, as when the process is killed. */
function stopsAfterOne(provider: Provider): Provider {
  let requests = 0;
  return {
    ...provider,
    sendBatch(batch, key) {
      requests += 1;
      if (requests > 1) throw new Error('killed');
      return provider.sendBatch(batch, key);
    },
  };
}

const withGap = () => {
  const { config } = world.context;
  return { ...config, windows: { ...config.windows, firstEmailGap: 100_000, firstEmailGapMax: 10_000_000 } };
};

describe('the doubt ends, and the cc is real again', () => {
  it('when every message has arrived', async () => {
    const city = await inDoubt();
    const { sent } = await separate(city);
    for (const email of sent.slice(0, 2)) await hear(world, email, 'delivered');
    expect((await ownerOf(city)).emailDoubtAt).not.toBeNull();
    await hear(world, sent[2]!, 'delivered');
    expect(await ownerOf(city)).toMatchObject({ emailDoubtAt: null, emailDoubtAddresses: null, emailState: 'ok' });
    const [next] = (await separate(city)).sent.slice(3);
    expect(next).toMatchObject({ toAddress: city.emails.owner, cc: [city.emails.primary, city.emails.subscribed] });
  });

  it('when a message fails: only its own reader is given up', async () => {
    const city = await inDoubt();
    const { sent } = await separate(city);
    await hear(world, sent[2]!, 'bounced');
    const dead = await db()
      .select()
      .from(users)
      .where(and(eq(users.archiveId, city.archiveId), ne(users.emailState, 'ok')));
    expect(dead.map(({ email }) => email)).toEqual([city.emails.subscribed]);
    expect((await ownerOf(city)).emailDoubtAt).toBeNull();
    const [next] = (await separate(city)).sent.slice(3);
    expect(next).toMatchObject({ toAddress: city.emails.owner, cc: [city.emails.primary] });
  });

  it('but not because older messages arrived', async () => {
    const city = await inDoubt();
    const { sent } = await separate(city);
    await db()
      .update(users)
      .set({ emailDoubtAt: sql`now()` })
      .where(eq(users.id, city.owner));
    for (const email of sent) await hear(world, email, 'delivered');
    expect((await ownerOf(city)).emailDoubtAt).not.toBeNull();
  });
});

describe('each reader gets one message', () => {
  it('if the provider accepts a message without answering', async () => {
    const city = await inDoubt();
    await reportOne(city);
    await world.inboxMode('accept_then_drop');
    await send(city);
    expect(await arrived(city)).toEqual([2, 0, 0]);
    await sendLater(city);
    await world.inboxMode('ok');
    await sendLater(city);
    expect(await arrived(city)).toEqual([2, 1, 1]);
  });

  it('if the process stops between the messages', async () => {
    const city = await inDoubt();
    await reportOne(city);
    await sendDueMail({ ...world.context, provider: stopsAfterOne(world.context.provider) }, city.archiveId);
    expect(await arrived(city)).toEqual([2, 0, 0]);
    await sendLater(city);
    await sendLater(city);
    expect(await arrived(city)).toEqual([2, 1, 1]);
  });

  it('if an event settles the owner’s message, whose outcome was unknown', async () => {
    const city = await inDoubt();
    const accountId = await reportOne(city);
    await world.inboxMode('accept_then_drop');
    await send(city);
    await world.inboxMode('ok');
    const [, main] = await seriesOf(city);
    await db()
      .update(emails)
      .set({ state: 'unknown', settleAt: new Date('2100-01-01') })
      .where(eq(emails.id, main!.id));
    await db().update(emailBatches).set({ state: 'done' }).where(eq(emailBatches.id, main!.batchId!));
    await hear(world, main!, 'delivered');
    await hear(world, main!, 'delayed');
    await send(city);
    expect(await arrived(city)).toEqual([2, 1, 1]);
    expect(accountId).toBeDefined();
  });

  it('but none that is no longer right: the account was reconnected after the owner’s message', async () => {
    const city = await inDoubt();
    const accountId = await reportOne(city);
    await world.inboxMode('accept_then_drop');
    await send(city);
    await world.inboxMode('rate_limit');
    const [, main] = await seriesOf(city);
    await db()
      .update(emails)
      .set({ state: 'unknown', settleAt: new Date('2100-01-01') })
      .where(eq(emails.id, main!.id));
    await db().update(emailBatches).set({ state: 'done' }).where(eq(emailBatches.id, main!.batchId!));
    await hear(world, main!, 'delivered');
    await send(city);
    await close(world.context, city.archiveId, [accountId]);
    await world.inboxMode('ok');
    await sendLater(city);
    expect(await arrived(city)).toEqual([2, 0, 0]);
  });
});

describe('a refused email', () => {
  it('with a copied address that can’t be written to never silences the owner', async () => {
    const city = await aCity(db());
    await db().update(users).set({ email: 'not an address' }).where(eq(users.email, city.emails.subscribed));
    await reportOne(city);
    await send(city);
    const people = await db()
      .select()
      .from(users)
      .where(and(eq(users.archiveId, city.archiveId), ne(users.emailState, 'ok')));
    expect(people.map(({ email }) => email)).toEqual(['not an address']);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    expect(await seriesTo(world, city.emails.primary)).toEqual([FIRST]);
  });
});
