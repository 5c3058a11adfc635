import type { SURGE_HOLD as english } from '../en/surge-hold.js';

export const SURGE_HOLD: typeof english = {
  title: 'Correos en espera',
  heading: (n, network) =>
    n === 1 ? `Se notificó 1 cuenta de ${network}` : `Se notificaron a la vez ${n} cuentas de ${network}`,
  holding: (until) =>
    `Tantas a la vez suelen deberse a la red y no a las personas. Los correos a sus titulares esperan su decisión; sin ella saldrán por sí solos el ${until}.`,
  notice: {
    title: (n, network) =>
      `Los correos sobre ${n === 1 ? '1 cuenta' : `${n} cuentas`} de ${network} esperan una decisión`,
    lead: (until) => `Se notificaron a la vez. Sin una decisión, los correos saldrán el ${until}.`,
    button: 'Decidir',
    readOnly: 'Ver',
  },
  ended: {
    released: (by, at) => `${by} liberó los correos el ${at}.`,
    withdrawn: (by, at) =>
      `${by} retiró las notificaciones el ${at}. Las cuentas figuran como conectadas y no salen más correos sobre ellas.`,
    expired: (at) => `Nadie decidió, así que los correos salieron por sí solos el ${at}.`,
  },
  facts: {
    title: 'Qué se notificó',
    began: 'Notificadas a la vez desde',
    accounts: 'Cuentas de esta red en uso',
    open: 'Todavía desconectadas',
    owners: 'Titulares que recibirían un correo',
    reasons: 'Qué dice la red',
    reason: (n, what) => `${n} ×: ${what}`,
    code: (code) => `código ${code}`,
    which: 'Qué cuentas, para comprobarlas en la red',
    more: (n) => `y ${n} más`,
  },
  release: {
    title: 'De verdad están desconectadas',
    lead: 'Se escribe a sus titulares, un correo a cada persona: ahora, o un poco más tarde a quien recibió otro hace un momento.',
    button: 'Liberar los correos',
  },
  withdraw: {
    title: 'La red se equivocó',
    lead: 'Se retiran todas estas notificaciones. Las cuentas figuran como conectadas y no salen más correos sobre ellas. Si alguna está de verdad desconectada, se notificará de nuevo en la próxima captura.',
    reason: 'Motivo, para los historiales',
    button: 'Retirar todas las notificaciones',
  },
  done: {
    released: 'Los correos salen ahora.',
    withdrawn: 'Las notificaciones se retiraron. No salen más correos sobre ellas.',
  },
  settings: {
    title: 'Retención de correos',
    lead: 'A veces una red dice de muchas cuentas a la vez que están desconectadas, y se equivoca. Con la retención activada, los correos sobre una oleada así esperan hasta que alguien de administración decida, o dos horas.',
    enabled: 'Activar la retención de correos',
    off: 'Desactivado de forma predeterminada: mientras los correos esperan, nadie vuelve a conectar nada.',
    share: 'Más de este porcentaje de las cuentas de una red',
    count: 'y más de este número de cuentas, en diez minutos',
    save: 'Guardar la retención',
    saved: 'La retención se ha guardado.',
    badShare: 'Indique un número entero del 1 al 100.',
    badCount: 'Indique un número entero del 1 al 100 000.',
  },
};
