import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import { accounts } from './accounts.js';
import { archiveId, bytes, instant } from './columns.js';
import { users } from './users.js';

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
