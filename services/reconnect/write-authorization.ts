/** Writes what a sign-in authorized. Everything was checked, and is locked, before this begins. */
import { and, eq, inArray } from 'drizzle-orm';
import type { ParentProfileNetwork } from '../../domain/networks.js';
import { identityKey, needsProfile, type ArchivedProfile, type OwnershipPlan } from '../../domain/ownership.js';
import type { KeyRing } from '../../platform/key-ring.js';
import type { AuthorizedAccount, NetworkAuthorization } from '../../networks/adapter.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { closeDisconnects, markAccounts } from '../disconnects/close.js';
import { saveCredential, type Consent } from '../credentials/credentials.js';
import { newId } from '../../db/ids.js';
import { accounts, parentProfiles } from '../../db/schema.js';
import { cleanName } from './clean-names.js';

export interface Writing {
  archiveId: string;
  ownerId: string;
  actor: Actor;
  now: Date;
  keys: KeyRing;
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

/** Returns the accounts that are new. */
export async function write(
  tx: Transaction,
  writing: Writing,
  plan: OwnershipPlan<AuthorizedAccount>,
): Promise<WrittenAccount[]> {
  const { archiveId, actor, now } = writing;
  const profileId = plan.throughProfile ? await ensureProfile(tx, writing) : null;
  const kept = [...plan.repair, ...plan.renew];
  const throughProfile = kept.filter(needsProfile).map(({ id }) => id);
  if (profileId && throughProfile.length > 0) {
    await tx
      .update(accounts)
      .set({ parentProfileId: profileId, detachedAt: null })
      .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, throughProfile)));
  }
  const added = await addAccounts(tx, writing, plan.add, profileId);
  await saveTokens(tx, writing, [...kept, ...added]);

  const detail = { signedInAs: writing.authorization.identity.name };
  const repaired = plan.repair.map(({ id }) => id);
  const closed = await closeDisconnects(tx, {
    archiveId,
    accountIds: repaired,
    as: 'reconnected',
    actor,
    now,
    detail,
  });
  await markAccounts(tx, archiveId, repaired, { status: 'connected', now });
  const renewed = plan.renew.map(({ id }) => id);
  const told = new Set(closed.map(({ accountId }) => accountId));
  const event = (type: string) => (accountId: string) => ({ archiveId, type, actor, accountId, detail });
  await recordAudit(tx, [
    // Marked disconnected without anybody being chased for it.
    ...repaired.filter((id) => !told.has(id)).map(event('reconnected')),
    ...renewed.map(event('credential_renewed')),
    ...added.map(({ id }) => id).map(event('connected')),
  ]);
  await recordChanges(tx, [
    ...renewed.map((accountId) => ({ archiveId, type: 'credential_renewed' as const, accountId })),
    ...added.map(({ id }) => ({ archiveId, type: 'connected' as const, accountId: id })),
  ]);
  return added;
}

/** Article: "This Parent Profile remains inactive and is not archived. It simply serves as authorization". */
async function ensureProfile(tx: Transaction, writing: Writing): Promise<string> {
  const { archiveId, ownerId, authorization, consent, profile, profileNetwork, keys } = writing;
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
  await saveCredential(tx, keys, { archiveId, parentProfileId: id }, tokens, consent);
  return id;
}

async function addAccounts(
  tx: Transaction,
  { archiveId, ownerId, now }: Writing,
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
        name: cleanName(account.name),
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
  { archiveId, authorization, consent, keys }: Writing,
  written: readonly { id: string; network: AuthorizedAccount['network']; networkAccountId: string }[],
): Promise<void> {
  const tokensOf = new Map(authorization.accounts.map((account) => [identityKey(account), account.tokens]));
  for (const account of written) {
    const tokens = tokensOf.get(identityKey(account));
    if (!tokens) throw new Error(`the sign-in does not name account ${account.id}, which the plan lists`);
    await saveCredential(tx, keys, { archiveId, accountId: account.id }, tokens, consent);
  }
}
