/** Open disconnects get their workflow, closed ones have it told, paused and resumed ones have it woken. */
import type { Client } from '@temporalio/client';
import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.js';
import { awaitedStep } from '../db/raise.js';
import { accountOfDisconnect } from '../db/joins.js';
import { accounts, archives, disconnects } from '../db/schema.js';
import { startDisconnect, tellDisconnect } from '../temporal.js';

const AT_A_TIME = 200;
const IN_FLIGHT = 25;
/** A claim by a dispatcher that died is free again after this. */
const CLAIM_SECONDS = 10;

type Row = Awaited<ReturnType<typeof claim>>[number];

export async function dispatchWorkflows(context: Context, client: Client, indexed: boolean): Promise<void> {
  for (;;) {
    const rows = await claim(context);
    await inParallel(rows, (row) => dispatch(context, client, row, indexed));
    if (rows.length < AT_A_TIME) return;
  }
}

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

async function dispatch(context: Context, client: Client, row: Row, indexed: boolean): Promise<void> {
  const { disconnect, network } = row;
  try {
    switch (disconnect.workflow) {
      case 'to_start': {
        const { archiveId, id: disconnectId, reason, refreshFirst } = disconnect;
        const next = awaitedStep(disconnect, row, context.config.dayMs);
        await startDisconnect(client, { archiveId, disconnectId, next, refreshFirst, indexed, network, reason });
        return await settle(context, row, 'running');
      }
      case 'to_wake': {
        const found = await tellDisconnect(client, disconnect.id, 'wake');
        return await settle(context, row, found ? 'running' : 'to_start');
      }
      case 'to_end':
        // Nobody there: it has ended already, or was never started.
        await tellDisconnect(client, disconnect.id, 'reconnected');
        return await settle(context, row, 'ended');
      default:
        return;
    }
  } catch (error) {
    await settle(context, row, disconnect.workflow);
    throw error;
  }
}

/** Unless the disconnect changed meanwhile: then there is other work to do, which a later claim finds. */
async function settle({ db }: Context, { disconnect }: Row, workflow: Row['disconnect']['workflow']): Promise<void> {
  await db
    .update(disconnects)
    .set({ workflow, workflowTriedAt: null })
    .where(
      and(
        eq(disconnects.archiveId, disconnect.archiveId),
        eq(disconnects.id, disconnect.id),
        eq(disconnects.workflow, disconnect.workflow),
        sql`${disconnects.workflowTriedAt} is not distinct from ${disconnect.workflowTriedAt?.toISOString()}::timestamptz`,
      ),
    );
}

/** @throws the first problem, after all have been tried */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const problems: unknown[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await work(item).catch((error: unknown) => problems.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, items.length) }, worker));
  if (problems.length > 0) throw problems[0];
}
