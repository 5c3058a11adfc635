/** What the checks before reconnecting found, and what to do about it, in the reader's language. */
import type { Locale } from '../domain/locales.js';
import type { CheckName, FindingName, Found } from '../domain/reconnect-checks.js';

export interface FindingWords {
  detail: string;
  /** What to do when the check fails. */
  remedy?: string;
}

type Words = { [C in CheckName]: Record<FindingName<C>, FindingWords> };

const ENGLISH: Words = {
  account_active: {
    in_use: { detail: 'The account is in use.' },
    marked_inactive: {
      detail: 'The account is marked inactive.',
      remedy: 'If it’s in use again, an administrator can mark it as disconnected.',
    },
    not_found: {
      detail: 'The network says this account no longer exists.',
      remedy: 'If it was closed for good, an administrator can mark it inactive. Otherwise, reconnect it.',
    },
  },
  account_owner: {
    there: { detail: 'The account has an Account Owner, who should be the one to reconnect it.' },
    unreachable: {
      detail: 'Emails to the Account Owner don’t arrive.',
      remedy: 'Correct the address. If the person has left, an administrator can transfer the account.',
    },
    missing: {
      detail: 'The account’s Account Owner isn’t in this archive.',
      remedy: 'Add the person as an Account Owner, and transfer the account to them.',
    },
  },
  parent_profile_owner: {
    not_needed: { detail: 'Accounts on this network don’t need a Parent Profile.' },
    none_yet: {
      detail: 'The account has no Parent Profile yet. Its owner signs in with a personal profile that manages it.',
    },
    same_owner: { detail: 'The Parent Profile has the same Account Owner.' },
    detached: {
      detail: 'The Parent Profile that authorized the account stayed behind in a transfer.',
      remedy: 'The Account Owner should sign in soon, with a personal profile of their own that manages the account.',
    },
    other_owner: {
      detail: 'The personal profile used for the last sign-in is a Parent Profile of a different Account Owner.',
      remedy: 'Sign in with another personal profile, or have an administrator transfer the Parent Profile.',
    },
    removed: {
      detail: 'The network ends every connection made through this Parent Profile within minutes.',
      remedy: 'An administrator can transfer the account to someone whose personal profile still manages it.',
    },
  },
  transfer: {
    none: { detail: 'The account isn’t being transferred.' },
    running: {
      detail: 'The account is being transferred to another Account Owner.',
      remedy: 'Wait until the transfer is done, usually a few seconds. Then the new owner can reconnect it.',
    },
  },
};

const SPANISH: Words = {
  account_active: {
    in_use: { detail: 'La cuenta está en uso.' },
    marked_inactive: {
      detail: 'La cuenta está marcada como inactiva.',
      remedy: 'Si se vuelve a usar, un administrador puede marcarla como desconectada.',
    },
    not_found: {
      detail: 'La red indica que esta cuenta ya no existe.',
      remedy: 'Si se cerró definitivamente, un administrador puede marcarla como inactiva. Si no, vuelva a conectarla.',
    },
  },
  account_owner: {
    there: { detail: 'La cuenta tiene un titular, que es quien debe volver a conectarla.' },
    unreachable: {
      detail: 'Los correos al titular no llegan.',
      remedy: 'Corrija la dirección. Si la persona ya no está, un administrador puede transferir la cuenta.',
    },
    missing: {
      detail: 'El titular de la cuenta no está en este archivo.',
      remedy: 'Agregue a la persona como titular y transfiérale la cuenta.',
    },
  },
  parent_profile_owner: {
    not_needed: { detail: 'Las cuentas de esta red no necesitan un perfil principal.' },
    none_yet: {
      detail:
        'La cuenta todavía no tiene un perfil principal. El titular inicia sesión con un perfil personal que la administra.',
    },
    same_owner: { detail: 'El perfil principal es del mismo titular.' },
    detached: {
      detail: 'El perfil principal que autorizaba la cuenta no se transfirió con ella.',
      remedy: 'El titular debe iniciar sesión pronto con un perfil personal propio que administre la cuenta.',
    },
    other_owner: {
      detail: 'El perfil personal con el que se inició sesión la última vez es un perfil principal de otro titular.',
      remedy: 'Inicie sesión con otro perfil personal, o pida a un administrador que transfiera el perfil principal.',
    },
    removed: {
      detail: 'La red corta en minutos toda conexión hecha con este perfil principal.',
      remedy: 'Un administrador puede transferir la cuenta a alguien cuyo perfil personal todavía la administre.',
    },
  },
  transfer: {
    none: { detail: 'La cuenta no se está transfiriendo.' },
    running: {
      detail: 'La cuenta se está transfiriendo a otro titular.',
      remedy:
        'Espere a que termine la transferencia, normalmente unos segundos. Después el nuevo titular puede volver a conectarla.',
    },
  },
};

const WORDS: Record<Locale, Words> = { en: ENGLISH, es: SPANISH };

export function findingWords(locale: Locale, { check, finding }: Found): FindingWords {
  const words: Record<string, FindingWords> = WORDS[locale][check];
  return words[finding]!;
}
