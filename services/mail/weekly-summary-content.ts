/** Reads the content of an archive's weekly error summary, with the current state: for each list, the total and the first items. */
import { and, asc, count, desc, eq, gte, isNull, lt, ne, sql } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { accountOfDisconnect, ownerOfAccount } from '../../db/joins.js';
import { accounts, disconnects, users } from '../../db/schema.js';

/** The most items that an email lists. */
const MAX_LISTED = 50;

export interface Week {
  from: Date;
  to: Date;
}

export type Summary = Awaited<ReturnType<typeof readSummary>>;

export async function readSummary(db: Db, archiveId: string, week: Week) {
  const open = and(eq(disconnects.archiveId, archiveId), eq(disconnects.status, 'open'));
  const paused = and(open, gte(disconnects.pausedUntil, week.from));
  const reconnected = and(
    eq(disconnects.archiveId, archiveId),
    eq(disconnects.closedAs, 'reconnected'),
    gte(disconnects.closedAt, week.from),
    lt(disconnects.closedAt, week.to),
  );
  const unreachable = and(eq(users.archiveId, archiveId), ne(users.emailState, 'ok'));
  const total = async (where: typeof open) =>
    (await db.select({ n: count() }).from(disconnects).where(where))[0]?.n ?? 0;
  return {
    disconnected: {
      total: await total(open),
      listed: await rows(db).where(open).orderBy(asc(disconnects.detectedAt), asc(disconnects.id)).limit(MAX_LISTED),
    },
    reconnected: {
      total: await total(reconnected),
      listed: await rows(db)
        .where(reconnected)
        .orderBy(desc(disconnects.closedAt), asc(disconnects.id))
        .limit(MAX_LISTED),
    },
    paused: {
      total: await total(paused),
      listed: await rows(db).where(paused).orderBy(asc(disconnects.pausedUntil), asc(disconnects.id)).limit(MAX_LISTED),
    },
    unauthorized: await readUnauthorized(db, archiveId),
    unreachable: {
      total: (await db.select({ n: count() }).from(users).where(unreachable))[0]?.n ?? 0,
      listed: await db
        .select({ name: users.name, email: users.email, emailState: users.emailState, waiting })
        .from(users)
        .where(unreachable)
        .orderBy(desc(waiting), asc(users.id))
        .limit(MAX_LISTED),
    },
  };
}

/**
 * Whether all lists are empty. If so, no email is sent. Accounts that no one has authorized aren't news: a summary mentions them, but
 * they're no reason to send one every week.
 */
export const isEmptySummary = ({ disconnected, reconnected, paused, unreachable }: Summary): boolean =>
  [disconnected, reconnected, paused, unreachable].every(({ total }) => total === 0);

/** Counts the accounts that the archive captures and that no one has authorized here, for each owner, the most first. */
async function readUnauthorized(db: Db, archiveId: string) {
  const counted = await db
    .select({ ownerName: users.name, accounts: sql<number>`count(*)::int` })
    .from(accounts)
    .leftJoin(users, ownerOfAccount)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.authorizedSince),
        eq(accounts.status, 'connected'),
        isNull(accounts.deletedAt),
      ),
    )
    .groupBy(accounts.ownerId, users.name)
    .orderBy(desc(count()), asc(users.name));
  return { total: counted.reduce((sum, row) => sum + row.accounts, 0), listed: counted.slice(0, MAX_LISTED) };
}

const waiting = sql<number>`(select count(*)::int from ${accounts}
  where ${accounts.archiveId} = ${users.archiveId} and ${accounts.ownerId} = ${users.id} and ${accounts.status} = 'disconnected')`;

const rows = (db: Db) =>
  db
    .select({
      accountName: accounts.name,
      network: sql<NetworkName>`${accounts.network}`,
      ownerName: users.name,
      detectedAt: disconnects.detectedAt,
      pausedUntil: disconnects.pausedUntil,
      pauseReason: disconnects.pauseReason,
      resumedAt: disconnects.resumedAt,
      closedAt: disconnects.closedAt,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .leftJoin(users, ownerOfAccount);
