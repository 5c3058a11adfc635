/** Reports and reconnects without HTTP, the way the API does. */
import { lockAccounts } from '../../db/lock-accounts.js';
import { closeDisconnects, markAccounts, type ClosedAs } from '../../services/disconnects/close.js';
import { acceptReports, type ReportResult } from '../../services/disconnects/accept-reports.js';
import { type Disconnect, type Report } from '../../services/disconnects/types.js';
import { RELINK, type Actor } from '../../domain/actor.js';
import type { Context } from '../../platform/context.js';
import { aCity, anAccount } from './builders.js';
import type { World } from './world.js';

export const ARCHIVE: Actor = { kind: 'archive', id: 'key_1', name: 'capture engine' };

export async function reportAll(
  context: Context,
  archiveId: string,
  reports: readonly Report[],
): Promise<ReportResult[]> {
  const { config, clock, notifier } = context;
  const { dayMs, windows } = config;
  const results = await context.db.transaction((tx) =>
    acceptReports(tx, { archiveId, actor: ARCHIVE, now: clock.now(), dayMs, windows }, reports),
  );
  notifier.notify(`reported:${archiveId}`, `mail:${archiveId}`);
  return results;
}

export async function report(
  context: Context,
  archiveId: string,
  accountId: string,
  more: Partial<Report> = {},
): Promise<Disconnect> {
  const [result] = await reportAll(context, archiveId, [
    { account: { id: accountId }, reason: 'token_expired', ...more },
  ]);
  if (!result || result.outcome === 'refused') throw new Error('the report was refused');
  return result.disconnect;
}

/** Reports an account of a new archive and sends the first email. */
export async function beginSeries(world: World) {
  const { context } = world;
  const city = await aCity(context.db);
  const accountId = await anAccount(context.db, city);
  const { id } = await report(context, city.archiveId, accountId);
  await world.quiet();
  return { city, accountId, id };
}

/** Closes disconnects as the reconnect's transaction does, or in another way. */
export async function close(
  context: Context,
  archiveId: string,
  accountIds: string[],
  as: ClosedAs = 'reconnected',
): Promise<void> {
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    await lockAccounts(tx, archiveId, accountIds);
    await closeDisconnects(tx, { archiveId, accountIds, as, actor: RELINK, now });
    if (as === 'reconnected') await markAccounts(tx, archiveId, accountIds, { status: 'connected', now });
  });
  context.notifier.notify('workflows', `mail:${archiveId}`);
}
