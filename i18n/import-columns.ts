/**
 * How the columns of an import are titled in the files that offices already have. They only suggest which column of a file is which:
 * a person sees the suggestion, and can choose another one, before any line is read.
 */
import type { Locale } from '../domain/locales.js';
import { normalizeName } from '../domain/normalize-name.js';

type Titles = Readonly<Record<Locale, readonly string[]>>;

const TITLES: Readonly<Record<string, Titles>> = {
  'users.name': {
    en: [
      'Name',
      'Full name',
      'Display name',
      'Employee',
      'Employee name',
      'Person',
      'User',
      'User name',
      'Contact',
      'Contact name',
      'Owner',
      'Account Owner',
      'Staff member',
    ],
    es: [
      'Nombre',
      'Nombre completo',
      'Nombre y apellido',
      'Nombre y apellidos',
      'Persona',
      'Empleado',
      'Empleada',
      'Usuario',
      'Contacto',
      'Responsable',
    ],
  },
  'users.email': {
    en: [
      'Email',
      'Email address',
      'Mail',
      'Address',
      'Work email',
      'Primary email',
      'Contact email',
      'User principal name',
      'UPN',
    ],
    es: [
      'Correo',
      'Correo electrónico',
      'Dirección de correo',
      'Dirección de correo electrónico',
      'Correo de trabajo',
      'Dirección',
    ],
  },
  'users.roles': {
    en: ['Role', 'Roles', 'Permission', 'Permissions', 'Access', 'Access level', 'User type', 'Type'],
    es: ['Rol', 'Roles', 'Permiso', 'Permisos', 'Acceso', 'Nivel de acceso', 'Tipo', 'Tipo de usuario'],
  },
  'accounts.network': {
    en: ['Network', 'Social network', 'Platform', 'Social media', 'Site', 'Channel', 'Service', 'Type', 'Account type'],
    es: ['Red', 'Red social', 'Plataforma', 'Sitio', 'Canal', 'Servicio', 'Tipo', 'Tipo de cuenta'],
  },
  'accounts.networkAccountId': {
    en: [
      'ID',
      'Account ID',
      'Network account ID',
      'Page ID',
      'Channel ID',
      'Profile ID',
      'Social ID',
      'Account number',
    ],
    es: [
      'ID',
      'ID de la cuenta',
      'ID de cuenta',
      'Identificador',
      'ID de la página',
      'ID del canal',
      'Número de cuenta',
      'Código',
    ],
  },
  'accounts.name': {
    en: ['Name', 'Account', 'Account name', 'Page', 'Page name', 'Title', 'Display name', 'Channel name'],
    es: ['Nombre', 'Cuenta', 'Nombre de la cuenta', 'Página', 'Nombre de la página', 'Título'],
  },
  'accounts.ownerEmail': {
    en: [
      'Owner email',
      'Owner',
      'Account Owner',
      'Account Owner email',
      'Email',
      'Email address',
      'Contact email',
      'Responsible',
    ],
    es: [
      'Correo del responsable',
      'Correo de la persona responsable',
      'Responsable',
      'Responsable de la cuenta',
      'Correo',
      'Correo electrónico',
    ],
  },
  'accounts.parentProfileId': {
    en: ['Parent Profile ID', 'Parent Profile'],
    es: ['Perfil de autorización', 'ID del perfil de autorización'],
  },
};

const PARTS: Readonly<Record<'first' | 'second', Titles>> = {
  first: { en: ['First name', 'Given name', 'Forename'], es: ['Nombre', 'Nombres', 'Primer nombre'] },
  second: { en: ['Last name', 'Surname', 'Family name'], es: ['Apellido', 'Apellidos', 'Primer apellido'] },
};

/**
 * Finds the columns of a file that are likely to be one of ours; none when nothing fits, or when several do and only a person can tell.
 * @param column for example "users.email"
 */
export function suggestColumns(titles: readonly string[], column: string): readonly number[] {
  const ours = column.slice(column.indexOf('.') + 1);
  const exact = find(titles, [ours]);
  if (exact.length === 1) return exact;
  if (column === 'users.name') {
    const [first, second] = [find(titles, all(PARTS.first)), find(titles, all(PARTS.second))];
    if (first.length === 1 && second.length === 1) return [...first, ...second];
  }
  const words = TITLES[column];
  const found = words ? find(titles, all(words)) : [];
  return found.length === 1 ? found : [];
}

const all = (titles: Titles) => Object.values(titles).flat();

function find(titles: readonly string[], known: readonly string[]): number[] {
  const wanted = new Set(known.map(normalizeName));
  return titles.flatMap((title, i) =>
    readingsOf(title).some((reading) => wanted.has(normalizeName(reading))) ? [i] : [],
  );
}

/** "Email (work)*", "Email / Correo electrónico", and "Email - required" all begin with, or consist of, a name that we know. */
function readingsOf(title: string): readonly string[] {
  const withoutNotes = title.replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ');
  return [title, withoutNotes, ...withoutNotes.split(/[/|:;·•–—]|\s-\s/)];
}
