/** Requirement: "and, after it, the reconnect goes on from where it was". */
import { isId } from '../../domain/ids.js';
import type { Principal } from '../../domain/principal.js';
import { ADMINISTRATORS_READ, MANAGERS, useCase } from '../use-case.js';
import { applyAuthorization } from './complete.js';
import type { StoredSignIn } from './oauth-states.js';
import { describeDone, describeRefusal, type DoneSignIn, type RefusedSignIn } from './outcome.js';
import { findPendingSignIn, putBackPendingSignIn, takePendingSignIn, type Holder } from './pending-sign-ins.js';
import { requirePerson } from './permission.js';
import { findArchivedAccount } from './queries.js';
import type { ReconnectRefusal } from './refusals.js';

/** Null: nobody signed in, so nothing waits for them. */
function holderOf(principal: Principal): Holder | null {
  if (principal.kind !== 'person' || principal.via.kind !== 'login') return null;
  return { archiveId: principal.archiveId, sessionId: principal.via.sessionId };
}

/** The id of the sign-in that waits for a transfer in this session; null: none, or it is not fresh any more. */
export const readPendingSignIn = useCase(
  ADMINISTRATORS_READ,
  async ({ context, principal }): Promise<string | null> => {
    const holder = holderOf(principal);
    return holder && findPendingSignIn(context.db, holder);
  },
);

/** What another transfer, or the end of one, can still settle. */
const WORTH_ANOTHER_TRY: readonly ReconnectRefusal['code'][] = [
  'transfer_in_progress',
  'owned_by_other_owner',
  'parent_profile_owned_by_other_owner',
];

/** Goes on with it, once, against the owner of now. `gone`: it went on before, or is not fresh any more. */
export const continuePendingSignIn = useCase(
  MANAGERS,
  async (
    { context, archiveId, principal },
    pendingId: string,
  ): Promise<DoneSignIn | RefusedSignIn | { outcome: 'gone' }> => {
    const { db, config } = context;
    const holder = holderOf(principal);
    const pending = holder && isId(pendingId) && (await takePendingSignIn(db, config.keys, holder, pendingId));
    if (!pending) return { outcome: 'gone' };
    const { network, accountId, ownerId, userId, name } = pending.content.signIn;
    // The account may be under another owner now: that is what the transfer was for.
    const account = accountId === null ? null : await findArchivedAccount(db, archiveId, accountId);
    const signIn: StoredSignIn = {
      archiveId,
      network,
      accountId,
      ownerId: account?.ownerId ?? ownerId,
      actor: { kind: 'user', userId, name, sessionId: holder.sessionId },
      hash: Buffer.alloc(0),
      expired: false,
    };
    const result = await applyAuthorization(context, signIn, pending.content.authorization);
    if (result.outcome === 'done') return describeDone(context, signIn, result);
    if (WORTH_ANOTHER_TRY.includes(result.refusal.code)) await putBackPendingSignIn(db, pending.row);
    return describeRefusal(context, signIn, result.refusal, requirePerson(principal));
  },
);
