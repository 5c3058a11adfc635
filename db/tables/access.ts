import { sql } from 'drizzle-orm';
import {
  bigserial,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import { accounts } from './accounts.js';
import { archives, users } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';

/** One per Account Owner. The secret is an HMAC over id and epoch: never stored. A renewed link has another epoch. */
export const personalizedLinks = pgTable(
  'personalized_links',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    userId: text().notNull(),
    epoch: integer().notNull().default(1),
    /** Which key of the ring derives it. */
    keyId: text().notNull(),
    lastEmailedAt: instant().notNull().defaultNow(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('personalized_links_id').on(t.id),
    uniqueIndex('personalized_links_user').on(t.archiveId, t.userId),
    foreignKey({
      name: 'personalized_links_user_fk',
      columns: [t.archiveId, t.userId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
  ],
);

/** Browser sessions: of a login, or of one visit through a Personalized Link (then limited to that owner, and to its epoch). */
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
    /** What the browser calls itself, so that a person recognises it in the list of sessions. */
    userAgent: text(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
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
      sql`${t.kind} in ('link', 'login') and (${t.kind} = 'link') = (${t.linkId} is not null and ${t.linkEpoch} is not null)`,
    ),
  ],
);

/** A one-time link by email that signs a person in. Its secret is an HMAC over the id: never stored. */
export const signInLinks = pgTable(
  'sign_in_links',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    userId: text().notNull(),
    /** Which key of the ring derives it. */
    keyId: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('sign_in_links_id').on(t.id),
    index('sign_in_links_user').on(t.archiveId, t.userId),
    index('sign_in_links_expiry').on(t.expiresAt),
    foreignKey({
      name: 'sign_in_links_user_fk',
      columns: [t.archiveId, t.userId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
  ],
);

/** Signed tokens of an archive's own login that were used, until they would have expired anyway. */
export const usedSignInTokens = pgTable(
  'used_sign_in_tokens',
  { archiveId: archiveId().references(() => archives.id), hash: bytes().notNull(), expiresAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.archiveId, t.hash] }), index('used_sign_in_tokens_expiry').on(t.expiresAt)],
);

/** A sign-in at a network that was begun and not finished. Used at most once: taken with DELETE … RETURNING. */
export const oauthStates = pgTable(
  'oauth_states',
  {
    archiveId: archiveId(),
    hash: bytes().notNull(),
    network: text().notNull(),
    /** The account to reconnect; null when a new one is connected. */
    accountId: text(),
    /** Under whom the result belongs, as it was when the flow began; checked again when it ends. */
    ownerId: text().notNull(),
    /** Who began it: the owner through a link (with its epoch), or a signed-in or acting user. */
    actorKind: text({ enum: ['link', 'user'] }).notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    /** The API key that acts for the person. */
    actorThrough: jsonb().$type<Actor['through']>(),
    linkId: text(),
    linkEpoch: integer(),
    sessionId: text(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.hash] }),
    index('oauth_states_expiry').on(t.expiresAt),
    foreignKey({
      name: 'oauth_states_account_fk',
      columns: [t.archiveId, t.accountId],
      foreignColumns: [accounts.archiveId, accounts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'oauth_states_owner_fk',
      columns: [t.archiveId, t.ownerId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
    check(
      'oauth_states_enums',
      sql`${t.actorKind} in ('link', 'user')
      and (${t.actorKind} = 'link') = (${t.linkId} is not null and ${t.linkEpoch} is not null)`,
    ),
  ],
);

/**
 * What a network answered to an administrator's sign-in that was refused because something lives under another Account Owner:
 * for a few minutes, so that the reconnect goes on after a transfer without signing in once more. Encrypted, and bound to the
 * session that it was refused to; nothing else of it is stored anywhere.
 */
export const pendingSignIns = pgTable(
  'pending_sign_ins',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    sessionId: text().notNull(),
    sealed: bytes().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    index('pending_sign_ins_expiry').on(t.expiresAt),
    index('pending_sign_ins_session').on(t.archiveId, t.sessionId),
    foreignKey({
      name: 'pending_sign_ins_session_fk',
      columns: [t.archiveId, t.sessionId],
      foreignColumns: [sessions.archiveId, sessions.id],
    }).onDelete('cascade'),
  ],
);

/** The same POST with the same key gives the same answer for 24 hours. Secrets in answers are made again, never stored. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    archiveId: archiveId().references(() => archives.id),
    principal: text().notNull(),
    key: text().notNull(),
    requestHash: bytes().notNull(),
    /** Null while the first request is at work. */
    status: integer(),
    /** JSON, as it was sent: jsonb would change the order of its members. */
    answer: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.principal, t.key] }), index('idempotency_keys_age').on(t.createdAt)],
);

const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' });

/** What the capture engine must know, in order, for ever. `txid` lets a reader wait for transactions that commit out of order. */
export const changes = pgTable(
  'changes',
  {
    archiveId: archiveId().references(() => archives.id),
    seq: bigserial({ mode: 'bigint' }).notNull(),
    txid: xid8()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    at: instant().notNull().defaultNow(),
    type: text({
      enum: ['connected', 'disconnected', 'reconnected', 'transferred', 'inactive', 'deleted', 'credential_renewed'],
    }).notNull(),
    accountId: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.txid, t.seq] })],
);
