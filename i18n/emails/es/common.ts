import type { common as english } from '../en/common.js';
import { counted, grouped, type Counted, type Person } from '../numbers.js';

const are = ({ n, name }: Counted, one: string, many: string) =>
  n === 1 ? `La cuenta ${name} ${one}` : `${counted(n, 'cuenta', 'cuentas')} ${many}`;

const ask = (question: string, contact: Person | null, archive: string) =>
  `${question} Consulte a ${contact ? `${contact.name} (${contact.email})` : `un administrador de ${archive}`}.`;

export const common: typeof english = {
  greeting: (name) => `Hola, ${name}:`,
  disconnected: (accounts) => are(accounts, 'está desconectada', 'están desconectadas'),
  stillDisconnected: (accounts) => are(accounts, 'sigue desconectada', 'siguen desconectadas'),
  disconnectedAgain: (accounts) => are(accounts, 'se ha vuelto a desconectar', 'se han vuelto a desconectar'),
  connectedAgain: (accounts) => are(accounts, 'está conectada de nuevo', 'están conectadas de nuevo'),
  more: (n, listed) =>
    `… y ${counted(n, 'cuenta más', 'cuentas más')}: aquí solo figuran las primeras ${grouped(listed)}.`,
  accountsOnDashboard: (owner) => `vea las cuentas de ${owner} en el panel`,
  questions: (contact, archive) => ask('¿Tiene preguntas?', contact, archive),
  questionsOrNotYours: (contact, archive) => ask('¿Tiene preguntas o no le corresponde a usted?', contact, archive),
  whyAdministrator: (archive) => `Recibe este correo porque usted es administrador del archivo de ${archive}.`,
  openDashboard: 'Abrir el panel',
};
