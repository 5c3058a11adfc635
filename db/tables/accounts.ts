import { sql, type SQL } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { users } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';
import { transfers } from './transfers.js';

/**
 * A personal profile that authorizes the accounts it manages; inactive and never archived itself.
 * Article: "A Parent Profile can only be used to connect accounts under one user."
 */
export const parentProfiles = pgTable(
  'parent_profiles',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    network: text({ enum: ['facebook', 'linkedin'] }).notNull(),
    networkProfileId: text().notNull(),
    name: text().notNull(),
    ownerId: text().notNull(),
    /** On its way to another owner. */
    transferId: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    unique('parent_profiles_with_owner').on(t.archiveId, t.id, t.ownerId),
    uniqueIndex('parent_profiles_identity').on(t.archiveId, t.network, t.networkProfileId),
    index('parent_profiles_owner').on(t.archiveId, t.ownerId, t.id),
    foreignKey({
      name: 'parent_profiles_owner_fk',
      columns: [t.archiveId, t.ownerId],
      foreignColumns: [users.archiveId, users.id],
    }),
    index('parent_profiles_in_transfer')
      .on(t.archiveId, t.transferId)
      .where(sql`${t.transferId} is not null`),
    foreignKey({
      name: 'parent_profiles_transfer_fk',
      columns: [t.archiveId, t.transferId],
      foreignColumns: [transfers.archiveId, transfers.id],
    }),
    check('parent_profiles_enums', sql`${t.network} in ('facebook', 'linkedin')`),
  ],
);

/** Disconnected, connected, inactive: the order of lists. */
export const accountRank = (status: AnyPgColumn | SQL) =>
  sql<number>`(case ${status} when 'disconnected' then 0 when 'connected' then 1 else 2 end)`;

export const accounts = pgTable(
  'accounts',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    network: text({ enum: NETWORK_NAMES }).notNull(),
    /** The network's own immutable id: what the identity check compares. */
    networkAccountId: text().notNull(),
    name: text().notNull(),
    /** Null only for a deleted account, whose disconnects and audit stay. */
    ownerId: text(),
    parentProfileId: text(),
    /** On its way to another owner. */
    transferId: text(),
    /** Since when it lacks the Parent Profile that authorized it, which a transfer left behind or took away. */
    detachedAt: instant(),
    status: text({ enum: ['connected', 'disconnected', 'inactive'] }).notNull(),
    inactiveReason: text(),
    lastReconnectedAt: instant(),
    deletedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('accounts_identity')
      .on(t.archiveId, t.network, t.networkAccountId)
      .where(sql`${t.deletedAt} is null`),
    index('accounts_owner')
      .on(t.archiveId, t.ownerId, t.id)
      .where(sql`${t.deletedAt} is null`),
    // As lists show them (db/accounts-page.ts): what needs somebody first, then by name.
    index('accounts_listed')
      .on(t.archiveId, accountRank(t.status), sql`lower(${t.name})`, t.id)
      .where(sql`${t.deletedAt} is null`),
    index('accounts_not_connected')
      .on(t.archiveId, t.status, t.id)
      .where(sql`${t.status} <> 'connected' and ${t.deletedAt} is null`),
    index('accounts_in_transfer')
      .on(t.archiveId, t.transferId)
      .where(sql`${t.transferId} is not null`),
    index('accounts_parent_profile').on(t.archiveId, t.parentProfileId),
    foreignKey({
      name: 'accounts_owner_fk',
      columns: [t.archiveId, t.ownerId],
      foreignColumns: [users.archiveId, users.id],
    }),
    // An account and its Parent Profile are never under different owners.
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
    check(
      'accounts_enums',
      sql`${t.status} in ('connected', 'disconnected', 'inactive')
      and ${t.network} in ('facebook_page', 'instagram', 'linkedin_page', 'linkedin_profile', 'x', 'youtube')`,
    ),
  ],
);

/** What capture goes on with: the tokens of an account, or of a Parent Profile. Encrypted, bound to their row. */
export const credentials = pgTable(
  'credentials',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    accountId: text(),
    parentProfileId: text(),
    accessToken: bytes().notNull(),
    refreshToken: bytes(),
    expiresAt: instant(),
    refreshExpiresAt: instant(),
    version: integer().notNull().default(1),
    /** Until then one process is refreshing it; so there is one at a time, and a process that died hinders nobody for long. */
    refreshLeasedUntil: instant(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    unique('credentials_account').on(t.archiveId, t.accountId),
    unique('credentials_parent_profile').on(t.archiveId, t.parentProfileId),
    foreignKey({
      name: 'credentials_account_fk',
      columns: [t.archiveId, t.accountId],
      foreignColumns: [accounts.archiveId, accounts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'credentials_parent_profile_fk',
      columns: [t.archiveId, t.parentProfileId],
      foreignColumns: [parentProfiles.archiveId, parentProfiles.id],
    }).onDelete('cascade'),
    check('credentials_one_subject', sql`num_nonnulls(${t.accountId}, ${t.parentProfileId}) = 1`),
  ],
);
