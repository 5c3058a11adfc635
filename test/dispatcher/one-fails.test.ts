/** What Temporal refuses for one archive or one disconnect holds up no other. On a real Temporal server. */
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { inArray, sql } from 'drizzle-orm';
import { createMailers } from '../../temporal/dispatcher/mail.js';
import { dispatchWorkflows } from '../../temporal/dispatcher/workflows.js';
import { newId } from '../../db/ids.js';
import { disconnects } from '../../db/schema.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(() => createWorld({ realTime: true }));
beforeAll(() => world.dispatcher.stop());
afterEach(async () => {
  await world.context.db.update(disconnects).set({ workflow: 'ended' });
});

/** Longer than the ids that Temporal accepts, so every start is refused for good. */
const tooLong = (id: string) => `${id}${'x'.repeat(1100)}`;
const db = () => world.context.db;
const isThere = (workflowId: string) =>
  world.env.client.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      () => true,
      () => false,
    );

describe('an archive whose mailer cannot be started', () => {
  it('is tried again later, and the other archives get their mailers', async () => {
    const bad = tooLong(newId('archive'));
    const good = [newId('archive'), newId('archive')];
    const calls = countingClient();
    const mailers = createMailers(world.context, calls.client, 0);
    for (const id of [bad, ...good]) mailers.notify(id);
    await mailers.ensure();
    expect(await Promise.all([bad, ...good].map((id) => isThere(`mailer/${id}`)))).toEqual([false, true, true]);
    await mailers.ensure();
    expect(calls.of(bad)).toBe(1);
    expect(calls.of(good[0]!)).toBe(1);
    await until('the archive is tried again', async () => {
      await mailers.ensure();
      return calls.of(bad) > 1;
    });
  });
});

/** The real client, which counts how often it is called for each archive. */
function countingClient() {
  const asked: string[] = [];
  const client = new Client({
    connection: world.env.connection,
    namespace: world.env.namespace,
    interceptors: {
      workflow: [
        {
          start: (input, next) => {
            asked.push(input.options.workflowId);
            return next(input);
          },
          signalWithStart: (input, next) => {
            asked.push(input.options.workflowId);
            return next(input);
          },
        },
      ],
    },
  });
  return { client, of: (archiveId: string) => asked.filter((id) => id === `mailer/${archiveId}`).length };
}

/** Creates disconnects whose ids sort before all others and that Temporal refuses. */
async function poison(city: City, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const accountId = await anAccount(db(), city);
    const id = tooLong(`dsc_0000${n}`);
    const now = new Date();
    await db().insert(disconnects).values({
      archiveId: city.archiveId,
      id,
      accountId,
      reason: 'unknown',
      reportedAt: now,
      detectedAt: now,
      seriesStartedAt: now,
      step: 0,
    });
    ids.push(id);
  }
  return ids;
}

describe('disconnects whose workflows cannot be started', () => {
  it('are tried after all others, and again only after a delay', async () => {
    const city = await aCity(db());
    const bad = await poison(city, 210);
    const { id } = await report(world.context, city.archiveId, await anAccount(db(), city));
    await dispatchWorkflows(world.context, world.env.client, false);
    expect(await isThere(`disconnect/${id}`)).toBe(true);
    const [tried] = await db()
      .select({ soonest: sql<number>`extract(epoch from min(workflow_tried_at) - now())::float8 + 10` })
      .from(disconnects)
      .where(inArray(disconnects.id, bad));
    expect(tried!.soonest).toBeGreaterThan(15);
    // A new workflow starts while they wait.
    const { id: next } = await report(world.context, city.archiveId, await anAccount(db(), city));
    await dispatchWorkflows(world.context, world.env.client, false);
    expect(await isThere(`disconnect/${next}`)).toBe(true);
    // And they aren't given up: their turn comes.
    await db()
      .update(disconnects)
      .set({ workflowTriedAt: sql`now() - interval '11 seconds'` })
      .where(inArray(disconnects.id, bad));
    const { id: third } = await report(world.context, city.archiveId, await anAccount(db(), city));
    await dispatchWorkflows(world.context, world.env.client, false);
    expect(await isThere(`disconnect/${third}`)).toBe(true);
    const open = await db().select().from(disconnects).where(inArray(disconnects.id, bad));
    expect(
      open.every(({ workflow, workflowTriedAt }) => workflow === 'to_start' && workflowTriedAt! > new Date()),
    ).toBe(true);
  });
});

describe('an unreachable Temporal', () => {
  it('makes the dispatcher pause, and its claims expire within seconds', async () => {
    const city = await aCity(db());
    const { id } = await report(world.context, city.archiveId, await anAccount(db(), city));
    const away = new Client({ connection: Connection.lazy({ address: '127.0.0.1:9' }) });
    await expect(dispatchWorkflows(world.context, away, false)).rejects.toThrow();
    await until(
      'the workflow has started anyway',
      async () => {
        await dispatchWorkflows(world.context, world.env.client, false);
        return isThere(`disconnect/${id}`);
      },
      4000,
    );
    const mailers = createMailers(world.context, away, 0);
    mailers.notify(newId('archive'));
    await expect(mailers.ensure()).rejects.toThrow();
  });
});
