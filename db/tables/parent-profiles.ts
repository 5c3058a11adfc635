import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { PARENT_PROFILE_NETWORKS } from '../../domain/networks.js';
import { archiveId, instant, isOneOf } from './columns.js';
import { transfers } from './transfers.js';
import { users } from './users.js';

/**
 * A personal profile that authorizes the accounts it manages. The profile itself is inactive and never archived.
 * Article: "A Parent Profile can only be used to connect accounts under one user."
 */
export const parentProfiles = pgTable(
  'parent_profiles',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    network: text({ enum: PARENT_PROFILE_NETWORKS }).notNull(),
    networkProfileId: text().notNull(),
    name: text().notNull(),
    ownerId: text().notNull(),
    /** The transfer that is moving the profile to another owner. */
    transferId: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    unique('parent_profiles_with_owner').on(t.archiveId, t.id, t.ownerId),
    uniqueIndex('parent_profiles_identity').on(t.archiveId, t.network, t.networkProfileId),
    // A network's callback names a person, whatever the archive.
    index('parent_profiles_network_profile').on(t.networkProfileId),
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
    check('parent_profiles_enums', isOneOf(t.network, PARENT_PROFILE_NETWORKS)),
  ],
);
