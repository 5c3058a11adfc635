/** The record: what the gap report, timelines, and emails about transfers say must be what truly happened. */
const REPLAY = 'test/record/replay.test.ts';
const defense = (name, file, find, replace, tests = [REPLAY]) => ({ name, file, find, replace, tests });

export default [
  defense(
    'a gap that began before a transfer names the owner before it',
    'services/disconnects/gap-history.ts',
    '!(next && next.id < opened.id) && ',
    '',
  ),
  defense(
    'a gap is found for each owner of the time',
    'services/disconnects/gap-lines.ts',
    'and t.at > line.begins and t.at <= ${end} and (${from} or ${to})',
    'and t.at > line.begins and t.at <= ${end} and ${to}',
  ),
  defense(
    'an account whose authorization was deleted has a line of its own',
    'services/disconnects/gap-lines.ts',
    "where e.archive_id = ${archiveId} and e.type = 'credential_deleted'",
    "where false and e.archive_id = ${archiveId} and e.type = 'credential_deleted'",
  ),
  defense(
    'the authorization of a corrected ID is no account of the report',
    'services/disconnects/gap-lines.ts',
    'where a.archive_id = ${archiveId} and ${wasAccount} and known',
    'where a.archive_id = ${archiveId} and known',
  ),
  defense(
    'a withdrawn report is no gap',
    'services/disconnects/gap-lines.ts',
    "case when d.closed_as = 'withdrawn' then 'withdrawn' else 'disconnected' end",
    "'disconnected'",
  ),
  defense(
    'time in two gaps of an account counts once',
    'services/disconnects/capture-gaps.ts',
    'range_agg(tstzrange(begins, ends)) as parts from lost group by account_id',
    'range_agg(tstzrange(begins, ends)) as parts from lost group by account_id, begins',
    ['test/web/gap-history.test.ts'],
  ),
  defense(
    'an email that stands for several steps counts once',
    'web/render/timeline.ts',
    'mark: together ? null : markOf(event.type)',
    'mark: markOf(event.type)',
    ['test/web/timeline.test.ts'],
  ),
  defense(
    'an email about a transfer calls nothing connected that no one has authorized',
    'services/mail/delivery/transfer-content.ts',
    "= 'connected' and ${accounts.authorizedSince} is not null`",
    "= 'connected'`",
    ['test/transfers/one-email.test.ts'],
  ),
];
