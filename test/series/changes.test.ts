/** What can change while a series runs: its settings, its owner, its people, a pause. */
import { describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { accounts, archives, disconnects, users } from '../../db/schema.js';
import { DAY_MS } from '../rig/calendar.js';
import { sharedFixture } from '../rig/fixtures.js';
import { beginSeries } from '../rig/reports.js';
import { FIRST, REMINDER, seriesTo } from '../rig/subjects.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(createWorld);

describe('changed settings', () => {
  it('apply after the step that is already scheduled', async () => {
    const { city, id } = await beginSeries(world);
    await world.context.db
      .update(archives)
      .set({ stepDays: [0, 1, 3, 4, 5, 6], seriesDays: 8, productName: 'Fairview Archive' })
      .where(eq(archives.id, city.archiveId));
    await world.env.client.workflow.getHandle(`disconnect/${id}`).signal('wake');
    await world.advance(1.9);
    // It was already waiting for day 2.
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    await world.advance(0.1);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, REMINDER]);
    // From here on, the new days apply: 3, 4, 5, 6, and the next series on day 8 with the new product name.
    for (let i = 0; i < 4; i += 1) await world.advance(1);
    expect(await seriesTo(world, city.emails.owner)).toHaveLength(6);
    await world.advance(2);
    expect((await world.mailsTo(city.emails.owner)).at(-1)!.subject).toBe(
      'Fairview Archive: Immediate action required - Please reconnect your account(s)',
    );
  });
});

describe('a new owner', () => {
  it('gets the emails from the next step on, with their own link, and the former owner gets none', async () => {
    const { city, accountId } = await beginSeries(world);
    const account = and(eq(accounts.archiveId, city.archiveId), eq(accounts.id, accountId));
    await world.context.db.update(accounts).set({ ownerId: city.otherOwner }).where(account);
    await world.advance(2);
    await world.advance(20);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    expect(await seriesTo(world, city.emails.otherOwner)).toEqual([REMINDER, REMINDER, REMINDER, REMINDER, REMINDER]);
    const linkOf = async (address: string) =>
      /connect#(lnk_[^.]+)/.exec((await world.mailsTo(address)).at(-1)!.html)![1];
    expect(await linkOf(city.emails.owner)).not.toBe(await linkOf(city.emails.otherOwner));
  });
});

describe('the recipients', () => {
  it('are looked up when the email is sent: a new address, a new subscriber, someone who unsubscribed', async () => {
    const { city } = await beginSeries(world);
    await world.advance(21);
    const { db } = world.context;
    await db.update(users).set({ email: 'new-address@city.example' }).where(eq(users.id, city.owner));
    await db.update(users).set({ immediateErrorNotifications: false }).where(eq(users.email, city.emails.subscribed));
    await db.update(users).set({ immediateErrorNotifications: true }).where(eq(users.email, city.emails.unsubscribed));
    await world.advance(1);
    const [mail] = await world.mailsTo('new-address@city.example');
    expect(mail!.cc).toEqual([city.emails.primary, city.emails.unsubscribed]);
  });

  it('exclude an owner whose address bounced: emails that copy administrators go only to them', async () => {
    const { city } = await beginSeries(world);
    await world.context.db.update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.owner));
    await world.advance(2);
    await world.advance(20);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    const [mail] = await world.mailsTo(city.emails.primary);
    expect(mail).toMatchObject({ subject: REMINDER, to: [city.emails.primary], cc: [city.emails.subscribed] });
  });
});

describe('a pause', () => {
  it('skips the steps due during it, ends automatically, and never shifts the series', async () => {
    const { city, id } = await beginSeries(world);
    const pausedUntil = new Date(world.context.clock.now().getTime() + 13 * DAY_MS);
    await world.context.db
      .update(disconnects)
      .set({ pausedUntil, pauseReason: 'on holiday', workflow: 'to_wake' })
      .where(eq(disconnects.id, id));
    for (const days of [2, 5, 5]) await world.advance(days);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
    await world.advance(5);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, REMINDER]);
    const [row] = await world.context.db.select().from(disconnects).where(eq(disconnects.id, id));
    expect(row).toMatchObject({ series: 1, step: 4 });
  });
});
