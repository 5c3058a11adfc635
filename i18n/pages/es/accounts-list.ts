/** The list of accounts of an Account Owner, or of the whole archive, and the page of one account. */
import type { ACCOUNT_LIST as ENGLISH_LIST, ACCOUNT_PAGE as ENGLISH_PAGE } from '../en/accounts-list.js';
import type { Spoken } from '../spoken.js';
import { count, number } from './common.js';

export const ACCOUNT_LIST: Spoken<typeof ENGLISH_LIST> = {
  all: 'Todas las cuentas',
  allLead: 'Todas las cuentas del archivo; primero, las desconectadas.',
  of: (owner) => `Cuentas de ${owner}`,
  mine: 'Mis cuentas',
  lead: (disconnected) =>
    disconnected === 0 ? 'Todas están conectadas.' : `Hay que volver a conectar ${count(disconnected, 'cuenta')}.`,
  onBehalf: (owner) =>
    `¿Tiene a mano los datos de acceso de una cuenta? Puede volver a conectarla aquí en nombre de ${owner}.`,
  configure: 'Enviar el enlace personal o cambiar los datos',
  undeliverable: 'Los correos a este titular no llegan. Corrija la dirección en Configurar.',
  search: 'El nombre contiene',
  status: 'Estado',
  anyStatus: 'cualquiera',
  filter: 'Mostrar',
  statuses: { connected: 'Conectada', disconnected: 'Desconectada', inactive: 'Inactiva' },
  account: 'Cuenta',
  owner: 'Titular de la cuenta',
  profile: 'Perfil principal',
  noProfile: 'ninguno',
  since: 'Desconectada desde',
  reason: 'Motivo',
  next: 'Próximo correo',
  emails: 'Correos enviados',
  sent: (sent, delivered, failed) =>
    [
      count(sent, 'enviado'),
      ...(delivered > 0 ? [count(delivered, 'entregado')] : []),
      ...(failed > 0 ? [`${number(failed)} no ${failed === 1 ? 'llegó' : 'llegaron'}`] : []),
    ].join(', '),
  none: 'todavía ninguno',
  pausedUntil: (day) => `en pausa hasta el ${day}`,
  reconnect: 'Volver a conectar',
  details: 'Detalles',
  detailsOf: (name) => ` de ${name}`,
  timeline: 'Lo que ha pasado hasta ahora',
  empty: 'Todavía no hay cuentas',
  emptyLead: 'Aparecen aquí en cuanto su titular las ha conectado o el archivo las ha agregado.',
  noMatch: 'Ninguna cuenta coincide. Cambie la búsqueda, o muestre cualquier estado.',
  total: (n, more) => (more ? `más de ${count(n, 'cuenta')}` : count(n, 'cuenta')),
};

export const ACCOUNT_PAGE: Spoken<typeof ENGLISH_PAGE> = {
  back: (owner) => `Cuentas de ${owner}`,
  facts: 'Acerca de esta cuenta',
  network: 'Red',
  status: 'Estado',
  whyInactive: 'Por qué está inactiva',
  disconnect: 'La desconexión',
  remedy: 'Qué hacer',
  permission: {
    title: 'Permiso',
    given: (day) => `dado el ${day}`,
    ends: (day) => `termina el ${day}`,
    none: 'Relink no tiene ninguno y no puede comprobarlo: solo el archivo nota cuándo se desconecta la cuenta.',
    lastCheck: 'Última comprobación',
    checking: 'Relink está preguntando a la red; vuelva a cargar esta página en un momento.',
    found: {
      healthy: 'el permiso funciona',
      unclear: {
        transient:
          'la red no dio una respuesta clara, así que no se cambió nada; Relink volverá a preguntar por sí solo',
        not_a_disconnect: 'la red respondió sobre Relink, no sobre esta cuenta; debe revisarlo quien opera el sistema',
        unknown: 'la red lo rechazó sin decir por qué; Relink volverá a preguntar antes de darlo por cierto',
      },
    },
    check: 'Comprobar el permiso ahora',
  },
  checks: 'Antes de volver a conectar',
  checksLead: 'Lo que conviene comprobar, para que funcione al primer intento.',
  ok: 'en orden',
  notOk: 'por resolver primero',
  check: {
    account_active: '¿Se sigue usando la cuenta?',
    account_owner: '¿Está a cargo del titular correcto?',
    parent_profile_owner: '¿Está su perfil principal a cargo del mismo titular?',
    transfer: '¿Se está transfiriendo?',
  },
  action: {
    mark_inactive: 'Marcarla como inactiva…',
    mark_active: 'Quitar la marca…',
    add_owner: 'Agregar y transferir…',
    transfer_account: 'Transferir la cuenta…',
    transfer_parent_profile: 'Transferir el perfil principal…',
  },
  pause: {
    title: 'Poner sus correos en pausa',
    lead: 'Hasta entonces no se escribe a nadie sobre esta desconexión. La pausa termina sola; los correos que tocaban mientras tanto se omiten. Los registros se siguen perdiendo.',
    until: 'Hasta (final de ese día)',
    reason: 'Motivo',
    button: 'Poner los correos en pausa',
    now: (day, reason) => `En pausa hasta el ${day}: ${reason}`,
    change: 'O pause hasta otro día:',
    changeButton: 'Cambiar la pausa',
    resume: 'Terminar la pausa ahora',
  },
  inactive: {
    title: 'Marcarla como inactiva',
    lead: 'Para una cuenta que se cerró o ya no se usa. No se escribe a nadie más sobre ella, y a nadie se le dice que esté «conectada de nuevo».',
    reason: 'Motivo',
    button: 'Marcar como inactiva',
    takeBack: {
      title: '¿Se usa de nuevo?',
      lead: 'Entonces se considera desconectada, y se pide a su titular que la vuelva a conectar.',
      button: 'Retirar la marca',
    },
  },
  history: 'Desconexiones hasta ahora',
  noHistory: 'Nunca estuvo desconectada.',
  closed: {
    reconnected: 'conectada de nuevo',
    inactive: 'terminó: marcada como inactiva',
    deleted: 'terminó: eliminada',
    withdrawn: 'retirada por ser un error',
    open: 'abierta',
  },
  done: {
    paused: 'Los correos están en pausa.',
    resumed: 'La pausa ha terminado.',
    checking: 'Relink pregunta a la red. Vuelva a cargar esta página en un momento para ver qué encontró.',
    inactive: 'La cuenta está marcada como inactiva.',
    active: 'Se retiró la marca; se pide a su titular que la vuelva a conectar.',
  },
};
