/** The roles as people write them, in any language. */
import { LOCALES } from '../domain/locales.js';
import { lookup } from '../domain/normalize-name.js';
import { ROLES, type Role } from '../domain/roles.js';
import { messagesIn } from './index.js';

/** Other names that spreadsheets have used for the roles. */
const ALSO: Record<Role, readonly string[]> = {
  account_owner: ['Titular', 'Titular de la cuenta', 'Titular de cuentas', 'Responsable', 'Responsable de la cuenta'],
  primary_administrator: ['Administradora principal'],
  full_access_administrator: [
    'Full Access',
    'Administrador con acceso completo',
    'Administradora con acceso completo',
    'Administradora del sistema con acceso completo',
  ],
  read_only_administrator: [
    'Read Only',
    'Administrador de solo lectura',
    'Administradora de solo lectura',
    'Administradora del sistema de solo lectura',
  ],
};

const namesOf = (role: Role) => [...LOCALES.map((locale) => messagesIn(locale).roles[role]), ...ALSO[role]];

/** "account_owner", "Account owner", and "Responsable de cuentas" are the same role. */
const parseRole = lookup<Role>(
  Object.fromEntries(ROLES.map((role) => [role, namesOf(role)])) as Record<Role, string[]>,
);

/** What people put between two roles. Line breaks in a cell arrive as spaces. */
const BETWEEN = /[\s;,/|+&]+/;
const AND = new Set(['and', 'y']);
/** The longest name of a role has seven words. */
const MAX_WORDS = 8;

/** Reads a cell with one or more roles, however they are separated. Null if anything in it isn't a role. */
export function parseRoles(cell: string): Role[] | null {
  const words = cell.split(BETWEEN).filter((word) => word !== '');
  const roles = new Set<Role>();
  for (let at = 0; at < words.length;) {
    if (roles.size > 0 && AND.has(words[at]!.toLowerCase())) at += 1;
    const [role, next] = longestRole(words, at);
    if (role === undefined) return null;
    roles.add(role);
    at = next;
  }
  return [...roles];
}

/** "Read Only" is a role, and so is "Read Only System Administrator". */
function longestRole(words: readonly string[], at: number): [Role | undefined, number] {
  for (let end = Math.min(words.length, at + MAX_WORDS); end > at; end -= 1) {
    const role = parseRole(words.slice(at, end).join(' '));
    if (role !== undefined) return [role, end];
  }
  return [undefined, at];
}
