import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { ADMIN_ROLES, EMAIL_STATES } from '../../domain/recipients.js';
import { DEFAULT_PLAN, STEPS } from '../../domain/series.js';
import { archiveId, bytes, instant, isOneOf } from './columns.js';

/** In a CHECK, which has no parameters. */
const steps = sql.raw(String(STEPS));

/** A tenant: a city, a school district, a bank. */
export const archives = pgTable(
  'archives',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** The name in the first email's subject. */
    productName: text().notNull().default('ArchiveSocial'),
    /** The name that emails come from; null: the product name. */
    senderName: text(),
    timeZone: text().notNull().default('UTC'),
    locale: text().notNull().default('en'),
    stepDays: integer()
      .array()
      .notNull()
      .default([...DEFAULT_PLAN.stepDays]),
    seriesDays: integer().notNull().default(DEFAULT_PLAN.seriesDays),
    /** The public key (JWK) with which the archive's own login signs its people in; null: it does not. */
    signInKey: jsonb().$type<Record<string, unknown>>(),
    /** The last week (Monday, in the archive's time zone) whose error summary was made. */
    summaryWeek: text(),
    surgeHoldEnabled: boolean().notNull().default(false),
    surgeHoldShare: real().notNull().default(0.2),
    surgeHoldCount: integer().notNull().default(50),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    check(
      'archives_plan',
      sql`cardinality(${t.stepDays}) = ${steps} and ${t.stepDays}[1] = 0 and ${t.seriesDays} > ${t.stepDays}[${steps}]`,
    ),
  ],
);

/** People: administrators, Account Owners, often both in one. */
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
    // Signing in begins with an address, and no archive.
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

/** The archive's machines. The key itself is never stored, only its SHA-256. */
export const apiKeys = pgTable(
  'api_keys',
  {
    archiveId: archiveId().references(() => archives.id),
    id: text().notNull(),
    name: text().notNull(),
    hash: bytes().notNull(),
    /** Its last four characters, to tell keys apart. */
    hint: text().notNull(),
    scopes: text().array().notNull(),
    createdAt: instant().notNull().defaultNow(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.id] }), uniqueIndex('api_keys_hash').on(t.hash)],
);
