/** How the tables hang together, for the queries that read several. The archive is part of every key. */
import { and, eq, sql } from 'drizzle-orm';
import { accounts, surgeHolds, credentials, disconnects, parentProfiles, users } from './schema.js';

/** At most one open disconnect an account (a constraint). */
export const openDisconnectOfAccount = and(
  eq(disconnects.archiveId, accounts.archiveId),
  eq(disconnects.accountId, accounts.id),
  eq(disconnects.status, 'open'),
);

export const accountOfDisconnect = and(
  eq(accounts.archiveId, disconnects.archiveId),
  eq(accounts.id, disconnects.accountId),
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

/** The surge hold that keeps a disconnect's emails back at present. */
export const surgeHoldOfDisconnect = and(
  eq(surgeHolds.archiveId, disconnects.archiveId),
  eq(surgeHolds.id, disconnects.surgeHoldId),
  eq(surgeHolds.state, 'holding'),
);

/** Whether an account waits for a transfer, or the Parent Profile that authorizes it does. */
export const isInTransfer = sql<boolean>`(accounts.transfer_id is not null or exists (select from parent_profiles p
  where p.archive_id = accounts.archive_id and p.id = accounts.parent_profile_id and p.transfer_id is not null))`;
