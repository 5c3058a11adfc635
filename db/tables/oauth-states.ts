import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import { accounts } from './accounts.js';
import { archiveId, bytes, instant } from './columns.js';
import { users } from './users.js';

/**
 * A sign-in at a network. It's used at most once, since one UPDATE … RETURNING takes it. How it ended stays for ten minutes, for the browser
 * that finished it.
 */
export const oauthStates = pgTable(
  'oauth_states',
  {
    archiveId: archiveId(),
    hash: bytes().notNull(),
    network: text().notNull(),
    /** The account to reconnect. Null when connecting a new one. */
    accountId: text(),
    /** The owner of the result, as of when the flow started. It's checked again when the flow ends. */
    ownerId: text().notNull(),
    /** Who started it: the owner through a link (with its epoch), or a user who signed in or for whom an API key acts. */
    actorKind: text({ enum: ['link', 'user'] }).notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    /** The API key that acts on the person's behalf. */
    actorThrough: jsonb().$type<Actor['through']>(),
    linkId: text(),
    linkEpoch: integer(),
    sessionId: text(),
    createdAt: instant().notNull().defaultNow(),
    /** When it can no longer be used or, once it has been, when its result is forgotten. */
    expiresAt: instant().notNull(),
    /** When it was used. */
    takenAt: instant(),
    /** The SHA-256 of the nonce of the browser that used it. */
    browserHash: bytes(),
    /** What the person was told (services/reconnect/recall-outcome.ts). Null while the network is still being asked. No tokens. */
    outcome: jsonb(),
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
