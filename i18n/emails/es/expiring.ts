import type { expiring as english } from '../en/expiring.js';
import { grouped } from '../numbers.js';

export const expiring: typeof english = {
  subject: (product, { n, name }) =>
    `${product}: Renueve el permiso para archivar ${n === 1 ? name : `${grouped(n)} cuentas`}`,
  eyebrow: 'Todavía se archiva',
  headline: (day) => `Renueve el permiso antes del ${day}`,
  intro: (archive, n) =>
    `El archivo de ${archive} todavía captura ${n === 1 ? 'la cuenta indicada abajo' : 'las cuentas indicadas abajo'}, pero la red pondrá fin pronto a su permiso. Inicie sesión una vez más antes de esa fecha y no se perderá nada. Después faltarán publicaciones en el registro hasta que lo haga.`,
  ends: (day) => `el permiso termina el ${day}`,
  open: 'Renovar en mi página',
  once: 'Solo se le pide una vez. Si el permiso llega a terminar, recibirá de nuevo un correo, como con cualquier cuenta desconectada.',
};
