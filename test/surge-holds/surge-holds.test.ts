/** The surge hold: a network that falsely disconnects many accounts must not cause as many emails, but silence is the worse failure. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { and, eq, sql } from 'drizzle-orm';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { listSurgeHolds, releaseSurgeHold, withdrawHeldReports } from '../../services/disconnects/surge-holds.js';
import { accounts, surgeHolds, disconnects, type archives } from '../../db/schema.js';
import { acceptReports } from '../../services/disconnects/accept-reports.js';
import type { SystemPrincipal } from '../../domain/principal.js';
import { isSurge } from '../../domain/surge-hold.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { ARCHIVE, reportAll } from '../rig/reports.js';
import { subjectsTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(createWorld);

const SURGE_HOLD_SUBJECT = /^Emails on hold: /;
const on = { surgeHoldEnabled: true, surgeHoldCount: 5 };

async function cityWith(pages: number, settings: Partial<typeof archives.$inferInsert> = on) {
  const city = await aCity(world.context.db, settings);
  const ids: string[] = [];
  for (let n = 0; n < pages; n += 1)
    ids.push(await anAccount(world.context.db, city, { network: 'facebook_page', name: `Page ${n}` }));
  return { city, ids };
}
const reportSome = ({ archiveId }: City, ids: readonly string[]) =>
  reportAll(
    world.context,
    archiveId,
    ids.map((id) => ({ account: { id }, reason: 'token_revoked' })),
  );
const as = ({ archiveId }: City): SystemPrincipal => ({ kind: 'system', archiveId, actor: ARCHIVE });
const surgeHoldsOf = (city: City) => listSurgeHolds(world.context, as(city));

it('a surge exceeds both the share and the count', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(5000), (reported, all) => {
      const holds = isSurge({ reported, accounts: all, share: 0.2, count: 50 });
      return holds === (reported > 50 && reported > all / 5);
    }),
  );
});

describe('an archive that hasn’t turned on surge holds', () => {
  it('emails the owners, because silence is the worse failure', async () => {
    const { city, ids } = await cityWith(8, { surgeHoldCount: 5 });
    await reportSome(city, ids);
    await until('the owner has been emailed', async () => (await subjectsTo(world, city.emails.owner)).length === 1);
    expect(await surgeHoldsOf(city)).toHaveLength(0);
  });
});

describe('a surge of reports from one network', () => {
  it('holds the owners’ emails, notifies the administrators immediately, and sends the emails when released', async () => {
    const { city, ids } = await cityWith(8);
    await reportSome(city, ids);
    await until('the administrators have been notified', async () =>
      (await subjectsTo(world, city.emails.primary)).some((subject) => SURGE_HOLD_SUBJECT.test(subject)),
    );
    await sendDueMail(world.context, city.archiveId);
    expect(await subjectsTo(world, city.emails.owner)).toEqual([]);
    const [surgeHold] = await surgeHoldsOf(city);
    expect(surgeHold).toMatchObject({ network: 'facebook_page', state: 'holding', disconnects: 8, open: 8 });

    await releaseSurgeHold(world.context, as(city), surgeHold!.id);
    await until('the owner has been emailed', async () => (await subjectsTo(world, city.emails.owner)).length === 1);
    const [mail] = await world.mailsTo(city.emails.owner);
    expect(mail!.subject).toMatch(/Immediate action required/);
    expect(mail!.text).toContain('Page 7');
    expect(await surgeHoldsOf(city)).toMatchObject([{ state: 'released', endedBy: ARCHIVE }]);
  });

  it('includes reports that arrive one by one, and doesn’t hold another network’s emails', async () => {
    const { city, ids } = await cityWith(8);
    for (const id of ids.slice(0, 5)) await reportSome(city, [id]);
    expect(await surgeHoldsOf(city)).toHaveLength(0);
    await reportSome(city, [ids[5]!]);
    expect(await surgeHoldsOf(city)).toMatchObject([{ disconnects: 6 }]);
    await reportSome(city, [ids[6]!]);
    expect(await surgeHoldsOf(city)).toMatchObject([{ disconnects: 7 }]);
    const other = await anAccount(world.context.db, city, { network: 'x', ownerId: city.otherOwner });
    await reportSome(city, [other]);
    await until(
      'the other owner has been emailed',
      async () => (await subjectsTo(world, city.emails.otherOwner)).length === 1,
    );
  });

  it('starts a single surge hold, even with concurrent reports', async () => {
    const { city, ids } = await cityWith(12);
    await Promise.all(ids.map((id) => reportSome(city, [id])));
    const [surgeHold, ...more] = await surgeHoldsOf(city);
    expect(more).toHaveLength(0);
    expect(surgeHold).toMatchObject({ disconnects: 12 });
  });

  it('isn’t held until it exceeds the share of the archive’s accounts', async () => {
    const { city, ids } = await cityWith(31);
    await reportSome(city, ids.slice(0, 6));
    expect(await surgeHoldsOf(city)).toHaveLength(0);
    await reportSome(city, [ids[6]!]);
    expect(await surgeHoldsOf(city)).toMatchObject([{ disconnects: 7 }]);
  });

  it('can be withdrawn: the accounts are connected again, and no owner is emailed', async () => {
    const { city, ids } = await cityWith(8);
    await reportSome(city, ids);
    const [surgeHold] = await surgeHoldsOf(city);
    await withdrawHeldReports(world.context, as(city), surgeHold!.id, { reason: 'An outage at Facebook' });
    await sendDueMail(world.context, city.archiveId);
    const rows = await world.context.db.select().from(disconnects).where(eq(disconnects.archiveId, city.archiveId));
    expect(new Set(rows.map(({ closedAs }) => closedAs))).toEqual(new Set(['withdrawn']));
    const status = await world.context.db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
    expect(new Set(status.map((row) => row.status))).toEqual(new Set(['connected']));
    expect(await subjectsTo(world, city.emails.owner)).toEqual([]);
    await expect(releaseSurgeHold(world.context, as(city), surgeHold!.id)).rejects.toMatchObject({
      code: 'surge_hold_ended',
    });
  });

  it('is no longer held when the hold expires, and the emails are sent', async () => {
    const { city, ids } = await cityWith(8);
    await reportSome(city, ids);
    const [surgeHold] = await surgeHoldsOf(city);
    expect(surgeHold!.until.getTime() - surgeHold!.beganAt.getTime()).toBe(world.context.config.windows.surgeHold);
    await world.context.db
      .update(surgeHolds)
      .set({ until: sql`now() - interval '1 second'` })
      .where(and(eq(surgeHolds.archiveId, city.archiveId), eq(surgeHolds.id, surgeHold!.id)));
    world.context.notifier.notify(`mail:${city.archiveId}`);
    await until('the owner has been emailed', async () => (await subjectsTo(world, city.emails.owner)).length === 1);
    expect(await surgeHoldsOf(city)).toMatchObject([{ state: 'expired' }]);
  });

  it('is held by the database’s clock, even if the process’s clock is wrong', async () => {
    const { city, ids } = await cityWith(8);
    await reportSome(city, ids);
    const shown = async (processAheadMs: number) => {
      const { now } = Date;
      Date.now = () => now() + processAheadMs;
      try {
        return (await surgeHoldsOf(city)).map(({ state }) => state);
      } finally {
        Date.now = now;
      }
    };
    const wrongBy = 2 * world.context.config.windows.surgeHold;
    expect(await shown(wrongBy)).toEqual(['holding']);
    await world.context.db
      .update(surgeHolds)
      .set({ until: sql`now() - interval '1 second'` })
      .where(eq(surgeHolds.archiveId, city.archiveId));
    expect(await shown(-wrongBy)).toEqual(['expired']);
  });

  it('doesn’t count or hold what the network itself reported', async () => {
    const { city, ids } = await cityWith(8);
    const { config, db, clock } = world.context;
    const { dayMs, windows } = config;
    const actor = { kind: 'network' as const, name: 'Facebook' };
    const byFacebook = { archiveId: city.archiveId, actor, now: clock.now(), dayMs, windows };
    const reason = 'token_revoked' as const;
    const reports = ids.slice(0, 5).map((id) => ({ account: { id }, reason, triedAlready: true }));
    await db.transaction((tx) => acceptReports(tx, byFacebook, reports));
    await reportSome(city, [ids[5]!]);
    expect(await surgeHoldsOf(city)).toHaveLength(0);
    await until('the owner has been emailed', async () => (await subjectsTo(world, city.emails.owner)).length > 0);
  });

  it('doesn’t count reports that were released earlier', async () => {
    const { city, ids } = await cityWith(20);
    await reportSome(city, ids.slice(0, 6));
    const [surgeHold] = await surgeHoldsOf(city);
    await releaseSurgeHold(world.context, as(city), surgeHold!.id);
    await reportSome(city, ids.slice(6, 11));
    expect(await surgeHoldsOf(city)).toHaveLength(1);
    await reportSome(city, ids.slice(11, 13));
    expect((await surgeHoldsOf(city))[0]).toMatchObject({ state: 'holding', disconnects: 7 });
  });
});
