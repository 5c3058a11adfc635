import { sql } from 'drizzle-orm';
import { boolean, check, integer, jsonb, pgTable, real, text } from 'drizzle-orm/pg-core';
import { SURGE_COUNT, SURGE_PERCENT } from '../../domain/limits.js';
import { DEFAULT_PLAN, STEPS } from '../../domain/series.js';
import { instant } from './columns.js';

/** Inlined, because a CHECK can't have parameters. */
const steps = sql.raw(String(STEPS));

/** A tenant: a city, a school district, a bank. */
export const archives = pgTable(
  'archives',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** The product name that the archive's people see. Null: the installation's product name. */
    productName: text(),
    /** The sender name of emails. Null: the product name. */
    senderName: text(),
    timeZone: text().notNull().default('UTC'),
    locale: text().notNull().default('en'),
    stepDays: integer()
      .array()
      .notNull()
      .default([...DEFAULT_PLAN.stepDays]),
    seriesDays: integer().notNull().default(DEFAULT_PLAN.seriesDays),
    /** The public key (JWK) of the archive's own login, which signs its people in. Null: it doesn't. */
    signInKey: jsonb().$type<Record<string, unknown>>(),
    /** The latest week whose error summary was created (a Monday in the archive's time zone). */
    summaryWeek: text(),
    surgeHoldEnabled: boolean().notNull().default(false),
    surgeHoldShare: real()
      .notNull()
      .default(SURGE_PERCENT / 100),
    surgeHoldCount: integer().notNull().default(SURGE_COUNT),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    check(
      'archives_plan',
      sql`cardinality(${t.stepDays}) = ${steps} and ${t.stepDays}[1] = 0 and ${t.seriesDays} > ${t.stepDays}[${steps}]`,
    ),
  ],
);
