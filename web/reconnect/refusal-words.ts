/**
 * Explains to a person why a sign-in was refused. All that an owner learns about others is that someone else is
 * involved.
 */
import type { ReconnectRefusal } from '../../services/reconnect/refusals.js';
import type { AccountIdentity } from '../../domain/ownership.js';
import { NETWORKS, type NetworkName } from '../../domain/networks.js';
import type { I18n } from '../render/i18n.js';

export interface RefusalWords {
  title: string;
  what: string;
  how: string[];
  /** Whether trying again might help. */
  retry: boolean;
  /** Set if something may have changed all the same, or if the page says by itself that nothing did. */
  silentOnChanges?: boolean;
}

export interface RefusalReader {
  /** Whom to ask, from i18n.contactLabel(). */
  contact: string;
  /** The network where the sign-in took place. */
  network: NetworkName;
  /** The other owner's name, shown to administrators. Null for an owner, who learns only that it is someone else. */
  otherOwner: string | null;
  /** Whether a transfer took it from the owner for whom the sign-in was started. */
  transferred: boolean;
}

/** Returns the lines that a page shows to a person for whom nothing was changed. */
export const refusalLines = (
  { words }: I18n,
  { what, how, silentOnChanges }: Pick<RefusalWords, 'what' | 'how' | 'silentOnChanges'>,
): string[] => [silentOnChanges ? what : `${what} ${words.reconnectRefusals.unchanged}`, ...how];

export function refusalWords(i18n: I18n, refusal: ReconnectRefusal, reader: RefusalReader): RefusalWords {
  const { reconnectRefusals: words, networks } = i18n.words;
  const { contact, otherOwner: owner, transferred } = reader;
  const provider = i18n.providerLabel(reader.network);
  const accountName = ({ name, network }: AccountIdentity) =>
    words.named({ name, network: i18n.networkLabel(network) });
  switch (refusal.code) {
    case 'wrong_identity': {
      const { title, what, how } = words.wrongIdentity;
      const { signedInAs, account } = refusal;
      return {
        title,
        what: what({ signedInAs, account: accountName(account) }),
        how: [how({ provider, name: account.name })],
        retry: true,
      };
    }
    case 'not_managed': {
      const { title, what, boxes, otherProfile, portfolio, instagram } = words.notManaged;
      const { signedInAs, account } = refusal;
      return {
        title: title({ signedInAs }),
        what: what({ signedInAs, account: accountName(account) }),
        how: [
          boxes({ provider }),
          otherProfile,
          ...(account.network === 'instagram' ? [instagram] : []),
          // Facebook can leave such a Page out of every list, even for someone who manages it.
          ...(NETWORKS[account.network].provider === 'facebook' ? [portfolio] : []),
        ],
        retry: true,
      };
    }
    case 'permission_missing': {
      const { title, what, whatAny, without, how, edit, youtubeBox, youtubeLasting } = words.permissionMissing;
      const { signedInAs, account, network } = refusal;
      const missingWords = refusal.missing.map((permission) => i18n.words.permissions[permission]);
      const said = { signedInAs, missing: i18n.list(missingWords, Infinity) };
      return {
        title,
        what: account ? what({ ...said, account: accountName(account) }) : whatAny(said),
        how: [
          without,
          ...(network !== 'youtube'
            ? [how({ provider }), edit({ provider })]
            : refusal.missing.includes('youtube_lasting')
              ? [youtubeLasting]
              : [youtubeBox]),
        ],
        retry: true,
        silentOnChanges: true,
      };
    }
    case 'page_role_missing': {
      const { title, what, how, otherProfile } = words.pageRole;
      const { signedInAs, account } = refusal;
      return {
        title: title({ signedInAs }),
        what: what({ signedInAs, account: accountName(account) }),
        how: [how, otherProfile],
        retry: true,
        silentOnChanges: true,
      };
    }
    case 'no_channel': {
      const { title, what, how, brand } = words.noChannel;
      return { title, what: what({ signedInAs: refusal.signedInAs }), how: [how, brand], retry: true };
    }
    case 'instagram_not_professional': {
      const { title, what, professional, link, otherProfile } = words.notProfessional;
      const how = [professional, link, otherProfile];
      return { title, what: what({ signedInAs: refusal.signedInAs }), how, retry: true };
    }
    case 'nothing_authorized': {
      const { title, what, how } = words.nothingAuthorized;
      const { account } = networks[refusal.network];
      return { title, what: what({ signedInAs: refusal.signedInAs, account }), how: [how({ provider })], retry: true };
    }
    case 'owned_by_other_owner': {
      const { accountOfOwner: known, accountOfSomeoneElse: unknown } = words;
      const account = accountName(refusal.account);
      if (transferred) return handedOver(words.accountTransferred, { what: account, owner, whom: contact });
      if (owner === null)
        return {
          title: unknown.title,
          what: unknown.what({ account }),
          how: [unknown.how({ whom: contact })],
          retry: false,
        };
      return { title: known.title({ owner }), what: known.what({ account, owner }), how: [known.how], retry: false };
    }
    case 'parent_profile_owned_by_other_owner': {
      const { profileOfOwner: known, profileOfSomeoneElse: unknown } = words;
      const profile = refusal.profile.name;
      if (transferred) return handedOver(words.profileTransferred, { what: profile, owner, whom: contact });
      if (owner === null)
        return {
          title: unknown.title,
          what: unknown.what({ profile }),
          how: [unknown.how({ whom: contact })],
          retry: false,
        };
      return { title: known.title({ owner }), what: known.what({ profile, owner }), how: [known.how], retry: false };
    }
    case 'transfer_in_progress': {
      const { title, what, how } = words.inTransfer;
      return { title, what: what({ name: refusal.name }), how: [how], retry: true };
    }
    case 'account_inactive': {
      const { title, what, how } = words.inactive;
      return {
        title,
        what: what({ account: accountName(refusal.account) }),
        how: [how({ whom: contact })],
        retry: false,
      };
    }
    case 'account_gone': {
      const { title, what, how } = words.gone;
      return { title, what, how: [how({ whom: contact })], retry: false };
    }
    case 'link_dead': {
      const { title, what, how } = words.linkDead;
      return { title, what, how: [how], retry: false };
    }
    case 'session_ended': {
      const { title, what, how } = words.sessionEnded;
      return { title, what, how: [how], retry: false };
    }
    case 'not_permitted': {
      const { title, what, how } = words.notPermitted;
      return { title, what, how: [how({ whom: contact })], retry: false };
    }
    default:
      return refusal satisfies never;
  }
}

type Transferred = I18n['words']['reconnectRefusals']['accountTransferred' | 'profileTransferred'];

/** A transfer was made, so there is none to ask for: says whose it is now. */
function handedOver(
  { title, what, how }: Transferred,
  known: { what: string; owner: string | null; whom: string },
): RefusalWords {
  const { owner, whom } = known;
  return owner === null
    ? { title, what: what.unnamed({ what: known.what }), how: [how.unnamed({ whom })], retry: false }
    : { title, what: what.named({ what: known.what, owner }), how: [how.named({ owner })], retry: false };
}
