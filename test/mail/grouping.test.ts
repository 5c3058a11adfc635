/** "One email per owner, not one per account". Windows of fractions of a second stand in for the real ones. */
import { describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { dueSteps, emails } from '../../db/schema.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { aCity, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report, reportAll } from '../rig/reports.js';
import { FIRST, REMINDER, seriesTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(() =>
  createWorld({ windows: { firstEmail: 3000, laterSteps: 3_600_000, firstEmailGap: 2000, firstEmailGapMax: 4000 } }),
);

describe('first emails', () => {
  it('about an outage of one owner’s 500 accounts are a single email', async () => {
    const city = await aCity(world.context.db);
    const reports = [];
    for (let i = 0; i < 500; i += 1) {
      const id = await anAccount(world.context.db, city, { name: `Department ${i}` });
      reports.push({ account: { id }, reason: 'token_revoked' as const });
    }
    await reportAll(world.context, city.archiveId, reports);
    await world.quiet();
    const mails = await world.mailsTo(city.emails.owner);
    expect(mails.map(({ subject }) => subject)).toEqual([FIRST]);
    expect(mails[0]!.text).toContain('Department 0');
  });

  it('that fall due one after another within the window become one email', async () => {
    const city = await aCity(world.context.db);
    const stepsDue = () => world.context.db.$count(dueSteps, eq(dueSteps.archiveId, city.archiveId));
    for (const [i, name] of ['Police', 'Library', 'Parks'].entries()) {
      await report(world.context, city.archiveId, await anAccount(world.context.db, city, { name }));
      await until(`${name} is due`, async () => (await stepsDue()) === i + 1);
      const { nextInMs } = await sendDueMail(world.context, city.archiveId);
      expect(nextInMs).toBeGreaterThan(0);
    }
    await world.quiet();
    const mails = await world.mailsTo(city.emails.owner);
    expect(mails).toHaveLength(1);
    for (const name of ['Police', 'Library', 'Parks']) expect(mails[0]!.text).toContain(name);
    // In an email with several accounts, the link leads to all of them; with one account, to that one.
    expect(mails[0]!.html).not.toMatch(/connect#lnk_[^"]+\.acc_/);
  });

  it('to different owners stay separate, each with only that owner’s accounts', async () => {
    const city = await aCity(world.context.db);
    await report(world.context, city.archiveId, await anAccount(world.context.db, city, { name: 'Police' }));
    const other = await anAccount(world.context.db, city, { name: 'Library', ownerId: city.otherOwner });
    await report(world.context, city.archiveId, other);
    await world.quiet();
    const [[mine], [theirs]] = [await world.mailsTo(city.emails.owner), await world.mailsTo(city.emails.otherOwner)];
    expect(mine!.text).toContain('Police');
    expect(mine!.text).not.toContain('Library');
    expect(theirs!.text).toContain('Library');
    expect(theirs!.html).toContain(`.${other}"`);
  });

  it('about an outage that trickles in come further and further apart and omit no account', async () => {
    const city = await aCity(world.context.db);
    const names: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      for (const name of [`Account ${round} A.`, `Account ${round} B.`]) {
        names.push(name);
        await report(world.context, city.archiveId, await anAccount(world.context.db, city, { name }));
      }
      await until(`email ${round} has arrived`, async () => (await world.mailsTo(city.emails.owner)).length >= round);
    }
    const mails = await world.mailsTo(city.emails.owner);
    expect(mails).toHaveLength(3);
    const text = mails.map((mail) => mail.text).join('\n');
    for (const name of names) expect(text).toContain(name);
    // By the database's clock, which measures the gaps.
    const composed = await world.context.db
      .select({ at: emails.createdAt })
      .from(emails)
      .where(eq(emails.archiveId, city.archiveId))
      .orderBy(emails.createdAt);
    const gaps = composed.slice(1).map(({ at }, i) => at.getTime() - composed[i]!.at.getTime());
    gaps.forEach((gap, i) => expect(gap).toBeGreaterThanOrEqual(Math.min(2000 * 2 ** i, 4000)));
  });
});

describe('later steps', () => {
  it('of one owner that fall due together share one email, without waiting when no others are expected', async () => {
    const city = await aCity(world.context.db);
    await report(world.context, city.archiveId, await anAccount(world.context.db, city, { name: 'Police' }));
    await report(world.context, city.archiveId, await anAccount(world.context.db, city, { name: 'Library' }));
    await world.advance(2);
    const mails = await world.mailsTo(city.emails.owner);
    expect(mails.map(({ subject }) => subject)).toEqual([FIRST, REMINDER]);
    expect(mails[1]!.text).toContain('Police');
    expect(mails[1]!.text).toContain('Library');
    expect(await seriesTo(world, city.emails.owner)).toHaveLength(2);
  });
});
