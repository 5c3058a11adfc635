import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** Webhook events that were already handled, so that a repeated event does nothing. */
export const webhookEvents = pgTable(
  'webhook_events',
  { provider: text().notNull(), id: text().notNull(), receivedAt: instant().notNull().defaultNow() },
  (t) => [primaryKey({ columns: [t.provider, t.id] }), index('webhook_events_age').on(t.receivedAt)],
);
