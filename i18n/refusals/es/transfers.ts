/** What stands in the way of a transfer, and how one ended that moved nothing. */
import type { Sentences } from '../sentences.js';

export const TRANSFER_PROBLEMS: Sentences['transferProblems'] = {
  account: {
    not_found: 'Esa cuenta no está en este archivo.',
    already_theirs: 'Esta cuenta ya está a nombre de ese titular. Quítela de la lista.',
    transfer_in_progress: 'Hay otra transferencia de esta cuenta en curso. Vuelva a intentarlo cuando haya terminado.',
  },
  parent_profile: {
    not_found: 'Ese perfil principal no está en este archivo.',
    already_theirs: 'Este perfil principal ya está a nombre de ese titular. Quítelo de la lista.',
    transfer_in_progress:
      'Hay otra transferencia de este perfil principal en curso. Vuelva a intentarlo cuando haya terminado.',
  },
};

export const TRANSFER_ERRORS: Sentences['transferErrors'] = {
  not_an_account_owner: 'El nuevo titular ya no es titular de cuentas del archivo. Elija a otro.',
  not_done_in_time: 'No se pudo hacer a tiempo, y no se transfirió nada. Inténtelo de nuevo.',
};
