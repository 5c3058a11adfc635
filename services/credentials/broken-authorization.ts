/** What Relink knows about the authorization behind a disconnect that it tries to resolve automatically. */
import { and, eq, sql } from 'drizzle-orm';
import type { Config } from '../../platform/config.js';
import type { DisconnectRef } from '../../domain/ids.js';
import type { NetworkName } from '../../domain/networks.js';
import { RELINK } from '../../domain/actor.js';
import type { Reason } from '../../domain/reasons.js';
import type { Db } from '../../db/client.js';
import { accountOfDisconnect, credentialOfAccount } from '../../db/joins.js';
import { accounts, credentials, disconnects, dueSteps } from '../../db/schema.js';
import { openTokens } from './credentials.js';

export interface BrokenAuthorization {
  accountId: string;
  /** Why the account is disconnected, according to whoever reported it. */
  reason: Reason;
  network: NetworkName;
  networkAccountId: string;
  authorizationId: string;
  accessToken: string;
  /** Whether consent was given a moment ago. */
  fresh: boolean;
  /** Whether the token was refreshed after this disconnect was reported. */
  renewedSince: boolean;
  /** Relink already withdrew a report since the last consent because the token worked, so this report is believed. */
  believedBefore: boolean;
  /** Fresh tokens resolved many disconnects since the last consent: the tokens work, but capture doesn't. */
  resolvedOften: boolean;
  /** Someone was already emailed about this disconnect, so it isn't withdrawn silently. */
  notified: boolean;
}

/** Limits for automatic resolution: endless token refreshes must not hide failing capture from the owner. */
const MAX_RESOLVED_PER_DAY = 3;
const MAX_RESOLVED_PER_MONTH = 10;
const MONTH_DAYS = 30;

/** Counts the account's disconnects that Relink closed this way within `withinMs` before this report and since the last consent. */
const countClosedByRelink = (as: 'withdrawn' | 'reconnected', withinMs: number) =>
  sql`(select count(*) from disconnects d where d.archive_id = ${accounts.archiveId} and d.account_id = ${accounts.id}
    and d.closed_as = ${as} and d.closed_by->>'kind' = ${RELINK.kind}
    and d.closed_at > greatest(${disconnects.reportedAt} - ${withinMs} * interval '1 millisecond', ${credentials.authorizedAt}))`;

/** Null when the disconnect is closed or there is no authorization to check. */
export async function readBrokenAuthorization(
  db: Db,
  { keys, windows }: Pick<Config, 'keys' | 'windows'>,
  { archiveId, disconnectId }: DisconnectRef,
): Promise<BrokenAuthorization | null> {
  const [row] = await db
    .select({
      credential: credentials,
      reason: disconnects.reason,
      network: accounts.network,
      networkAccountId: accounts.networkAccountId,
      fresh: sql<boolean>`${credentials.authorizedAt} > now() - ${windows.justConnected} * interval '1 millisecond'`,
      renewedSince: sql<boolean>`coalesce(${credentials.updatedAt} > ${dueSteps.raisedAt}, false)`,
      believedBefore: sql<boolean>`${countClosedByRelink('withdrawn', MONTH_DAYS * windows.day)} > 0`,
      resolvedOften: sql<boolean>`(${countClosedByRelink('reconnected', windows.day)} >= ${MAX_RESOLVED_PER_DAY}
        or ${countClosedByRelink('reconnected', MONTH_DAYS * windows.day)} >= ${MAX_RESOLVED_PER_MONTH})`,
      notified: sql<boolean>`exists (select from due_steps s where s.archive_id = ${disconnects.archiveId}
        and s.disconnect_id = ${disconnects.id} and s.state in ('composed', 'sent'))`,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .innerJoin(credentials, credentialOfAccount)
    .leftJoin(
      dueSteps,
      and(
        eq(dueSteps.archiveId, disconnects.archiveId),
        eq(dueSteps.disconnectId, disconnects.id),
        eq(dueSteps.kind, 'step'),
        eq(dueSteps.series, 1),
        eq(dueSteps.step, 0),
      ),
    )
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.id, disconnectId),
        eq(disconnects.status, 'open'),
        eq(accounts.status, 'disconnected'),
      ),
    );
  if (!row) return null;
  const { credential, ...rest } = row;
  return {
    ...rest,
    accountId: credential.accountId!,
    authorizationId: credential.authorizationId,
    accessToken: openTokens(keys, credential).accessToken,
  };
}
