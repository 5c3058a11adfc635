/** Why a reconnect is refused, as the API says it. The pages have longer words of their own (web/words/). */
import { notFound, Refusal } from '../../domain/refusal.js';
import { NETWORKS } from '../../domain/networks.js';
import type { AccountIdentity, OwnershipRefusal } from '../../domain/ownership.js';

export type ReconnectRefusal = OwnershipRefusal | { code: 'link_dead' } | { code: 'not_permitted' };

/** @param ownerName only for administrators: an owner is told no more than that it is somebody else */
export function asRefusal(refusal: ReconnectRefusal, ownerName?: string): Refusal {
  const other = ownerName ? `the Account Owner ${ownerName}` : 'a different Account Owner';
  const remedy = ownerName
    ? 'Transfer it to the right Account Owner first.'
    : 'Ask an administrator to transfer it first.';
  switch (refusal.code) {
    case 'account_gone':
      return notFound('account');
    case 'account_inactive':
      return new Refusal(
        409,
        refusal.code,
        `${named(refusal.account)} is marked inactive. If it is in use again, set its status to "disconnected" first.`,
      );
    case 'transfer_in_progress':
      return new Refusal(
        409,
        refusal.code,
        `${refusal.name} is being transferred to another Account Owner. Try again in a minute.`,
      );
    case 'owned_by_other_owner':
      return new Refusal(409, refusal.code, `${named(refusal.account)} lives under ${other}. ${remedy}`);
    case 'parent_profile_owned_by_other_owner':
      return new Refusal(
        409,
        refusal.code,
        `The Parent Profile ${refusal.profile.name} lives under ${other}. ${remedy}`,
      );
    case 'wrong_identity':
    case 'not_managed':
      return new Refusal(
        409,
        refusal.code,
        `The sign-in was as ${refusal.signedInAs}, which does not authorize ${named(refusal.account)}.`,
      );
    case 'nothing_authorized':
      return new Refusal(
        409,
        refusal.code,
        `The sign-in as ${refusal.signedInAs} authorizes no ${NETWORKS[refusal.network].label}.`,
      );
    case 'link_dead':
      return new Refusal(410, refusal.code, 'The Personalized Link was renewed or has ended. Ask for a new one.');
    default:
      return new Refusal(
        403,
        'not_permitted',
        'Only the Account Owner and administrators with full access may do this.',
      );
  }
}

const named = ({ name, network }: AccountIdentity) => `The ${NETWORKS[network].label} account ${name}`;
