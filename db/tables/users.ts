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
    /** When the address was given up; null while emails are sent to it. */
    emailFailedAt: instant(),
    /** When emails to a given-up address were resumed, or when the address changed. Older emails' events no longer count. */
    emailRetriedAt: instant(),
    /** Who resumed the emails; null when the address was changed instead. */
    emailRetriedBy: text({ enum: ['person', 'automatic'] }),
    /** When an email was delivered after emails were resumed. */
    emailConfirmedAt: instant(),
    /** An address is tried again automatically only once. */
    autoRetryUsed: boolean().notNull().default(false),
    /** Whether the provider must still take the address off its own suppression list. */
    liftSuppression: boolean().notNull().default(false),
    /** When an email about this owner's accounts failed for one of its recipients, and the provider didn't say for which one. */
    emailDoubtAt: instant(),
    emailDoubtAddresses: text().array(),
    locale: text(),
    timeZone: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('users_email').on(t.archiveId, sql`lower(${t.email})`),
    // The order of the list of Account Owners.
    index('users_account_owners')
      .on(t.archiveId, sql`lower(${t.name})`, t.id)
      .where(sql`${t.isAccountOwner}`),
    // A sign-in starts with an address, before the archive is known.
    index('users_sign_in').on(sql`lower(${t.email})`),
    uniqueIndex('users_one_primary_administrator')
      .on(t.archiveId)
      .where(sql`${t.adminRole} = 'primary_administrator'`),
    index('users_administrators')
      .on(t.archiveId)
      .where(sql`${t.adminRole} is not null`),
    index('users_given_up')
      .on(t.emailFailedAt)
      .where(sql`${t.emailState} <> 'ok' and not ${t.autoRetryUsed}`),
    check('users_some_role', sql`${t.adminRole} is not null or ${t.isAccountOwner}`),
    check(
      'users_enums',
      sql`${isOneOf(t.adminRole, ADMIN_ROLES)}
      and ${t.access} in ('connect_only', 'invite') and ${isOneOf(t.emailState, EMAIL_STATES)}
      and ${t.emailRetriedBy} in ('person', 'automatic')`,
    ),
  ],
);
