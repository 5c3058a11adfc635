/**
 * The end of a sign-in: the network has sent the browser back. One use, bound to the browser that began; everything is checked again
 * and written in one transaction, or refused with nothing changed.
 */
import { redirectUri, type NetworkName, type ParentProfileNetwork, type ProviderName } from '../../domain/networks.js';
import {
  decideConnect,
  decideReconnect,
  identityKey,
  type OwnershipDecision,
  type OwnershipRefusal,
} from '../../domain/ownership.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import { isTransient, violatedConstraint } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { NetworkError, type AuthorizedAccount, type NetworkAuthorization } from '../../networks/adapter.js';
import type { Context, UnitOfWork } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { openState, takeSignIn, type StoredSignIn } from './oauth-states.js';
import { describeDone, describeFailure, describeRefusal, recordAttempt, type SignInOutcome } from './outcome.js';
import { auditActor, lockPermission, refuseDeadLink } from './permission.js';
import { lockNamedAccounts, lockProfile, retryDuringTransfer } from './queries.js';
import type { ReconnectRefusal } from './refusals.js';
import { writeAuthorization, type Written } from './write-authorization.js';

export interface Callback {
  provider: ProviderName;
  /** The address to which the network sent the browser back. */
  url: URL;
  /** What the browser has kept since it began; null: nothing. */
  nonce: string | null;
  /** Who is signed in, or visits through a Personalized Link, in that browser. */
  visitor: PersonPrincipal | null;
}

/**
 * Who may is what the sign-in's row says, and is looked at again: whoever comes back needs no session any more.
 * `other_browser`: it was begun elsewhere, and is not used up; `gone`: it was used before, or has expired.
 */
export async function completeReconnect(
  context: Context,
  { provider, url, nonce, visitor }: Callback,
): Promise<SignInOutcome | { outcome: 'other_browser' } | { outcome: 'gone' }> {
  const { keys, publicUrl } = context.config;
  const opened = nonce === null ? null : openState(keys, provider, url.searchParams.get('state') ?? '', nonce);
  if (!opened) return { outcome: 'other_browser' };
  const signIn = await takeSignIn(context.db, opened.hash);
  if (!signIn || signIn.expired) return { outcome: 'gone' };
  const dead = await refuseDeadLink(context, signIn);
  if (dead) return describeRefusal(context, signIn, dead, visitor);
  const { network } = signIn;
  const { state, codeVerifier } = opened;
  const request = { network, redirectUri: redirectUri(publicUrl, provider), state, codeVerifier, callbackUrl: url };
  let authorization: NetworkAuthorization;
  try {
    authorization = await context.networks.adapterFor(network).authorize(request);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return describeFailure(context, signIn, error);
  }
  const result = await applyAuthorization(context, signIn, authorization);
  if (result.outcome === 'refused') return describeRefusal(context, signIn, result.refusal, visitor, authorization);
  return describeDone(context, signIn, result);
}

export type ReconnectResult =
  | ({
      outcome: 'done';
      /** Offered by the network and left alone. */
      left: OwnershipRefusal[];
    } & Written)
  | { outcome: 'refused'; refusal: ReconnectRefusal };

/** Does what a sign-in authorizes, or nothing. The caller has taken the sign-in's row, so this happens at most once for it. */
export async function applyAuthorization(
  context: Context,
  signIn: StoredSignIn,
  answer: NetworkAuthorization,
): Promise<ReconnectResult> {
  const authorization = sanitized(answer);
  const result = await retryDuringTransfer(
    () =>
      decidedByWhatIsThere(() => inUnitOfWork(context, (unit) => decideAndWrite(context, unit, signIn, authorization))),
    (done) => done.outcome === 'refused' && done.refusal.code === 'transfer_in_progress',
  );
  if (result.outcome === 'refused') {
    const { refusal } = result;
    await recordAttempt(context, signIn, 'reconnect_refused', {
      code: refusal.code,
      signedInAs: authorization.identity.name,
      ...('profile' in refusal && { parentProfileId: refusal.profile.id }),
    });
  }
  return result;
}

/** One Instagram account may be linked to two Pages, a person may have two roles at one page: listed twice, it is one. */
function sanitized({ identity, accounts, ...answer }: NetworkAuthorization): NetworkAuthorization {
  const named = accounts.map((account) => ({ ...account, name: sanitizeName(account.name) }));
  return {
    ...answer,
    identity: { ...identity, name: sanitizeName(identity.name) },
    accounts: [...new Map(named.map((account) => [identityKey(account), account])).values()],
  };
}

// Controls and bidi marks could forge lines or turn text around; the joiners stay, emoji and Persian need them.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/gu;
const LONGEST_NAME = 200;

/** Names that come from a network are other people's text: they enter rows, emails and logs only as one plain line. */
function sanitizeName(name: string): string {
  const line = name.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  return Array.from(line).slice(0, LONGEST_NAME).join('') || 'Unnamed';
}

/** Somebody else made the same row, or took the same locks the other way round: seen again, it is decided by what is there. */
const ATTEMPTS = 3;

async function decidedByWhatIsThere(work: () => Promise<ReconnectResult>): Promise<ReconnectResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const lostRace = ['accounts_identity', 'parent_profiles_identity'].includes(violatedConstraint(error) ?? '');
      if (attempt === ATTEMPTS || !(lostRace || isTransient(error))) throw error;
    }
  }
}

async function decideAndWrite(
  context: Context,
  { tx, notify }: UnitOfWork,
  signIn: StoredSignIn,
  authorization: NetworkAuthorization,
): Promise<ReconnectResult> {
  const { archiveId, ownerId, accountId, network } = signIn;
  const forbidden = await lockPermission(tx, context, signIn);
  if (forbidden) return { outcome: 'refused', refusal: forbidden };
  const profileNetwork = profileNetworkOf(network);
  const { target, known, held } = await lockNamedAccounts(
    tx,
    archiveId,
    accountId,
    authorization.accounts,
    profileNetwork && { network: profileNetwork, id: authorization.identity.id },
  );
  const profile = profileNetwork ? await lockProfile(tx, archiveId, profileNetwork, authorization.identity.id) : null;
  const question = { ownerId, signIn: authorization, known, profile, held };
  const decision: OwnershipDecision<AuthorizedAccount> =
    accountId === null ? decideConnect({ ...question, network }) : decideReconnect({ ...question, target });
  if (!decision.allowed) return { outcome: 'refused', refusal: decision.refusal };
  const { subject, id } = authorization.identity;
  const written = await writeAuthorization(
    tx,
    {
      context,
      archiveId,
      ownerId,
      actor: auditActor(signIn.actor),
      now: context.clock.now(),
      authorization,
      consent: { authorizationId: newId('authorization'), authorizedBy: subject ?? id },
      profileNetwork,
      profile,
    },
    decision.plan,
  );
  notify('workflows', `mail:${archiveId}`);
  return { outcome: 'done', ...written, left: decision.plan.left };
}

/** Whose personal profile signs in; a LinkedIn profile is an account of its own, and also a Parent Profile of LinkedIn Pages. */
function profileNetworkOf(network: NetworkName): ParentProfileNetwork | null {
  if (network === 'facebook_page' || network === 'instagram') return 'facebook';
  return network === 'linkedin_page' || network === 'linkedin_profile' ? 'linkedin' : null;
}
