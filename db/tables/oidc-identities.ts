import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archiveId, instant } from './columns.js';
import { users } from './users.js';

/**
 * Whom a provider's permanent ID of a person (`sub`) stands for in an archive. It's set when someone first signs in with their organization.
 * From then on, the ID decides, and the email address doesn't: an address can be given to another person.
 */
export const oidcIdentities = pgTable(
  'oidc_identities',
  {
    archiveId: archiveId(),
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.issuer, t.subject] }),
    uniqueIndex('oidc_identities_user').on(t.archiveId, t.userId, t.issuer),
    index('oidc_identities_subject').on(t.issuer, t.subject),
    foreignKey({
      name: 'oidc_identities_user_fk',
      columns: [t.archiveId, t.userId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
  ],
);
