/** Help: what stands on each of its pages, and the list of all. */
import type { HELP as ENGLISH } from '../en/help.js';
import type { Spoken } from '../spoken.js';
import { HELP_EMAILS } from './help-emails.js';
import { HELP_LINKS, HELP_ROLES } from './help-links.js';
import { HELP_NETWORKS } from './help-networks.js';
import { HELP_REASONS } from './help-reasons.js';
import { HELP_RECONNECT, HELP_TRANSFER, HELP_WHO } from './help-reconnecting.js';

export const HELP: Spoken<typeof ENGLISH> = {
  title: 'Ayuda',
  lead: 'Respuestas breves sobre las cuentas que se desconectan, y cómo volver a conectarlas.',
  topics: {
    reasons: {
      title: 'Por qué se desconectan las cuentas',
      lead: 'Cada motivo: qué pasó, cómo se nota, cómo se soluciona y cómo se evita. Y lo particular de cada red.',
      sections: [],
    },
    reconnect: HELP_RECONNECT,
    who: HELP_WHO,
    transfer: HELP_TRANSFER,
    links: HELP_LINKS,
    emails: HELP_EMAILS,
    roles: HELP_ROLES,
  },
  all: 'Todas las páginas de ayuda',
  onThisPage: 'En esta página',
  readOn: 'Siga leyendo',
  reasons: HELP_REASONS,
  reasonsTitle: 'Los motivos',
  networks: HELP_NETWORKS,
  networksTitle: 'Las redes',
  reason: {
    what: 'Qué pasó',
    notice: 'Cómo se nota',
    fix: 'Cómo se soluciona',
    prevent: 'Cómo se evita',
  },
  network: {
    signIn: 'Cómo se inicia sesión',
    ends: 'Cuándo termina el permiso',
    good: 'Conviene saber',
  },
  ask: {
    title: '¿No encontró respuesta a su pregunta?',
    of: (whom) => `Consulte a ${whom}.`,
    nobody: 'Consulte a la persona indicada al final del correo sobre sus cuentas, o a un administrador de su archivo.',
  },
  backToAccounts: 'Volver a mis cuentas',
  why: '¿Por qué ocurre esto?',
};
