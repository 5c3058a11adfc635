/**
 * The lines of the gap report: times when an account wasn't archived, or when no one here could know. They are derived from the
 * disconnects and from the audit log, and found by the Account Owner of the time, not by today's.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import { nameOrEmailContains } from '../../db/search.js';
import { wasAuthorizedAtOnce } from '../../db/tables/accounts.js';
import { isAuthorization } from '../../db/tables/audit.js';

/**
 * `disconnected`: a gap. `withdrawn`: a report that was a mistake. `inactive`: the account was marked inactive. `unauthorized`: the
 * archive captures it, but no one has authorized it here, so nothing about its capture can be known.
 */
export const GAP_KINDS = ['disconnected', 'withdrawn', 'inactive', 'unauthorized'] as const;
export type GapKind = (typeof GAP_KINDS)[number];

/** Filters for a list of gaps. */
export interface GapFilter {
  /** The period that gaps must overlap, excluding its end. */
  from: Date;
  to: Date;
  /** All kinds when not given. */
  kinds?: readonly GapKind[];
  network?: NetworkName;
  ownerId?: string;
  /** Part of the name or email address of an owner of the time. */
  owner?: string;
}

export interface GapsQuery extends GapFilter {
  archiveId: string;
}

/** An account's first sign-in, which always names who signed in, and whether the account came with an authorization. */
const authorizationsOf = (account: string): SQL => sql`(
  select min(e.at) filter (where e.type <> 'account_added') as first_sign_in, bool_or(e.type = 'account_added') as at_once
  from audit e where e.archive_id = ${sql.raw(account)}.archive_id and e.account_id = ${sql.raw(account)}.id and ${isAuthorization('e.')})`;

/** An account that stands for the authorization of an id that was corrected was never an account of the archive (services/accounts/correct-id.ts). */
export const wasAccount =
  sql.raw(`(a.deleted_at is null or exists (select from audit e where e.archive_id = a.archive_id
  and e.account_id = a.id and e.type = 'account_deleted'))`);

/** Most accounts came with an authorization, and have no such line. They are left out by an index. */
export const authorizedAtOnce = wasAuthorizedAtOnce({
  authorizedSince: sql.raw('a.authorized_since'),
  createdAt: sql.raw('a.created_at'),
});

/** A list pages by whole milliseconds, which is what a cursor holds. */
const ms = (column: string) => sql.raw(`date_trunc('milliseconds', ${column})`);

/** The lines of some kinds in an archive: `kind`, `id`, `account_id`, `begins`, `ends`. Each part has lines that no other part has. */
export function linesOf(archiveId: string, kinds: readonly GapKind[]): SQL[] {
  const parts: [SQL, GapKind[]][] = [
    [disconnectLines(archiveId), ['disconnected', 'withdrawn']],
    [inactiveLines(archiveId), ['inactive']],
    [unauthorizedLines(archiveId), ['unauthorized']],
    [lostAuthorizations(archiveId), ['unauthorized']],
  ];
  return parts.flatMap(([part, of]) => (of.some((kind) => kinds.includes(kind)) ? part : []));
}

const disconnectLines = (archiveId: string): SQL => sql`
  select case when d.closed_as = 'withdrawn' then 'withdrawn' else 'disconnected' end as kind, d.id, d.account_id,
    ${ms('coalesce(d.last_captured_at, d.detected_at)')} as begins, coalesce(d.resumed_at, d.closed_at) as ends
  from disconnects d where d.archive_id = ${archiveId}`;

const inactiveLines = (archiveId: string): SQL => sql`
  select 'inactive' as kind, e.id, e.account_id, ${ms('e.at')} as begins, n.at as ends
  from audit e
  left join lateral (select l.at from audit l where l.archive_id = e.archive_id and l.account_id = e.account_id
    and l.type in ('account_active', 'account_deleted') and l.id > e.id order by l.id limit 1) n on true
  where e.archive_id = ${archiveId} and e.type = 'account_inactive' and e.account_id is not null
    and coalesce((select p.type from audit p where p.archive_id = e.archive_id and p.account_id = e.account_id
      and p.type in ('account_inactive', 'account_active') and p.id < e.id order by p.id desc limit 1), '') <> 'account_inactive'`;

const unauthorizedLines = (archiveId: string): SQL => sql`
  select 'unauthorized' as kind, a.id, a.id as account_id, a.created_at as begins, coalesce(s.at, a.deleted_at) as ends
  from accounts a
  cross join lateral ${authorizationsOf('a')} as known
  cross join lateral (select least(known.first_sign_in, a.authorized_since) as at) s
  where a.archive_id = ${archiveId} and ${wasAccount} and known.at_once is not true and not ${authorizedAtOnce}
    and (s.at is null or s.at > a.created_at + interval '1 second')
    -- One with tokens has been authorized since a time that was not recorded.
    and (s.at is not null or not exists (select from credentials c where c.archive_id = a.archive_id and c.account_id = a.id))`;

/**
 * Times after an authorization was deleted: a person or a network demanded it, or the account's id was corrected. What disconnected the
 * account for that is a gap; the line begins when the archive captured the account again without a new authorization.
 */
const lostAuthorizations = (archiveId: string): SQL => sql`
  select 'unauthorized' as kind, e.id, e.account_id, ${ms('b.at')} as begins, n.at as ends
  from audit e
  left join lateral (select d.id, coalesce(d.resumed_at, d.closed_at) as at from disconnects d
    where d.archive_id = e.archive_id and d.account_id = e.account_id and d.reported_at <= e.at + interval '1 minute'
      and (d.closed_at is null or d.closed_at > e.at) order by d.id desc limit 1) d on true
  cross join lateral (select case when d.id is null then e.at else greatest(e.at, d.at) end as at) b
  left join lateral (select l.at from audit l where l.archive_id = e.archive_id and l.account_id = e.account_id and l.id > e.id
    and (l.type = 'account_deleted' or ${isAuthorization('l.')})
    order by l.id limit 1) n on true
  where e.archive_id = ${archiveId} and e.type = 'credential_deleted' and e.account_id is not null
    and (d.id is null or d.at is not null) and (n.at is null or n.at > b.at + interval '1 second')`;

/** Joins each line with its account and today's owner. */
export const withAccounts = (archiveId: string, lines: SQL): SQL => sql`(${lines}) as line
  join accounts on accounts.archive_id = ${archiveId} and accounts.id = line.account_id
  left join users on users.archive_id = accounts.archive_id and users.id = accounts.owner_id`;

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export const matchesQuery = (query: GapsQuery): SQL => {
  const { from, to, kinds, network } = query;
  const conditions = [
    sql`line.begins < ${at(to)}`,
    sql`(line.ends is null or line.ends > ${at(from)})`,
    ...(kinds === undefined ? [] : [sql`line.kind = any(${sql.param([...kinds])}::text[])`]),
    ...(network === undefined ? [] : [sql`accounts.network = ${network}`]),
    ...ownerConditions(query),
  ];
  return sql.join(conditions, sql` and `);
};

/** Conditions on who was the owner at any time of the line. */
export function ownerConditions({ archiveId, ownerId, owner }: Omit<GapsQuery, 'from' | 'to'>): SQL[] {
  const conditions: SQL[] = [];
  if (ownerId !== undefined) {
    const moved = sql`jsonb_build_object('fromOwners', jsonb_build_array(
      jsonb_build_object('id', ${ownerId}::text, 'accountIds', jsonb_build_array(line.account_id))))`;
    conditions.push(
      ownedBy(archiveId, {
        today: sql`accounts.owner_id = ${ownerId}`,
        recorded: sql`o.detail->'owner'->>'id' = ${ownerId}`,
        to: sql`t.user_id = ${ownerId}`,
        from: sql`exists (select from transfers m where m.archive_id = t.archive_id and m.id = t.detail->>'transferId'
          and m.moved @> ${moved})`,
      }),
    );
  }
  if (owner) {
    const named = (name: string) => sql`position(lower(${owner}::text) in lower(coalesce(${sql.raw(name)}, ''))) > 0`;
    conditions.push(
      ownedBy(archiveId, {
        today: nameOrEmailContains(owner),
        recorded: named("o.detail->'owner'->>'name'"),
        to: named("t.detail->>'to'"),
        from: named("t.detail->>'from'"),
      }),
    );
  }
  return conditions;
}

/**
 * Whether one of the line's owners matches. Today's was an owner of then unless a transfer came later; others are named by the
 * transfers: the first one after the line's beginning says who had it before, and each one within the line who had it next. Most accounts
 * were never transferred, so their transfers aren't looked for. What opened a disconnect names the owner as that person was called then,
 * and a deletion names the owner whom the account no longer has.
 */
function ownedBy(
  archiveId: string,
  { today, recorded, from, to }: Record<'today' | 'recorded' | 'from' | 'to', SQL>,
): SQL {
  const transfer = sql`from audit t where t.archive_id = ${archiveId} and t.account_id = line.account_id and t.type = 'transferred'`;
  const end = sql`coalesce(line.ends, 'infinity'::timestamptz)`;
  return sql`((${today} and not exists (select ${transfer} and t.at > ${end}))
    or (line.account_id in (select m.account_id from audit m where m.archive_id = ${archiveId} and m.type = 'transferred') and (
      exists (select ${transfer} and t.at > line.begins and t.at <= ${end} and (${from} or ${to}))
      or exists (select from (select t.* ${transfer} and t.at > ${end} order by t.id limit 1) t where ${from})))
    or exists (select from audit o where o.archive_id = ${archiveId} and o.disconnect_id = line.id
      and o.type in ('reported', 'disconnect_opened') and ${recorded})
    or exists (select from audit o where o.archive_id = ${archiveId} and o.account_id = line.account_id
      and o.type = 'account_deleted' and ${recorded} and not exists (select ${transfer} and t.at > ${end})))`;
}
