import { sql, type SQL } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { Verdict } from '../../domain/reasons.js';
import { accounts } from './accounts.js';
import { archiveId, bytes, instant } from './columns.js';
import { parentProfiles } from './parent-profiles.js';

/**
 * When an authorization ends for good: refreshes do not move the end of the refresh token itself (LinkedIn's year), nor the end of
 * Meta's data access. Null: no end is known.
 */
export const endOfAuthorization = (of: {
  dataAccessExpiresAt: AnyPgColumn;
  expiresAt: AnyPgColumn;
  refreshToken: AnyPgColumn;
  refreshExpiresAt: AnyPgColumn;
}) =>
  sql`least(${of.dataAccessExpiresAt},
    case when ${of.refreshToken} is null then ${of.expiresAt} else ${of.refreshExpiresAt} end)`.mapWith(
    of.expiresAt,
  ) as SQL<Date | null>;

/** `at`: RFC 3339. */
export interface LastCheck {
  verdict: Verdict | 'healthy';
  rawCode?: string;
  at: string;
}

/** What capture goes on with: the tokens of an account, or of a Parent Profile. Encrypted, bound to their row. */
export const credentials = pgTable(
  'credentials',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    accountId: text(),
    parentProfileId: text(),
    /** One consent at the network. Everything that it authorized has the same one, and is refreshed in one go. */
    authorizationId: text().notNull(),
    /** Who gave it, by the network's own id of the person: what the network's callbacks name. */
    authorizedBy: text(),
    authorizedAt: instant().notNull().defaultNow(),
    accessToken: bytes().notNull(),
    refreshToken: bytes(),
    /** How Google's events name a refresh token: a double SHA-512 of it, and here the SHA-256 of its first 16 characters. */
    refreshDigest: bytes(),
    refreshPrefixDigest: bytes(),
    expiresAt: instant(),
    refreshExpiresAt: instant(),
    /** When the network stops giving data until the person has been there again (Meta: 90 days). */
    dataAccessExpiresAt: instant(),
    version: integer().notNull().default(1),
    /** Until then one process is refreshing it; so there is one at a time, and a process that died hinders nobody for long. */
    refreshLeasedUntil: instant(),
    /** A renewal that the network could not do for the moment is tried again then. */
    renewAfter: instant(),
    /** When a token check last had an answer, and when the next one is due, if before the night. */
    checkedAt: instant(),
    /** What the last check found, also where it was nothing clear. */
    lastCheck: jsonb().$type<LastCheck>(),
    checkAfter: instant(),
    /** Refusals in a row that nobody knows the meaning of; a healthy answer takes them back. */
    consecutiveUnknowns: integer().notNull().default(0),
    /** The owner was asked to renew it before it ends. */
    askedAt: instant(),
    /** Its account was deleted; it is still to be revoked at the network. */
    revocationRequestedAt: instant(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    unique('credentials_account').on(t.archiveId, t.accountId),
    unique('credentials_parent_profile').on(t.archiveId, t.parentProfileId),
    index('credentials_authorization').on(t.archiveId, t.authorizationId),
    index('credentials_authorized_by')
      .on(t.authorizedBy)
      .where(sql`${t.authorizedBy} is not null`),
    index('credentials_refresh_digest')
      .on(t.refreshDigest)
      .where(sql`${t.refreshDigest} is not null`),
    index('credentials_refresh_prefix')
      .on(t.refreshPrefixDigest)
      .where(sql`${t.refreshPrefixDigest} is not null`),
    index('credentials_to_renew')
      .on(t.expiresAt)
      .where(sql`${t.refreshToken} is not null and ${t.expiresAt} is not null`),
    index('credentials_to_ask')
      .on(endOfAuthorization(t))
      .where(sql`${t.askedAt} is null`),
    index('credentials_pending_revocation')
      .on(t.revocationRequestedAt)
      .where(sql`${t.revocationRequestedAt} is not null`),
    // The night's checks begin with the longest unchecked.
    index('credentials_checked').on(t.checkedAt.nullsFirst()),
    index('credentials_to_check')
      .on(t.checkAfter)
      .where(sql`${t.checkAfter} is not null`),
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
