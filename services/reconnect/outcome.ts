/** Describes how a sign-in ended, for the person who signed in, and records attempts that changed nothing in the timeline. */
import type { NetworkError, NetworkAuthorization } from '../../networks/adapter.js';
import { ORGANIZATION_POLICY } from '../../networks/errors/google.js';
import type { OwnershipRefusal } from '../../domain/ownership.js';
import type { Reason } from '../../domain/reasons.js';
import { NETWORKS } from '../../domain/networks.js';
import { isManager, type PersonPrincipal } from '../../domain/principal.js';
import { isManagerRole } from '../../domain/roles.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { noteApplicationTroubles } from '../troubles/application-troubles.js';
import { recordAudit } from '../audit/audit-log.js';
import { findUserOrNull } from '../people/users.js';
import type { StoredSignIn } from './oauth-states.js';
import { readArchiveSummary, type ArchiveSummary } from '../archives/summary.js';
import { findPendingSignIn, savePendingSignIn } from './pending-sign-ins.js';
import { auditActor } from './permission.js';
import { openDisconnectIds, wasTransferredFrom } from './queries.js';
import type { ReconnectRefusal } from './refusals.js';
import type { NotConnected, Written, WrittenAccount } from './write-authorization.js';

interface Ended {
  signIn: StoredSignIn;
  archive: ArchiveSummary;
}

export interface RefusedSignIn extends Ended {
  outcome: 'refused';
  refusal: ExplainedRefusal;
  transfer: TransferOffer | null;
}

export interface FailedSignIn extends Ended {
  outcome: 'failed';
  kind: NetworkError['kind'];
  /** What the network said about the account or the person, if it refused for good and said more than that. */
  because?: FailureReason;
}

/** `organization_policy`: the person's employer decides at the network which apps can be used. */
export type FailureReason = Reason | 'organization_policy';

export interface DoneSignIn extends Ended, Written {
  outcome: 'done';
  /** Accounts that the network offered but that were not connected. */
  left: ExplainedRefusal[];
  /** Accounts that the network named but that this sign-in can't capture. */
  denied: ReconnectRefusal[];
  /** Accounts that were meant too, and that the person who signed in doesn't manage. */
  unmanaged: WrittenAccount[];
  signedInAs: string;
}

export type SignInOutcome = RefusedSignIn | FailedSignIn | DoneSignIn;

export interface ExplainedRefusal {
  refusal: ReconnectRefusal;
  /** The name of the owner, for managers. Others learn only that it is someone else. */
  otherOwner: string | null;
  /** Whether a transfer took it from the owner for whom the sign-in was started. */
  transferred: boolean;
}

/** Requirement: "with the transfer offered to administrators". */
export interface TransferOffer {
  subject: { account: string } | { profile: string };
  /** The new owner; null when the administrator has to choose. */
  toOwnerId: string | null;
  /** Whether the network's response is kept, so that the reconnect continues after the transfer without another sign-in. */
  goesOn: boolean;
}

/**
 * @param visitor the person at the browser; a transfer is offered to a manager who is signed in
 * @param authorization the network's response, which is kept only for the session in which the sign-in was begun
 */
export async function describeRefusal(
  context: Context,
  signIn: StoredSignIn,
  refusal: ReconnectRefusal,
  visitor: PersonPrincipal | null,
  authorization?: NetworkAuthorization,
): Promise<RefusedSignIn> {
  return {
    outcome: 'refused',
    signIn,
    archive: await readArchiveSummary(context, signIn.archiveId),
    refusal: await explainRefusal(context, signIn, refusal),
    transfer: await offerTransfer(context, signIn, refusal, visitor, authorization),
  };
}

async function offerTransfer(
  { db, config }: Context,
  signIn: StoredSignIn,
  refusal: ReconnectRefusal,
  visitor: PersonPrincipal | null,
  authorization: NetworkAuthorization | undefined,
): Promise<TransferOffer | null> {
  if (refusal.code !== 'owned_by_other_owner' && refusal.code !== 'parent_profile_owned_by_other_owner') return null;
  const { archiveId, actor, accountId, ownerId } = signIn;
  if (visitor?.via.kind !== 'login' || visitor.archiveId !== archiveId || !isManager(visitor)) return null;
  const { sessionId } = visitor.via;
  if (authorization && actor.kind === 'user' && actor.sessionId === sessionId)
    await savePendingSignIn(db, config.keys, signIn, authorization);
  // The account to reconnect got another owner in the meantime, so the administrator has to choose the new one.
  const isTarget = 'account' in refusal && refusal.account.id === accountId;
  return {
    subject: 'profile' in refusal ? { profile: refusal.profile.id } : { account: refusal.account.id },
    toOwnerId: isTarget ? null : ownerId,
    goesOn: (await findPendingSignIn(db, { archiveId, sessionId })) !== null,
  };
}

/** Offers a transfer again, if the person in this browser can still make it. The sign-in that waited for it may be used up by now. */
export async function offerAgain(
  { db }: Pick<Context, 'db'>,
  { archiveId }: StoredSignIn,
  offer: TransferOffer | null,
  visitor: PersonPrincipal | null,
): Promise<TransferOffer | null> {
  if (!offer || visitor?.via.kind !== 'login' || visitor.archiveId !== archiveId || !isManager(visitor)) return null;
  const { sessionId } = visitor.via;
  return { ...offer, goesOn: (await findPendingSignIn(db, { archiveId, sessionId })) !== null };
}

async function explainRefusal(
  { db }: Context,
  { archiveId, actor, ownerId }: StoredSignIn,
  refusal: ReconnectRefusal,
): Promise<ExplainedRefusal> {
  if (!('ownerId' in refusal)) return { refusal, otherOwner: null, transferred: false };
  const what =
    'account' in refusal
      ? { accountIds: [refusal.account.id] as [string] }
      : { parentProfileIds: [refusal.profile.id] as [string] };
  const transferred = await wasTransferredFrom(db, archiveId, ownerId, what);
  if (actor.kind === 'link') return { refusal, otherOwner: null, transferred };
  const [user, owner] = await Promise.all([
    findUserOrNull(db, archiveId, actor.userId),
    findUserOrNull(db, archiveId, refusal.ownerId),
  ]);
  const otherOwner = user && isManagerRole(user.adminRole) ? (owner?.name ?? null) : null;
  return { refusal, otherOwner, transferred };
}

/** Describes a sign-in that failed at the network. The network's own details go only to the timeline and the log. */
export async function describeFailure(
  context: Context,
  signIn: StoredSignIn,
  error: NetworkError,
): Promise<FailedSignIn> {
  const { archiveId, accountId, network } = signIn;
  const { kind, rawCode } = error;
  const because = reasonOf(error);
  await recordAttempt(context, signIn, 'attempt_failed', { kind, ...(rawCode && { rawCode }) });
  const log = { error, archiveId, accountId, network };
  context.log.info(log, 'a sign-in failed');
  if (kind === 'application') {
    const { provider } = NETWORKS[network];
    await noteApplicationTroubles(context, [{ archiveId, provider, rawCode, during: 'sign_in' }]);
  }
  return { outcome: 'failed', signIn, archive: await readArchiveSummary(context, archiveId), kind, ...because };
}

/** A dead token or an unknown refusal says nothing about a consent that was just given: starting again is all there is to do. */
const TELLING: readonly Reason[] = ['checkpoint', 'permission_missing', 'account_not_found', 'password_changed'];

function reasonOf({ kind, verdict, rawCode }: NetworkError): Pick<FailedSignIn, 'because'> {
  if (kind !== 'rejected') return {};
  if (rawCode === ORGANIZATION_POLICY) return { because: 'organization_policy' };
  const because = TELLING.find((reason) => reason === verdict);
  return because ? { because } : {};
}

export async function describeDone(
  context: Context,
  signIn: StoredSignIn,
  { left, denied, ...written }: Written & NotConnected & { left: readonly OwnershipRefusal[] },
): Promise<DoneSignIn> {
  return {
    ...written,
    outcome: 'done',
    signIn,
    archive: await readArchiveSummary(context, signIn.archiveId),
    denied: denied.map(({ refusal }) => refusal),
    left: await Promise.all(left.map((refusal) => explainRefusal(context, signIn, refusal))),
  };
}

/** Records an attempt that changed nothing in the timeline of the account's disconnect. */
export async function recordAttempt(
  context: Context,
  { archiveId, accountId, actor, network }: StoredSignIn,
  type: 'reconnect_refused' | 'attempt_failed',
  detail: Record<string, unknown>,
): Promise<void> {
  await inUnitOfWork(context, async ({ tx }) => {
    const open = await openDisconnectIds(tx, archiveId, accountId === null ? [] : [accountId]);
    const about = accountId === null ? {} : { accountId, disconnectId: open.get(accountId) };
    // Without an account, the network says what the person wanted to connect.
    const what = accountId === null ? { ...detail, network } : detail;
    const attempt = { archiveId, type, actor: auditActor(actor), userId: actor.userId, ...about, detail: what };
    await recordAudit(tx, [attempt]);
  });
}
