/** Emails about transfers that are still to be composed. They carry steps that are due, so others leave those to them. */
import { sql } from 'drizzle-orm';
import { accounts, emails } from '../../../db/schema.js';

/** The longest that such an email waits for a token refresh that may make it unnecessary to bother anyone. */
const REFRESH_MINUTES = 1;

// An email that a limit holds back doesn't keep them waiting: a step of a series is never late.
const isToNewOwner = sql.raw(
  `e.state = 'due' and e.kind = 'transferred' and e.payload->>'side' = 'new' and coalesce(e.not_before <= now(), true)`,
);

/** Whether the account's owner is about to get an email about a transfer. */
export const hasPendingTransferEmail = sql<boolean>`exists (select from emails e where e.archive_id = ${accounts.archiveId}
  and e.user_id = ${accounts.ownerId} and ${isToNewOwner})`;

/** Whether one of the accounts that the email is about is being refreshed right now. */
export const waitsForRefresh = sql<boolean>`(${emails.kind} = 'transferred' and ${emails.payload}->>'side' = 'new'
  and exists (select from due_steps s
    join disconnects d on d.archive_id = s.archive_id and d.id = s.disconnect_id and d.status = 'open'
    join accounts a on a.archive_id = d.archive_id and a.id = d.account_id
    where s.archive_id = ${emails.archiveId} and s.state = 'due' and s.kind = 'step' and s.not_before > now()
      and s.not_before < ${emails.createdAt} + ${REFRESH_MINUTES} * interval '1 minute'
      and (d.paused_until is null or d.paused_until < s.not_before) and a.owner_id = ${emails.userId}))`;
