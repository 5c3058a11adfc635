import type { summary as english } from '../en/summary.js';
import { counted, grouped } from '../numbers.js';

const accounts = (n: number) => counted(n, 'cuenta', 'cuentas');

export const summary: typeof english = {
  eyebrow: 'Resumen semanal de errores',
  subject: (product, n) =>
    n === 0
      ? `${product}: Resumen semanal de errores - ninguna cuenta está desconectada`
      : `${product}: Resumen semanal de errores - ${accounts(n)} ${n === 1 ? 'desconectada' : 'desconectadas'}`,
  headline: (n) =>
    n === 0
      ? 'Ninguna cuenta está desconectada'
      : n === 1
        ? '1 cuenta está desconectada'
        : `${accounts(n)} están desconectadas`,
  intro: (archive, from, to) =>
    `Esto es lo que ocurrió en el archivo de ${archive} del ${from} al ${to}, y lo que está desconectado ahora.`,
  disconnected: {
    title: 'Desconectadas ahora, primero las más antiguas',
    detail: (network, owner, since) => `${network} · ${owner} · desconectada desde el ${since}`,
    more: (n, listed) =>
      `… y ${counted(n, 'cuenta más', 'cuentas más')}: aquí solo figuran las ${grouped(listed)} que llevan más tiempo desconectadas. El panel las muestra todas.`,
  },
  reconnected: {
    title: 'Conectadas de nuevo en la semana',
    detail: (network, owner, since, until) =>
      `${network} · ${owner} · desconectada desde el ${since} hasta el ${until}`,
    more: (n) => `… y ${counted(n, 'cuenta más conectada', 'cuentas más conectadas')} de nuevo.`,
  },
  paused: {
    title: 'Correos en pausa',
    detail: (network, owner, until, why) =>
      `${network} · ${owner} · en pausa hasta el ${until}${why === '' ? '' : `: ${why}`}`,
    more: (n) => `… y ${counted(n, 'cuenta más', 'cuentas más')} con los correos en pausa.`,
  },
  unreachable: {
    title: 'Personas a las que no llegan los correos',
    failures: {
      bounced: 'el servidor de correo rechaza los mensajes a esta dirección',
      complained: 'un mensaje se marcó como correo no deseado',
      suppressed: 'el proveedor de correo ya no entrega mensajes a esta dirección',
    },
    detail: (email, failure, waiting) =>
      waiting === 0
        ? `${email} · ${failure}`
        : `${email} · ${failure} · ${accounts(waiting)} ${waiting === 1 ? 'desconectada' : 'desconectadas'}, y a nadie se le pide que ${waiting === 1 ? 'la' : 'las'} vuelva a conectar`,
    more: (n) => `… y ${counted(n, 'persona más', 'personas más')} a las que no llegan los correos.`,
  },
  noOwner: 'sin titular',
  whySent: (archive) =>
    `Recibe este correo porque usted es administrador del archivo de ${archive} y está suscrito al resumen semanal de errores.`,
  preferences: 'Cambiar o dejar de recibir estos correos',
};
