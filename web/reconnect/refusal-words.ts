/** Why a sign-in was refused, for this person: an owner learns of others no more than that they are somebody else. */
import type { ReconnectRefusal } from '../../services/reconnect/refusals.js';
import type { AccountIdentity } from '../../domain/ownership.js';
import type { I18n } from '../render/i18n.js';
import type { ArchiveSummary } from '../../services/archives/summary.js';

export interface RefusalWords {
  title: string;
  what: string;
  how: string[];
  /** Whether trying again can help. */
  retry: boolean;
}

export interface Listener {
  contact: ArchiveSummary['contact'];
  /** Under whom it is, for administrators; an owner learns no more than that it is somebody else. */
  otherOwner: string | null;
}

/** As a page says it to somebody for whom nothing was done. */
export const refusalLines = ({ words }: I18n, { what, how }: Pick<RefusalWords, 'what' | 'how'>): string[] => [
  `${what} ${words.refusals.unchanged}`,
  ...how,
];

export function refusalWords(i18n: I18n, refusal: ReconnectRefusal, listener: Listener): RefusalWords {
  const { refusals, reconnect } = i18n.words;
  const ask = i18n.whomToAsk(listener.contact);
  const named = ({ name, network }: AccountIdentity) => refusals.named(name, i18n.networkLabel(network));
  const other = (what: string, kind: 'account' | 'profile') =>
    listener.otherOwner ? refusals.ofOwner(what, kind, listener.otherOwner) : refusals.ofSomeoneElse(what, ask);
  switch (refusal.code) {
    case 'wrong_identity':
      return {
        ...refusals.wrongIdentity(refusal.signedInAs, named(refusal.account), refusal.account.name),
        retry: true,
      };
    case 'not_managed':
      return { ...refusals.notManaged(refusal.signedInAs, named(refusal.account)), retry: true };
    case 'nothing_authorized':
      return { ...refusals.nothingAuthorized(refusal.signedInAs, i18n.networkLabel(refusal.network)), retry: true };
    case 'owned_by_other_owner':
      return { ...other(named(refusal.account), 'account'), retry: false };
    case 'parent_profile_owned_by_other_owner':
      return { ...other(refusals.parentProfile(refusal.profile.name), 'profile'), retry: false };
    case 'transfer_in_progress':
      return { ...refusals.inTransfer(refusal.name), retry: true };
    case 'account_inactive':
      return { ...refusals.inactive(named(refusal.account), ask), retry: false };
    case 'account_gone':
      return { ...refusals.gone(ask), retry: false };
    case 'link_dead':
      return { ...reconnect.linkDead, retry: false };
    case 'not_permitted':
      return { ...refusals.notPermitted(ask), retry: false };
    default:
      return refusal satisfies never;
  }
}
