/** The page of one disconnect: what happened, in words and as a picture. */
import type { TIMELINE as ENGLISH } from '../en/timeline.js';
import type { Spoken } from '../spoken.js';
import { count, number } from './common.js';
import { EVENTS } from './timeline-events.js';

const LAST_STEP = 5;
const TRY_AGAIN = 'Volver a intentarlo puede ayudar.';

export const TIMELINE: Spoken<typeof ENGLISH> = {
  title: (account) => `Qué pasó con ${account}`,
  back: (account) => `Volver a ${account}`,
  facts: 'Acerca de esta desconexión',
  state: 'Estado',
  states: {
    open: 'Desconectada',
    reconnected: 'Conectada de nuevo',
    inactive: 'Terminó: la cuenta ya no se usa',
    deleted: 'Terminó: la cuenta se eliminó',
    withdrawn: 'Retirada por ser un error',
  },
  nextEmail: 'Próximo correo',
  noOwner: 'ninguno más: la cuenta se eliminó',
  paused: 'Correos en pausa hasta',
  pausedWhy: (day, reason) => (reason ? `${day}. Motivo: ${reason}` : day),
  reconnect: 'Volver a conectar',

  gap: 'El vacío en el registro',
  gapClosed: (from, to, duration) => `Desde el ${from} hasta el ${to} no se capturó nada de esta cuenta: ${duration}.`,
  gapOpen: (from, duration) =>
    `Desde el ${from} no se captura nada de esta cuenta: ${duration} hasta ahora. El vacío termina cuando la cuenta está conectada de nuevo.`,
  gapEnded: 'Cuenta hasta que terminó la desconexión, ya que antes no se capturó nada.',
  gapNone: 'No hay ningún vacío: fue un error, y la cuenta se capturó todo el tiempo.',
  fromCaptured: 'Empieza con lo último que se capturó.',
  fromNoticed: 'Empieza cuando se notó la desconexión; no se sabe cuándo se capturó la cuenta por última vez.',

  picture: (from, to, duration, gap) =>
    gap
      ? `Línea de tiempo desde el ${from} hasta el ${to}. No se capturó nada durante ${duration}.`
      : `Línea de tiempo desde el ${from} hasta el ${to}. La cuenta se capturó todo el tiempo.`,
  pictureMarks: (marks) => (marks.length > 0 ? `Están marcados: ${marks.join(', ')}.` : 'No hay nada más marcado.'),
  bands: { captured: 'con captura', gap: 'sin captura', paused: 'correos en pausa' },
  marks: {
    email: (n) => count(n, 'correo'),
    failed: (n) => `${count(n, 'correo')} que no ${n === 1 ? 'llegó' : 'llegaron'}`,
    person: (n) => count(n, 'visita o intento', 'visitas e intentos'),
    refused: (n) => count(n, 'intento sin éxito', 'intentos sin éxito'),
    other: (n) => count(n, 'otro suceso', 'otros sucesos'),
  },
  today: 'ahora',

  events: 'Todo lo que pasó',
  sentences: EVENTS,
  unknownEvent: (actor) => `${actor} hizo algo que quedó registrado aquí sin más detalles.`,
  delivery: {
    email_delivered: 'llegó',
    email_delayed: 'con retraso',
    email_bounced: 'devuelto',
    email_complained: 'marcado como correo no deseado',
    email_suppressed: 'no entregado',
    email_failed: 'no enviado',
  },
  moreEvents: (n) => `Aquí solo se muestran los primeros ${number(n)}. El archivo descargable los tiene todos.`,
  empty: 'Todavía no hay nada registrado.',

  email: {
    first: (series) => (series === 1 ? 'El primer correo' : `El primer correo de la serie ${series}`),
    reminder: (step, series) =>
      series === 1
        ? `El recordatorio ${step} de ${LAST_STEP}`
        : `El recordatorio ${step} de ${LAST_STEP} de la serie ${series}`,
    disconnected_again: 'El correo «desconectada otra vez»',
    reconnected: 'La confirmación «conectada de nuevo»',
    transferred: 'El correo al titular nuevo',
    unknown: 'Un correo',
  },
  refusals: {
    account_gone: 'La cuenta ya no está en el archivo.',
    account_inactive: 'La cuenta está marcada como cerrada o en desuso.',
    transfer_in_progress: 'La cuenta se estaba transfiriendo en ese momento a otro titular.',
    owned_by_other_owner: 'La cuenta está a nombre de otro titular. Primero hay que transferirla.',
    parent_profile_owned_by_other_owner:
      'El perfil principal está a nombre de otro titular. Primero hay que transferirlo.',
    wrong_identity: 'Esos datos de acceso son de otra cuenta.',
    not_managed: 'Ese perfil no administra la cuenta, o no la permitió en el cuadro de la red.',
    nothing_authorized: 'Ese inicio de sesión no permitió nada que se pudiera conectar.',
    link_dead: 'El enlace personal se había renovado o había terminado.',
    not_permitted: 'La persona ya no puede hacer esto.',
    denied: 'El inicio de sesión se canceló en la red, o no se permitió el archivado.',
    rejected: `La red rechazó el inicio de sesión. ${TRY_AGAIN}`,
    unavailable: `La red no respondió. ${TRY_AGAIN}`,
    misconfigured: 'La red no acepta la configuración de Relink. Un operador de Relink debe revisarla.',
    other: 'El motivo no quedó registrado.',
  },

  withdraw: {
    title: '¿Fue un error?',
    lead: 'Retire lo comunicado si la cuenta estuvo conectada todo el tiempo. Entonces se considera conectada de inmediato, no sale ningún correo más sobre ello, a nadie se le dice que esté «conectada de nuevo», y el vacío desaparece del informe. Esto no se puede deshacer; la cronología se conserva.',
    reason: 'Motivo para retirarlo',
    button: 'Retirar lo comunicado',
  },
  done: {
    paused: 'Los correos están en pausa.',
    resumed: 'La pausa ha terminado.',
    withdrawn: 'Se retiró lo comunicado. La cuenta se considera conectada.',
  },

  csv: 'Descargar como archivo (CSV)',
  columns: {
    local: 'Hora (zona horaria del archivo)',
    utc: 'Hora (UTC)',
    account: 'Cuenta',
    network: 'Red',
    what: 'Qué pasó',
    who: 'Por quién',
  },
  csvGapBegin: (known) =>
    known
      ? 'Empieza el vacío en el registro: última captura.'
      : 'Empieza el vacío en el registro: se notó la desconexión.',
  csvGapEnd: 'Termina el vacío en el registro.',
};
