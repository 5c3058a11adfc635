/** Why a sign-in was refused and what to do, to the person who has just tried. */
import type { REFUSALS as ENGLISH } from '../en/refusals.js';
import type { Spoken } from '../spoken.js';

export const REFUSALS: Spoken<typeof ENGLISH> = {
  unchanged: 'No se cambió nada.',
  named: (name, network) => `${name} (${network})`,

  wrongIdentity: (signedInAs, account, name) => ({
    title: 'Esa era otra cuenta',
    what: `Usted inició sesión como ${signedInAs}; esta cuenta es ${account}.`,
    how: [`Cierre la sesión en la red, o cambie de cuenta en ella. Después, vuelva a intentarlo como ${name}.`],
  }),
  notManaged: (signedInAs, account) => ({
    title: `${signedInAs} no administra esta cuenta`,
    what: `Usted inició sesión como ${signedInAs}; esta cuenta es ${account}, que ese perfil no administra o no permitió.`,
    how: [
      'Quizá su casilla quedó sin marcar en el cuadro de la red: vuelva a intentarlo y deje marcadas todas las casillas.',
      'O la administra otro perfil: cierre la sesión en la red, e inicie sesión con ese.',
    ],
  }),
  nothingAuthorized: (signedInAs, network) => ({
    title: 'No había nada que conectar',
    what: `Usted inició sesión como ${signedInAs}, que no administra ninguna cuenta de este tipo (${network}) o no permitió ninguna.`,
    how: ['Vuelva a intentarlo y deje marcadas las casillas de lo que se deba archivar.'],
  }),
  parentProfile: (name) => `El perfil principal ${name}`,
  ofOwner: (what, kind, owner) => ({
    title: `Corresponde a ${owner}`,
    what: `En el archivo, ${inside(what)} está a nombre de ${owner}, titular de la cuenta.`,
    how: [
      `Primero transfiera ${kind === 'account' ? 'la cuenta' : 'el perfil principal'} al titular correcto; después, vuelva a conectar.`,
    ],
  }),
  ofSomeoneElse: (what, whom) => ({
    title: 'Corresponde a otra persona',
    what: `En el archivo, ${inside(what)} está a nombre de otro titular de la cuenta.`,
    how: [`Primero debe transferirse a usted. Consulte a ${whom}.`],
  }),
  inTransfer: (name) => ({
    title: 'Hay una transferencia en curso',
    what: `${name} se está transfiriendo ahora mismo a otro titular de la cuenta.`,
    how: ['Vuelva a intentarlo dentro de un minuto.'],
  }),
  inactive: (account, whom) => ({
    title: 'Esta cuenta está marcada como inactiva',
    what: `${account} está marcada como cerrada o en desuso.`,
    how: [`Si se usa de nuevo, consulte a ${whom}.`],
  }),
  gone: (whom) => ({
    title: 'Esta cuenta ya no está en el archivo',
    what: 'Se eliminó del archivo.',
    how: [`Si se debe archivar, conéctela como cuenta nueva, o consulte a ${whom}.`],
  }),
  notPermitted: (whom) => ({
    title: 'Usted ya no puede hacer esto',
    what: 'Sus derechos cambiaron desde que comenzó este inicio de sesión.',
    how: [`Consulte a ${whom}.`],
  }),
};

/** What begins a sentence elsewhere stands inside one here. */
const inside = (what: string): string => what.replace(/^El perfil principal/, 'el perfil principal');
