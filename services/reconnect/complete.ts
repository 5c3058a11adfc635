/**
 * The end of a sign-in: everything is checked again and written in one transaction, or refused with nothing changed
 * (reliability.md, invariants 9 and 10). The caller has taken the sign-in's row, so this happens at most once for it.
 */
import type { NetworkName, ParentProfileNetwork } from '../../domain/networks.js';
import {
  decideConnect,
  decideReconnect,
  identityKey,
  type OwnershipDecision,
  type OwnershipRefusal,
} from '../../domain/ownership.js';
import type { AuthorizedAccount, NetworkAuthorization } from '../../networks/adapter.js';
import { recordAudit } from '../audit/audit-log.js';
import { isTransient, violatedConstraint, type Database, type Db, type Transaction } from '../../db/client.js';
import type { StoredSignIn } from './oauth-states.js';
import { newId } from '../../db/ids.js';
import { auditActor, lockActorPermission } from './actor.js';
import { afterTransfer } from './wait-for-transfer.js';
import type { ReconnectParts } from './begin.js';
import { disconnectLost } from './lost-accounts.js';
import { cleanName } from './clean-names.js';
import { lockNamedAccounts, lockProfile, openDisconnectIds } from './queries.js';
import type { ReconnectRefusal } from './refusals.js';
import { write, type WrittenAccount } from './write-authorization.js';

export type ReconnectResult =
  | {
      outcome: 'done';
      /** Connected again. */
      repaired: WrittenAccount[];
      /** Were connected, and have newer tokens. */
      renewed: WrittenAccount[];
      added: WrittenAccount[];
      /** The Parent Profile authorizes them no more: disconnected, and chased. */
      lost: WrittenAccount[];
      /** Offered by the network and left alone. */
      left: OwnershipRefusal[];
    }
  | { outcome: 'refused'; refusal: ReconnectRefusal };

/** Somebody else made the same row, or took the same locks the other way round: seen again, it is decided by what is there. */
const ATTEMPTS = 3;

export async function completeReconnect(
  parts: ReconnectParts<Database>,
  signIn: StoredSignIn,
  answer: NetworkAuthorization,
  now: Date,
): Promise<ReconnectResult> {
  // One Instagram account may be linked to two Pages, a person may have two roles at one page: listed twice, it is one.
  const accounts = [...new Map(answer.accounts.map((account) => [identityKey(account), account])).values()];
  const identity = { ...answer.identity, name: cleanName(answer.identity.name) };
  const authorization = { ...answer, identity, accounts };
  const result = await afterTransfer(
    () => decidedByWhatIsThere(() => parts.db.transaction((tx) => complete(tx, parts, signIn, authorization, now))),
    ({ outcome, ...rest }) =>
      outcome === 'refused' && 'refusal' in rest && rest.refusal.code === 'transfer_in_progress',
  );
  if (result.outcome === 'refused') await recordRefusal(parts.db, signIn, authorization, result.refusal);
  return result;
}

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

async function complete(
  tx: Transaction,
  { config }: ReconnectParts,
  signIn: StoredSignIn,
  authorization: NetworkAuthorization,
  now: Date,
): Promise<ReconnectResult> {
  const { archiveId, ownerId, accountId, network } = signIn;
  const standing = await lockActorPermission(tx, config.windows, signIn);
  if (!standing.may) return { outcome: 'refused', refusal: { code: standing.because } };
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
  const { plan } = decision;
  const actor = auditActor(signIn.actor);
  const { subject, id } = authorization.identity;
  const consent = { authorizationId: newId('authorization'), authorizedBy: subject ?? id };
  const added = await write(
    tx,
    { archiveId, ownerId, actor, now, keys: config.keys, authorization, consent, profileNetwork, profile },
    plan,
  );
  const lost = await disconnectLost(tx, { archiveId, actor, now, config }, plan.lost);
  return { outcome: 'done', repaired: plan.repair, renewed: plan.renew, added, lost, left: plan.left };
}

/** Whose personal profile signs in; a LinkedIn profile is an account of its own, and also a Parent Profile of LinkedIn Pages. */
function profileNetworkOf(network: NetworkName): ParentProfileNetwork | null {
  if (network === 'facebook_page' || network === 'instagram') return 'facebook';
  return network === 'linkedin_page' || network === 'linkedin_profile' ? 'linkedin' : null;
}

async function recordRefusal(
  db: Db,
  signIn: StoredSignIn,
  authorization: NetworkAuthorization,
  refusal: ReconnectRefusal,
): Promise<void> {
  await recordAttempt(db, signIn, 'reconnect_refused', {
    code: refusal.code,
    signedInAs: authorization.identity.name,
    ...('profile' in refusal && { parentProfileId: refusal.profile.id }),
  });
}

/** An attempt that changed nothing, in the timeline of the account's disconnect. */
export async function recordAttempt(
  db: Db,
  signIn: StoredSignIn,
  type: 'reconnect_refused' | 'attempt_failed',
  detail: Record<string, unknown>,
): Promise<void> {
  const { archiveId, accountId, actor } = signIn;
  const open = await openDisconnectIds(db, archiveId, accountId === null ? [] : [accountId]);
  await recordAudit(db, [
    {
      archiveId,
      type,
      actor: auditActor(actor),
      userId: actor.userId,
      accountId: accountId ?? undefined,
      disconnectId: accountId === null ? undefined : open.get(accountId),
      detail,
    },
  ]);
}
