/** The series as the article tells it, with time skipped on a real Temporal server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { archives, accounts } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { close, report, reportAll } from '../rig/reports.js';
import { createWorld, type World } from '../rig/world.js';

const FIRST = 'ArchiveSocial: Immediate action required - Please reconnect your account(s)';
const REMINDER = 'Action required: Reconnect account';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
});

const subjectsTo = async (address: string) => (await world.mailsTo(address)).map(({ subject }) => subject);

describe('the series', () => {
  it('sends the six emails on days 0, 2, 7, 12, 17 and 22, copies administrators on the first and last, and repeats on day 27', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    await report(world.context, city.archiveId, accountId);
    await world.quiet();

    const expected = [FIRST];
    expect(await subjectsTo(city.emails.owner)).toEqual(expected);
    for (const days of [2, 5, 5, 5, 5]) {
      await world.advance(days - 0.001);
      expect(await subjectsTo(city.emails.owner)).toEqual(expected);
      await world.advance(0.001);
      expected.push(REMINDER);
      expect(await subjectsTo(city.emails.owner)).toEqual(expected);
    }
    await world.advance(5);
    expected.push(FIRST);
    await world.advance(2);
    expected.push(REMINDER);
    expect(await subjectsTo(city.emails.owner)).toEqual(expected);

    const mails = await world.mailsTo(city.emails.owner);
    const administrators = [city.emails.primary, city.emails.subscribed];
    expect(mails.map(({ cc }) => cc)).toEqual([administrators, [], [], [], [], administrators, administrators, []]);
    expect(new Set(mails.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(mails.length);
  });

  it('ends with the reconnect: one confirmation, then silence', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    const { id } = await report(world.context, city.archiveId, accountId);
    await world.advance(3);
    expect(await subjectsTo(city.emails.owner)).toEqual([FIRST, REMINDER]);
    await close(world.context, city.archiveId, [accountId]);
    await world.quiet();
    const result = await world.env.client.workflow.getHandle(`disconnect/${id}`).result();
    expect(result).toBe('reconnected');
    const mails = await subjectsTo(city.emails.owner);
    expect(mails).toHaveLength(3);
    await world.advance(60);
    expect(await subjectsTo(city.emails.owner)).toEqual(mails);
  });
});
