/** A disconnect that Relink tries to settle by itself: what is known of its authorization, and what comes of it. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Config } from '../../platform/config.js';
import type { NetworkName } from '../../domain/networks.js';
import { isReason, type Verdict } from '../../domain/reasons.js';
import { recordChanges } from '../audit/audit-log.js';
import { RELINK, type Actor } from '../../domain/actor.js';
import type { Db, Transaction } from '../../db/client.js';
import { closeDisconnects, markAccounts } from './close.js';
import { betterReason } from './refine-reason.js';
import { openTokens } from '../credentials/credentials.js';
import { accountOfDisconnect, credentialOfAccount } from '../../db/joins.js';
import { accounts, credentials, disconnects, dueSteps } from '../../db/schema.js';

interface DisconnectRef {
  archiveId: string;
  disconnectId: string;
}
const is = ({ archiveId, disconnectId }: DisconnectRef) =>
  and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, disconnectId));

export interface Broken {
  accountId: string;
  network: NetworkName;
  networkAccountId: string;
  authorizationId: string;
  accessToken: string;
  /** Its consent was given a moment ago. */
  fresh: boolean;
  /** Refreshed since this disconnect was reported. */
  renewedSince: boolean;
  /** A report of it was taken back since its consent, as the token worked: it is believed now. */
  believedBefore: boolean;
  /** Fresh tokens closed many since its consent: they work, and capture does not. */
  mendedOften: boolean;
  /** Somebody was written to about it: it is not taken back without a word. */
  told: boolean;
}

/** A token that a machine renews again and again, while capture fails, must not keep its owner from hearing of it. */
const MENDED_A_DAY = 3;
const MENDED_A_MONTH = 10;
const MONTH_DAYS = 30;

/** How many disconnects of the account Relink closed so by itself in the time before this report, and since a person's last consent. */
const settledByRelink = (as: 'withdrawn' | 'reconnected', withinMs: number) =>
  sql`(select count(*) from disconnects d where d.archive_id = ${accounts.archiveId} and d.account_id = ${accounts.id}
    and d.closed_as = ${as} and d.closed_by_kind = ${RELINK.kind}
    and d.closed_at > greatest(${disconnects.reportedAt} - ${withinMs} * interval '1 millisecond', ${credentials.authorizedAt}))`;

/** Null: it is closed, or there is no authorization to look at. */
export async function readBroken(
  db: Db,
  { keys, windows }: Pick<Config, 'keys' | 'windows'>,
  ref: DisconnectRef,
): Promise<Broken | null> {
  const [row] = await db
    .select({
      credential: credentials,
      network: accounts.network,
      networkAccountId: accounts.networkAccountId,
      fresh: sql<boolean>`${credentials.authorizedAt} > now() - ${windows.fresh} * interval '1 millisecond'`,
      renewedSince: sql<boolean>`coalesce(${credentials.updatedAt} > ${dueSteps.raisedAt}, false)`,
      believedBefore: sql<boolean>`${settledByRelink('withdrawn', MONTH_DAYS * windows.day)} > 0`,
      mendedOften: sql<boolean>`(${settledByRelink('reconnected', windows.day)} >= ${MENDED_A_DAY}
        or ${settledByRelink('reconnected', MONTH_DAYS * windows.day)} >= ${MENDED_A_MONTH})`,
      told: sql<boolean>`exists (select from due_steps s where s.archive_id = ${disconnects.archiveId}
        and s.disconnect_id = ${disconnects.id} and s.state in ('composed', 'sent'))`,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .innerJoin(credentials, credentialOfAccount)
    .leftJoin(
      dueSteps,
      and(
        eq(dueSteps.archiveId, disconnects.archiveId),
        eq(dueSteps.disconnectId, disconnects.id),
        eq(dueSteps.kind, 'step'),
        eq(dueSteps.series, 1),
        eq(dueSteps.step, 0),
      ),
    )
    .where(and(is(ref), eq(disconnects.status, 'open'), eq(accounts.status, 'disconnected')));
  if (!row) return null;
  const { credential, ...rest } = row;
  return {
    ...rest,
    accountId: credential.accountId!,
    authorizationId: credential.authorizationId,
    accessToken: openTokens(keys, credential).accessToken,
  };
}

/** True when this disconnect was open until now. The account is locked. */
export async function closeAsMended(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const closed = await closeDisconnects(tx, {
    archiveId,
    accountIds: [accountId],
    as: 'reconnected',
    actor: RELINK,
    now,
    detail: { by: 'refresh' },
  });
  if (closed.length > 0) await markAccounts(tx, archiveId, [accountId], { status: 'connected', now });
  return closed.some(({ id }) => id === disconnectId);
}

/**
 * The token works, so the report is taken back, and nobody is bothered. Once in a month: what is reported again is believed, since
 * capture knows more than a check does. True when this disconnect was open until now. The account is locked.
 */
export async function withdrawFalseReport(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const withdrawn = await withdrawAll(tx, { archiveId, actor: RELINK, now }, [accountId], { by: 'token_check' });
  return withdrawn.includes(disconnectId);
}

/** Withdraws the open disconnects of accounts that are locked; returns their ids. Nobody is told "reconnected". */
export async function withdrawAll(
  tx: Transaction,
  by: { archiveId: string; actor: Actor; now: Date },
  accountIds: readonly string[],
  detail: Record<string, unknown>,
): Promise<string[]> {
  const { archiveId } = by;
  const withdrawn = await closeDisconnects(tx, { ...by, accountIds, as: 'withdrawn', detail });
  if (withdrawn.length === 0) return [];
  const connected = withdrawn.map(({ accountId }) => accountId);
  await tx
    .update(accounts)
    .set({ status: 'connected' })
    .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, connected)));
  await recordChanges(
    tx,
    connected.map((accountId) => ({ archiveId, type: 'connected', accountId, detail: { withdrawn: true } })),
  );
  return withdrawn.map(({ id }) => id);
}

/** What a check or a refresh found about this disconnect. */
export async function changeReason(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  { verdict, rawCode }: { verdict: Verdict | 'healthy'; rawCode?: string },
): Promise<void> {
  if (!isReason(verdict) || verdict === 'unknown') return;
  const found = { reason: verdict, rawCode, by: 'token_check' };
  await betterReason(tx, { archiveId, actor: RELINK }, eq(disconnects.id, disconnectId), found);
}

/** What a machine could do has ended: the first email waits no longer. */
export async function releaseFirstEmail(tx: Transaction, ref: DisconnectRef): Promise<void> {
  await tx
    .update(dueSteps)
    .set({ notBefore: null })
    .where(
      and(
        eq(dueSteps.archiveId, ref.archiveId),
        eq(dueSteps.disconnectId, ref.disconnectId),
        eq(dueSteps.state, 'due'),
      ),
    );
  await tx.update(disconnects).set({ refreshFirst: false }).where(is(ref));
}
