/** What can be wrong with what somebody typed or asked for. */
import type { PROBLEMS as ENGLISH } from '../en/problems.js';
import type { Spoken } from '../spoken.js';
import { count } from './common.js';

export const PROBLEMS: Spoken<typeof ENGLISH> = {
  field: (path, sentence) => {
    const name = FIELDS[path];
    return name ? `${name}: ${sentence}` : sentence;
  },
  refusals: {
    email_taken: () => 'Otra persona de este archivo tiene este correo electrónico. Cambie los datos de esa persona.',
    owner_has_accounts: ({ accountCount, parentProfileCount }) =>
      `Este titular tiene ${count(accountCount, 'cuenta')} y ${count(parentProfileCount, 'perfil principal', 'perfiles principales')}. Transfiera todo primero a otro titular.`,
    primary_administrator_required: () =>
      'Un archivo tiene exactamente un administrador principal. Nombre primero a otro; este pasa entonces a ser administrador del sistema con acceso completo.',
    address_undeliverable: () =>
      'Los correos a esta dirección no llegan. Corrija la dirección, o copie el enlace y envíelo de otra forma.',
    account_inactive: () => 'Esta cuenta está marcada como cerrada o en desuso.',
    disconnect_closed: () => 'Mientras tanto, esta desconexión ha terminado.',
  },
};

const FIELDS: Partial<Record<string, string>> = {
  name: 'Nombre',
  email: 'Correo electrónico',
  roles: 'Funciones',
  reason: 'Motivo',
  until: 'Hasta',
  timeZone: 'Zona horaria',
  stepDays: 'Días de los correos',
  seriesDays: 'Día de la serie siguiente',
  productName: 'Nombre del producto',
  senderName: 'Nombre del remitente',
};
