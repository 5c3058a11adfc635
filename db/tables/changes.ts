import { sql } from 'drizzle-orm';
import { bigserial, customType, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { CHANGE_TYPES } from '../../domain/change-types.js';
import { archives } from './archives.js';
import { archiveId, instant } from './columns.js';

const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' });

/**
 * The changes that the capture engine needs to know about, in order and forever. `txid` lets a reader wait for transactions that
 * commit out of order.
 */
export const changes = pgTable(
  'changes',
  {
    archiveId: archiveId().references(() => archives.id),
    seq: bigserial({ mode: 'bigint' }).notNull(),
    txid: xid8()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    at: instant().notNull().defaultNow(),
    type: text({ enum: CHANGE_TYPES }).notNull(),
    accountId: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.txid, t.seq] })],
);
