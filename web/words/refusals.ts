/** Why a sign-in was refused and what to do, to the person who has just tried. Nothing was changed, and the words say so. */
import type { ReconnectRefusal } from '../../db/reconnect/refusals.js';
import type { AccountIdentity } from '../../domain/ownership.js';
import { networkLabel, whomToAsk, type Contact } from './common.js';
import { SIGN_IN } from './sign-in.js';

export interface RefusalWords {
  title: string;
  /** What is the case. */
  what: string;
  /** What to do about it. */
  how: string[];
  /** Whether trying again can help. */
  retry: boolean;
}

/** As a page says it to somebody for whom nothing was done. */
export const refusalLines = ({ what, how }: Pick<RefusalWords, 'what' | 'how'>): string[] => [
  `${what} Nothing was changed.`,
  ...how,
];

export interface Listener {
  contact: Contact | null;
  /** Under whom it is, for administrators; an owner learns no more than that it is somebody else. */
  otherOwner: string | null;
}

export function refusalWords(refusal: ReconnectRefusal, listener: Listener): RefusalWords {
  const ask = whomToAsk(listener.contact);
  switch (refusal.code) {
    case 'wrong_identity':
      return {
        title: 'That was a different account',
        what: `You signed in as ${refusal.signedInAs}; this account is ${named(refusal.account)}.`,
        how: [`Sign out at the network, or switch accounts there. Then try again as ${refusal.account.name}.`],
        retry: true,
      };
    case 'not_managed':
      return {
        title: `${refusal.signedInAs} does not manage this account`,
        what: `You signed in as ${refusal.signedInAs}; this account is ${named(refusal.account)}, which that profile does not manage or did not allow.`,
        how: [
          'Maybe its box was unticked in the network’s dialog: try again, and leave every box ticked.',
          'Or another profile manages it: sign out at the network, and sign in with that one.',
        ],
        retry: true,
      };
    case 'nothing_authorized':
      return {
        title: 'There was nothing to connect',
        what: `You signed in as ${refusal.signedInAs}, which manages no ${networkLabel(refusal.network)} or did not allow one.`,
        how: ['Try again and leave the boxes ticked of what should be archived.'],
        retry: true,
      };
    case 'owned_by_other_owner':
      return otherOwner(named(refusal.account), 'account', listener, ask);
    case 'parent_profile_owned_by_other_owner':
      return otherOwner(`The Parent Profile ${refusal.profile.name}`, 'Parent Profile', listener, ask);
    case 'transfer_in_progress':
      return {
        title: 'A transfer is under way',
        what: `${refusal.name} is just being transferred to another Account Owner.`,
        how: ['Try again in a minute.'],
        retry: true,
      };
    case 'account_inactive':
      return {
        title: 'This account is marked inactive',
        what: `${named(refusal.account)} is marked as closed or no longer in use.`,
        how: [`If it is in use again, ask ${ask}.`],
        retry: false,
      };
    case 'account_gone':
      return {
        title: 'This account is no longer in the archive',
        what: 'It was deleted there.',
        how: [`If it should be archived, connect it as a new account, or ask ${ask}.`],
        retry: false,
      };
    case 'link_dead':
      return { ...SIGN_IN.linkDead, retry: false };
    default:
      return {
        title: 'You may not do this any more',
        what: 'Your rights have changed since this sign-in began.',
        how: [`Ask ${ask}.`],
        retry: false,
      };
  }
}

/** Article: "In this case, you must transfer the account(s) to the correct Account Owner first." */
function otherOwner(what: string, kind: string, { otherOwner: name }: Listener, ask: string): RefusalWords {
  const under = name ? `under the Account Owner ${name}` : 'under a different Account Owner';
  return {
    title: name ? `It belongs to ${name}` : 'It belongs to someone else',
    what: `${what} lives ${under} in the archive.`,
    how: [
      name
        ? `Transfer the ${kind} to the right Account Owner first, then reconnect.`
        : `It must be transferred to you first. Ask ${ask}.`,
    ],
    retry: false,
  };
}

const named = ({ name, network }: AccountIdentity) => `${name} (${networkLabel(network)})`;
