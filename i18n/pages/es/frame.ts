/** What stands around the pages: navigation, rights, what every form says, and a person's own settings. */
import type {
  FORMS as ENGLISH_FORMS,
  NAV as ENGLISH_NAV,
  RIGHTS as ENGLISH_RIGHTS,
  YOU as ENGLISH_YOU,
} from '../en/frame.js';
import type { Spoken } from '../spoken.js';

export const RIGHTS: Spoken<typeof ENGLISH_RIGHTS> = {
  title: 'Usted no puede abrir esto',
  managers:
    'Solo el administrador principal y los administradores del sistema con acceso completo pueden abrir esta página o hacer cambios aquí.',
  administrators: 'Esta página es para los administradores del archivo. Sus propias cuentas están en «Mis cuentas».',
  everyone: 'Esta página es para los administradores y los titulares de cuentas del archivo.',
  ask: (whom) => `Si lo necesita, consulte a ${whom}.`,
  readOnly: 'Usted es administrador del sistema de solo lectura: aquí puede verlo todo y no puede cambiar nada.',
};

export const NAV: Spoken<typeof ENGLISH_NAV> = {
  label: 'Principal',
  dashboard: 'Panel',
  mine: 'Mis cuentas',
  accounts: 'Cuentas',
  transfers: 'Transferencias',
  gaps: 'Vacíos en el registro',
  configure: 'Configurar',
  help: 'Ayuda',
  you: 'Usted',
  signIn: 'Iniciar sesión',
  signOut: 'Cerrar sesión',
  language: 'Idioma',
};

export const FORMS: Spoken<typeof ENGLISH_FORMS> = {
  save: 'Guardar',
  cancel: 'Cancelar',
  back: 'Volver',
  search: 'Buscar',
  next: 'Página siguiente',
  first: 'Primera página',
  optional: 'opcional',
  saved: 'Guardado.',
  problems: (n) => (n === 1 ? 'Hay que corregir un dato' : `Hay que corregir ${n} datos`),
  nothingFound: 'No hay coincidencias.',
};

export const YOU: Spoken<typeof ENGLISH_YOU> = {
  title: 'Usted',
  heading: 'Sus preferencias',
  language: 'Idioma de las páginas y los correos',
  languageOfArchive: 'el del archivo',
  timeZone: 'Zona horaria de las fechas',
  noZone: 'Elija una zona horaria de la lista.',
  timeZoneOfArchive: 'la del archivo',
  immediate: 'Avisos inmediatos de errores: una copia del primer y del último correo sobre cada cuenta desconectada',
  immediatePrimary:
    'El administrador principal siempre recibe una copia del primer y del último correo sobre cada desconexión.',
  weekly: 'Resumen semanal de errores, los lunes a las 9:00 en la zona horaria del archivo',
  ownerEmails:
    'Los correos sobre sus propias cuentas no se pueden desactivar: mientras una cuenta está desconectada, se pierden registros.',
  sessions: 'Dónde tiene la sesión abierta',
  sessionsLead: 'Cierre la sesión en todos los lugares que no reconozca.',
  thisOne: 'Este navegador',
  since: 'desde',
  until: 'hasta',
  throughLink: 'con un enlace personal',
  unknownBrowser: 'Un navegador',
  revoke: 'Cerrar la sesión allí',
  revokeAll: 'Cerrar la sesión en todos los demás lugares',
};
