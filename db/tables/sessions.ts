import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archiveId, bytes, instant, isOneOf } from './columns.js';
import { users } from './users.js';

/** By an emailed link, with the organization (OpenID Connect), or through the archive's own login. */
export const SIGN_IN_WAYS = ['email', 'organization', 'archive'] as const;

/**
 * Why a session was ended, as far as it can be told to whoever still has its cookie. `ended`: its person ended it from another browser.
 * `access`: an administrator changed what the person can do.
 */
export const SESSION_ENDINGS = ['ended', 'address', 'access', 'sign_in_key'] as const;

/** Browser sessions from a login, or from a visit through a Personalized Link (limited to the link's owner and epoch). */
export const sessions = pgTable(
  'sessions',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    userId: text().notNull(),
    kind: text({ enum: ['link', 'login'] }).notNull(),
    hash: bytes().notNull(),
    linkId: text(),
    linkEpoch: integer(),
    /** The browser's User-Agent, so that people can recognize it in their list of sessions. */
    userAgent: text(),
    /** How the person signed in; null for a visit through a link. */
    signedInBy: text({ enum: SIGN_IN_WAYS }),
    createdAt: instant().notNull().defaultNow(),
    /**
     * When the person last proved who they are to whoever vouches for them, if that isn't when the session began. 1970 if it isn't known,
     * so that it's never taken for a fresh sign-in.
     */
    authenticatedAt: instant(),
    /** When the person last opened a page or sent a form, to the minute. What an open page asks for by itself doesn't count. */
    lastUsedAt: instant().notNull().defaultNow(),
    /** When it ends, however much it's used. */
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    /** Null when there is nothing to tell: the person signed out, or has another session in the same browser. */
    endedBy: text({ enum: SESSION_ENDINGS }),
    /** The same person's next session in the same browser, which took this one's place. What was begun in this one goes on in that. */
    replacedBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('sessions_hash').on(t.hash),
    index('sessions_user').on(t.archiveId, t.userId),
    index('sessions_expiry').on(t.expiresAt),
    foreignKey({
      name: 'sessions_user_fk',
      columns: [t.archiveId, t.userId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
    check(
      'sessions_enums',
      sql`${t.kind} in ('link', 'login') and (${t.kind} = 'link') = (${t.linkId} is not null and ${t.linkEpoch} is not null)
      and ${isOneOf(t.signedInBy, SIGN_IN_WAYS)} and ${isOneOf(t.endedBy, SESSION_ENDINGS)}`,
    ),
  ],
);
