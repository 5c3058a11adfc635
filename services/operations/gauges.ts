/** The numbers that operators watch, exported as metrics. */
import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.js';

export interface Gauge {
  /** The metric's name in Prometheus. */
  name: string;
  help: string;
  query: SQL;
}

export const GAUGES: readonly Gauge[] = [
  {
    name: 'relink_open_disconnects',
    help: 'Open disconnects',
    query: sql`select count(*) from disconnects where status = 'open'`,
  },
  {
    name: 'relink_workflows_to_dispatch',
    help: 'Disconnects whose workflow has yet to be started, notified, or ended',
    query: sql`select count(*) from disconnects where workflow in ('to_start', 'to_wake', 'to_end')`,
  },
  {
    name: 'relink_workflow_starts_oldest_seconds',
    help: 'Age of the oldest report whose workflow has yet to be started. Reports and mail go first; more than 900 is a problem',
    query: sql`select coalesce(extract(epoch from now() - min(greatest(reported_at, reopened_at))), 0) from disconnects where workflow = 'to_start'`,
  },
  {
    name: 'relink_due_steps_oldest_seconds',
    help: 'Age of the oldest step that is due but not sent',
    query: sql`select coalesce(extract(epoch from now() - min(raised_at)), 0) from due_steps where state = 'due'`,
  },
  {
    name: 'relink_emails_waiting',
    help: 'Emails composed or requested but not yet accepted by the provider',
    query: sql`select count(*) from emails where state in ('due', 'composed')`,
  },
  {
    name: 'relink_emails_held_back',
    help: 'Requested emails that wait because a recipient or an archive has reached its limit',
    query: sql`select count(*) from emails where state = 'due' and not_before > now()`,
  },
  {
    name: 'relink_emails_refused',
    help: 'Sign-in emails and links of the last day that weren’t sent because a recipient or an archive had reached its limit',
    query: sql`select coalesce(sum(refused), 0) from mail_budgets`,
  },
  {
    name: 'relink_emails_unknown',
    help: 'Emails that may or may not have reached the provider',
    query: sql`select count(*) from emails where state = 'unknown'`,
  },
  {
    name: 'relink_emails_failed',
    help: 'Emails that the provider permanently refused',
    query: sql`select count(*) from emails where state = 'failed'`,
  },
  {
    name: 'relink_emails_possible_doubles',
    help: 'Emails sent again because their outcome stayed unknown',
    query: sql`select count(*) from emails where possible_double`,
  },
  {
    name: 'relink_transfers_oldest_seconds',
    help: 'Age of the oldest transfer in progress',
    query: sql`select coalesce(extract(epoch from now() - min(created_at)), 0) from transfers where status = 'running'`,
  },
  {
    name: 'relink_transfers_failed',
    help: 'Transfers that timed out',
    query: sql`select count(*) from transfers where status = 'failed'`,
  },
  {
    name: 'relink_surge_holds',
    help: 'Surge holds waiting for a decision',
    query: sql`select count(*) from surge_holds where state = 'holding' and until > now()`,
  },
  {
    name: 'relink_authorizations_unchecked',
    help: 'Connected accounts whose network hasn’t clearly confirmed their authorization for 36 hours',
    query: sql`select count(*) from credentials c join accounts a on a.archive_id = c.archive_id and a.id = c.account_id
      where a.status = 'connected' and coalesce(c.checked_at, c.authorized_at) < now() - interval '36 hours'`,
  },
  {
    name: 'relink_renewals_overdue',
    help: 'Connected accounts whose access token expired before it was renewed',
    query: sql`select count(*) from credentials c join accounts a on a.archive_id = c.archive_id and a.id = c.account_id
      where a.status = 'connected' and c.refresh_token is not null and c.expires_at < now()`,
  },
  {
    name: 'relink_unreachable_archives',
    help: 'Archives with open disconnects about which no one can be emailed: neither the Account Owner nor an administrator',
    query: sql`select count(distinct d.archive_id) from disconnects d
      join accounts a on a.archive_id = d.archive_id and a.id = d.account_id
      join users o on o.archive_id = a.archive_id and o.id = a.owner_id
      where d.status = 'open' and o.email_state <> 'ok' and not exists (select from users u
        where u.archive_id = d.archive_id and u.email_state = 'ok'
          and u.admin_role in ('primary_administrator', 'full_access_administrator'))`,
  },
  {
    name: 'relink_mail_held',
    help: '1 while an operator has all mail on hold',
    query: sql`select count(*) from mail_hold`,
  },
];

export async function readGauge(db: Db, { query }: Gauge): Promise<number> {
  const [row] = await db.execute(query);
  return Number(Object.values(row ?? {})[0] ?? 0);
}
