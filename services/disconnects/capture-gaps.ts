/**
 * Gaps in the record: while an account is disconnected, its posts aren't captured. A gap begins with the last capture before the
 * disconnect, or when the disconnect was detected if that is unknown. It ends with the first capture after the disconnect, or when
 * the disconnect was closed if that is unknown; an open gap lasts until now. A withdrawn report isn't a gap, because it was a
 * mistake. A disconnect that was closed as inactive or deleted is a gap until then, because nothing was captured.
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

/** Filters for a list of gaps. */
export interface GapFilter {
  /** The period that gaps must overlap, excluding its end. */
  from: Date;
  to: Date;
  network?: NetworkName;
  ownerId?: string;
  /** Part of the owner's name or email address. */
  owner?: string;
}

/** Who was emailed about a gap: the series and related emails, but not the confirmation at the end. */
export interface NotifiedGap {
  firstAt: Date | null;
  /** The number of emails after the first. */
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
  /** Null while the gap is open. */
  to: Date | null;
  closedAs: ClosedAs | null;
  closedBy: Actor | null;
  notified: NotifiedGap;
}

export interface GapTotals {
  gaps: number;
  accounts: number;
  open: number;
  /** The total length of all gaps within the period. */
  lostMs: number;
}

export interface GapsQuery extends GapFilter {
  archiveId: string;
}

/** The last row of the previous page: time and id. */
interface GapKey {
  from: Date;
  id: string;
}

/** Formats the cursor for the next page of a list. */
export const formatGapKey = ({ from, disconnectId }: Gap): string => `${from.getTime()}.${disconnectId}`;

/** Parses a cursor; null when it is invalid. */
export function parseGapKey(text: string): GapKey | null {
  const [, from, id] = /^(\d{1,13})\.([\w-]{1,64})$/.exec(text) ?? [];
  return from && id ? { from: new Date(Number(from)), id } : null;
}

const begin = sql<Date>`coalesce(${disconnects.lastCapturedAt}, ${disconnects.detectedAt})`.mapWith(
  disconnects.detectedAt,
);
const end = sql<Date | null>`coalesce(${disconnects.resumedAt}, ${disconnects.closedAt})`.mapWith(disconnects.closedAt);

/** Returns the gap of one disconnect. */
export const gapOf = (row: {
  lastCapturedAt: Date | null;
  detectedAt: Date;
  resumedAt: Date | null;
  closedAt: Date | null;
}): { from: Date; to: Date | null } => ({
  from: row.lastCapturedAt ?? row.detectedAt,
  to: row.resumedAt ?? row.closedAt,
});

function matchesQuery({ archiveId, from, to, network, ownerId, owner }: GapsQuery): SQL | undefined {
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

/** Finds gaps, latest first; returns one extra row when there are more. */
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
        matchesQuery(query),
        after === null
          ? undefined
          : sql`(${begin}, ${disconnects.id}) < (${after.from.toISOString()}::timestamptz, ${after.id}::text)`,
      ),
    )
    .orderBy(desc(begin), desc(disconnects.id))
    .limit(page.limit + 1);
  const notified = await findNotified(
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
    notified: notified.get(disconnect.id) ?? { firstAt: null, reminders: 0, to: [], cc: [] },
  }));
}

/** Yields all gaps in chunks. */
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

/** @param now the time up to which an open gap counts */
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
    .where(matchesQuery(query));
  return row!;
}

async function findNotified(db: Db, archiveId: string, ids: readonly string[]): Promise<Map<string, NotifiedGap>> {
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
  const notified = new Map<string, NotifiedGap>();
  const emails = new Map<NotifiedGap, Set<unknown>>();
  for (const { disconnectId, at, detail } of rows) {
    const of = notified.get(disconnectId!) ?? { firstAt: at, reminders: 0, to: [], cc: texts(detail.cc) };
    notified.set(disconnectId!, of);
    of.to = [...new Set([...of.to, ...texts(detail.to)])];
    // Several overdue steps share one email.
    const seen = (emails.get(of) ?? new Set()).add(detail.emailId ?? at.getTime());
    emails.set(of, seen);
    of.reminders = seen.size - 1;
  }
  return notified;
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
