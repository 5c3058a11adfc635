/** Where a page of a list ends, in an address: what its rows are ordered by, of the last one. */
import type { z } from 'zod';

export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Null for what is none: then it is the first page. */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: unknown): z.output<S> | null {
  if (typeof cursor !== 'string') return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return null;
  }
}
