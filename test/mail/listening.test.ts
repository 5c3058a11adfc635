/** A mailer whose mail is due soon hears of more without Temporal, and one that stands still is replaced. On a real Temporal server. */
import { beforeEach, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { dueSteps, mailers } from '../../db/schema.js';
import { mailerWorkflowId } from '../../domain/ids.js';
import { findDeaf, findUnattended } from '../../services/mail/mailers.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { FIRST, seriesTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

/** Longer than any test takes, and still soon. */
const WINDOW_MS = 14_000;
const world = sharedFixture(() => createWorld({ realTime: true, windows: { firstEmail: WINDOW_MS } }));
const db = () => world.context.db;
beforeEach(() => world.restartDispatcher());

const mailerOf = async ({ archiveId }: City) =>
  (await db().select().from(mailers).where(eq(mailers.archiveId, archiveId)))[0];
const handleOf = ({ archiveId }: City) => world.env.client.workflow.getHandle(mailerWorkflowId(archiveId));
const runOf = async (city: City) => (await handleOf(city).describe()).runId;
const statusOf = async (city: City) => (await handleOf(city).describe()).status.name;
const signalsTo = async (city: City) =>
  (await handleOf(city).fetchHistory()).events?.filter((event) => event.workflowExecutionSignaledEventAttributes)
    .length;

/** An archive with a first email that waits for its window, and a mailer that waits with it. */
async function aListeningMailer(): Promise<City> {
  const city = await aCity(db());
  await report(world.context, city.archiveId, await anAccount(db(), city));
  await until('the mailer listens', async () => (await mailerOf(city))?.isListening === true);
  return city;
}

/** Ends the windows of the archive's first emails. */
const endWindows = ({ archiveId }: City) =>
  db()
    .update(dueSteps)
    .set({ raisedAt: sql`${dueSteps.raisedAt} - interval '1 minute'` })
    .where(eq(dueSteps.archiveId, archiveId));

it('what another process hints at is sent at once, without a signal', async () => {
  const city = await aListeningMailer();
  await world.dispatcher.stop();
  const before = await signalsTo(city);
  await endWindows(city);
  world.context.notifier.notify(`mail:${city.archiveId}`);
  await until(
    'the email has arrived',
    async () => (await seriesTo(world, city.emails.owner)).length === 1,
    WINDOW_MS / 2,
  );
  expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  expect(await signalsTo(city)).toBe(before);
});

it('hears for as long as it has mail, and afterward nobody claims to look after it', async () => {
  const city = await aListeningMailer();
  expect(await findDeaf(db(), [city.archiveId])).toEqual([]);
  await endWindows(city);
  world.context.notifier.notify(`mail:${city.archiveId}`);
  await until('the mailer has left', async () => (await findDeaf(db(), [city.archiveId])).length === 1);
  await until('its workflow has ended', async () => (await statusOf(city)) === 'COMPLETED');
  expect(await mailerOf(city)).toBeUndefined();
  expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
});

it('workers that stop don’t wait for what is due soon, and others go on', async () => {
  const city = await aListeningMailer();
  await world.stopWorkers();
  expect((await mailerOf(city))?.isListening).toBe(false);
  await world.startWorkers();
  await until('a mailer listens again', async () => (await mailerOf(city))?.isListening === true);
});

it('one that stands still is replaced', async () => {
  const city = await aListeningMailer();
  // A step that is due much later lets the mailer go to sleep in its workflow.
  await db()
    .update(dueSteps)
    .set({ notBefore: sql`now() + interval '1 hour'` })
    .where(eq(dueSteps.archiveId, city.archiveId));
  world.context.notifier.notify(`mail:${city.archiveId}`);
  await until('the mailer sleeps', async () => (await mailerOf(city))?.isListening === false);
  const run = await runOf(city);
  const find = async () => (await findUnattended(db())).filter(({ archiveId }) => archiveId === city.archiveId);
  expect(await find()).toEqual([]);
  await world.dispatcher.stop();
  await db().update(dueSteps).set({ notBefore: null }).where(eq(dueSteps.archiveId, city.archiveId));
  await endWindows(city);
  const late = (seconds: number) =>
    db()
      .update(mailers)
      .set({ looksAgainAt: sql`now() - ${seconds} * interval '1 second'` })
      .where(eq(mailers.archiveId, city.archiveId));
  const isFoundLate = (seconds: number, stuck: boolean) =>
    // A look that began before can still end.
    until(`the mailer is ${seconds} s late`, async () => {
      await late(seconds);
      return (await find()).some((one) => one.stuck === stuck);
    });
  await isFoundLate(5, false);
  await isFoundLate(301, true);
  await world.restartDispatcher();
  await until('the email has arrived', async () => (await seriesTo(world, city.emails.owner)).length === 1);
  expect(await runOf(city)).not.toBe(run);
});
