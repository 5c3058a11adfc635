import type { reconnected as english } from '../en/reconnected.js';
import { counted } from '../numbers.js';

export const reconnected: typeof english = {
  eyebrow: 'Conectada de nuevo',
  subjectOne: (name, network) => `Conectada de nuevo: ${name} (${network})`,
  subjectMany: (n) => `Conectadas de nuevo: ${counted(n, 'cuenta', 'cuentas')}`,
  thanks: (n, archive) =>
    n === 1
      ? `${archive} la está archivando de nuevo, y ya no se enviarán más correos sobre esto. No tiene que hacer nada más.`
      : `${archive} las está archivando de nuevo, y ya no se enviarán más correos sobre esto. No tiene que hacer nada más.`,
  by: {
    personalized_link: (owner) => `se volvió a conectar mediante el enlace personal de ${owner}`,
    owner: (owner) => `${owner} la volvió a conectar`,
    administrator: (name) => `${name} (administración) la volvió a conectar`,
    archive: 'se volvió a conectar por sí sola: el archivo la captura de nuevo',
    renewed: 'se volvió a conectar automáticamente: se renovó su permiso',
  },
  detail: ({ network, by, since, until, reason }) =>
    `${network} · ${by}. Desconectada desde el ${since} hasta el ${until}. Motivo: ${reason}.`,
  seeAccounts: 'Ver sus cuentas',
  copied: 'Para los administradores en copia:',
};
