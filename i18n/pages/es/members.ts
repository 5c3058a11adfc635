/** Signing in, navigation, rights, and what every form says. */
import { ROLE_WORDS } from '../../roles.js';
import type {
  ENTER as ENGLISH_ENTER,
  FORMS as ENGLISH_FORMS,
  NAV as ENGLISH_NAV,
  RIGHTS as ENGLISH_RIGHTS,
  YOU as ENGLISH_YOU,
} from '../en/members.js';
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
  languages: { en: 'English', es: 'Español' },
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

export const ENTER: Spoken<typeof ENGLISH_ENTER> = {
  title: 'Iniciar sesión',
  lead: 'Para administradores, y para titulares de cuentas con invitación a iniciar sesión. Le enviamos un enlace por correo con el que inicia sesión; no hay ninguna contraseña que recordar.',
  email: 'Correo electrónico',
  send: 'Enviarme un enlace de inicio de sesión',
  or: 'o',
  oidc: 'Iniciar sesión con su organización',
  inbox: 'Este Relink envía sus correos al buzón local.',
  noLogin:
    '¿Busca sus propias cuentas? El enlace personal de cada correo sobre ellas abre su página sin iniciar sesión.',
  sent: {
    title: 'Revise su buzón',
    lines: [
      'Si esta dirección puede iniciar sesión, un correo con un enlace va en camino. El enlace funciona una vez, durante 15 minutos.',
      '¿No recibe ningún correo? Mire en la carpeta de correo no deseado, o pregunte a un administrador de su archivo si tiene invitación para iniciar sesión.',
    ],
  },
  confirm: {
    title: 'Iniciar sesión',
    line: 'Con un clic habrá iniciado sesión en este dispositivo.',
    button: 'Iniciar sesión',
    busy: 'Iniciando sesión…',
  },
  other: {
    title: 'Otra persona ha iniciado sesión aquí',
    line: 'El enlace con el que llegó es para otra persona o para otro archivo. Continúe solo si hizo clic en él usted mismo, en su propio archivo.',
    button: 'Continuar como la otra persona',
    stay: 'Seguir como estoy',
  },
  dead: {
    title: 'Este enlace de inicio de sesión ya no funciona',
    lines: ['Ya se usó, o tiene más de 15 minutos. Pida uno nuevo: toma unos segundos.'],
    again: 'Pedir un enlace nuevo',
  },
  noScript: {
    title: 'Active JavaScript, por favor',
    lines: [
      'El enlace guarda su parte secreta dentro de su navegador, y necesita JavaScript para entregarla de forma segura.',
    ],
  },
  unknownPerson: {
    title: 'Usted no está en este archivo',
    lines: [
      'Su organización confirmó su identidad, pero ningún administrador ni titular de cuentas invitado tiene esta dirección de correo.',
      'Pida a un administrador de su archivo que le agregue con la dirección que usa para iniciar sesión.',
    ],
  },
  failed: {
    title: 'El inicio de sesión de su organización no funcionó',
    lines: ['No se cambió nada. Inténtelo una vez más; si sigue fallando, avise a un administrador de su archivo.'],
  },
  choose: {
    title: '¿Qué archivo?',
    lead: 'Su dirección figura en más de uno.',
  },
  out: { title: 'Ha cerrado la sesión', lines: ['Hasta la próxima.'] },
};

export const YOU: Spoken<typeof ENGLISH_YOU> = {
  title: 'Usted',
  heading: 'Sus preferencias',
  roles: ROLE_WORDS.es,
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
