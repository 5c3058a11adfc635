import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { ADMIN_ROLES, EMAIL_STATES } from '../../domain/recipients.js';
import { archives } from './archives.js';
import { archiveId, instant, isOneOf } from './columns.js';

/** People: administrators, Account Owners, or both at once. */
export const users = pgTable(
  'users',
  {
    archiveId: archiveId().references(() => archives.id),
    id: text().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    adminRole: text({ enum: ADMIN_ROLES }),
    isAccountOwner: boolean().notNull().default(false),
    /** "Connect Accounts Only" (no login, personalized link) or "Invite to Log In". */
    access: text({ enum: ['connect_only', 'invite'] })
      .notNull()
      .default('connect_only'),
    immediateErrorNotifications: boolean().notNull().default(false),
    weeklyErrorSummary: boolean().notNull().default(false),
    emailState: text({ enum: EMAIL_STATES }).notNull().default('ok'),
    locale: text(),
    timeZone: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('users_email').on(t.archiveId, sql`lower(${t.email})`),
    // A sign-in starts with an address, before the archive is known.
    index('users_sign_in').on(sql`lower(${t.email})`),
    uniqueIndex('users_one_primary_administrator')
      .on(t.archiveId)
      .where(sql`${t.adminRole} = 'primary_administrator'`),
    index('users_administrators')
      .on(t.archiveId)
      .where(sql`${t.adminRole} is not null`),
    check('users_some_role', sql`${t.adminRole} is not null or ${t.isAccountOwner}`),
    check(
      'users_enums',
      sql`${isOneOf(t.adminRole, ADMIN_ROLES)}
      and ${t.access} in ('connect_only', 'invite') and ${isOneOf(t.emailState, EMAIL_STATES)}`,
    ),
  ],
);
