/** Counts everything that is waiting, for operators. */
import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { readHold, type Hold } from '../mail/mail-hold.js';

export interface WaitingCount {
  what: string;
  count: number;
  oldest: Date | null;
}

/** Each entry: what is waiting, and a query for how many there are and since when the oldest has waited. */
const QUERIES: readonly [string, SQL][] = [
  [
    'disconnects whose workflow has yet to be started, notified, or ended',
    sql`select count(*)::int as n, min(coalesce(workflow_tried_at, reported_at)) as oldest from disconnects
      where workflow in ('to_start', 'to_wake', 'to_end')`,
  ],
  [
    'steps that are due but not yet in an email',
    sql`select count(*)::int as n, min(raised_at) as oldest from due_steps where state = 'due'`,
  ],
  [
    'emails to compose or send',
    sql`select count(*)::int as n, min(created_at) as oldest from emails where state in ('due', 'composed')`,
  ],
  [
    'of these, held back by the limits for a recipient or an archive',
    sql`select count(*)::int as n, min(created_at) as oldest from emails where state = 'due' and not_before > now()`,
  ],
  [
    'batches that were never sent',
    sql`select count(*)::int as n, min(created_at) as oldest from email_batches where state = 'prepared'`,
  ],
  [
    'batches that were sent, with unknown outcome',
    sql`select count(*)::int as n, min(first_attempt_at) as oldest from email_batches where state = 'sending'`,
  ],
  [
    'emails that may or may not have reached the provider',
    sql`select count(*)::int as n, min(created_at) as oldest from emails where state = 'unknown'`,
  ],
  [
    'emails that the provider permanently refused',
    sql`select count(*)::int as n, min(created_at) as oldest from emails where state = 'failed'`,
  ],
  [
    'emails that may have arrived twice',
    sql`select count(*)::int as n, min(created_at) as oldest from emails where possible_double`,
  ],
  [
    'surge holds waiting for a decision (`surge-holds list`)',
    sql`select count(*)::int as n, min(began_at) as oldest from surge_holds where state = 'holding' and until > now()`,
  ],
  [
    'accounts whose authorization is in doubt or due for a check',
    sql`select count(*)::int as n, min(check_after) as oldest from credentials where check_after is not null`,
  ],
  [
    'transfers in progress',
    sql`select count(*)::int as n, min(created_at) as oldest from transfers where status = 'running'`,
  ],
];

export interface Backlog {
  /** Null when mail is not on hold. */
  hold: Hold | null;
  counts: WaitingCount[];
  /** The most recent problems of batches that are not done, with the number of batches for each. */
  problems: { problem: string; batches: number }[];
}

export async function readBacklog(db: Db): Promise<Backlog> {
  const counts: WaitingCount[] = [];
  for (const [what, query] of QUERIES) {
    const [row] = await db.execute<{ n: number; oldest: string | Date | null }>(query);
    counts.push({ what, count: row?.n ?? 0, oldest: row?.oldest ? new Date(row.oldest) : null });
  }
  const problems = await db.execute<{ problem: string; batches: number }>(sql`
    select last_problem as problem, count(*)::int as batches from email_batches
    where state <> 'done' and last_problem is not null group by 1 order by 2 desc limit 20`);
  return { hold: await readHold(db), counts, problems: [...problems] };
}
