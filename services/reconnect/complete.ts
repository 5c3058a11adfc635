/**
 * Completes a sign-in after the network has sent the browser back. A sign-in can be used once, in the browser that began it. Everything
 * is checked again and written in one transaction, or refused with nothing changed. The same browser can see the result again.
 */
import {
  NETWORKS,
  redirectUri,
  type NetworkName,
  type ParentProfileNetwork,
  type ProviderName,
} from '../../domain/networks.js';
import {
  decideConnect,
  decideReconnect,
  identityKey,
  type AccountIdentity,
  type ArchivedAccount,
  type OwnershipDecision,
  type OwnershipRefusal,
} from '../../domain/ownership.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import { withoutLinks } from '../../domain/link-text.js';
import { firstCharacters, plainLine } from '../../domain/visible-text.js';
import { isTransient, violatedConstraint, type Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import type { Permission } from '../../domain/permissions.js';
import { NetworkError, type AuthorizedAccount, type NetworkAuthorization } from '../../networks/adapter.js';
import { separateUnusable } from '../../networks/granted.js';
import { isDenial, normalizeCallback } from '../../networks/callback-parameters.js';
import { LASTING_ACCESS } from '../../networks/index.js';
import type { Context, UnitOfWork } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { findKeptRefreshTokens, type Consent } from '../credentials/credentials.js';
import { forgetSignIn, openState, consumeSignIn, type OAuthState, type StoredSignIn } from './oauth-states.js';
import { describeDone, describeFailure, describeRefusal, recordAttempt, type SignInOutcome } from './outcome.js';
import { auditActor, lockPermission, refuseEnded } from './permission.js';
import { keepOutcome, recallOutcome } from './recall-outcome.js';
import {
  findTogether,
  findWantedAccounts,
  isAuthorizedBy,
  lockNamedAccounts,
  lockProfile,
  retryDuringTransfer,
} from './queries.js';
import type { ReconnectRefusal } from './refusals.js';
import { explainLost, writeAuthorization, type NotConnected, type Written } from './write-authorization.js';

export interface Callback {
  provider: ProviderName;
  /** The URL to which the network sent the browser back. */
  url: URL;
  /** The nonce that the browser has kept since the sign-in began; null when it has none. */
  nonce: string | null;
  /** The person who is signed in, or visiting through a Personalized Link, in that browser. */
  visitor: PersonPrincipal | null;
}

/**
 * Completes the sign-in. Permission comes from the sign-in's row and is checked again, so the browser no longer needs a session.
 * `other_browser`: the sign-in was begun elsewhere and can still be used. `unnamed`: the network's answer names no sign-in.
 * `gone`: it has expired, or its result has.
 * `unfinished`: another tab of this browser is completing it.
 */
export async function completeReconnect(
  context: Context,
  { provider, url: received, nonce, visitor }: Callback,
): Promise<
  | SignInOutcome
  | { outcome: 'other_browser' }
  | { outcome: 'unnamed'; isDenied: boolean }
  | { outcome: 'gone' }
  | { outcome: 'unfinished' }
> {
  const { db, config } = context;
  const url = normalizeCallback(received);
  const state = url.searchParams.get('state');
  if (!state) return { outcome: 'unnamed', isDenied: isDenial(url.searchParams.get('error')) };
  const opened = nonce === null ? null : openState(config.keys, provider, state, nonce);
  if (!opened || nonce === null) return { outcome: 'other_browser' };
  const { hash } = opened;
  const signIn = await consumeSignIn(db, hash, nonce);
  if (!signIn) return (await recallOutcome(context, { hash, nonce, visitor })) ?? { outcome: 'gone' };
  try {
    const ended = await finishSignIn(context, signIn, { provider, url, visitor, ...opened });
    await keepOutcome(context, ended);
    return ended;
  } catch (error) {
    await forgetSignIn(db, hash);
    throw error;
  }
}

/** Exchanges the network's answer, and does what it authorizes. */
async function finishSignIn(
  context: Context,
  signIn: StoredSignIn,
  { provider, url, visitor, state, codeVerifier }: Omit<Callback, 'nonce'> & OAuthState,
): Promise<SignInOutcome> {
  const dead = await refuseEnded(context, signIn);
  if (dead) return describeRefusal(context, signIn, dead, visitor);
  const { network } = signIn;
  const returnTo = redirectUri(context.config.publicUrl, provider);
  const request = { network, redirectUri: returnTo, state, codeVerifier, callbackUrl: url };
  const wanted = await findWantedAccounts(context.db, signIn);
  let authorization: NetworkAuthorization;
  try {
    authorization = await context.networks.adapterFor(network).authorize({ ...request, wanted });
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
      /** Accounts that the network offered but that were not connected. */
      left: OwnershipRefusal[];
    } & Written &
      NotConnected)
  | { outcome: 'refused'; refusal: ReconnectRefusal };

/** Does everything that a sign-in authorizes, or nothing. The caller has taken the sign-in's row, so this happens at most once. */
export async function applyAuthorization(
  context: Context,
  signIn: StoredSignIn,
  answer: NetworkAuthorization,
): Promise<ReconnectResult> {
  const authorization = sanitizeAuthorization(answer);
  const result = await retryDuringTransfer(
    () => retryLostRace(() => inUnitOfWork(context, (unit) => decideAndWrite(context, unit, signIn, authorization))),
    (done) => done.outcome === 'refused' && done.refusal.code === 'transfer_in_progress',
  );
  if (result.outcome === 'done') await recordUnmanaged(context, signIn, result);
  const refusal = result.outcome === 'refused' ? result.refusal : refusalOfTarget(signIn, result);
  if (!refusal) return result;
  await recordAttempt(context, signIn, 'reconnect_refused', {
    code: refusal.code,
    signedInAs: authorization.identity.name,
    ...('profile' in refusal && { parentProfileId: refusal.profile.id }),
    ...('missing' in refusal && { missing: refusal.missing }),
  });
  // What else the sign-in authorized is connected, so the person sees both. Otherwise, there is nothing to see but the refusal.
  return result.outcome === 'done' && isNothingConnected(result) ? { outcome: 'refused', refusal } : result;
}

/** The next attempt at one of these lets the person choose another account, as after any refusal. */
async function recordUnmanaged(context: Context, signIn: StoredSignIn, { unmanaged, signedInAs }: Done): Promise<void> {
  for (const { id } of unmanaged)
    await recordAttempt(context, { ...signIn, accountId: id }, 'reconnect_refused', {
      code: 'not_managed',
      signedInAs,
    });
}

type Done = Extract<ReconnectResult, { outcome: 'done' }>;

/** Returns why the account that the person asked for is not connected, although others may be. */
function refusalOfTarget({ accountId }: StoredSignIn, { denied }: Done): OwnershipRefusal | undefined {
  return denied.find(({ account }) => account.id === accountId)?.refusal;
}

const isNothingConnected = ({ repaired, renewed, added }: Done): boolean =>
  repaired.length + renewed.length + added.length === 0;

/**
 * Cleans up the names, and removes duplicates: an account is listed twice when an Instagram account is linked to two Pages, or a person
 * has two roles on a page.
 */
function sanitizeAuthorization({
  identity,
  accounts,
  unusable = [],
  ...answer
}: NetworkAuthorization): NetworkAuthorization {
  // A name that shows nothing is replaced by the network's own id, which means the same in every language.
  const withName = <A extends AccountIdentity>(account: A): A => ({
    ...account,
    name: networkName(account.name) || account.networkAccountId,
  });
  const distinct = <A extends AccountIdentity>(list: readonly A[]): A[] => [
    ...new Map(list.map((account) => [identityKey(account), withName(account)])).values(),
  ];
  const usable = new Set(accounts.map(identityKey));
  return {
    ...answer,
    identity: { ...identity, name: networkName(identity.name) || identity.id },
    accounts: distinct(accounts),
    // An Instagram account that is linked to two Pages is captured through the one that allows it.
    unusable: distinct(unusable.filter((account) => !usable.has(identityKey(account)))),
  };
}

const MAX_NAME_LENGTH = 200;

/** Names from a network are untrusted text. They enter rows, emails, and logs only as a single plain line. */
const networkName = (name: string): string => withoutLinks(firstCharacters(plainLine(name), MAX_NAME_LENGTH));

/** Another transaction can create the same row first, or cause a deadlock. A retry then decides by what is there. */
const ATTEMPTS = 3;

async function retryLostRace(work: () => Promise<ReconnectResult>): Promise<ReconnectResult> {
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
  answer: NetworkAuthorization,
): Promise<ReconnectResult> {
  const { archiveId, ownerId, accountId, network } = signIn;
  const forbidden = await lockPermission(tx, context, signIn);
  if (forbidden) return { outcome: 'refused', refusal: forbidden };
  const profileNetwork = profileNetworkOf(network);
  const { target, known, held } = await lockNamedAccounts(
    tx,
    archiveId,
    accountId,
    [...answer.accounts, ...(answer.unusable ?? [])],
    profileNetwork && { network: profileNetwork, id: answer.identity.id },
  );
  const { subject, id } = answer.identity;
  const { provider } = NETWORKS[network];
  const clientId = context.networks.clientOf(provider)?.credentials.clientId;
  const consent = { authorizationId: newId('authorization'), authorizedBy: subject ?? id, clientId };
  const lasting = LASTING_ACCESS[provider];
  const authorization =
    lasting === null ? answer : await refuseBriefAccess(tx, { archiveId, consent, lasting, known }, answer);
  const profile = profileNetwork ? await lockProfile(tx, archiveId, profileNetwork, authorization.identity.id) : null;
  const together = signIn.together && target ? await findTogether(tx, archiveId, target) : undefined;
  const question = { ownerId, signIn: authorization, known, profile, held, together };
  const decision: OwnershipDecision<AuthorizedAccount> =
    accountId === null ? decideConnect({ ...question, network }) : decideReconnect({ ...question, target });
  if (!decision.allowed) {
    const { refusal } = decision;
    if (refusal.code === 'permission_missing') await explainDisconnect(tx, signIn, authorization);
    return { outcome: 'refused', refusal };
  }
  const written = await writeAuthorization(
    tx,
    {
      context,
      archiveId,
      ownerId,
      actor: auditActor(signIn.actor),
      now: context.clock.now(),
      authorization,
      consent,
      profileNetwork,
      profile,
    },
    decision.plan,
  );
  notify('workflows', `mail:${archiveId}`);
  const { left, denied = [], unmanaged = [] } = decision.plan;
  return { outcome: 'done', ...written, left, denied, unmanaged, signedInAs: authorization.identity.name };
}

interface BriefAccess {
  archiveId: string;
  consent: Consent;
  lasting: Permission;
  known: readonly ArchivedAccount[];
}

/**
 * Separates the accounts whose access would end within hours, because the consent brought no refresh token and there is none to keep: they
 * are never called connected.
 */
async function refuseBriefAccess(
  tx: Transaction,
  { archiveId, consent, lasting, known }: BriefAccess,
  answer: NetworkAuthorization,
): Promise<NetworkAuthorization> {
  const brief = answer.accounts.filter(({ tokens }) => tokens.refreshToken === undefined);
  if (brief.length === 0) return answer;
  const ids = known.map(({ id }) => id);
  const keeping = await findKeptRefreshTokens(tx, archiveId, ids, consent);
  const kept = new Set(known.filter(({ id }) => keeping.has(id)).map(identityKey));
  const { accounts, unusable } = separateUnusable(answer.accounts, (account) =>
    account.tokens.refreshToken !== undefined || kept.has(identityKey(account)) ? [] : [lasting],
  );
  return { ...answer, accounts, unusable: [...(answer.unusable ?? []), ...unusable] };
}

/**
 * Google doesn't say which channel a sign-in without YouTube's permission is about, but it says who signed in. If that is the person who
 * authorized the account before, the permission is what the account is missing now.
 */
async function explainDisconnect(
  tx: Transaction,
  { archiveId, accountId, actor }: StoredSignIn,
  { identity: { subject } }: NetworkAuthorization,
): Promise<void> {
  if (accountId === null || subject === undefined) return;
  if (!(await isAuthorizedBy(tx, archiveId, accountId, subject))) return;
  await explainLost(tx, { archiveId, actor: auditActor(actor) }, [accountId]);
}

/** Returns the network of the personal profile that signs in. A LinkedIn profile is an account, and also a Parent Profile of Pages. */
function profileNetworkOf(network: NetworkName): ParentProfileNetwork | null {
  if (network === 'facebook_page' || network === 'instagram') return 'facebook';
  return network === 'linkedin_page' || network === 'linkedin_profile' ? 'linkedin' : null;
}
