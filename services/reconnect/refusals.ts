/** Why a reconnect is refused, as the API reports it. The pages have longer texts of their own (web/reconnect/refusal-words.ts). */
import { notFound, Refusal } from '../../domain/refusal.js';
import type { AccountIdentity, OwnershipRefusal } from '../../domain/ownership.js';

/**
 * Why someone cannot reconnect: the link was renewed or has expired, they signed out, or the person was removed, lost the role, or used an
 * API key that was revoked in the meantime.
 */
export interface PermissionRefusal {
  code: 'link_dead' | 'session_ended' | 'not_permitted';
}

export type ReconnectRefusal = OwnershipRefusal | PermissionRefusal;

export function asRefusal(refusal: ReconnectRefusal, transferred = false): Refusal {
  switch (refusal.code) {
    case 'account_gone':
      return notFound('account');
    case 'account_inactive':
      return new Refusal('account_inactive', { during: 'reconnect', account: accountName(refusal.account) });
    case 'transfer_in_progress':
      return new Refusal('transfer_in_progress', { of: 'named', name: refusal.name });
    case 'owned_by_other_owner':
      return new Refusal('owned_by_other_owner', { account: accountName(refusal.account), transferred });
    case 'parent_profile_owned_by_other_owner':
      return new Refusal(refusal.code, { during: 'reconnect', name: refusal.profile.name });
    case 'wrong_identity':
    case 'not_managed':
      return new Refusal(refusal.code, { signedInAs: refusal.signedInAs, account: accountName(refusal.account) });
    case 'nothing_authorized':
      return new Refusal('nothing_authorized', { signedInAs: refusal.signedInAs, network: refusal.network });
    case 'permission_missing': {
      const { code, signedInAs, network, account, missing } = refusal;
      return new Refusal(code, { signedInAs, network, account: account && accountName(account), missing });
    }
    case 'page_role_missing':
      return new Refusal(refusal.code, { signedInAs: refusal.signedInAs, account: accountName(refusal.account) });
    case 'no_channel':
      return new Refusal('no_channel', { signedInAs: refusal.signedInAs });
    case 'instagram_not_professional': {
      const { code, signedInAs, account } = refusal;
      return new Refusal(code, { signedInAs, account: account && accountName(account) });
    }
    case 'link_dead':
      return new Refusal('link_dead', {});
    case 'session_ended':
      return new Refusal('session_ended', {});
    case 'not_permitted':
      return new Refusal('not_permitted', {});
    default:
      return refusal satisfies never;
  }
}

/** Keeps only what a message needs, because not everyone can know who else owns the account. */
const accountName = ({ network, name }: AccountIdentity) => ({ network, name });
