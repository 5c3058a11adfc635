/** The series as the article tells it, with time skipped on a real Temporal server. */
import { describe, expect, it } from '@jest/globals';
import { aCity, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { FIRST, REMINDER, subjectsTo } from '../rig/subjects.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(createWorld);

describe('the series', () => {
  it('sends on days 0, 2, 7, 12, 17, and 22, never early, copies administrators on the first and last, and repeats on day 27', async () => {
    const city = await aCity(world.context.db);
    await report(world.context, city.archiveId, await anAccount(world.context.db, city));
    await world.quiet();

    const expected = [FIRST];
    expect(await subjectsTo(world, city.emails.owner)).toEqual(expected);
    for (const days of [2, 5, 5, 5, 5]) {
      await world.advance(days - 0.001);
      expect(await subjectsTo(world, city.emails.owner)).toEqual(expected);
      await world.advance(0.001);
      expected.push(REMINDER);
      expect(await subjectsTo(world, city.emails.owner)).toEqual(expected);
    }
    await world.advance(5);
    expected.push(FIRST);
    await world.advance(2);
    expected.push(REMINDER);
    expect(await subjectsTo(world, city.emails.owner)).toEqual(expected);

    const mails = await world.mailsTo(city.emails.owner);
    const administrators = [city.emails.primary, city.emails.subscribed];
    expect(mails.map(({ cc }) => cc)).toEqual([administrators, [], [], [], [], administrators, administrators, []]);
    expect(new Set(mails.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(mails.length);
    expect(mails[0]!.html).toContain(`http://localhost:3999/connect#lnk_`);
  });

  it('keeps repeating: three series send one email per step, and the fourth begins', async () => {
    const city = await aCity(world.context.db);
    const { id } = await report(world.context, city.archiveId, await anAccount(world.context.db, city));
    await world.quiet();
    for (let series = 0; series < 3; series += 1) for (const days of [2, 5, 5, 5, 5, 5]) await world.advance(days);
    expect(await subjectsTo(world, city.emails.owner)).toEqual(
      Array.from({ length: 19 }, (_, i) => (i % 6 === 0 ? FIRST : REMINDER)),
    );
    const status = await world.env.client.workflow
      .getHandle(`disconnect/${id}`)
      .query<{ series: number; waitingFor: number }>('status');
    expect(status).toMatchObject({ series: 4, waitingFor: 1 });
  });

  it('keeps its workflow history small', async () => {
    const city = await aCity(world.context.db);
    const { id } = await report(world.context, city.archiveId, await anAccount(world.context.db, city));
    await world.quiet();
    const handle = world.env.client.workflow.getHandle(`disconnect/${id}`);
    const { runId } = await handle.describe();
    for (const days of [2, 5, 5, 5, 5]) await world.advance(days);
    const first = await world.env.client.workflow.getHandle(`disconnect/${id}`, runId).fetchHistory();
    expect(first.events!.at(-1)!.workflowExecutionContinuedAsNewEventAttributes).toBeTruthy();
    expect(first.events!.length).toBeLessThanOrEqual(40);
  });
});
