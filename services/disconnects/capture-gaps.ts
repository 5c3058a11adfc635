/**
 * Gaps in the record: while an account is disconnected, its posts aren't captured. A gap begins with the last capture before the
 * disconnect, or when the disconnect was detected if that is unknown. It ends with the first capture after the disconnect, or when
 * the disconnect was closed if that is unknown; an open gap lasts until now. A withdrawn report isn't a gap, because it was a
 * mistake. A disconnect that was closed as inactive or deleted is a gap until then, because nothing was captured. Withdrawn reports,
 * inactive times, and times without an authorization have lines of their own, which the totals leave out.
 */
import { and, eq, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Db } from '../../db/client.js';
import type { ClosedAs } from './close.js';
import { disconnects } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import {
  decisionOf,
  emailsOf,
  ownersOf,
  readHistory,
  reasonsOf,
  type GapEmail,
  type History,
  type OwnerOfTime,
  type ReasonOfTime,
} from './gap-history.js';
import { findFirstInformation } from './first-information.js';
import { GAP_KINDS, linesOf, matchesQuery, withAccounts, type GapKind, type GapsQuery } from './gap-lines.js';

/** Who was emailed about a gap: the series and related emails, but not the confirmation at the end. */
export interface NotifiedGap {
  firstAt: Date | null;
  /** The number of emails after the first. */
  reminders: number;
  to: string[];
  /** Copied on the first email. */
  cc: string[];
  /** Each email, oldest first. */
  emails: GapEmail[];
}

/** How a line ended. */
export type GapEnd = ClosedAs | 'active' | 'authorized';

export interface Gap {
  kind: GapKind;
  /** Unique among the lines. */
  id: string;
  /** Null for an inactive or unauthorized time. */
  disconnectId: string | null;
  account: { id: string; name: string; network: NetworkName };
  /** The owner at the beginning; null if that is not known. */
  owner: { id: string | null; name: string } | null;
  owners: OwnerOfTime[];
  /** The last known reason. Null when there was no disconnect. */
  reason: Reason | null;
  reasons: ReasonOfTime[];
  /** The reason that a person typed when they withdrew a report or marked the account inactive. */
  why: string | null;
  /** Who marked the account inactive, or whose act deleted its authorization. Null if it came without one. */
  begunBy: Actor | null;
  from: Date;
  /** Null while the gap is open. */
  to: Date | null;
  end: GapEnd | null;
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
  /** Before this, the archive had nothing that could tell of a gap. Null when it has no such account. */
  noInformationBefore: Date | null;
}

/** The last row of the previous page: time and id. */
interface GapKey {
  from: Date;
  id: string;
}

/** Formats the cursor for the next page of a list. */
export const formatGapKey = ({ from, id }: Gap): string => `${from.getTime()}.${id}`;

/** Parses a cursor; null when it is invalid. */
export function parseGapKey(text: string): GapKey | null {
  const [, from, id] = /^(\d{1,13})\.([\w-]{1,64})$/.exec(text) ?? [];
  return from && id ? { from: new Date(Number(from)), id } : null;
}

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

interface LineRow extends Record<string, unknown> {
  kind: GapKind;
  id: string;
  account_id: string;
  account_name: string;
  network: NetworkName;
  deleted: boolean;
  owner_id: string | null;
  owner_name: string | null;
  from_ms: number;
  to_ms: number | null;
}

/** Finds gaps, latest first; returns one extra row when there are more. */
export async function findGaps(
  db: Db,
  query: GapsQuery,
  page: { after: GapKey | null; limit: number },
): Promise<Gap[]> {
  const { archiveId, kinds = GAP_KINDS } = query;
  const { after } = page;
  const ofPage = sql`where ${matchesQuery(query)}
    ${after === null ? sql`` : sql`and (line.begins, line.id) < (${after.from.toISOString()}::timestamptz, ${after.id}::text)`}
    order by line.begins desc, line.id desc limit ${page.limit + 1}`;
  // Each part is cut to the page first, so that one with a line for each account is read from its index, as far as the page goes.
  const parts = linesOf(archiveId, kinds).map((lines) => {
    const isCut = !isOfSomeAccounts(query);
    return sql`(
      select line.*, accounts.name as account_name, accounts.network, accounts.deleted_at is not null as deleted,
        accounts.owner_id, users.name as owner_name
      from ${withAccounts(archiveId, isCut ? sql`select line.* from (${lines}) as line ${ofPage}` : lines)} ${isCut ? sql`` : ofPage})`;
  });
  const rows = await db.execute<LineRow>(sql`
    select line.*, (extract(epoch from line.begins) * 1000)::float8 as from_ms, (extract(epoch from line.ends) * 1000)::float8 as to_ms
    from (${sql.join(parts, sql` union all `)}) as line
    order by line.begins desc, line.id desc limit ${page.limit + 1}`);
  return describeLines(db, archiveId, [...rows]);
}

/** Whether the query asks for accounts, and not only for times and kinds. */
const isOfSomeAccounts = ({ network, ownerId, owner }: GapsQuery) =>
  network !== undefined || ownerId !== undefined || Boolean(owner);

const isDisconnect = ({ kind }: { kind: GapKind }) => kind === 'disconnected' || kind === 'withdrawn';

async function describeLines(db: Db, archiveId: string, rows: readonly LineRow[]): Promise<Gap[]> {
  if (rows.length === 0) return [];
  const disconnectIds = rows.filter(isDisconnect).map(({ id }) => id);
  const [history, found] = await Promise.all([
    readHistory(db, archiveId, { accountIds: [...new Set(rows.map((row) => row.account_id))], disconnectIds }),
    disconnectIds.length === 0
      ? []
      : db
          .select()
          .from(disconnects)
          .where(and(eq(disconnects.archiveId, archiveId), isAnyOf(disconnects.id, disconnectIds))),
  ]);
  const disconnectOf = new Map(found.map((row) => [row.id, row]));
  return rows.map((row) => describeLine(row, history, disconnectOf.get(row.id)));
}

function describeLine(row: LineRow, history: History, disconnect: typeof disconnects.$inferSelect | undefined): Gap {
  const { kind, id, account_id: accountId } = row;
  const from = new Date(Math.floor(row.from_ms));
  const to = row.to_ms === null ? null : new Date(Math.floor(row.to_ms));
  const line = { id, accountId, from, to };
  const today = row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' };
  const owners = ownersOf(history, line, today);
  const [owner] = owners;
  const shared = {
    kind,
    id,
    account: { id: accountId, name: row.account_name, network: row.network },
    owner: owner ? { id: owner.id, name: owner.name } : null,
    owners,
    from,
    to,
  };
  if (!disconnect) return { ...shared, ...NO_DISCONNECT, ...aboutAccount(row, history, to) };
  const reasons = reasonsOf(history, line, disconnect.reason);
  const withdrawn = history.disconnects.get(id)?.findLast(({ type }) => type === 'withdrawn');
  return {
    ...shared,
    disconnectId: id,
    reason: disconnect.reason,
    reasons,
    why: kind === 'withdrawn' ? (decisionOf(withdrawn)?.why ?? null) : null,
    begunBy: null,
    end: disconnect.closedAs,
    closedAs: disconnect.closedAs,
    closedBy: disconnect.status === 'closed' ? disconnect.closedBy : null,
    notified: notifiedOf(emailsOf(history, id)),
  };
}

const NO_DISCONNECT = {
  disconnectId: null,
  reason: null,
  reasons: [],
  closedAs: null,
  notified: { firstAt: null, reminders: 0, to: [], cc: [], emails: [] },
};

/** Describes how an inactive or unauthorized time began and ended. */
function aboutAccount({ kind, id, account_id: accountId, deleted }: LineRow, history: History, to: Date | null) {
  const events = history.accounts.get(accountId) ?? [];
  const begun = decisionOf(events.find((event) => event.id === id));
  if (kind === 'unauthorized')
    return {
      why: null,
      begunBy: begun?.by ?? null,
      closedBy: null,
      end: to === null ? null : endOfUnauthorized(deleted, history, accountId, to),
    };
  const ended = events.find(
    (event) => event.id > id && (event.type === 'account_active' || event.type === 'account_deleted'),
  );
  return {
    why: begun?.why ?? null,
    begunBy: begun?.by ?? null,
    closedBy: ended?.actor ?? null,
    end: ended ? (ended.type === 'account_active' ? ('active' as const) : ('deleted' as const)) : null,
  };
}

/** A deleted account may have been authorized before that. */
function endOfUnauthorized(deleted: boolean, history: History, accountId: string, to: Date): GapEnd {
  if (!deleted) return 'authorized';
  const at = history.accounts.get(accountId)?.findLast(({ type }) => type === 'account_deleted')?.at;
  return at === undefined || to >= new Date(at.getTime() - 1000) ? 'deleted' : 'authorized';
}

function notifiedOf(emails: GapEmail[]): NotifiedGap {
  const [first] = emails;
  return {
    firstAt: first?.at ?? null,
    reminders: Math.max(0, emails.length - 1),
    to: [...new Set(emails.flatMap(({ to }) => to.map(({ email }) => email)))],
    cc: first?.cc.map(({ email }) => email) ?? [],
    emails,
  };
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
    after = { from: last.from, id: last.id };
  }
}

/**
 * Sums up the gaps. Two gaps of an account can overlap, if the archive reports later that capture had never resumed; that time counts once.
 * @param now the time up to which an open gap counts
 */
export async function sumGaps(db: Db, query: GapsQuery, now: Date): Promise<GapTotals> {
  const { archiveId } = query;
  const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;
  const lines = sql.join(linesOf(archiveId, ['disconnected']), sql` union all `);
  const [[row], noInformationBefore] = await Promise.all([
    db.execute<{ gaps: number; accounts: number; open: number; lost_ms: number }>(sql`
      with lost as (
        select line.account_id, (line.ends is null) as is_open, greatest(line.begins, ${at(query.from)}) as begins,
          greatest(line.begins, ${at(query.from)}, least(coalesce(line.ends, ${at(now)}), ${at(query.to)})) as ends
        from ${isOfSomeAccounts(query) ? withAccounts(archiveId, lines) : sql`(${lines}) as line`}
        where ${matchesQuery({ ...query, kinds: ['disconnected'] })})
      select (select count(*)::int from lost) as gaps, (select count(distinct account_id)::int from lost) as accounts,
        (select count(*)::int from lost where is_open) as open,
        (select coalesce(sum(extract(epoch from upper(part) - lower(part)) * 1000), 0)::float8
          from (select range_agg(tstzrange(begins, ends)) as parts from lost group by account_id) merged, unnest(merged.parts) part
        ) as lost_ms`),
    findFirstInformation(db, query),
  ]);
  const { gaps, accounts, open, lost_ms: lostMs } = row!;
  return { gaps, accounts, open, lostMs, noInformationBefore };
}

export type { GapFilter, GapKind } from './gap-lines.js';
export { GAP_KINDS } from './gap-lines.js';
