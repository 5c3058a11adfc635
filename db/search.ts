/** Search-as-you-type for people: matches anywhere in a name or an address, regardless of case. */
import { sql, type SQL } from 'drizzle-orm';
import { canonicalAddress } from '../domain/email-address.js';
import { users } from './schema.js';

/** Escapes what was typed, so that no character has a special meaning in LIKE. */
export function nameOrEmailContains(search: string): SQL {
  return sql`(lower(${users.name}) like ${patternOf(search)} or lower(${users.email}) like ${patternOf(canonicalAddress(search))})`;
}

const patternOf = (text: string) => `%${text.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
