/** Lists: `{items, nextCursor}`, paged by key, so items added or removed between pages don't make others repeat or disappear. */
import { z } from 'zod';
import type { Page } from '../services/input/page.js';
import { problem } from '../services/input/problem.js';

/** A key with one part: an id, or something a list derives from one. It never starts with `[`, which marks a key with several parts. */
export const PLAIN_KEY = z.string().regex(/^[\x21-\x7e]+$/);

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export const pageQuery = {
  limit: z.coerce
    .number({ error: problem('number_out_of_range', { min: 1, max: MAX_LIMIT }) })
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .default(DEFAULT_LIMIT)
    .meta({ description: 'The maximum number of items' }),
  cursor: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'The `nextCursor` of the previous page' })
    .transform((cursor, context) => {
      if (cursor === undefined) return null;
      const key = decodeCursor(PLAIN_KEY, cursor);
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

/** @param rows one more than fits on the page, if there are more */
export function listAnswer<Row>(
  rows: readonly Row[],
  page: Page,
  keyOf: (row: Row) => string,
  view: (row: Row) => unknown,
) {
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return { items: items.map(view), nextCursor: rows.length > page.limit && last ? encodeCursor(keyOf(last)) : null };
}

/** Encodes the sort key of the last row on a page. A key has several parts if one part alone isn't unique. */
export const encodeCursor = (key: string | readonly (string | number)[]): string =>
  Buffer.from(typeof key === 'string' ? key : JSON.stringify(key)).toString('base64url');

/** Returns null if the cursor isn't one of this list's. */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: unknown): z.output<S> | null {
  if (typeof cursor !== 'string') return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (encodeCursor(text) !== cursor) return null;
  return schema.safeParse(text.startsWith('[') ? parseParts(text) : text).data ?? null;
}

function parseParts(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
