/** A disconnect ends when it is closed, for whatever reason; then nothing more is sent. */
import { describe, expect, it } from '@jest/globals';
import { holdMail, releaseMail } from '../../services/mail/mail-hold.js';
import { readBacklog } from '../../services/operations/backlog.js';
import type { ClosedAs } from '../../services/disconnects/close.js';
import { aCity, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { beginSeries, close, report } from '../rig/reports.js';
import { FIRST, REMINDER, seriesTo, subjectsTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(createWorld);

const steps = [0, 2, 7, 12, 17, 22, 27, 29];

describe('a reconnect', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'after step %i ends the series: one confirmation, then no more emails',
    async (last) => {
      const { city, accountId, id } = await beginSeries(world);
      for (let step = 1; step <= last; step += 1) await world.advance(steps[step]! - steps[step - 1]!);
      await world.advance(1);
      const expected = steps.slice(0, last + 1).map((_, step) => (step % 6 === 0 ? FIRST : REMINDER));
      expect(await seriesTo(world, city.emails.owner)).toEqual(expected);

      await close(world.context, city.archiveId, [accountId]);
      await world.quiet();
      expect(await world.env.client.workflow.getHandle(`disconnect/${id}`).result()).toBe('reconnected');
      const [confirmation] = (await world.mailsTo(city.emails.owner)).slice(last + 1);
      expect(confirmation).toMatchObject({ cc: [city.emails.primary, city.emails.subscribed] });
      expect(confirmation!.text).toContain('City Hall');
      await world.advance(60);
      expect(await subjectsTo(world, city.emails.owner)).toHaveLength(last + 2);
    },
  );

  it('before the first email means that no email is sent', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    await world.dispatcher.stop();
    try {
      await report(world.context, city.archiveId, accountId);
      await close(world.context, city.archiveId, [accountId]);
    } finally {
      await world.restartDispatcher();
    }
    await world.advance(30);
    expect(await subjectsTo(world, city.emails.owner)).toEqual([]);
  });

  it('while an operator holds all mail leaves nothing to send after the release', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    const stepsDue = async () => {
      const { counts } = await readBacklog(world.context.db);
      return counts.find(({ what }) => what === 'steps that are due but not yet in an email')?.count;
    };
    await holdMail(world.context.db, 'maintenance');
    try {
      await report(world.context, city.archiveId, accountId);
      await until('the first step is due', async () => (await stepsDue()) === 1);
      await close(world.context, city.archiveId, [accountId]);
      expect(await stepsDue()).toBe(0);
    } finally {
      await releaseMail(world.context);
    }
    await world.advance(30);
    expect(await subjectsTo(world, city.emails.owner)).toEqual([]);
  });
});

describe('closing a disconnect', () => {
  it.each(['inactive', 'deleted', 'withdrawn'] as ClosedAs[])(
    'as %s ends its workflow without a "reconnected" email',
    async (as) => {
      const { city, accountId, id } = await beginSeries(world);
      await close(world.context, city.archiveId, [accountId], as);
      await world.quiet();
      expect(await world.env.client.workflow.getHandle(`disconnect/${id}`).result()).toBe(as);
      await world.advance(30);
      expect(await subjectsTo(world, city.emails.owner)).toEqual([FIRST]);
    },
  );
});
