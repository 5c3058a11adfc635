/** Searching for people as it is typed: anywhere in a name or an address, whatever the case. */
import { sql, type SQL } from 'drizzle-orm';
import { users } from './schema.js';

/** Nothing that was typed has a meaning of its own for LIKE. */
export function nameOrEmailContains(typed: string): SQL {
  const pattern = `%${typed.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return sql`(lower(${users.name}) like ${pattern} or lower(${users.email}) like ${pattern})`;
}
