/** A send with an unknown outcome is repeated whole under its key, settled by events, or sent once more and counted. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { dueSteps, emailBatches, emails } from '../../db/schema.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { close, report } from '../rig/reports.js';
import { FIRST, seriesTo } from '../rig/subjects.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld({ windows: { settle: 3_600_000 } });
afterEach(() => world.inboxMode('ok'));

const db = () => world.context.db;

/** Sends the first email about one account of each owner, in one batch that was accepted but not answered. */
async function acceptedWithoutResponse(owners: (keyof City)[] = ['owner']) {
  const city = await aCity(db());
  const accountIds = [];
  for (const owner of owners) {
    const accountId = await anAccount(db(), city, { ownerId: city[owner] as string });
    await report(world.context, city.archiveId, accountId);
    accountIds.push(accountId);
  }
  await world.inboxMode('accept_then_drop');
  await sendDueMail(world.context, city.archiveId);
  await world.inboxMode('ok');
  expect(await batchOf(city)).toMatchObject({ state: 'sending', attempts: 1 });
  expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  return { city, accountIds };
}

async function batchOf({ archiveId }: City) {
  const [batch] = await db().select().from(emailBatches).where(eq(emailBatches.archiveId, archiveId));
  return batch!;
}

const emailsOf = ({ archiveId }: City) =>
  db()
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, archiveId), eq(emails.kind, 'first')))
    .orderBy(emails.id);

async function attemptAgain(city: City, firstAttempt: string): Promise<void> {
  await db()
    .update(emailBatches)
    .set({ firstAttemptAt: sql`now() - ${firstAttempt}::interval`, nextAttemptAt: sql`now()` })
    .where(eq(emailBatches.archiveId, city.archiveId));
  await sendDueMail(world.context, city.archiveId);
}

async function giveUpOnEvents(city: City): Promise<void> {
  await db()
    .update(emails)
    .set({ settleAt: sql`now()` })
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.state, 'unknown')));
  await sendDueMail(world.context, city.archiveId);
}

describe('the idempotency key of a batch', () => {
  it('is reused within 23 hours: the provider repeats its response and sends nothing', async () => {
    const { city } = await acceptedWithoutResponse();
    await attemptAgain(city, '22 hours 59 minutes');
    expect(await emailsOf(city)).toMatchObject([{ state: 'accepted', possibleDouble: false }]);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });

  it('isn’t reused later, when the provider may have forgotten it: events settle the email', async () => {
    const { city } = await acceptedWithoutResponse();
    await attemptAgain(city, '23 hours 1 minute');
    expect(await emailsOf(city)).toMatchObject([{ state: 'unknown', settleAt: expect.any(Date) }]);
    expect(await batchOf(city)).toMatchObject({ state: 'done' });
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });

  it('isn’t reused for different bytes: if one email is out of date, the batch isn’t repeated', async () => {
    const { city, accountIds } = await acceptedWithoutResponse(['owner', 'otherOwner']);
    await close(world.context, city.archiveId, [accountIds[1]!]);
    await attemptAgain(city, '1 minute');
    expect(await emailsOf(city)).toMatchObject([{ state: 'unknown' }, { state: 'unknown' }]);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    expect(await seriesTo(world, city.emails.otherOwner)).toEqual([FIRST]);
  });
});

describe('an email without any events', () => {
  it('is sent once more if it is still correct, and counted as a possible duplicate', async () => {
    const { city } = await acceptedWithoutResponse();
    await attemptAgain(city, '24 hours');
    await giveUpOnEvents(city);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, FIRST]);
    expect(await emailsOf(city)).toMatchObject([{ state: 'accepted', possibleDouble: true, settleAt: null }]);
    const steps = await db().select().from(dueSteps).where(eq(dueSteps.archiveId, city.archiveId));
    expect(steps).toMatchObject([{ state: 'sent' }]);
  });

  it('stays unknown if it is out of date, and its step isn’t raised again', async () => {
    const { city, accountIds } = await acceptedWithoutResponse();
    await close(world.context, city.archiveId, accountIds);
    await attemptAgain(city, '1 minute');
    await giveUpOnEvents(city);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    expect(await emailsOf(city)).toMatchObject([{ state: 'unknown', possibleDouble: false, settleAt: null }]);
  });
});
