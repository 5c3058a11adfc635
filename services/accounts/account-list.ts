/** Account lists for people: accounts that need attention first, each with its disconnect and the emails about it. */
import { and, asc, count, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { accountState, type AccountState } from '../../domain/account-state.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { SeriesPlan } from '../../domain/series.js';
import { isAnyOf } from '../../db/any-of.js';
import type { Db } from '../../db/client.js';
import { contains } from '../../db/search.js';
import { nextEmailAt } from '../disconnects/queries.js';
import { openDisconnectOfAccount, ownerOfAccount, profileOfAccount } from '../../db/joins.js';
import {
  accountCounts,
  accountRank,
  accounts,
  disconnects,
  dueSteps,
  emails,
  lastConnectedAt,
  parentProfiles,
  users,
} from '../../db/schema.js';
import { isAuthorized, type AccountStatus } from './queries.js';

export interface ListedAccount {
  id: string;
  network: NetworkName;
  networkAccountId: string;
  name: string;
  status: AccountStatus;
  /** What people are told about it. */
  state: AccountState;
  inactiveReason: string | null;
  owner: {
    id: string;
    name: string;
    /** Whether we still email them; their address can have been given up. */
    isReachable: boolean;
  };
  parentProfile: string | null;
  disconnect: ListedDisconnect | null;
}

export interface ListedDisconnect {
  id: string;
  reason: Reason;
  since: Date;
  nextEmailAt: Date | null;
  pausedUntil: Date | null;
  pauseReason: string | null;
  emails: EmailCounts;
}

/** Counts of the emails about one disconnect. */
export interface EmailCounts {
  /** Due now, but not sent yet: a first email waits for others to join it, and mail can be on hold. */
  waiting: number;
  sent: number;
  delivered: number;
  /** Failed, bounced, reported as spam, or suppressed. */
  failed: number;
}

export interface AccountsQuery {
  archiveId: string;
  /** Null for the accounts of all owners. */
  ownerId: string | null;
  accountId?: string;
  state?: AccountState;
  /** Part of a name. */
  search?: string;
  /** Only these. */
  ids?: readonly string[];
}

/** Names have up to 200 characters; lowercasing can lengthen them in some scripts. */
const CursorName = z
  .string()
  .max(600)
  .regex(/^[^\0]*$/);

/** The cursor of a list: the rank, name, and id of a page's last row. */
export const AccountsCursor = z.tuple([z.literal([0, 1, 2]), CursorName, CursorName]);
export type AccountsCursor = readonly [rank: number, name: string, id: string];

const rank = accountRank(accounts.status);
const sortName = sql<string>`lower(${accounts.name})`;

/** The limit for counting rows: no one pages further, and counting a million rows is slow. */
const MAX_COUNTED = 10_000;
/** The limit for counting what a search finds. Whoever gets more types more. */
const MAX_FOUND = 1000;

/** A number of accounts; `more`: there are more than that. */
export interface AccountTotal {
  n: number;
  more: boolean;
}

/** Counts the matching accounts, up to a limit. */
export async function countAccounts(db: Db, query: Omit<AccountsQuery, 'search'>): Promise<AccountTotal> {
  const { archiveId, ownerId, accountId, state } = query;
  if (ownerId === null && accountId === undefined && state === undefined)
    return { n: await countAllAccounts(db, archiveId), more: false };
  const limited = db
    .select({ one: sql<number>`1`.as('one') })
    .from(accounts)
    .where(matches(query))
    .limit(MAX_COUNTED + 1)
    .as('some');
  const [row] = await db.select({ n: count() }).from(limited);
  const n = row?.n ?? 0;
  return { n: Math.min(n, MAX_COUNTED), more: n > MAX_COUNTED };
}

/**
 * Finds the accounts with a part of a name, in any order and up to a limit. Of these few, a list is sorted quickly; when there are more, the next
 * match in the order of a list is never far, and `query` is the search itself.
 */
export async function searchAccounts(
  db: Db,
  { search = '', ...query }: AccountsQuery,
): Promise<{ total: AccountTotal; query: AccountsQuery }> {
  const found = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(matches(query), contains(sortName, search)))
    .limit(MAX_FOUND + 1);
  if (found.length > MAX_FOUND) return { total: { n: MAX_FOUND, more: true }, query: { ...query, search } };
  return { total: { n: found.length, more: false }, query: { ...query, ids: found.map(({ id }) => id) } };
}

async function countAllAccounts(db: Db, archiveId: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`coalesce(sum(${accountCounts.accounts}), 0)::int` })
    .from(accountCounts)
    .where(eq(accountCounts.archiveId, archiveId));
  return row!.n;
}

/** Finds one page of accounts. `next` is the cursor of the next page, null on the last. */
export async function findListedAccounts(
  db: Db,
  query: AccountsQuery,
  measures: { plan: SeriesPlan; dayMs: number; now: Date },
  page: { after: AccountsCursor | null; limit: number },
): Promise<{ rows: ListedAccount[]; next: AccountsCursor | null }> {
  const found = await db
    .select({
      account: accounts,
      ownerName: users.name,
      emailState: users.emailState,
      profileName: parentProfiles.name,
      disconnect: disconnects,
      rank,
      sortName,
    })
    .from(accounts)
    .innerJoin(users, ownerOfAccount)
    .leftJoin(parentProfiles, profileOfAccount)
    .leftJoin(disconnects, openDisconnectOfAccount)
    .where(and(matches(query), page.after ? isAfterCursor(page.after) : undefined))
    .orderBy(asc(rank), asc(sortName), asc(accounts.id))
    .limit(page.limit + 1);
  const shown = found.slice(0, page.limit);
  const counts = await countEmails(
    db,
    query.archiveId,
    shown.flatMap(({ disconnect }) => disconnect?.id ?? []),
  );
  const last = shown.at(-1);
  return {
    rows: shown.map(({ account, ownerName, emailState, profileName, disconnect }) => ({
      id: account.id,
      network: account.network,
      networkAccountId: account.networkAccountId,
      name: account.name,
      status: account.status,
      state: accountState({ status: account.status, authorized: account.authorizedSince !== null }),
      inactiveReason: account.inactiveReason,
      owner: { id: account.ownerId ?? '', name: ownerName, isReachable: emailState === 'ok' },
      parentProfile: profileName,
      disconnect: disconnect && {
        id: disconnect.id,
        reason: disconnect.reason,
        since: disconnect.detectedAt,
        nextEmailAt: nextEmailAt(disconnect, measures.plan, measures.dayMs),
        pausedUntil: disconnect.pausedUntil && disconnect.pausedUntil > measures.now ? disconnect.pausedUntil : null,
        pauseReason: disconnect.pauseReason,
        emails: counts.get(disconnect.id) ?? NO_EMAILS,
      },
    })),
    next: found.length > page.limit && last ? [last.rank, last.sortName, last.account.id] : null,
  };
}

function matches({ archiveId, ownerId, accountId, state, search, ids }: AccountsQuery): SQL | undefined {
  return and(
    eq(accounts.archiveId, archiveId),
    isNull(accounts.deletedAt),
    ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
    accountId === undefined ? undefined : eq(accounts.id, accountId),
    state === undefined ? undefined : isIn(state),
    ids && isAnyOf(accounts.id, ids),
    // Unlike LIKE, it says nothing about how many match, so PostgreSQL reads the index in the order of the list.
    search ? sql`position(lower(${search}) in ${sortName}) > 0` : undefined,
  );
}

/** The database's form of {@link accountState}. */
function isIn(state: AccountState): SQL | undefined {
  if (state === 'not_authorized') return and(eq(accounts.status, 'connected'), isAuthorized(false));
  return and(eq(accounts.status, state), state === 'connected' ? isAuthorized(true) : undefined);
}

/** Compares whole rows, so the index with the same order can be used. */
const isAfterCursor = ([lastRank, lastName, lastId]: AccountsCursor): SQL =>
  sql`(${rank}, ${sortName}, ${accounts.id}) > (${lastRank}::int, ${lastName}, ${lastId})`;

const NO_EMAILS: EmailCounts = { waiting: 0, sent: 0, delivered: 0, failed: 0 };

async function countEmails(db: Db, archiveId: string, ids: readonly string[]): Promise<Map<string, EmailCounts>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      disconnectId: dueSteps.disconnectId,
      waiting: sql<number>`(count(*) filter (where ${dueSteps.state} = 'due'))::int`,
      sent: sql<number>`count(distinct ${emails.id}) filter (where ${emails.state} in ('accepted', 'unknown'))::int`,
      delivered: sql<number>`count(distinct ${emails.id}) filter (where ${emails.delivery} = 'delivered')::int`,
      failed: sql<number>`count(distinct ${emails.id}) filter (where ${emails.delivery} in ('bounced', 'complained', 'suppressed', 'failed') or ${emails.state} = 'failed')::int`,
    })
    .from(dueSteps)
    .leftJoin(emails, and(eq(emails.archiveId, dueSteps.archiveId), eq(emails.id, dueSteps.emailId)))
    .where(and(eq(dueSteps.archiveId, archiveId), inArray(dueSteps.disconnectId, [...ids])))
    .groupBy(dueSteps.disconnectId);
  return new Map(rows.map(({ disconnectId, ...counts }) => [disconnectId, counts]));
}

/** The names of accounts for the green bar. */
export interface NewlyConnected {
  reconnected: string[];
  /** Authorized here for the first time. */
  authorized: string[];
}

/** Both happen in one sign-in to a disconnected account that was never authorized: that is a reconnect. */
const SAME_SIGN_IN = sql`interval '1 minute'`;

/** Finds the names of the accounts that were reconnected, or authorized for the first time, after `since`. */
export async function connectedSince(
  db: Db,
  { archiveId, ownerId, accountId }: Pick<AccountsQuery, 'archiveId' | 'ownerId' | 'accountId'>,
  since: Date,
): Promise<NewlyConnected> {
  const { authorizedSince, lastReconnectedAt } = accounts;
  const again = sql<boolean>`coalesce(${lastReconnectedAt} > ${authorizedSince} - ${SAME_SIGN_IN}, ${authorizedSince} is null)`;
  const rows = await db
    .select({ name: accounts.name, again })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.deletedAt),
        eq(accounts.status, 'connected'),
        ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
        accountId === undefined ? undefined : eq(accounts.id, accountId),
        sql`${lastConnectedAt(accounts)} > ${sql.param(since, lastReconnectedAt)}`,
      ),
    )
    .orderBy(asc(lastConnectedAt(accounts)))
    .limit(20);
  const names = (of: boolean) => rows.filter((row) => row.again === of).map(({ name }) => name);
  return { reconnected: names(true), authorized: names(false) };
}
