/** Search-as-you-type for people: matches anywhere in a name or an address, regardless of case. */
import { sql, type SQL } from 'drizzle-orm';
import { users } from './schema.js';

/** Escapes what was typed, so that no character has a special meaning in LIKE. */
export function nameOrEmailContains(search: string): SQL {
  const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return sql`(lower(${users.name}) like ${pattern} or lower(${users.email}) like ${pattern})`;
}
