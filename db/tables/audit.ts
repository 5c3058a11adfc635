import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import { archiveId, instant } from './columns.js';

/** Whether an event authorized an account: a person signed in, or the account was added with tokens. */
export const isAuthorization = (alias = '') =>
  sql.raw(`((${alias}type in ('connected', 'reconnected', 'credential_renewed') and ${alias}detail ? 'signedInAs')
    or (${alias}type = 'account_added' and ${alias}detail->>'authorized' = 'true'))`);

/** The log of everything that happened, and the source of timelines. A trigger keeps it append-only. */
export const audit = pgTable(
  'audit',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    at: instant().notNull().defaultNow(),
    type: text().notNull(),
    actor: jsonb().$type<Actor>().notNull(),
    disconnectId: text(),
    accountId: text(),
    userId: text(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    index('audit_disconnect')
      .on(t.archiveId, t.disconnectId, t.id)
      .where(sql`${t.disconnectId} is not null`),
    // Whose an account was and whether it was in use: few events among many, which the gap report reads for every account.
    index('audit_account_states')
      .on(t.archiveId, t.type, t.accountId, t.id)
      .where(
        sql`${t.type} in ('transferred', 'account_added', 'account_inactive', 'account_active', 'account_deleted', 'credential_deleted')`,
      ),
    // Whether and since when an account was authorized, without the many renewals that no person made.
    index('audit_authorizations').on(t.archiveId, t.accountId, t.type, t.at).where(isAuthorization()),
    index('audit_account')
      .on(t.archiveId, t.accountId, t.id)
      .where(sql`${t.accountId} is not null`),
  ],
);
