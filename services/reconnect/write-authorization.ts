/** Writes what a sign-in authorized. Everything has been checked and locked before this begins. */
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { ParentProfileNetwork } from '../../domain/networks.js';
import {
  identityKey,
  needsProfile,
  type ArchivedAccount,
  type ArchivedProfile,
  type DeniedAccount,
  type OwnershipPlan,
} from '../../domain/ownership.js';
import type { AuthorizedAccount, NetworkAuthorization } from '../../networks/adapter.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import type { Actor } from '../../domain/actor.js';
import type { EventType } from '../../domain/audit-events.js';
import type { Transaction } from '../../db/client.js';
import type { Context } from '../../platform/context.js';
import { closeDisconnects, markAccounts } from '../disconnects/close.js';
import { refineVagueReason } from '../disconnects/refine-reason.js';
import { acceptReports } from '../disconnects/accept-reports.js';
import { saveCredential, type Consent } from '../credentials/credentials.js';
import { newId } from '../../db/ids.js';
import { accounts, credentials, disconnects, parentProfiles } from '../../db/schema.js';

interface WriteRequest {
  archiveId: string;
  ownerId: string;
  actor: Actor;
  now: Date;
  context: Context;
  authorization: NetworkAuthorization;
  consent: Consent;
  profileNetwork: ParentProfileNetwork | null;
  profile: ArchivedProfile | null;
}

export interface WrittenAccount {
  id: string;
  network: AuthorizedAccount['network'];
  name: string;
}

/** What happened to the accounts that a sign-in was about. */
export interface Written {
  /** Accounts that are connected again. */
  repaired: WrittenAccount[];
  /** Accounts that were already connected and now have newer tokens. */
  renewed: WrittenAccount[];
  /** Accounts that are new in the archive, or that it captured before anyone authorized them here. */
  added: WrittenAccount[];
  /** Accounts that the Parent Profile no longer authorizes. They are now disconnected, and their owners get emails. */
  lost: WrittenAccount[];
}

/** Why these accounts are not connected, although the sign-in was about them too. */
export interface NotConnected {
  denied: DeniedAccount[];
  unmanaged: WrittenAccount[];
  /** Who signed in. */
  signedInAs: string;
}

export async function writeAuthorization(
  tx: Transaction,
  request: WriteRequest,
  plan: OwnershipPlan<AuthorizedAccount>,
): Promise<Written> {
  const { archiveId, actor, now } = request;
  const profileId = plan.throughProfile ? await ensureProfile(tx, request) : null;
  const kept = [...plan.repair, ...plan.renew];
  const throughProfile = kept.filter(needsProfile).map(({ id }) => id);
  if (profileId && throughProfile.length > 0) {
    await tx
      .update(accounts)
      .set({ parentProfileId: profileId, detachedAt: null })
      .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, throughProfile)));
  }
  const added = await addAccounts(tx, request, plan.add, profileId);
  const first = await neverAuthorized(tx, archiveId, plan.renew);
  const detail = { signedInAs: request.authorization.identity.name };
  const repaired = plan.repair.map(({ id }) => id);
  await saveTokens(tx, request, [...kept, ...added]);
  const [closed] = await Promise.all([
    closeDisconnects(tx, { archiveId, accountIds: repaired, as: 'reconnected', actor, now, detail }),
    markAccounts(tx, archiveId, repaired, { status: 'connected', now }),
  ]);
  const renewed = plan.renew.map(({ id }) => id);
  const closedAccountIds = new Set(closed.map(({ accountId }) => accountId));
  const event = (type: EventType) => (accountId: string) => ({ archiveId, type, actor, accountId, detail });
  const events = recordAudit(tx, [
    // These were marked as disconnected, but had no open disconnect.
    ...repaired.filter((id) => !closedAccountIds.has(id)).map(event('reconnected')),
    ...renewed.map((id) => event(first.has(id) ? 'connected' : 'credential_renewed')(id)),
    ...added.map(({ id }) => id).map(event('connected')),
  ]);
  const changes = recordChanges(tx, [
    ...renewed.map((accountId) => ({ archiveId, type: 'credential_renewed' as const, accountId })),
    ...added.map(({ id }) => ({ archiveId, type: 'connected' as const, accountId: id })),
  ]);
  await Promise.all([events, changes]);
  const lost = await disconnectLost(tx, request, plan.lost);
  await disconnectLost(tx, request, deniedHere(plan.denied ?? [], request.profile));
  return {
    repaired: plan.repair,
    renewed: plan.renew.filter(({ id }) => !first.has(id)),
    added: [...plan.renew.filter(({ id }) => first.has(id)), ...added],
    lost,
  };
}

/** Imported accounts that the archive captures, and that no one has authorized here. To people, they are connected only now. */
async function neverAuthorized(
  tx: Transaction,
  archiveId: string,
  renew: readonly ArchivedAccount[],
): Promise<ReadonlySet<string>> {
  if (renew.length === 0) return new Set();
  const ids = renew.map(({ id }) => id);
  const rows = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, ids), isNull(accounts.authorizedSince)));
  return new Set(rows.map(({ id }) => id));
}

/** Article: "This Parent Profile remains inactive and is not archived. It simply serves as authorization". */
async function ensureProfile(tx: Transaction, request: WriteRequest): Promise<string> {
  const { archiveId, ownerId, authorization, consent, profile, profileNetwork, context } = request;
  const { identity, tokens } = authorization;
  const { name } = identity;
  const id = profile?.id ?? newId('parentProfile');
  if (!profile) {
    await tx
      .insert(parentProfiles)
      .values({ archiveId, id, network: profileNetwork!, networkProfileId: identity.id, name, ownerId });
  } else if (profile.name !== name) {
    await tx
      .update(parentProfiles)
      .set({ name })
      .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.id, id)));
  }
  await saveCredential(tx, context.config.keys, { archiveId, parentProfileId: id }, tokens, consent);
  return id;
}

async function addAccounts(
  tx: Transaction,
  { archiveId, ownerId, now }: WriteRequest,
  add: readonly AuthorizedAccount[],
  profileId: string | null,
): Promise<(WrittenAccount & { networkAccountId: string })[]> {
  if (add.length === 0) return [];
  return tx
    .insert(accounts)
    .values(
      add.map((account) => ({
        archiveId,
        id: newId('account'),
        network: account.network,
        networkAccountId: account.networkAccountId,
        name: account.name,
        ownerId,
        parentProfileId: needsProfile(account) ? profileId : null,
        status: 'connected' as const,
        createdAt: now,
      })),
    )
    .returning({
      id: accounts.id,
      network: accounts.network,
      networkAccountId: accounts.networkAccountId,
      name: accounts.name,
    });
}

async function saveTokens(
  tx: Transaction,
  { context, archiveId, authorization, consent }: WriteRequest,
  written: readonly { id: string; network: AuthorizedAccount['network']; networkAccountId: string }[],
): Promise<void> {
  const tokensOf = new Map(authorization.accounts.map((account) => [identityKey(account), account.tokens]));
  const saved = written.map((account) => {
    const tokens = tokensOf.get(identityKey(account));
    if (!tokens) throw new Error(`the sign-in has no tokens for account ${account.id}, which the plan includes`);
    return { accountId: account.id, tokens };
  });
  await Promise.all(
    saved.map(({ accountId, tokens }) =>
      saveCredential(tx, context.config.keys, { archiveId, accountId }, tokens, consent),
    ),
  );
}

/**
 * Keeps the denied accounts of which the network's answer says more than that this sign-in doesn't capture them. A connected account that
 * another Parent Profile or an earlier sign-in authorizes goes on with that.
 */
const deniedHere = (denied: readonly DeniedAccount[], profile: ArchivedProfile | null): ArchivedAccount[] =>
  denied
    .map(({ account }) => account)
    .filter(
      ({ status, parentProfileId }) =>
        status === 'disconnected' || (parentProfileId !== null && parentProfileId === profile?.id),
    );

/** The reason for disconnecting an account that its Parent Profile no longer authorizes. */
const LOST_REASON = 'permission_missing';

/**
 * Disconnects accounts that a Parent Profile no longer authorizes: it signed in again, and the network did not name these accounts (a
 * page was left unchecked, or taken from the person). Only these are disconnected; what the sign-in does authorize is repaired.
 */
async function disconnectLost(
  tx: Transaction,
  { context, archiveId, actor, now, authorization }: WriteRequest,
  lost: readonly ArchivedAccount[],
): Promise<ArchivedAccount[]> {
  const authorizedAccounts = await findAuthorizedHere(tx, archiveId, lost);
  const { dayMs, windows } = context.config;
  await acceptReports(
    tx,
    { archiveId, actor, now, dayMs, windows },
    authorizedAccounts.map(({ id }) => ({
      account: { id },
      reason: LOST_REASON,
      openedBy: 'sign_in',
      signedInAs: authorization.identity.name,
    })),
  );
  const waiting = lost.filter(({ status }) => status === 'disconnected');
  const because = await explainLost(
    tx,
    { archiveId, actor },
    waiting.map(({ id }) => id),
  );
  return [...waiting.filter(({ id }) => because.has(id)), ...authorizedAccounts];
}

/**
 * Keeps only connected accounts that have a credential of ours. The archive captures the others with credentials of its own, so the
 * sign-in says nothing about them.
 */
async function findAuthorizedHere(tx: Transaction, archiveId: string, lost: readonly ArchivedAccount[]) {
  const connected = lost.filter(({ status }) => status === 'connected');
  if (connected.length === 0) return [];
  const ids = connected.map(({ id }) => id);
  const rows = await tx
    .select({ id: credentials.accountId })
    .from(credentials)
    .where(and(eq(credentials.archiveId, archiveId), inArray(credentials.accountId, ids)));
  const known = new Set(rows.map(({ id }) => id));
  return connected.filter(({ id }) => known.has(id));
}

/**
 * Updates a vague reason of accounts that wait for a reconnect anyway, because the reason is known now. Returns the accounts that have
 * this reason. A sign-in does not name an account that is gone or behind a checkpoint either, so a specific reason stays.
 */
export async function explainLost(
  tx: Transaction,
  { archiveId, actor }: Pick<WriteRequest, 'archiveId' | 'actor'>,
  accountIds: string[],
): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  const isLostAccount = inArray(disconnects.accountId, accountIds);
  await refineVagueReason(tx, { archiveId, actor }, isLostAccount, { reason: LOST_REASON });
  const rows = await tx
    .select({ accountId: disconnects.accountId })
    .from(disconnects)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        isLostAccount,
        eq(disconnects.status, 'open'),
        eq(disconnects.reason, LOST_REASON),
      ),
    );
  return new Set(rows.map(({ accountId }) => accountId));
}
