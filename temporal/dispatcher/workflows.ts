/** Open disconnects get their workflow, closed ones have it told, paused and resumed ones have it woken. */
import type { Client } from '@temporalio/client';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../platform/context.js';
import { awaitedStep } from '../../services/disconnects/raise-due-steps.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, archives, disconnects } from '../../db/schema.js';
import { startDisconnect, tellDisconnect } from '../client.js';
import { isPassing, runConcurrently, temporalIsAway } from './run-concurrently.js';

const AT_A_TIME = 200;
const IN_FLIGHT = 25;
/** A claim by a dispatcher that died is free again after this. */
const CLAIM_SECONDS = 10;
/** A row that failed is tried again after so long, and after those that were not tried yet: it holds up nobody. */
const AGAIN_SECONDS = 30;
const AGAIN_AFTER_PASSING_TROUBLE_SECONDS = 1;
/** One call takes milliseconds. */
const CALL_MS = 5000;

type Row = Awaited<ReturnType<typeof claim>>[number];

/** @throws when the database or Temporal is away; what is wrong with single rows is logged, and they are tried again later */
export async function dispatchWorkflows(context: Context, client: Client, indexed: boolean): Promise<void> {
  for (;;) {
    const rows = await claim(context);
    const failed: { disconnectId: string; error: unknown }[] = [];
    const { left, problem } = await runConcurrently(rows, IN_FLIGHT, async (row) => {
      try {
        const workflow = await client.withDeadline(Date.now() + CALL_MS, () => dispatch(context, client, row, indexed));
        await settle(context, row, { workflow, workflowTriedAt: null });
      } catch (error) {
        const away = await temporalIsAway(client, error);
        const seconds = away || isPassing(error) ? AGAIN_AFTER_PASSING_TROUBLE_SECONDS : AGAIN_SECONDS;
        await settle(context, row, { workflowTriedAt: freeAgainIn(seconds) });
        if (away) throw error;
        failed.push({ disconnectId: row.disconnect.id, error });
      }
    });
    if (failed.length > 0)
      context.log.warn(
        { ...failed[0], failed: failed.length, of: rows.length },
        'workflows could not be started or told; trying these again later',
      );
    if (problem !== null) {
      for (const row of left) await settle(context, row, { workflowTriedAt: null });
      throw problem;
    }
    if (rows.length < AT_A_TIME) return;
  }
}

const freeAgainIn = (seconds: number) => sql`clock_timestamp() + ${seconds - CLAIM_SECONDS} * interval '1 second'`;

async function claim({ db }: Context) {
  const free = sql`(${disconnects.workflowTriedAt} is null or ${disconnects.workflowTriedAt} < clock_timestamp() - ${CLAIM_SECONDS} * interval '1 second')`;
  const claimed = await db
    .update(disconnects)
    .set({ workflowTriedAt: sql`clock_timestamp()` })
    .where(
      sql`${disconnects.id} in (select id from disconnects where workflow in ('to_start', 'to_wake', 'to_end')
        and (workflow_tried_at is null or workflow_tried_at < clock_timestamp() - ${CLAIM_SECONDS} * interval '1 second')
        order by workflow_tried_at nulls first, id limit ${AT_A_TIME} for update skip locked) and ${free}`,
    )
    .returning();
  if (claimed.length === 0) return [];
  const ids = claimed.map(({ id }) => id);
  const facts = await db
    .select({
      id: disconnects.id,
      network: accounts.network,
      stepDays: archives.stepDays,
      seriesDays: archives.seriesDays,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .innerJoin(archives, eq(archives.id, disconnects.archiveId))
    .where(sql`${disconnects.id} = any(${sql.param(ids)}::text[])`);
  const factsOf = new Map(facts.map((fact) => [fact.id, fact]));
  return claimed.map((disconnect) => ({ disconnect, ...factsOf.get(disconnect.id)! }));
}

/** What the row's workflow is after it. */
async function dispatch(
  context: Context,
  client: Client,
  row: Row,
  indexed: boolean,
): Promise<Row['disconnect']['workflow']> {
  const { disconnect, network } = row;
  switch (disconnect.workflow) {
    case 'to_start': {
      const { archiveId, id: disconnectId, reason, refreshFirst } = disconnect;
      const next = awaitedStep(disconnect, row, context.config.dayMs);
      await startDisconnect(client, { archiveId, disconnectId, next, refreshFirst, indexed, network, reason });
      return 'running';
    }
    case 'to_wake':
      return (await tellDisconnect(client, disconnect.id, 'wake')) ? 'running' : 'to_start';
    case 'to_end':
      // Nobody there: it has ended already, or was never started.
      await tellDisconnect(client, disconnect.id, 'reconnected');
      return 'ended';
    default:
      return disconnect.workflow;
  }
}

/** Unless the disconnect changed meanwhile: then there is other work to do, which a later claim finds. */
async function settle(
  { db }: Context,
  { disconnect }: Row,
  to: { workflow?: Row['disconnect']['workflow']; workflowTriedAt: SQL | null },
): Promise<void> {
  await db
    .update(disconnects)
    .set(to)
    .where(
      and(
        eq(disconnects.archiveId, disconnect.archiveId),
        eq(disconnects.id, disconnect.id),
        eq(disconnects.workflow, disconnect.workflow),
        sql`${disconnects.workflowTriedAt} is not distinct from ${disconnect.workflowTriedAt?.toISOString()}::timestamptz`,
      ),
    );
}
