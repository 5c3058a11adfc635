/**
 * Why an account is disconnected, in words a city clerk understands, each with its remedy
 * ("shown to people in plain words with the remedy").
 */
import type { Locale } from '../domain/locales.js';
import type { Reason } from '../domain/reasons.js';

export interface ReasonWords {
  /** What happened, as the end of "… is disconnected: ". */
  what: string;
  /** What to do about it. */
  remedy: string;
}

const ENGLISH: Record<Reason, ReasonWords> = {
  token_expired: {
    what: 'the permission to archive it has run out',
    remedy: 'Reconnect it: sign in at the network and confirm.',
  },
  token_revoked: {
    what: 'the permission to archive it was withdrawn at the network',
    remedy: 'Reconnect it: sign in at the network and allow archiving again.',
  },
  password_changed: {
    what: 'the password was changed at the network',
    remedy: 'Reconnect it: sign in with the new password and confirm.',
  },
  permission_missing: {
    what: 'one of the permissions that archiving needs is missing',
    remedy: 'Reconnect it and leave every box ticked in the network’s dialog.',
  },
  checkpoint: {
    what: 'the network has locked the profile until its owner confirms who they are',
    remedy:
      'First sign in at the network itself and finish what it asks for. Reconnecting will not work before that; then reconnect it here.',
  },
  account_not_found: {
    what: 'the network no longer finds the account',
    remedy:
      'Look at the network whether the account still exists and you still manage it. If it was closed on purpose, ask an administrator to mark it inactive.',
  },
  parent_profile_removed: {
    what: 'the personal profile that authorized it was removed by the network or lost its access',
    remedy:
      'Ask an administrator to transfer the account to somebody whose personal profile still manages it; reconnecting with the removed profile fails again.',
  },
  unknown: {
    what: 'the network stopped accepting the permission to archive it',
    remedy: 'Reconnect it: sign in at the network and confirm.',
  },
};

const SPANISH: Record<Reason, ReasonWords> = {
  token_expired: {
    what: 'el permiso para archivarla ha caducado',
    remedy: 'Vuelva a conectarla: inicie sesión en la red y confirme.',
  },
  token_revoked: {
    what: 'el permiso para archivarla fue retirado en la red',
    remedy: 'Vuelva a conectarla: inicie sesión en la red y permita de nuevo el archivado.',
  },
  password_changed: {
    what: 'se cambió la contraseña en la red',
    remedy: 'Vuelva a conectarla: inicie sesión con la contraseña nueva y confirme.',
  },
  permission_missing: {
    what: 'falta uno de los permisos que el archivado necesita',
    remedy: 'Vuelva a conectarla y deje marcadas todas las casillas del cuadro de la red.',
  },
  checkpoint: {
    what: 'la red ha bloqueado el perfil hasta que su titular confirme su identidad',
    remedy:
      'Primero inicie sesión en la propia red y complete lo que le pida. Antes de eso, volver a conectarla no funcionará; después, conéctela aquí.',
  },
  account_not_found: {
    what: 'la red ya no encuentra la cuenta',
    remedy:
      'Compruebe en la red si la cuenta todavía existe y si usted aún la administra. Si se cerró a propósito, pida a un administrador que la marque como inactiva.',
  },
  parent_profile_removed: {
    what: 'el perfil personal que la autorizó fue eliminado por la red o perdió su acceso',
    remedy:
      'Pida a un administrador que transfiera la cuenta a alguien cuyo perfil personal todavía la administre; con el perfil eliminado volverá a fallar.',
  },
  unknown: {
    what: 'la red dejó de aceptar el permiso para archivarla',
    remedy: 'Vuelva a conectarla: inicie sesión en la red y confirme.',
  },
};

const REASON_WORDS: Record<Locale, Record<Reason, ReasonWords>> = { en: ENGLISH, es: SPANISH };

export const reasonWords = (reason: Reason, locale: Locale): ReasonWords => REASON_WORDS[locale][reason];
