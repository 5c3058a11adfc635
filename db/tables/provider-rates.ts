import { doublePrecision, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** Token buckets, shared by all processes: of the email provider, and of each network's token checks. */
export const providerRates = pgTable('provider_rates', {
  name: text().primaryKey(),
  tokens: doublePrecision().notNull(),
  updatedAt: instant().notNull(),
});
