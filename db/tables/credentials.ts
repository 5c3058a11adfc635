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
 * When an authorization ends for good. Refreshes don't extend the refresh token itself (LinkedIn's year) or Meta's data access.
 * Null: no end is known.
 */
export const endOfAuthorization = (columns: {
  dataAccessExpiresAt: AnyPgColumn;
  expiresAt: AnyPgColumn;
  refreshToken: AnyPgColumn;
  refreshExpiresAt: AnyPgColumn;
}) =>
  sql`least(${columns.dataAccessExpiresAt},
    case when ${columns.refreshToken} is null then ${columns.expiresAt} else ${columns.refreshExpiresAt} end)`.mapWith(
    columns.expiresAt,
  ) as SQL<Date | null>;

/** `at`: RFC 3339. */
export interface LastCheck {
  verdict: Verdict | 'healthy';
  rawCode?: string;
  at: string;
}

/** The tokens of an account or a Parent Profile, which capture uses. They are encrypted and bound to their row. */
export const credentials = pgTable(
  'credentials',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    accountId: text(),
    parentProfileId: text(),
    /** Identifies one consent at the network. Everything that the consent authorized shares this id and is refreshed together. */
    authorizationId: text().notNull(),
    /** The person who gave the consent, by the network's own id, which the network's callbacks refer to. */
    authorizedBy: text(),
    /** The OAuth client that the tokens were issued to. Null until it is known, on rows from before it was recorded. */
    clientId: text(),
    authorizedAt: instant().notNull().defaultNow(),
    accessToken: bytes().notNull(),
    refreshToken: bytes(),
    /**
     * How Google's events identify a refresh token: by the SHA-512 of its SHA-512, or by its first 16 characters, of which only the
     * SHA-256 is stored.
     */
    refreshDigest: bytes(),
    refreshPrefixDigest: bytes(),
    expiresAt: instant(),
    refreshExpiresAt: instant(),
    /** When the network stops returning data until the person signs in there again (Meta: 90 days). */
    dataAccessExpiresAt: instant(),
    version: integer().notNull().default(1),
    /** The end of the refreshing process's lease. Only one process refreshes at a time, and a dead one doesn't block others long. */
    refreshLeasedUntil: instant(),
    /** When to retry a renewal that the network couldn't do at the time. */
    renewAfter: instant(),
    /** When a token check last got a meaningful answer. */
    checkedAt: instant(),
    /** The result of the last check, even if it was unclear. */
    lastCheck: jsonb().$type<LastCheck>(),
    /** When the next check is due, if that isn't left to the nightly run. */
    checkAfter: instant(),
    /** The number of unknown errors in a row. A healthy answer resets it. */
    consecutiveUnknowns: integer().notNull().default(0),
    /** When the owner was asked to renew it before it expires. */
    askedAt: instant(),
    /** Set when the account was deleted and the authorization still has to be revoked at the network. */
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
    // The nightly checks start with the credentials that have gone unchecked the longest.
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
