import { sql } from 'drizzle-orm';
import { boolean, check, integer, jsonb, pgTable, real, text } from 'drizzle-orm/pg-core';
import { DEFAULT_PLAN, STEPS } from '../../domain/series.js';
import { instant } from './columns.js';

/** In a CHECK, which has no parameters. */
const steps = sql.raw(String(STEPS));

/** A tenant: a city, a school district, a bank. */
export const archives = pgTable(
  'archives',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** What its people know this product as; null: the installation's name for it. */
    productName: text(),
    /** The name that emails come from; null: the product's. */
    senderName: text(),
    timeZone: text().notNull().default('UTC'),
    locale: text().notNull().default('en'),
    stepDays: integer()
      .array()
      .notNull()
      .default([...DEFAULT_PLAN.stepDays]),
    seriesDays: integer().notNull().default(DEFAULT_PLAN.seriesDays),
    /** The public key (JWK) with which the archive's own login signs its people in; null: it does not. */
    signInKey: jsonb().$type<Record<string, unknown>>(),
    /** The last week (Monday, in the archive's time zone) whose error summary was made. */
    summaryWeek: text(),
    surgeHoldEnabled: boolean().notNull().default(false),
    surgeHoldShare: real().notNull().default(0.2),
    surgeHoldCount: integer().notNull().default(50),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    check(
      'archives_plan',
      sql`cardinality(${t.stepDays}) = ${steps} and ${t.stepDays}[1] = 0 and ${t.seriesDays} > ${t.stepDays}[${steps}]`,
    ),
  ],
);
