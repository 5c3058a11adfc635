import { doublePrecision, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** The token bucket of a provider's account, shared by all workers. */
export const providerRates = pgTable('provider_rates', {
  name: text().primaryKey(),
  tokens: doublePrecision().notNull(),
  updatedAt: instant().notNull(),
});
