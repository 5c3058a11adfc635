/** Join conditions for queries that read several tables. The archive is part of every key. */
import { and, eq, sql } from 'drizzle-orm';
import { accounts, surgeHolds, credentials, disconnects, dueSteps, parentProfiles, users } from './schema.js';

/** An account has at most one open disconnect (enforced by a unique index). */
export const openDisconnectOfAccount = and(
  eq(disconnects.archiveId, accounts.archiveId),
  eq(disconnects.accountId, accounts.id),
  eq(disconnects.status, 'open'),
);

export const accountOfDisconnect = and(
  eq(accounts.archiveId, disconnects.archiveId),
  eq(accounts.id, disconnects.accountId),
);

export const disconnectOfStep = and(
  eq(disconnects.archiveId, dueSteps.archiveId),
  eq(disconnects.id, dueSteps.disconnectId),
);

export const ownerOfAccount = and(eq(users.archiveId, accounts.archiveId), eq(users.id, accounts.ownerId));

export const credentialOfAccount = and(
  eq(credentials.archiveId, accounts.archiveId),
  eq(credentials.accountId, accounts.id),
);

export const profileOfAccount = and(
  eq(parentProfiles.archiveId, accounts.archiveId),
  eq(parentProfiles.id, accounts.parentProfileId),
);

/** The surge hold that is currently holding back a disconnect's emails. */
export const surgeHoldOfDisconnect = and(
  eq(surgeHolds.archiveId, disconnects.archiveId),
  eq(surgeHolds.id, disconnects.surgeHoldId),
  eq(surgeHolds.state, 'holding'),
);

/** Whether an account, or the Parent Profile that authorizes it, is being transferred. */
export const isInTransfer = sql<boolean>`(accounts.transfer_id is not null or exists (select from parent_profiles p
  where p.archive_id = accounts.archive_id and p.id = accounts.parent_profile_id and p.transfer_id is not null))`;
