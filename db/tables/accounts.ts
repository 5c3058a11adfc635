import { sql, type SQL } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { NetworkName } from '../../domain/networks.js';
import { archiveId, instant, namesIts } from './columns.js';
import { parentProfiles } from './parent-profiles.js';
import { transfers } from './transfers.js';
import { users } from './users.js';

/** The sort order of lists: disconnected, connected, inactive. */
export const accountRank = (status: AnyPgColumn | SQL) =>
  sql<number>`(case ${status} when 'disconnected' then 0 when 'connected' then 1 else 2 end)`;

/** When an account was last reconnected, or first authorized here, whichever is later. */
export const lastConnectedAt = (columns: { lastReconnectedAt: AnyPgColumn; authorizedSince: AnyPgColumn }) =>
  sql<Date | null>`greatest(${columns.lastReconnectedAt}, ${columns.authorizedSince})`;

/** Whether an account came with an authorization. */
export const wasAuthorizedAtOnce = (column: Record<'authorizedSince' | 'createdAt', AnyPgColumn | SQL>) =>
  sql`coalesce(${column.authorizedSince} - ${column.createdAt} <= interval '1 second', false)`;

export const accounts = pgTable(
  'accounts',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    /** Only domain/networks.ts lists the valid values, so a new network needs no migration. */
    network: text().$type<NetworkName>().notNull(),
    /** The network's own immutable id, which the identity check compares. */
    networkAccountId: text().notNull(),
    name: text().notNull(),
    /** Null only for deleted accounts, whose disconnects and audit entries remain. */
    ownerId: text(),
    parentProfileId: text(),
    /** The transfer that is moving the account to another owner. */
    transferId: text(),
    /** When a transfer separated the account from the Parent Profile that authorized it. */
    detachedAt: instant(),
    status: text({ enum: ['connected', 'disconnected', 'inactive'] }).notNull(),
    inactiveReason: text(),
    /** Since when Relink has held an authorization for it. Null: it has none. Kept here because lists and counts ask for it. */
    authorizedSince: instant(),
    lastReconnectedAt: instant(),
    deletedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    // The network's own id comes first: a network's callback names an account by it, whatever the archive
    // (services/credentials/network-events/match-imported.ts), and no plan can take the index for a list of the archive's accounts.
    uniqueIndex('accounts_identity')
      .on(t.networkAccountId, t.network, t.archiveId)
      .where(sql`${t.deletedAt} is null`),
    index('accounts_owner')
      .on(t.archiveId, t.ownerId, t.id)
      .where(sql`${t.deletedAt} is null`),
    // The order of lists (services/accounts/account-list.ts): accounts that need attention first, then by name.
    index('accounts_listed')
      .on(t.archiveId, accountRank(t.status), sql`lower(${t.name})`, t.id)
      .where(sql`${t.deletedAt} is null`),
    // Imported accounts that no one has authorized yet, in the order of lists.
    index('accounts_not_authorized')
      .on(t.archiveId, accountRank(t.status), sql`lower(${t.name})`, t.id)
      .where(sql`${t.authorizedSince} is null and ${t.status} = 'connected' and ${t.deletedAt} is null`),
    index('accounts_not_connected')
      .on(t.archiveId, t.status, t.id)
      .where(sql`${t.status} <> 'connected' and ${t.deletedAt} is null`),
    // Whose accounts are disconnected.
    index('accounts_disconnected')
      .on(t.archiveId, t.ownerId, t.id)
      .where(sql`${t.status} = 'disconnected' and ${t.deletedAt} is null`),
    // What was connected lately. A report takes an account out of it, which costs nothing.
    index('accounts_last_connected')
      .on(t.archiveId, lastConnectedAt(t))
      .where(sql`${t.status} = 'connected' and ${t.deletedAt} is null and ${lastConnectedAt(t)} is not null`),
    // From when on the archive knows anything about its accounts, and which of them no one had authorized (services/disconnects/gap-lines.ts).
    index('accounts_added').on(t.archiveId, wasAuthorizedAtOnce(t), t.createdAt, t.id).where(namesIts(t.createdAt)),
    index('accounts_deleted')
      .on(t.archiveId, t.deletedAt)
      .where(sql`${t.deletedAt} is not null`),
    index('accounts_in_transfer')
      .on(t.archiveId, t.transferId)
      .where(sql`${t.transferId} is not null`),
    index('accounts_parent_profile').on(t.archiveId, t.parentProfileId).where(namesIts(t.parentProfileId)),
    foreignKey({
      name: 'accounts_owner_fk',
      columns: [t.archiveId, t.ownerId],
      foreignColumns: [users.archiveId, users.id],
    }),
    // An account and its Parent Profile never have different owners. A transfer moves the two in separate statements, so this
    // constraint is deferrable. Drizzle doesn't support that, so it's edited into the migration by hand. A migration that recreates
    // the constraint has to do the same.
    foreignKey({
      name: 'accounts_parent_profile_fk',
      columns: [t.archiveId, t.parentProfileId, t.ownerId],
      foreignColumns: [parentProfiles.archiveId, parentProfiles.id, parentProfiles.ownerId],
    }),
    foreignKey({
      name: 'accounts_transfer_fk',
      columns: [t.archiveId, t.transferId],
      foreignColumns: [transfers.archiveId, transfers.id],
    }),
    check('accounts_one_owner', sql`(${t.ownerId} is null) = (${t.deletedAt} is not null)`),
    check('accounts_enums', sql`${t.status} in ('connected', 'disconnected', 'inactive')`),
  ],
);
