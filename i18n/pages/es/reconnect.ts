/** Relink's own page between a click and the network, and everything that can end there. */
import type { RESULT as ENGLISH_RESULT, RECONNECT as ENGLISH } from '../en/reconnect.js';
import type { Spoken } from '../spoken.js';
import { count } from './common.js';

export const RECONNECT: Spoken<typeof ENGLISH> = {
  openingTitle: 'Un momento…',
  opening: 'Abriendo la página de inicio de sesión de la red…',

  leaveTitle: (provider) => `Continuar a ${provider}`,
  reconnectHeading: (account) => `¿Volver a conectar ${account}?`,
  connectHeading: (label) => `¿Conectar una cuenta nueva (${label})?`,
  leadReconnect: (archive) => `Está a punto de volver a conectar esta cuenta al archivo de ${archive}.`,
  leadConnect: (archive, label) =>
    `Está a punto de conectar una cuenta (${label}) al archivo de ${archive}. Sus publicaciones se archivarán como registros públicos.`,
  network: 'Red',
  account: 'Cuenta',
  archive: 'Archivo',
  owner: 'Titular de la cuenta',
  begunBy: 'Iniciado',
  byUser: (name) => `por ${name}`,
  byLink: (owner) => `desde el enlace de ${owner}`,
  go: (provider) => `Continuar a ${provider}`,
  promise: (provider) => `Usted inicia sesión en ${provider}. Aquí nunca se ve su contraseña.`,
  unexpected: '¿No esperaba esto? Cierre esta ventana: sin su clic no sucede nada.',

  gone: {
    title: 'Este inicio de sesión ha terminado',
    lines: [
      'Ya se usó, o estuvo abierto más de diez minutos. Si se usó, su página muestra el resultado.',
      'No se cambió nada más. Simplemente puede empezar de nuevo.',
    ],
  },
  otherBrowser: {
    title: 'Este inicio de sesión comenzó en otro navegador',
    lines: [
      'Por su seguridad, solo termina donde comenzó. No se cambió nada.',
      'Empiece de nuevo en el navegador que quiera usar, y permita las cookies de este sitio.',
    ],
  },
  linkDead: {
    title: 'El enlace con el que entró ya no funciona',
    what: 'Mientras tanto se renovó o terminó.',
    how: ['Abra el enlace más reciente de su correo.'],
  },
  denied: (provider) => ({
    title: 'Usted no lo permitió',
    lines: [
      `El inicio de sesión en ${provider} se canceló, por lo que no se cambió nada.`,
      'Para seguir archivando, vuelva a intentarlo y confirme en la red.',
    ],
  }),
  rejected: (provider) => ({
    title: `${provider} no aceptó el inicio de sesión`,
    lines: ['No se cambió nada. Inténtelo una vez más, por favor; normalmente con eso basta.'],
  }),
  unavailable: (provider) => ({
    title: `En este momento no hay conexión con ${provider}`,
    lines: ['No se cambió nada. La red tiene problemas: vuelva a intentarlo dentro de unos minutos.'],
  }),
  misconfigured: (provider, whom) => ({
    title: `${provider} no está bien configurada aquí`,
    lines: ['No se cambió nada, y volver a intentarlo no ayudará.', `Avise a ${whom}, por favor.`],
  }),
  back: 'Volver a mis cuentas',
  again: 'Volver a intentarlo',
  close: 'Cerrar esta ventana',
  closing: 'Esta ventana se cierra sola.',
};

export const RESULT: Spoken<typeof ENGLISH_RESULT> = {
  reconnected: (n) => (n === 1 ? 'Conectada de nuevo' : `${count(n, 'cuenta')} conectadas de nuevo`),
  added: (n) => (n === 1 ? 'Cuenta conectada' : `${count(n, 'cuenta')} conectadas`),
  renewed: 'Inicio de sesión renovado',
  isAgain: 'está conectada de nuevo.',
  isNow: 'ya está conectada.',
  isRenewed: 'está conectada; se renovó su inicio de sesión.',
  goesOn: 'El archivado continúa desde aquí. No tiene que hacer nada más.',
  lost: 'No se permitió esta vez',
  lostNote:
    'La red no nombró estas cuentas: quedó una casilla sin marcar, o el perfil personal ya no las administra. Inténtelo de nuevo y deje todas las casillas marcadas.',
  isLost: 'está desconectada.',
  left: 'Quedaron como estaban',
};
