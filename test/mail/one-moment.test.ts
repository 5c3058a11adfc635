/** What is due is read as of a single moment: a step that is raised during the read isn't missed by both halves of it. */
import { expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import { windowsFor } from '../../domain/windows.js';
import { groupDueSteps } from '../../services/mail/delivery/group-due-steps.js';
import { aCity, anAccount } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { DAY_MS } from '../rig/calendar.js';
import { createSite } from '../rig/site.js';
import { report } from '../rig/reports.js';
import { until } from '../rig/until.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const windows = windowsFor(86_400);

it('a reminder waits for another one to the same owner that falls due at that very moment', async () => {
  const { db } = site.context;
  const now = new Date();
  const later = new Date(now.getTime() + 5 * DAY_MS);
  /** Raises a step the way the workflow's activity does: it becomes due, and the next one is expected. */
  const raise = async (disconnectId: string, step: number) =>
    db.transaction(async (tx) => {
      const { archiveId } = city;
      const due = { archiveId, id: newId('dueStep'), disconnectId, kind: 'step' as const, series: 1, step };
      await tx.insert(dueSteps).values({ ...due, dueAt: now });
      await tx.update(disconnects).set({ step, nextEmailAt: later }).where(eq(disconnects.id, disconnectId));
    });
  const anyDisconnect = async (ownerId?: string) =>
    (await report(site.context, city.archiveId, await anAccount(db, city, { ownerId }))).id;
  const firstIsPast = async (id: string) => {
    await db.update(dueSteps).set({ state: 'skipped' }).where(eq(dueSteps.disconnectId, id));
    await db.update(disconnects).set({ step: 0, nextEmailAt: now }).where(eq(disconnects.id, id));
    return id;
  };
  const [police, library] = [await firstIsPast(await anyDisconnect()), await firstIsPast(await anyDisconnect())];
  await raise(police, 1);
  // This first step makes the query read the emails between what is due and what is expected.
  await anyDisconnect(city.otherOwner);

  const held = Promise.withResolvers<void>();
  const holding = Promise.withResolvers<void>();
  const lock = db.transaction(async (tx) => {
    await tx.execute(sql`lock table emails in access exclusive mode`);
    holding.resolve();
    await held.promise;
  });
  await holding.promise;
  const looking = groupDueSteps(db, city.archiveId, windows);
  await until('the query waits for the emails table', async () => {
    const rows = await db.execute(
      sql`select from pg_locks where relation = 'emails'::regclass and not granted and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.length > 0;
  });
  await raise(library, 1);
  held.resolve();
  await lock;

  expect((await looking).ready).toEqual([]);
  const { ready } = await groupDueSteps(db, city.archiveId, windows);
  expect(ready).toMatchObject([{ ownerId: city.owner, stepIds: [expect.any(String), expect.any(String)] }]);
});
