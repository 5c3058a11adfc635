import { doublePrecision, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** Token buckets that all processes share, for the email provider and for each provider's token checks. */
export const providerRates = pgTable('provider_rates', {
  name: text().primaryKey(),
  tokens: doublePrecision().notNull(),
  updatedAt: instant().notNull(),
});
