import type { letters as english, Said } from '../en/letters.js';
import { counted } from '../numbers.js';

const opens = (by: Said['by']) =>
  by === 'button'
    ? 'el botón abre su página personal, sin necesidad de iniciar sesión en el archivo.'
    : 'el enlace abre su página personal, sin necesidad de iniciar sesión en el archivo.';

const below = (n: number) => (n === 1 ? 'la cuenta que aparece abajo' : 'las cuentas que aparecen abajo');
const again = (n: number) => (n === 1 ? 'Vuelva a conectarla' : 'Vuelva a conectarlas');

export const letters: typeof english = {
  first: {
    subject: (product) => `${product}: Se requiere acción inmediata - Vuelva a conectar su(s) cuenta(s)`,
    eyebrow: 'Se requiere acción inmediata',
    intro: ({ archive, n, by }) => `${archive} ya no puede archivar ${below(n)}. ${again(n)} ahora: ${opens(by)}`,
  },
  reminder: {
    subject: 'Se requiere acción: Vuelva a conectar la cuenta',
    eyebrow: (number) => `Recordatorio ${number}`,
    intro: ({ archive, n, by }) =>
      `${archive} sigue sin poder archivar ${below(n)}. Volver a ${n === 1 ? 'conectarla' : 'conectarlas'} toma un minuto: ${opens(by)}`,
  },
  again: {
    subject: (n) =>
      n === 1
        ? 'Se requiere acción: La cuenta se ha vuelto a desconectar'
        : 'Se requiere acción: Las cuentas se han vuelto a desconectar',
    eyebrow: 'Desconectada de nuevo',
    intro: ({ archive, n }) =>
      n === 1
        ? `La cuenta que aparece abajo se había vuelto a conectar, pero la red cortó de nuevo la conexión poco después, por lo que ${archive} no puede archivarla. Vuelva a conectarla una vez más, y lea antes lo que debe hacer.`
        : `Las cuentas que aparecen abajo se habían vuelto a conectar, pero la red cortó de nuevo la conexión poco después, por lo que ${archive} no puede archivarlas. Vuelva a conectarlas una vez más, y lea antes lo que debe hacer.`,
  },
  transferred: {
    intro: ({ archive, n, by }) =>
      n === 1
        ? `1 cuenta de ${archive} pasó a estar a su cargo, para que usted la mantenga conectada. Vuelva a conectarla ahora: ${opens(by)}`
        : `${counted(n, 'cuenta', 'cuentas')} de ${archive} pasaron a estar a su cargo, para que usted las mantenga conectadas. Vuelva a conectarlas ahora: ${opens(by)}`,
  },
  reconnect: 'Volver a conectar',
  allAccounts: 'Todas las cuentas',
  seeAll: 'Ver todas las cuentas',
  since: (network, when) => `${network} · desconectada desde el ${when}`,
  why: (n) => (n === 1 ? 'Motivo' : 'Motivo (de cada una)'),
  remedy: (n) => (n === 1 ? 'Qué hacer' : 'Qué hacer (con cada una)'),
  help: '¿Por qué ocurre esto?',
  copiedButton: (owner) => `El botón es para ${owner}. Los administradores en copia no lo necesitan:`,
  copiedLink: (owner) => `El enlace de arriba es para ${owner}. Los administradores en copia no lo necesitan:`,
  loss: (n, archive) =>
    n === 1
      ? `Mientras la cuenta esté desconectada, no se capturan registros públicos: las publicaciones, los comentarios y los mensajes de ese tiempo pueden faltar para siempre en el archivo de ${archive}.`
      : `Mientras las cuentas estén desconectadas, no se capturan registros públicos: las publicaciones, los comentarios y los mensajes de ese tiempo pueden faltar para siempre en el archivo de ${archive}.`,
  whySent: (archive) => `Recibe este correo porque usted es titular de estas cuentas en el archivo de ${archive}.`,
};
