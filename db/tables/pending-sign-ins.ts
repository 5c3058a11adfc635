import { foreignKey, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { archiveId, bytes, instant } from './columns.js';
import { sessions } from './sessions.js';

/**
 * The network's answer to an administrator's sign-in that was refused because something belongs to another Account Owner. It's kept
 * for a few minutes, so that the reconnect can continue after a transfer without another sign-in. It's encrypted and bound to the
 * session whose sign-in was refused. Nothing else of it is stored anywhere.
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
