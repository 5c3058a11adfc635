import { invalid } from './validate.js';

/** The requested page of a list: up to `limit` items after `after`. Queries read one extra item to learn whether there are more. */
export interface Page {
  after: string | null;
  limit: number;
}

/**
 * Returns the key that a list decoded from its cursor.
 * @param key null when the cursor does not belong to this list
 * @throws {Refusal} `invalid_request`
 */
export function requireKey<T>(key: T | null): T {
  if (key === null) throw invalid([{ path: 'cursor', code: 'not_a_cursor', params: {} }]);
  return key;
}
