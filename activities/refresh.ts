/**
 * What a machine can try before a person is bothered: one refresh of the token, where the network gives refresh tokens
 * (product.md, "A disconnect"). The first email is due when this has ended. The network is never asked inside a transaction: a slow
 * one must not keep connections and rows that everybody else's mail needs.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.js';
import { recordAudit, recordChanges, RELINK } from '../db/audit.js';
import { isTransient, type Transaction } from '../db/client.js';
import { closeDisconnects, lockAccounts, markAccounts } from '../db/close.js';
import { readCredential, saveCredential } from '../db/credentials.js';
import { endRefreshLease, takeRefreshLease, type RefreshLease } from '../db/refresh-leases.js';
import { accounts, disconnects, dueSteps } from '../db/schema.js';
import type { NetworkName } from '../domain/networks.js';
import { NetworkError, type Tokens } from '../networks/adapter.js';
import type { DisconnectRef } from './index.js';
import type { Turns } from './turns.js';

/** How often what the network gave is tried to be written while PostgreSQL is away: a rotated refresh token exists nowhere else. */
const WRITES = 20;
const BETWEEN_WRITES_MS = 500;
/** While somebody else refreshes the same credential. */
const LOOK_AGAIN_MS = 500;

/** What was read when the refresh began. */
interface Begun {
  accountId: string;
  network: NetworkName;
  refreshToken: string;
  lease: RefreshLease;
}

/**
 * True: the account is connected again and nobody needs to be told. False: the first email is due now.
 * @param signal given when the workflow waits no longer; a request to the network that is under way is finished all the same
 */
export async function refreshCredential(
  context: Context,
  turns: Turns,
  ref: DisconnectRef,
  signal: AbortSignal,
): Promise<boolean> {
  for (;;) {
    const outcome = await turns.take(ref.archiveId, signal, () => refreshOnce(context, ref));
    if (typeof outcome === 'boolean') {
      if (!outcome) await askThePerson(context, ref);
      context.waker.wake('workflows', `mail:${ref.archiveId}`);
      return outcome;
    }
    await pause(Math.min(outcome.heldForMs + 1, LOOK_AGAIN_MS), undefined, { signal });
  }
}

/** Whether it mended the disconnect, or for how long somebody else may still be refreshing the same credential. */
async function refreshOnce(context: Context, ref: DisconnectRef): Promise<boolean | { heldForMs: number }> {
  const begun = await context.db.transaction((tx) => begin(tx, context, ref));
  if (begun === null) return false;
  if ('heldForMs' in begun) return begun;
  const fresh = await refreshedTokens(context, begun);
  return written(() => context.db.transaction((tx) => end(tx, context, ref, begun, fresh)));
}

/** Null: nothing that a refresh could mend. */
async function begin(
  tx: Transaction,
  context: Context,
  { archiveId, disconnectId }: DisconnectRef,
): Promise<Begun | { heldForMs: number } | null> {
  const [row] = await tx
    .select({ accountId: accounts.id, network: accounts.network })
    .from(disconnects)
    .innerJoin(accounts, and(eq(accounts.archiveId, disconnects.archiveId), eq(accounts.id, disconnects.accountId)))
    .where(and(is(archiveId, disconnectId), eq(disconnects.status, 'open'), eq(accounts.status, 'disconnected')));
  if (!row) return null;
  const subject = { archiveId, accountId: row.accountId };
  const lease = await takeRefreshLease(tx, subject);
  if (!lease || 'heldForMs' in lease) return lease;
  const credential = await readCredential(tx, context.config.keys, subject);
  return { ...row, lease, refreshToken: credential!.tokens.refreshToken! };
}

/** Null: this network, or this token, cannot be refreshed. */
async function refreshedTokens(context: Context, { network, refreshToken }: Begun): Promise<Tokens | null> {
  try {
    return await context.networks.adapterFor(network).refresh(refreshToken);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    context.log.info({ network, kind: error.kind }, 'a refresh did not mend a disconnect');
    return null;
  }
}

async function written<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === WRITES || !isTransient(error)) throw error;
      await pause(BETWEEN_WRITES_MS);
    }
  }
}

/**
 * Writes what came of it. Everything may have changed meanwhile: a newer authorization stays, and the fresh tokens go; a disconnect
 * that was closed stays closed, and the tokens are kept, since the old ones may be spent.
 */
async function end(
  tx: Transaction,
  context: Context,
  { archiveId, disconnectId }: DisconnectRef,
  { accountId, refreshToken, lease }: Begun,
  fresh: Tokens | null,
): Promise<boolean> {
  const subject = { archiveId, accountId };
  const [account] = await lockAccounts(tx, archiveId, [accountId]);
  const current = await endRefreshLease(tx, subject, lease);
  const tokens = current ? fresh : null;
  const mended = tokens !== null && account?.status === 'disconnected';
  await recordAudit(tx, [
    { archiveId, type: 'refresh_tried', actor: RELINK, disconnectId, accountId, detail: { mended } },
  ]);
  if (!tokens) return false;
  const version = await saveCredential(tx, context.config.keys, subject, {
    ...tokens,
    refreshToken: tokens.refreshToken ?? refreshToken,
  });
  await recordChanges(tx, [{ archiveId, type: 'credential_renewed', accountId, detail: { version } }]);
  if (!mended) return false;
  const now = context.clock.now();
  const closed = await closeDisconnects(tx, {
    archiveId,
    accountIds: [accountId],
    as: 'reconnected',
    actor: RELINK,
    now,
    detail: { by: 'refresh' },
  });
  await markAccounts(
    tx,
    archiveId,
    closed.map((disconnect) => disconnect.accountId),
    { status: 'connected', now },
  );
  return closed.some(({ id }) => id === disconnectId);
}

const is = (archiveId: string, id: string) => and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, id));

async function askThePerson({ db }: Context, { archiveId, disconnectId }: DisconnectRef): Promise<void> {
  await db.transaction(async (tx: Transaction) => {
    await tx
      .update(dueSteps)
      .set({ notBefore: null })
      .where(
        and(eq(dueSteps.archiveId, archiveId), eq(dueSteps.disconnectId, disconnectId), eq(dueSteps.state, 'due')),
      );
    await tx.update(disconnects).set({ refreshFirst: false }).where(is(archiveId, disconnectId));
  });
}
