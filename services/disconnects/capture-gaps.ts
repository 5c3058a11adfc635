/**
 * The gaps in the record: while an account was disconnected, its posts were not captured. A gap runs from the last capture before
 * (else when the disconnect was noticed) to the first after (else when the disconnect ended); an open one until now. A withdrawn
 * report is none: it was a mistake. One that ended as inactive or deleted is a gap until it ended: nothing was captured until then.
 */
import { and, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Db } from '../../db/client.js';
import type { ClosedAs } from './close.js';
import { accountOfDisconnect, ownerOfAccount } from '../../db/joins.js';
import { nameOrEmailContains } from '../../db/search.js';
import { accounts, audit, disconnects, users } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';

/** What a list of gaps is narrowed to. */
export interface GapFilter {
  /** Gaps that touch this period, the end not included. */
  from: Date;
  to: Date;
  network?: NetworkName;
  ownerId?: string;
  /** Part of the owner's name or address. */
  owner?: string;
}

/** Who was emailed about it: the series and what belongs to it, not the confirmation afterwards. */
export interface NotifiedGap {
  firstAt: Date | null;
  /** Emails after the first. */
  reminders: number;
  to: string[];
  /** Copied on the first email. */
  cc: string[];
}

export interface Gap {
  disconnectId: string;
  account: { id: string; name: string; network: NetworkName };
  owner: { id: string; name: string } | null;
  reason: Reason;
  from: Date;
  /** Null: still open. */
  to: Date | null;
  closedAs: ClosedAs | null;
  closedBy: Actor | null;
  told: NotifiedGap;
}

export interface GapTotals {
  gaps: number;
  accounts: number;
  open: number;
  /** Within the period, of all gaps together. */
  lostMs: number;
}

export interface GapsQuery extends GapFilter {
  archiveId: string;
}

/** The last row of the page before: time and id. */
interface GapKey {
  from: Date;
  id: string;
}

/** As lists carry it to the next page. */
export const writeGapKey = ({ from, disconnectId }: Gap): string => `${from.getTime()}.${disconnectId}`;

/** Null for what is none. */
export function readGapKey(text: string): GapKey | null {
  const [, from, id] = /^(\d{1,13})\.([\w-]{1,64})$/.exec(text) ?? [];
  return from && id ? { from: new Date(Number(from)), id } : null;
}

const begin = sql<Date>`coalesce(${disconnects.lastCapturedAt}, ${disconnects.detectedAt})`.mapWith(
  disconnects.detectedAt,
);
const end = sql<Date | null>`coalesce(${disconnects.resumedAt}, ${disconnects.closedAt})`.mapWith(disconnects.closedAt);

/** What the gap of one disconnect is. */
export const gapOf = (row: {
  lastCapturedAt: Date | null;
  detectedAt: Date;
  resumedAt: Date | null;
  closedAt: Date | null;
}): { from: Date; to: Date | null } => ({
  from: row.lastCapturedAt ?? row.detectedAt,
  to: row.resumedAt ?? row.closedAt,
});

function isSought({ archiveId, from, to, network, ownerId, owner }: GapsQuery): SQL | undefined {
  return and(
    eq(disconnects.archiveId, archiveId),
    sql`${disconnects.closedAs} is distinct from 'withdrawn'`,
    sql`${begin} < ${to.toISOString()}::timestamptz`,
    sql`(${end} is null or ${end} > ${from.toISOString()}::timestamptz)`,
    network === undefined ? undefined : eq(accounts.network, network),
    ownerId === undefined ? undefined : eq(accounts.ownerId, ownerId),
    owner ? nameOrEmailContains(owner) : undefined,
  );
}

/** The latest first; one more than `limit` when there are more. */
export async function findGaps(
  db: Db,
  query: GapsQuery,
  page: { after: GapKey | null; limit: number },
): Promise<Gap[]> {
  const { after } = page;
  const rows = await db
    .select({ disconnect: disconnects, account: accounts, ownerName: users.name })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .leftJoin(users, ownerOfAccount)
    .where(
      and(
        isSought(query),
        after === null
          ? undefined
          : sql`(${begin}, ${disconnects.id}) < (${after.from.toISOString()}::timestamptz, ${after.id}::text)`,
      ),
    )
    .orderBy(desc(begin), desc(disconnects.id))
    .limit(page.limit + 1);
  const told = await findWhoWasTold(
    db,
    query.archiveId,
    rows.map(({ disconnect }) => disconnect.id),
  );
  return rows.map(({ disconnect, account, ownerName }) => ({
    disconnectId: disconnect.id,
    account: { id: account.id, name: account.name, network: account.network },
    owner: account.ownerId === null ? null : { id: account.ownerId, name: ownerName ?? '' },
    reason: disconnect.reason,
    ...gapOf(disconnect),
    closedAs: disconnect.closedAs,
    closedBy: disconnect.status === 'closed' ? disconnect.closedBy : null,
    told: told.get(disconnect.id) ?? { firstAt: null, reminders: 0, to: [], cc: [] },
  }));
}

/** All of them, a part at a time. */
export async function* gapParts(db: Db, query: GapsQuery, size = 500): AsyncGenerator<Gap[]> {
  let after: GapKey | null = null;
  for (;;) {
    const rows: Gap[] = await findGaps(db, query, { after, limit: size });
    const part = rows.slice(0, size);
    if (part.length > 0) yield part;
    if (rows.length <= size) return;
    const last = part.at(-1)!;
    after = { from: last.from, id: last.disconnectId };
  }
}

/** @param now where an open gap ends for the time being */
export async function sumGaps(db: Db, query: GapsQuery, now: Date): Promise<GapTotals> {
  const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;
  const [row] = await db
    .select({
      gaps: sql<number>`count(*)::int`,
      accounts: sql<number>`count(distinct ${disconnects.accountId})::int`,
      open: sql<number>`(count(*) filter (where ${disconnects.status} = 'open'))::int`,
      lostMs: sql<number>`coalesce(sum(greatest(0, extract(epoch from
        least(coalesce(${end}, ${at(now)}), ${at(query.to)}) - greatest(${begin}, ${at(query.from)})) * 1000)), 0)::float8`,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .leftJoin(users, ownerOfAccount)
    .where(isSought(query));
  return row!;
}

async function findWhoWasTold(db: Db, archiveId: string, ids: readonly string[]): Promise<Map<string, NotifiedGap>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ disconnectId: audit.disconnectId, at: audit.at, detail: audit.detail })
    .from(audit)
    .where(
      and(
        eq(audit.archiveId, archiveId),
        inArray(audit.disconnectId, [...ids]),
        eq(audit.type, 'email_sent'),
        sql`${audit.detail} ->> 'kind' <> 'reconnected'`,
      ),
    )
    .orderBy(audit.id);
  const told = new Map<string, NotifiedGap>();
  const emails = new Map<NotifiedGap, Set<unknown>>();
  for (const { disconnectId, at, detail } of rows) {
    const of = told.get(disconnectId!) ?? { firstAt: at, reminders: 0, to: [], cc: texts(detail.cc) };
    told.set(disconnectId!, of);
    of.to = [...new Set([...of.to, ...texts(detail.to)])];
    // Several overdue steps are one email.
    const seen = (emails.get(of) ?? new Set()).add(detail.emailId ?? at.getTime());
    emails.set(of, seen);
    of.reminders = seen.size - 1;
  }
  return told;
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
