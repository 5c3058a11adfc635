/**
 * An email is composed before it leaves. Everything that can change in between is checked again at the moment of sending, with its rows
 * locked.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eq, sql, type SQL } from 'drizzle-orm';
import { disconnects, emailBatches, emails, users } from '../../db/schema.js';
import { acquireRateSlot } from '../../platform/rate-limit.js';
import { attemptBatch } from '../../services/mail/delivery/send-batch.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { aCity, anAccount, aSurgeHold } from '../rig/builders.js';
import { freshFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { FIRST, seriesTo, subjectsTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld({ slowMs: 1500 });
const city = freshFixture(() => aCity(db()));
let accountId: string;
let disconnectId: string;
beforeEach(async () => {
  accountId = await anAccount(db(), city);
  disconnectId = (await report(world.context, city.archiveId, accountId)).id;
});
afterEach(() => world.inboxMode('ok'));

const db = () => world.context.db;

/** Composes an email that the provider refuses for the moment, so it waits as it is. */
async function compose(): Promise<void> {
  await world.inboxMode('rate_limit');
  await sendDueMail(world.context, city.archiveId);
  await world.inboxMode('ok');
  expect(await dropped()).toEqual([null]);
}

async function send(): Promise<void> {
  await db()
    .update(emailBatches)
    .set({ nextAttemptAt: sql`now()` })
    .where(eq(emailBatches.archiveId, city.archiveId));
  await sendDueMail(world.context, city.archiveId);
}

/** Returns why each email was dropped, in order. */
async function dropped(): Promise<(string | null)[]> {
  const rows = await db().select().from(emails).where(eq(emails.archiveId, city.archiveId)).orderBy(emails.id);
  return rows.map(({ dropReason }) => dropReason);
}

describe('an email that is already composed', () => {
  it('goes to the owner’s new address, not the old one', async () => {
    await compose();
    const moved = `moved-${city.emails.owner}`;
    await db().update(users).set({ email: moved }).where(eq(users.id, city.owner));
    await send();
    expect(await dropped()).toEqual(['recipients', null]);
    expect(await seriesTo(world, moved)).toEqual([FIRST]);
    expect(await seriesTo(world, city.emails.owner)).toEqual([]);
  });

  it('copies an administrator who has just subscribed, but not one who has just unsubscribed', async () => {
    await compose();
    await db()
      .update(users)
      .set({ immediateErrorNotifications: true })
      .where(eq(users.email, city.emails.unsubscribed));
    await db().update(users).set({ immediateErrorNotifications: false }).where(eq(users.email, city.emails.subscribed));
    await send();
    expect(await dropped()).toEqual(['recipients', null]);
    const [mail] = await world.mailsTo(city.emails.owner);
    expect(mail!.cc.toSorted()).toEqual([city.emails.primary, city.emails.unsubscribed].toSorted());
  });

  it('isn’t sent during a pause', async () => {
    await compose();
    await db()
      .update(disconnects)
      .set({ pausedUntil: new Date(world.context.clock.now().getTime() + 3_600_000) })
      .where(eq(disconnects.id, disconnectId));
    await send();
    expect(await dropped()).toEqual(['paused']);
    expect(await seriesTo(world, city.emails.owner)).toEqual([]);
  });

  it('isn’t sent during a surge hold', async () => {
    await compose();
    const surgeHoldId = await aSurgeHold(db(), city);
    await db().update(disconnects).set({ surgeHoldId }).where(eq(disconnects.id, disconnectId));
    await send();
    expect(await dropped()).toEqual(['surge_held']);
    expect(await seriesTo(world, city.emails.owner)).toEqual([]);
  });
});

describe('an email that is being sent', () => {
  /** Returns whether a change to the row has to wait. */
  async function isHeld(row: SQL): Promise<boolean> {
    return (await db().execute(sql`${row} for no key update skip locked`)).length === 0;
  }
  async function sending(): Promise<{ ended: Promise<unknown> }> {
    await world.inboxMode('slow');
    const ended = sendDueMail(world.context, city.archiveId);
    await until('the send is under way', async () => (await subjectsTo(world, city.emails.owner)).length === 1);
    return { ended };
  }

  it('locks its account, its disconnect, and its owner', async () => {
    const { ended } = await sending();
    expect(await isHeld(sql`select from accounts where id = ${accountId}`)).toBe(true);
    expect(await isHeld(sql`select from disconnects where id = ${disconnectId}`)).toBe(true);
    expect(await isHeld(sql`select from users where id = ${city.owner}`)).toBe(true);
    await ended;
    expect(await isHeld(sql`select from accounts where id = ${accountId}`)).toBe(false);
    expect(await isHeld(sql`select from disconnects where id = ${disconnectId}`)).toBe(false);
  });

  it('gets no second attempt while its lease lasts', async () => {
    const { ended } = await sending();
    const batch = async () => {
      const [row] = await db()
        .select({
          id: emailBatches.id,
          attempts: emailBatches.attempts,
          leased: sql<number>`extract(epoch from next_attempt_at - now())::float8`,
        })
        .from(emailBatches)
        .where(eq(emailBatches.archiveId, city.archiveId));
      return row!;
    };
    const { id, leased } = await batch();
    expect(leased).toBeGreaterThan(5);
    expect(leased).toBeLessThan(20);
    await attemptBatch(world.context, city.archiveId, id);
    await ended;
    expect((await batch()).attempts).toBe(1);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });

  it('gets no second attempt while it waits for the provider’s rate limit', async () => {
    const { requestsPerSecond } = world.context.config.mail;
    const otherMail = async () => (await acquireRateSlot(db(), 'resend', requestsPerSecond)) < 1000;
    while (await otherMail());
    const ended = sendDueMail(world.context, city.archiveId);
    const batch = async () => {
      const [row] = await db().select().from(emailBatches).where(eq(emailBatches.archiveId, city.archiveId));
      return row;
    };
    await until('the attempt has begun', async () => (await batch())?.state === 'sending');
    await attemptBatch(world.context, city.archiveId, (await batch())!.id);
    await ended;
    expect(await batch()).toMatchObject({ state: 'done', attempts: 1 });
  });
});
