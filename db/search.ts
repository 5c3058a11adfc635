/** Search-as-you-type: matches anywhere in a name or an address, regardless of case. */
import { sql, type SQL } from 'drizzle-orm';
import { canonicalAddress } from '../domain/email-address.js';
import { users } from './schema.js';

/** Escapes what was typed, so that no character has a special meaning in LIKE. */
export function nameOrEmailContains(search: string): SQL {
  return sql`(lower(${users.name}) like ${patternOf(search)} or lower(${users.email}) like ${patternOf(canonicalAddress(search))})`;
}

/** Whether a lowercase text contains what was typed, regardless of case. With LIKE, PostgreSQL can estimate how many rows match. */
export const contains = (lowercase: SQL, search: string): SQL =>
  sql`${lowercase} like ('%' || lower(${escape(search)}::text) || '%')`;

const patternOf = (text: string) => `%${escape(text.toLowerCase())}%`;

const escape = (text: string) => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
