/** The Account Owner's own page. */
import type { ACCOUNTS as ENGLISH } from '../en/accounts.js';
import type { Spoken } from '../spoken.js';
import { count, listed, number } from './common.js';

export const ACCOUNTS: Spoken<typeof ENGLISH> = {
  title: 'Sus cuentas',
  heading: 'Sus cuentas de redes sociales',
  of: (archiveName) => `Archivadas como registros públicos por ${archiveName}`,
  owner: (name) => `Entró con el enlace personal de ${name}`,
  needsYou: (n) => (n === 1 ? '1 cuenta le necesita' : `${number(n)} cuentas le necesitan`),
  loss: 'Mientras una cuenta está desconectada, sus publicaciones no se archivan.',

  disconnected: 'Desconectada',
  linked: 'De su correo',
  since: 'Desconectada desde',
  why: 'Motivo',
  remedy: 'Qué hacer',
  throughProfile: 'Perfil principal',
  days: (n) => (n === 0 ? 'hoy' : count(n, 'día')),
  more: (n) => `Y ${count(n, 'cuenta más', 'cuentas más')}.`,

  reconnect: 'Volver a conectar',
  reconnectAll: (n) => (n === 2 ? 'Volver a conectar ambas' : `Volver a conectar las ${number(n)}`),
  oneSignIn: (n, provider) =>
    `Un solo inicio de sesión en ${provider} puede recuperar ${n === 2 ? 'ambas' : `las ${number(n)}`}`,
  throughWhom: (name) => `mediante el perfil principal ${name}`,

  connected: 'Conectadas',
  connectedNone: 'Todavía no hay ninguna cuenta conectada.',
  inactive: 'Inactivas',
  inactiveNote: 'Marcadas como cerradas o en desuso. Si alguna se usa de nuevo, avise a su administrador.',

  detached: {
    title: (n) =>
      n === 1 ? 'Una cuenta necesita pronto su permiso' : `${count(n, 'cuenta')} necesitan pronto su permiso`,
    note: 'Todavía se archiva, pero solo hasta que termine el permiso dado con el perfil personal de otra persona. Inicie sesión una vez con el suyo.',
    button: 'Dar permiso',
  },
  ending: {
    title: (n) =>
      n === 1
        ? 'Un permiso termina pronto: renuévelo'
        : `Los permisos de ${count(n, 'cuenta')} terminan pronto: renuévelos`,
    note: 'Todavía se archivan. Inicie sesión una vez más antes de la fecha indicada y no se perderá nada.',
    button: 'Renovar',
  },
  endsOn: (day) => `el permiso termina el ${day}`,
  allWell: 'Todas sus cuentas están conectadas',
  allWellNote: 'No tiene que hacer nada. Le escribiremos cuando alguna le necesite.',
  empty: 'Todavía no hay cuentas',
  emptyNote: 'Conecte la primera: elija su red más abajo.',

  connectNew: 'Conectar una cuenta nueva',
  connectNewNote:
    'Elija una red e inicie sesión en ella. Lo que permita en su cuadro se agrega al archivo a su nombre.',
  connectNetwork: (label) => `Conectar ${label}`,
  viaProfile: 'con su perfil personal',
  viaAccount: 'con los datos de acceso de la cuenta',
  notSetUp: 'todavía no está configurada aquí',

  reconnectedBar: (names) =>
    names.length === 1 ? `${names[0]} está conectada de nuevo.` : `${listed(names)} están conectadas de nuevo.`,
  addedBar: (names) =>
    names.length === 1 ? `${names[0]} ya está conectada.` : `${listed(names)} ya están conectadas.`,

  waiting: 'Termine de iniciar sesión en la otra ventana. Esta página se actualiza sola.',
  problem: 'No se pudo abrir el inicio de sesión. Compruebe su conexión y vuelva a intentarlo.',
  ended: 'Su visita ha terminado',
  endedNote:
    'Por su seguridad, esta página se cierra después de un tiempo. Para seguir, abra de nuevo el enlace de su correo.',

  how: {
    title: 'Cómo volver a conectar',
    steps: [
      'Pulse Volver a conectar. La página de la propia red se abre en una ventana nueva.',
      'Inicie sesión en ella si se lo pide, y deje marcadas todas las casillas.',
      'La ventana se cierra, y la barra verde de aquí indica que la cuenta está conectada de nuevo.',
    ],
    profile:
      'Para las páginas de Facebook, Instagram y las páginas de LinkedIn, inicie sesión con su perfil personal. Solo autoriza la conexión y nunca se archiva.',
  },
  about: {
    title: 'Acerca de esta página',
    lines: [
      'Su enlace abre esta página sin contraseña. Solo sirve para iniciar sesión en las redes de sus cuentas: con él nadie puede publicar, leer mensajes ni ver una contraseña.',
      'No lo comparta, por favor.',
    ],
  },
  ask: {
    title: '¿Tiene preguntas?',
    line: 'El administrador principal de su archivo puede ayudarle:',
    nobody: 'Consulte a un administrador de su archivo.',
  },
  inApp: {
    title: 'Está en el navegador interno de otra aplicación',
    line: 'Aquí el inicio de sesión suele fallar. Vuelva a su correo, copie el enlace del botón y péguelo en Safari, Chrome, Edge o Firefox.',
    copy: 'Copiar la dirección de esta página',
    copied: 'Copiada',
  },
};
