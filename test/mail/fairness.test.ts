/** Archives with much to send take turns: a backlog doesn't delay another archive's single email for long. */
import { expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { newId } from '../../db/ids.js';
import { accounts, disconnects, users } from '../../db/schema.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report, reportAll } from '../rig/reports.js';
import { FIRST, seriesTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const SLOW_MS = 1500;
const BATCHES = 5;
const OWNERS = 100 * BATCHES;
/** The number of archives that one worker sends for at once (worker.ts). */
const BUSY = 4;

const world = sharedFixture(() => createWorld({ slowMs: SLOW_MS }));

/** Creates an archive with that many owners, each with an open disconnect whose first email is due. */
async function backlog(): Promise<City> {
  const { db } = world.context;
  const city = await aCity(db);
  const { archiveId } = city;
  const owners = Array.from({ length: OWNERS }, (_, n) => ({
    archiveId,
    id: newId('user'),
    name: `Owner ${n}`,
    email: `owner-${n}@${archiveId.toLowerCase().replace('_', '-')}.example`,
    isAccountOwner: true,
  }));
  await db.insert(users).values(owners);
  const theirs = owners.map(({ id: ownerId }) => ({
    archiveId,
    id: newId('account'),
    network: 'x' as const,
    networkAccountId: ownerId,
    name: 'City Hall',
    ownerId,
    status: 'connected' as const,
  }));
  await db.insert(accounts).values(theirs);
  await reportAll(
    world.context,
    archiveId,
    theirs.map(({ id }) => ({ account: { id }, reason: 'token_expired' as const })),
  );
  // Their first steps are due anyway; this test is about mail and starts no workflows.
  await db.update(disconnects).set({ workflow: 'ended' }).where(eq(disconnects.archiveId, archiveId));
  return city;
}

it('one activity sends part of a backlog and asks to run again', async () => {
  await world.dispatcher.stop();
  const city = await backlog();
  await world.inboxMode('slow');
  expect(await sendDueMail(world.context, city.archiveId)).toMatchObject({ nextInMs: 0 });
  const sent = await sentTo(city);
  expect([sent > 0, sent < OWNERS]).toEqual([true, true]);
  await world.inboxMode('ok');
  await until(
    'the whole backlog is sent',
    async () => (await sendDueMail(world.context, city.archiveId)).nextInMs === null,
  );
  expect(await sentTo(city)).toBe(OWNERS);
});

it('an archive with one email doesn’t wait for the backlogs of other archives', async () => {
  await world.dispatcher.stop();
  const busy: City[] = [];
  for (let n = 0; n < BUSY; n += 1) busy.push(await backlog());
  const quiet = await aCity(world.context.db);
  await world.inboxMode('slow');
  await world.restartDispatcher();
  await until('every busy archive has sent an email', async () =>
    (await Promise.all(busy.map(sentTo))).every((n) => n > 0),
  );
  await report(world.context, quiet.archiveId, await anAccount(world.context.db, quiet));
  await until(
    'the quiet archive’s email has arrived',
    async () => (await seriesTo(world, quiet.emails.owner)).length === 1,
  );
  expect((await Promise.all(busy.map(sentTo))).every((n) => n < OWNERS)).toBe(true);
  await world.inboxMode('ok');
  await world.quiet();
  expect(await seriesTo(world, quiet.emails.owner)).toEqual([FIRST]);
  expect(await Promise.all(busy.map(sentTo))).toEqual(busy.map(() => OWNERS));
});

async function sentTo({ archiveId }: City): Promise<number> {
  const [row] = await world.context.connection.sql<{ n: number }[]>`
    select count(*)::int as n from emails where archive_id = ${archiveId} and kind = 'first' and state = 'accepted'`;
  return row!.n;
}
