import { invalid } from './validate.js';

/** What a list is asked for: the items behind `after`, and how many. Queries read one more, to know whether there are more. */
export interface Page {
  after: string | null;
  limit: number;
}

/** What a list has read from its cursor, or else `invalid_request`. @param key null: the cursor is none of this list */
export function requireKey<T>(key: T | null): T {
  if (key === null) throw invalid([{ path: 'cursor', code: 'not_a_cursor', params: {} }]);
  return key;
}
