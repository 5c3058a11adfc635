/** The gate: no send begins after a reconnect is committed, and a reconnect waits for the send in progress. */
import { describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { disconnects, dueSteps, emailBatches, emails } from '../../db/schema.js';
import { recordMailEvent } from '../../services/mail/delivery-events.js';
import { aCity, anAccount } from '../rig/builders.js';
import { close, report } from '../rig/reports.js';
import { seriesTo, subjectsTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld({ slowMs: 700 });

describe('a reconnect at the moment a step is sent', () => {
  it('waits for the send in progress, and nothing more is sent after it', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    await report(world.context, city.archiveId, accountId);
    await world.inboxMode('slow');
    const sending = sendDueMail(world.context, city.archiveId);
    await until('the send is under way', async () => (await subjectsTo(world, city.emails.owner)).length === 1);
    let sent = false;
    void sending.then(() => (sent = true));
    await close(world.context, city.archiveId, [accountId]);
    const [row] = await world.context.db
      .select()
      .from(dueSteps)
      .innerJoin(disconnects, eq(disconnects.id, dueSteps.disconnectId))
      .where(and(eq(disconnects.accountId, accountId), eq(dueSteps.kind, 'step')));
    expect(row!.due_steps.state).toBe('sent');
    await sending;
    await world.inboxMode('ok');
    expect(sent).toBe(true);
    // The confirmation can follow, but nothing more of the series.
    expect(await seriesTo(world, city.emails.owner)).toHaveLength(1);
  });

  it('that commits first leaves the composed email unsent', async () => {
    const city = await aCity(world.context.db);
    const [closing, staying] = [
      await anAccount(world.context.db, city, { name: 'Police' }),
      await anAccount(world.context.db, city, { name: 'Library' }),
    ];
    await report(world.context, city.archiveId, closing);
    await report(world.context, city.archiveId, staying);
    // An email is composed but can't leave.
    await world.inboxMode('rate_limit');
    await sendDueMail(world.context, city.archiveId);
    await close(world.context, city.archiveId, [closing]);
    await world.inboxMode('ok');
    await until('the remaining email is sent', async () => {
      await sendDueMail(world.context, city.archiveId);
      return (await subjectsTo(world, city.emails.owner)).length > 0;
    });
    const [mail, ...others] = await world.mailsTo(city.emails.owner);
    expect(others).toEqual([]);
    expect(mail!.text).toContain('Library');
    expect(mail!.text).not.toContain('Police');
    const rows = await world.context.db
      .select({ state: emails.state, why: emails.dropReason })
      .from(emails)
      .where(eq(emails.archiveId, city.archiveId));
    expect(rows).toEqual(
      expect.arrayContaining([
        { state: 'dropped', why: 'closed' },
        { state: 'accepted', why: null },
      ]),
    );
  });
});

describe('fifty reconnects racing their first emails', () => {
  it('never let an email be accepted after its reconnect was committed', async () => {
    const city = await aCity(world.context.db);
    const committed = new Map<string, number>();
    const race = async (i: number) => {
      const accountId = await anAccount(world.context.db, city, { name: `Race ${i}.` });
      await report(world.context, city.archiveId, accountId);
      const mailing = sendDueMail(world.context, city.archiveId);
      await close(world.context, city.archiveId, [accountId]);
      committed.set(`Race ${i}.`, Date.now());
      await mailing;
    };
    for (let round = 0; round < 10; round += 1) await Promise.all([0, 1, 2, 3, 4].map((i) => race(round * 5 + i)));
    await sendDueMail(world.context, city.archiveId);
    const mails = (await world.mailsTo(city.emails.owner)).filter(({ subject }) => /Immediate action/.test(subject));
    for (const mail of mails) {
      for (const [name, at] of committed)
        if (mail.text.includes(name)) expect(Date.parse(mail.createdAt)).toBeLessThanOrEqual(at);
    }
  });
});

describe('an event from the provider that arrives before its response', () => {
  it('causes no deadlock: the batch is sent once, and the event is recorded', async () => {
    const { db } = world.context;
    const city = await aCity(db);
    await report(world.context, city.archiveId, await anAccount(db, city));
    await world.inboxMode('slow');
    const sending = sendDueMail(world.context, city.archiveId);
    await until('the send is under way', async () => (await subjectsTo(world, city.emails.owner)).length === 1);
    const [email] = await db.select().from(emails).where(eq(emails.archiveId, city.archiveId));
    await recordMailEvent(world.context, {
      eventId: `delivered ${email!.id}`,
      emailId: email!.id,
      providerId: 'early',
      delivery: 'delivered',
      at: new Date(),
      sentAt: null,
      to: [city.emails.owner],
      named: [],
      texts: [],
      permanent: false,
      detail: {},
    });
    await sending;
    await world.inboxMode('ok');
    const [batch] = await db.select().from(emailBatches).where(eq(emailBatches.archiveId, city.archiveId));
    expect(batch).toMatchObject({ state: 'done', attempts: 1 });
    const [after] = await db.select().from(emails).where(eq(emails.id, email!.id));
    expect(after).toMatchObject({ state: 'accepted', delivery: 'delivered' });
  });
});
