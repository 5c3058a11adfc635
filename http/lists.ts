/** Lists: `{items, nextCursor}`, paged by key, so that what is added or removed meanwhile neither repeats nor hides anything. */
import { z } from 'zod';
import type { Page } from '../services/input/page.js';
import { problem } from '../services/input/problem.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export const pageQuery = {
  limit: z.coerce
    .number({ error: problem('number_out_of_range', { min: 1, max: MAX_LIMIT }) })
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .default(DEFAULT_LIMIT)
    .meta({ description: 'How many items at most' }),
  cursor: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'nextCursor of the page before' })
    .transform((cursor, context) => {
      if (cursor === undefined) return null;
      const key = decode(cursor);
      if (key !== null) return key;
      context.addIssue({ code: 'custom', message: problem('not_a_cursor') });
      return z.NEVER;
    }),
};

export const listOf = (item: z.ZodType) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const pageOf = (query: { limit: number; cursor: string | null }): Page => ({
  after: query.cursor,
  limit: query.limit,
});

/** @param rows one more than the page holds, when there are more */
export function listAnswer<Row>(
  rows: readonly Row[],
  page: Page,
  keyOf: (row: Row) => string,
  view: (row: Row) => unknown,
) {
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return { items: items.map(view), nextCursor: rows.length > page.limit && last ? encode(keyOf(last)) : null };
}

export const encode = (key: string): string => Buffer.from(key).toString('base64url');

/** Null: it is none. */
export function decode(cursor: string): string | null {
  const key = Buffer.from(cursor, 'base64url').toString();
  return encode(key) === cursor && /^[\x21-\x7e]+$/.test(key) ? key : null;
}
