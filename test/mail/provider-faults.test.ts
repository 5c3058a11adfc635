/** The provider's faults must cause neither a lost step nor a second email for one. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { emailBatches, emails, users } from '../../db/schema.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { close, report } from '../rig/reports.js';
import { FIRST, REMINDER, seriesTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(() => createWorld({ slowMs: 6000, windows: { settle: 300 } }));
afterEach(() => world.inboxMode('ok'));

const attempts = async (city: City) =>
  (await world.context.db.select().from(emailBatches).where(eq(emailBatches.archiveId, city.archiveId))).reduce(
    (sum, batch) => sum + batch.attempts,
    0,
  );

describe('a provider that', () => {
  it.each(['rate_limit', 'error', 'accept_then_drop'])(
    'fails with %s gets the same email again, and each step arrives once',
    async (mode) => {
      const city = await aCity(world.context.db);
      await world.inboxMode(mode);
      await report(world.context, city.archiveId, await anAccount(world.context.db, city));
      await until('two attempts were made', async () => (await attempts(city)) >= 2);
      await world.inboxMode('ok');
      await world.quiet();
      expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
      await world.advance(2);
      expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST, REMINDER]);
      const rows = await world.context.db.select().from(emails).where(eq(emails.archiveId, city.archiveId));
      expect(rows.every(({ state, possibleDouble }) => state === 'accepted' && !possibleDouble)).toBe(true);
    },
  );

  it('accepts an email without responding gets no retry once the account is reconnected', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    await world.inboxMode('accept_then_drop');
    await report(world.context, city.archiveId, accountId);
    await until(
      'an attempt was made',
      async () => (await attempts(city)) >= 1 && (await seriesTo(world, city.emails.owner)).length > 0,
    );
    await close(world.context, city.archiveId, [accountId]);
    await world.inboxMode('ok');
    await until('the email is settled as unknown', async () => {
      const rows = await world.context.db.select().from(emails).where(eq(emails.archiveId, city.archiveId));
      return rows.some(({ kind, state, settleAt }) => kind === 'first' && state === 'unknown' && settleAt === null);
    });
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });

  it('rejects one address still sends the other emails, and the administrators are told', async () => {
    const city = await aCity(world.context.db);
    await world.context.db.update(users).set({ email: 'not an address' }).where(eq(users.id, city.owner));
    await report(world.context, city.archiveId, await anAccount(world.context.db, city));
    await report(world.context, city.archiveId, await anAccount(world.context.db, city, { ownerId: city.otherOwner }));
    await world.quiet();
    expect(await seriesTo(world, city.emails.otherOwner)).toEqual([FIRST]);
    const [owner] = await world.context.db.select().from(users).where(eq(users.id, city.owner));
    expect(owner!.emailState).toBe('bounced');
    const notices = (await world.mailsTo(city.emails.primary)).map(({ subject }) => subject);
    expect(notices).toEqual([expect.stringContaining('We can’t reach Owner, an Account Owner for ')]);
  });
});
