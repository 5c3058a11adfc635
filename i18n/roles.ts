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
export const parseRole = lookup<Role>(
  Object.fromEntries(ROLES.map((role) => [role, namesOf(role)])) as Record<Role, string[]>,
);
