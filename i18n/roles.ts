/** Roles as people read and write them. */
import type { Locale } from '../domain/locales.js';
import { lookup } from '../domain/normalize-name.js';
import { ROLES, type Role } from '../domain/roles.js';

export const ROLE_WORDS: Record<Locale, Record<Role, string>> = {
  en: {
    account_owner: 'Account Owner',
    primary_administrator: 'Primary Administrator',
    full_access_administrator: 'Full Access System Administrator',
    read_only_administrator: 'Read Only System Administrator',
  },
  es: {
    account_owner: 'Titular de la cuenta',
    primary_administrator: 'Administrador principal',
    full_access_administrator: 'Administrador del sistema con acceso completo',
    read_only_administrator: 'Administrador del sistema de solo lectura',
  },
};

const ALSO: Record<Role, readonly string[]> = {
  account_owner: ['Titular', 'Titular de cuentas'],
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

const both = (role: Role) => [ROLE_WORDS.en[role], ROLE_WORDS.es[role], ...ALSO[role]];

/** "account_owner", "Account owner" and "Titular de la cuenta" are one. */
export const roleMeant = lookup<Role>(
  Object.fromEntries(ROLES.map((role) => [role, both(role)])) as Record<Role, string[]>,
);
