import type { moved as english } from '../en/moved.js';
import { counted, grouped, type Counted } from '../numbers.js';

const things = ({ n, name }: Counted, profiles: number) =>
  n === 0
    ? counted(profiles, 'perfil principal', 'perfiles principales')
    : n === 1
      ? name
      : counted(n, 'cuenta', 'cuentas');

const several = ({ n }: Counted, profiles: number) => n > 1 || (n === 0 && profiles > 1);

export const moved: typeof english = {
  someAdministrator: 'Una persona que administra el archivo',
  profile: (network) => `perfil personal de ${network}: solo da el permiso, y él mismo no se archiva`,
  andMore: (names, n) => `${names} y ${grouped(n)} más`,
  new: {
    eyebrow: 'Transferencia a su nombre',
    subject: (product, accounts, profiles) => `${product}: ${things(accounts, profiles)} a su cargo`,
    headline: (accounts, profiles) =>
      `${things(accounts, profiles)} ${several(accounts, profiles) ? 'están' : 'está'} ahora a su cargo`,
    intro: (mover, archive, from) =>
      `${mover} le transfirió lo que aparece abajo en el archivo de ${archive}, antes a cargo de ${from}. Desde ahora usted lo mantiene conectado: cuando una red corta una conexión, usted recibe un correo y la restablece.`,
    paused:
      'Desconectado; una persona que administra el archivo puso en pausa los correos al respecto, y los recordatorios esperan. Puede volver a conectar en su página en cualquier momento:',
    captured: 'Por ahora no hay nada que hacer:',
    alone: (n) =>
      n === 1
        ? 'Se sigue capturando, pero solo hasta que termine su permiso actual, ya que el perfil personal que lo dio no se transfirió con la cuenta. Dé pronto el permiso con su propio perfil personal:'
        : 'Se siguen capturando, pero solo hasta que termine su permiso actual, ya que el perfil personal que lo dio no se transfirió con las cuentas. Dé pronto el permiso con su propio perfil personal:',
    profiles: 'Perfiles principales:',
  },
  old: {
    eyebrow: 'Transferencia',
    subject: (product, accounts, profiles, to) => `${product}: ${things(accounts, profiles)} a cargo de ${to}`,
    headline: (accounts, profiles) =>
      `${things(accounts, profiles)} ya no ${several(accounts, profiles) ? 'están' : 'está'} a su cargo`,
    intro: (mover, archive, to) =>
      `${mover} transfirió a ${to} lo que aparece abajo en el archivo de ${archive}, que estaba a cargo de usted. No tiene que hacer nada: su enlace personal ya no lo muestra, y no recibirá correos al respecto.`,
    accounts: 'Cuentas:',
    profiles: 'Perfiles principales:',
    staying: (n) =>
      n === 1
        ? 'Esta cuenta sigue a su cargo, pero el perfil personal que dio el permiso ya no lo está. Se captura hasta que termine ese permiso. Dé pronto el permiso con otro perfil personal:'
        : 'Estas cuentas siguen a su cargo, pero el perfil personal que dio el permiso ya no lo está. Se capturan hasta que termine ese permiso. Dé pronto el permiso con otro perfil personal:',
  },
  open: 'Abrir mi página',
};
