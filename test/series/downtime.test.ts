/** Downtime and flapping: late is bad, twice is bad, silent is worst. */
import { describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { close, report } from '../rig/reports.js';
import { FIRST, REMINDER, seriesTo, subjectsTo } from '../rig/subjects.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(createWorld);

describe('after downtime', () => {
  it('the overdue steps of one disconnect become one email with the highest step’s subject and everyone’s cc', async () => {
    const city = await aCity(world.context.db);
    await world.dispatcher.stop();
    const { id } = await report(world.context, city.archiveId, await anAccount(world.context.db, city));
    await sendDueMail(world.context, city.archiveId);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    // Nothing ran for 24 days: the series began that long ago, and its workflow never ran.
    await world.context.db.execute(sql`update disconnects set
      series_started_at = series_started_at - interval '24 days', next_email_at = next_email_at - interval '24 days' where id = ${id}`);
    await world.restartDispatcher();
    await world.advance(0);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, REMINDER]);
    const mails = await world.mailsTo(city.emails.owner);
    expect(mails.at(-1)!.cc).toEqual([city.emails.primary, city.emails.subscribed]);
    const steps = await world.context.db
      .select()
      .from(dueSteps)
      .where(eq(dueSteps.disconnectId, id))
      .orderBy(dueSteps.step);
    expect(steps.map(({ step, state }) => [step, state])).toEqual([0, 1, 2, 3, 4, 5].map((step) => [step, 'sent']));
    // And the next series begins when it always would have.
    await world.advance(2.9);
    expect(await seriesTo(world, city.emails.owner)).toHaveLength(2);
    await world.advance(0.2);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, REMINDER, FIRST]);
  });
});

describe('an account that is reported again after its reconnect', () => {
  it('reopens its disconnect at the same step, with at most one short "disconnected again" email a day', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    const { id } = await report(world.context, city.archiveId, accountId);
    await world.advance(3);
    for (let i = 0; i < 2; i += 1) {
      await close(world.context, city.archiveId, [accountId]);
      await world.quiet();
      expect((await report(world.context, city.archiveId, accountId)).id).toBe(id);
      await world.quiet();
    }
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, REMINDER]);
    const again = (await subjectsTo(world, city.emails.owner)).filter((subject) => /disconnected again/i.test(subject));
    expect(again).toHaveLength(1);
    // The series continues where it was: day 7 is four days away.
    await world.advance(4);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, REMINDER, REMINDER]);
    const [row] = await world.context.db.select().from(disconnects).where(eq(disconnects.id, id));
    expect(row).toMatchObject({ status: 'open', series: 1, step: 2, reopened: 2 });
  });

  it('gets a new disconnect if more than 15 minutes have passed, and not before', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    const { id } = await report(world.context, city.archiveId, accountId);
    await world.quiet();
    const reportAfter = async (minutes: number) => {
      await close(world.context, city.archiveId, [accountId]);
      await world.quiet();
      await world.advance(minutes / (24 * 60));
      const again = await report(world.context, city.archiveId, accountId);
      await world.quiet();
      return again.id;
    };
    expect(await reportAfter(14)).toBe(id);
    expect(await reportAfter(16)).not.toBe(id);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, FIRST]);
  });
});
