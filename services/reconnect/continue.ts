/** Requirement: "and, after it, the reconnect goes on from where it was". */
import { isId } from '../../domain/ids.js';
import type { Principal } from '../../domain/principal.js';
import { ADMINISTRATORS_READ, MANAGERS, useCase } from '../use-case.js';
import { applyAuthorization } from './complete.js';
import type { StoredSignIn } from './oauth-states.js';
import { describeDone, describeRefusal, type DoneSignIn, type RefusedSignIn } from './outcome.js';
import { findPendingSignIn, restorePendingSignIn, consumePendingSignIn, type Holder } from './pending-sign-ins.js';
import { requirePerson } from './permission.js';
import { findArchivedAccount } from './queries.js';
import type { ReconnectRefusal } from './refusals.js';

/** Returns null when the person did not sign in, so no sign-in can be waiting for them. */
function holderOf(principal: Principal): Holder | null {
  if (principal.kind !== 'person' || principal.via.kind !== 'login') return null;
  return { archiveId: principal.archiveId, sessionId: principal.via.sessionId };
}

/** Returns the ID of the sign-in that waits for a transfer in this session; null when there is none, or it has expired. */
export const readPendingSignIn = useCase(
  ADMINISTRATORS_READ,
  async ({ context, principal }): Promise<string | null> => {
    const holder = holderOf(principal);
    return holder && findPendingSignIn(context.db, holder);
  },
);

/** The refusals that another transfer, or the end of one, can still resolve. */
const RETRYABLE: readonly ReconnectRefusal['code'][] = [
  'transfer_in_progress',
  'owned_by_other_owner',
  'parent_profile_owned_by_other_owner',
];

/** Continues the sign-in once, with the current owner. `gone`: it was continued before, or has expired. */
export const continuePendingSignIn = useCase(
  MANAGERS,
  async (
    { context, archiveId, principal },
    pendingId: string,
  ): Promise<DoneSignIn | RefusedSignIn | { outcome: 'gone' }> => {
    const { db, config } = context;
    const holder = holderOf(principal);
    const pending = holder && isId(pendingId) && (await consumePendingSignIn(db, config.keys, holder, pendingId));
    if (!pending) return { outcome: 'gone' };
    const { network, accountId, ownerId, userId, name } = pending.content.signIn;
    // The account may have another owner now, which was the point of the transfer.
    const account = accountId === null ? null : await findArchivedAccount(db, archiveId, accountId);
    const signIn: StoredSignIn = {
      archiveId,
      network,
      accountId,
      ownerId: account?.ownerId ?? ownerId,
      actor: { kind: 'user', userId, name, sessionId: holder.sessionId },
      together: pending.content.signIn.together,
      retryOf: null,
      hash: Buffer.alloc(0),
      expired: false,
    };
    const result = await applyAuthorization(context, signIn, pending.content.authorization);
    if (result.outcome === 'done') return describeDone(context, signIn, result);
    if (RETRYABLE.includes(result.refusal.code)) await restorePendingSignIn(db, pending.row);
    return describeRefusal(context, signIn, result.refusal, requirePerson(principal));
  },
);
