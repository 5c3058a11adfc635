/** The dashboard of administrators, and its notice. */
import type { DASHBOARD as ENGLISH } from '../en/dashboard.js';
import type { Spoken } from '../spoken.js';
import { count, number } from './common.js';

export const DASHBOARD: Spoken<typeof ENGLISH> = {
  title: 'Panel',
  heading: (archive) => archive,
  lead: 'Qué se captura, qué no, y quién puede solucionarlo.',
  notice: {
    title: (n) => (n === 1 ? '1 cuenta está desconectada' : `${number(n)} cuentas están desconectadas`),
    lead: 'Mientras una cuenta está desconectada, sus publicaciones no se archivan. Relink escribe a su titular hasta que se vuelve a conectar.',
    none: 'Todas las cuentas están conectadas',
    noneLead: 'No hay nada desconectado. Cuando eso cambie, esta página se lo dirá por sí sola.',
    noAccounts: 'Todavía no hay cuentas',
    noAccountsLead:
      'Agregue titulares de cuentas en Configurar. Cada uno recibe un enlace personal para conectar sus cuentas, y las cuentas aparecen aquí.',
    owner: 'Titular de la cuenta',
    accounts: (n) => count(n, 'cuenta'),
    since: (day, days) => `desde el ${day} (${days === 0 ? 'hoy' : count(days, 'día')})`,
    reconnect: 'Volver a conectar',
    reconnectOf: (name) => ` las cuentas de ${name}`,
    look: 'Ver las cuentas',
    more: (n) => `y ${count(n, 'cuenta más', 'cuentas más')}`,
    moreOwners: (n) => `${count(n, 'titular más', 'titulares más')} con cuentas desconectadas:`,
    allDisconnected: 'ver todas las cuentas desconectadas',
    paused: 'correos en pausa',
    undeliverable: 'Los correos a esta persona no llegan.',
    timeline: 'lo que ha pasado hasta ahora',
    mine: 'Ir a mis cuentas',
  },
  counts: {
    label: 'Cuentas ahora',
    connected: 'conectadas',
    disconnected: 'desconectadas',
    inactive: 'inactivas',
  },
  history: {
    title: 'Los últimos 90 días',
    chart: (min, max, worst, worstDay) =>
      worst === 0
        ? `Cuentas desde el ${min} hasta el ${max}: ninguna estuvo desconectada.`
        : `Cuentas desde el ${min} hasta el ${max}: como máximo, ${count(worst, 'cuenta desconectada', 'cuentas desconectadas')}, el ${worstDay}.`,
    connected: 'Conectadas',
    disconnected: 'Desconectadas',
    today: 'hoy',
    choose: 'De qué red',
    all: 'Todas las redes',
    table: 'Por red',
    network: 'Red',
    reconnected: 'Conectadas de nuevo en 90 días',
    median: 'Tiempo hasta volver a conectar, mediana',
    worst: 'máximo',
    never: 'sin datos',
    empty: 'En cuanto haya cuentas, aquí se dibuja su historia.',
  },
  duration: (ms) => {
    const minutes = Math.round(ms / 60_000);
    if (minutes < 1) return 'menos de un minuto';
    if (minutes < 90) return count(minutes, 'minuto');
    const hours = Math.round(minutes / 60);
    return hours < 48 ? count(hours, 'hora') : count(Math.round(hours / 24), 'día');
  },
};
