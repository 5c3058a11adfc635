import type { TRANSFERS as ENGLISH } from '../en/transfers.js';
import type { Spoken } from '../spoken.js';
import { count, listed } from './common.js';

const things = (accounts: number, profiles: number) =>
  listed([
    ...(accounts > 0 ? [count(accounts, 'cuenta')] : []),
    ...(profiles > 0 ? [count(profiles, 'perfil principal', 'perfiles principales')] : []),
  ]) || 'nada';

export const TRANSFERS: Spoken<typeof ENGLISH> = {
  title: 'Transferencias',
  lead: '¿Alguien se fue o cambió de departamento? Aquí sus cuentas pasan a la persona que ahora se ocupa de ellas.',
  start: 'Nueva transferencia',
  none: 'Todavía no hay transferencias',
  noneNote: 'Una transferencia pasa cuentas y perfiles principales a otro titular: todo o nada.',
  columns: { what: 'Qué', to: 'A quién', when: 'Cuándo', status: 'Estado' },
  things,
  gone: 'alguien que ya no está en el archivo',
  by: (who) => `por ${who}`,
  statuses: { running: 'en curso', completed: 'hecha', refused: 'rechazada', failed: 'no realizada' },

  steps: { label: 'Pasos', choose: 'Qué', to: 'A quién', review: 'Revisar y confirmar' },
  choose: {
    heading: '¿Qué se debe transferir?',
    search: 'Nombre de una cuenta, de un perfil principal o de un titular',
    hint: 'Busque cuentas sueltas, un perfil principal con las cuentas que autoriza, o a una persona cuyas cuentas pasan todas.',
    find: 'Buscar',
    found: (n) =>
      n === 0
        ? 'Nada coincide. Pruebe con una parte del nombre.'
        : n >= 20
          ? `${count(n, 'coincidencia')}. Escriba más del nombre para ver menos.`
          : `${count(n, 'coincidencia')}.`,
    add: 'Agregar',
    addOf: (name) => ` ${name}`,
    remove: 'Quitar',
    chosen: 'Elegido',
    nothing: 'Todavía no se ha elegido nada.',
    everythingOf: (owner, accounts, profiles) => `Todo lo de ${owner}: ${things(accounts, profiles)}`,
    accountOf: (owner) => `a cargo de ${owner}`,
    throughProfile: (profile) => `con permiso del perfil principal ${profile}`,
    profile: 'Perfil principal',
    manages: (n) => `autoriza ${count(n, 'cuenta')}`,
    on: 'Siguiente: a quién',
    missing: 'Elija al menos una cuenta o un perfil principal.',
    tooMany:
      'Aquí, como máximo 500 elementos sueltos por transferencia. Elija todo lo de una persona, o haga varias transferencias.',
  },
  to: {
    heading: '¿Quién se ocupará desde ahora?',
    what: (things) => `Se va a transferir: ${things}.`,
    taken: (email) =>
      `${email} ya está en el archivo. Elija a esa persona arriba; si no aparece, dele antes la función de titular.`,
    search: 'Nombre o correo electrónico del titular',
    find: 'Buscar',
    pick: 'El titular nuevo',
    found: (n) => (n === 0 ? 'Ningún titular coincide.' : 'Escriba más del nombre para ver a otros.'),
    someoneNew: 'Alguien que todavía no está en el archivo',
    someoneNewNote: 'Se le agrega como titular en el mismo paso, y recibe por correo su propio enlace personal.',
    name: 'Nombre',
    email: 'Correo electrónico',
    withManaged: 'Llevar también las cuentas que autoriza un perfil principal',
    withManagedHint: 'Si no, se quedan donde están y necesitan el permiso de otro perfil personal.',
    notify: 'Avisar por correo al titular nuevo y al anterior',
    notifyHint: 'Recomendado: el nuevo recibe su propio enlace personal.',
    on: 'Siguiente: revisar y confirmar',
    missing: 'Elija al titular nuevo, o escriba el nombre y el correo electrónico de alguien nuevo.',
  },
  review: {
    heading: (accounts, profiles, owner) => `¿Transferir ${things(accounts, profiles)} a ${owner}?`,
    lead: 'Pasa todo, o nada. Mientras tanto, un momento por lo general, estas cuentas no se pueden volver a conectar.',
    moves: 'Qué pasa',
    managed: 'pasa su perfil principal',
    detached: 'Sin su perfil principal',
    detachedNote: (owner) =>
      `Su perfil principal se queda donde está, y solo puede usarse con un titular. Lo que está conectado sigue conectado hasta que termine su permiso; se pide a ${owner} que dé el permiso con un perfil personal propio.`,
    staying: 'Qué se queda',
    stayingNote:
      'Estas cuentas tenían el permiso de un perfil principal que pasa. Siguen a cargo de su titular, conectadas hasta que termine su permiso, y necesitan el permiso de otro perfil personal.',
    reminders: (n, owner) =>
      `${count(n, 'de estas cuentas está desconectada', 'de estas cuentas están desconectadas')}: los recordatorios siguen a nombre de ${owner}.`,
    paused: (n, owner) =>
      `${count(n, 'desconexión está', 'desconexiones están')} en pausa: los correos esperan a que termine, y entonces van a ${owner}.`,
    disconnected: (n, owner) =>
      `${count(n, 'de estas cuentas está desconectada', 'de estas cuentas están desconectadas')}: se pide enseguida a ${owner} que las vuelva a conectar, y los recordatorios siguen a su nombre.`,
    more: (n) => `… y ${n.toLocaleString('es-US')} más`,
    newOwner: (name, email) => `${name} (${email}) se agrega al archivo como titular.`,
    emails: (owner) => `${owner} y el titular anterior reciben un correo sobre lo que pasó.`,
    noEmails: 'Nadie recibe un correo al respecto.',
    confirm: 'Transferir ahora',
    back: 'Atrás',
  },
  problems: {
    heading: 'Así no se puede transferir',
    nothing: 'No se transfirió nada.',
    not_found: 'ya no está en el archivo',
    already_theirs: 'ya está a cargo de este titular',
    transfer_in_progress: 'está ahora en otra transferencia; inténtelo cuando haya terminado',
    other: 'Esto',
    change: 'Cambiar la elección',
  },
  progress: {
    running: (owner) => `Transfiriendo a ${owner}…`,
    runningNote: 'Esto toma un momento. Puede salir de esta página; la transferencia continúa.',
    completed: (accounts, profiles, owner) => `Transferido a ${owner}: ${things(accounts, profiles)}`,
    completedNote: 'Se transfirió todo.',
    ended: 'No se transfirió nada',
    endedNote: {
      refused: 'La persona elegida ya no es titular. Elija a otra.',
      failed: 'No se pudo hacer a tiempo. Todo está donde estaba. Inténtelo de nuevo.',
    },
    whatMoved: 'Qué se transfirió',
    record: (from, when, by) => `De ${from}, el ${when}, por ${by}.`,
    told: 'Los titulares recibieron un correo.',
    untold: 'Nadie recibió un correo.',
    see: (owner) => `Ver las cuentas de ${owner}`,
    goOn: 'Continuar con la reconexión',
    goOnNote: 'Su inicio de sesión en la red sigue vigente: no hace falta volver a iniciar sesión.',
    goneOn: 'El inicio de sesión en la red ya no está vigente. Vuelva a conectar desde la lista de cuentas.',
    again: 'Intentar de nuevo',
    all: 'Todas las transferencias',
    remaining: (owner) => `${owner} ya no tiene nada en el archivo.`,
    remove: (owner) => `Quitar a ${owner}`,
  },
  offer: {
    account: 'Transferir a otro titular…',
    owner: 'Transferir todo a otro titular…',
    profile: 'Transferir…',
    first: 'Transferir primero…',
    everything: 'Transferir todo…',
    bounced: '¿Esta persona se fue? Transfiera sus cuentas a alguien a quien lleguen los correos.',
  },
  profiles: {
    title: 'Perfiles principales',
    lead: 'Perfiles personales que autorizan cuentas. Cada uno se usa con un solo titular, queda inactivo y nunca se archiva.',
    none: 'Todavía no hay perfiles principales',
    noneNote:
      'Se agrega uno por sí solo cuando un titular autoriza por primera vez una cuenta con un perfil personal de Facebook o LinkedIn.',
    profile: 'Perfil principal',
    owner: 'Titular',
    manages: 'Autoriza',
    nothing: 'ninguna cuenta',
    more: (n) => `y ${n.toLocaleString('es-US')} más`,
    inTransfer: 'en transferencia',
    transferOf: (name) => ` ${name}`,
    search: 'Nombre del perfil o de su titular',
  },
};
