/**
 * What a machine can try before a person is bothered: one refresh of the token, where the network gives refresh tokens
 * (product.md, "A disconnect"). The first email is due when this has ended.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.js';
import { recordAudit, recordChanges, RELINK } from '../db/audit.js';
import type { Transaction } from '../db/client.js';
import { closeDisconnects, lockAccounts, markAccounts } from '../db/close.js';
import { readCredential, saveCredential } from '../db/credentials.js';
import { disconnects, dueSteps } from '../db/schema.js';
import { NetworkError, type Tokens } from '../networks/adapter.js';
import type { DisconnectRef } from './index.js';

/** True: the account is connected again and nobody needs to be told. False: the first email is due now. */
export async function refreshCredential(
  context: Context,
  { archiveId, disconnectId }: DisconnectRef,
): Promise<boolean> {
  const done = await context.db.transaction(async (tx) => {
    const [row] = await tx.select().from(disconnects).where(is(archiveId, disconnectId));
    if (row?.status !== 'open') return false;
    const subject = { archiveId, accountId: row.accountId };
    // One refresh at a time: with rotating refresh tokens a second one would spend the first one's.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`refresh ${archiveId} ${row.accountId}`}, 0))`,
    );
    const credential = await readCredential(tx, context.config.keys, subject);
    if (!credential?.tokens.refreshToken) return false;
    const [account] = await lockAccounts(tx, archiveId, [row.accountId]);
    if (account?.status !== 'disconnected') return false;
    const fresh = await refreshedTokens(context, account.network, credential.tokens.refreshToken);
    await recordAudit(tx, [
      {
        archiveId,
        type: 'refresh_tried',
        actor: RELINK,
        disconnectId,
        accountId: account.id,
        detail: { mended: fresh !== null },
      },
    ]);
    if (!fresh) return false;
    const version = await saveCredential(tx, context.config.keys, subject, {
      ...fresh,
      refreshToken: fresh.refreshToken ?? credential.tokens.refreshToken,
    });
    const now = context.clock.now();
    await closeDisconnects(tx, {
      archiveId,
      accountIds: [account.id],
      as: 'reconnected',
      actor: RELINK,
      now,
      detail: { by: 'refresh' },
    });
    await markAccounts(tx, archiveId, [account.id], { status: 'connected', now });
    await recordChanges(tx, [{ archiveId, type: 'credential_renewed', accountId: account.id, detail: { version } }]);
    return true;
  });
  if (!done) await askThePerson(context, archiveId, disconnectId);
  context.waker.wake('workflows', `mail:${archiveId}`);
  return done;
}

/** Null: this network, or this token, cannot be refreshed. */
async function refreshedTokens(
  context: Context,
  network: Parameters<Context['networks']['adapterFor']>[0],
  refreshToken: string,
): Promise<Tokens | null> {
  try {
    return await context.networks.adapterFor(network).refresh(refreshToken);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    context.log.info({ network, kind: error.kind }, 'a refresh did not mend a disconnect');
    return null;
  }
}

const is = (archiveId: string, id: string) => and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, id));

async function askThePerson({ db }: Context, archiveId: string, disconnectId: string): Promise<void> {
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
