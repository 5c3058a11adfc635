/**
 * Composes the one email about a transfer to the new owner or a former one. It says only what is still true at the time of writing.
 * The new owner's stands for every step that is due about what moved, so that no one gets two.
 */
import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Transaction } from '../../../db/client.js';
import { senderNameOfActor } from '../../../domain/actor.js';
import type { MovedMailRequest } from '../../../domain/email-requests.js';
import { openDisconnectOfAccount } from '../../../db/joins.js';
import { accounts, disconnects, dueSteps, parentProfiles, transfers, users } from '../../../db/schema.js';
import type { FormerOwner, Moved } from '../../../db/tables/transfers.js';
import { MAX_LISTED } from '../../../emails/account-groups.js';
import {
  LINK_PLACEHOLDER,
  type Listed,
  type ListedAccount,
  type MovedAccount,
  type MovedEmail,
} from '../../../emails/content.js';
import type { DueStep, EmailRow } from './types.js';
import type { NamedPerson, People } from './recipients.js';

export const isAboutTransfer = (row: EmailRow): row is EmailRow & { payload: MovedMailRequest } =>
  row.kind === 'transferred' && row.payload !== null && 'transferId' in row.payload;

const NONE = { total: 0, listed: [] };

/** What the email says, and the steps that it stands for: they are sent with it and not again. */
export interface TransferLetter {
  content: Omit<MovedEmail, 'archiveName' | 'productName' | 'timeZone' | 'locale' | 'contact' | 'helpUrl' | 'copied'>;
  steps: DueStep[];
  /** Disconnects that it lists without standing for a step of theirs, for example because another process holds the step. */
  alsoListed: string[];
}

/** Returns null when there is nothing left to tell this person. */
export async function writeTransferLetter(
  tx: Transaction,
  { archive }: People,
  person: NamedPerson,
  { transferId, side }: MovedMailRequest,
  at: { now: Date; publicUrl: string },
): Promise<TransferLetter | null> {
  const transfer = await findMoved(tx, archive.id, transferId);
  if (!transfer?.moved) return null;
  const { moved, actor, toOwnerId, addsOwner } = transfer;
  const former = moved.fromOwners.find(({ id }) => id === person.id);
  const shared = {
    kind: 'moved' as const,
    side,
    added: addsOwner && side === 'new',
    ownerName: person.name,
    moverName: senderNameOfActor(actor),
    dashboardUrl: `${at.publicUrl}/owners/${person.id}`,
  };
  if (side === 'new') {
    const { steps, alsoListed, ...theirs } = await toNewOwner(tx, archive.id, person, moved, at.now);
    return theirs.counts.accounts + theirs.counts.profiles > 0
      ? { content: { ...shared, ...theirs }, steps, alsoListed }
      : null;
  }
  const to = await nameOf(tx, archive.id, toOwnerId);
  if (!former || !to) return null;
  return { content: { ...shared, ...(await toFormerOwner(tx, archive.id, former, to)) }, steps: [], alsoListed: [] };
}

/** Returns who sent the link to someone whom a transfer added, or null if the transfer added no one. */
export async function welcomeAfterTransfer(
  tx: Transaction,
  archiveId: string,
  { transferId, side }: MovedMailRequest,
): Promise<{ senderName: string | undefined } | null> {
  const transfer = side === 'new' ? await findMoved(tx, archiveId, transferId) : undefined;
  if (!transfer?.addsOwner) return null;
  return { senderName: senderNameOfActor(transfer.actor) };
}

async function findMoved(tx: Transaction, archiveId: string, transferId: string) {
  const [transfer] = await tx
    .select()
    .from(transfers)
    .where(and(eq(transfers.archiveId, archiveId), eq(transfers.id, transferId)));
  return transfer;
}

const openDisconnect = sql`from disconnects d where d.archive_id = accounts.archive_id and d.account_id = accounts.id
  and d.status = 'open'`;

/** Everything that is the new owner's now, each account in one list, so that the counts agree with the previous owner's email. */
async function toNewOwner(tx: Transaction, archiveId: string, person: NamedPerson, moved: Moved, now: Date) {
  const several = moved.fromOwners.length > 1;
  const nameOfFormer = new Map(
    several ? moved.fromOwners.flatMap(({ name, accountIds }) => accountIds.map((id) => [id, name] as const)) : [],
  );
  const of = async (ids: readonly string[], which: SQL) =>
    withFormer(
      await accountsOf(tx, archiveId, ids, sql`${which} and ${accounts.ownerId} = ${person.id}`),
      nameOfFormer,
    );
  const detached = new Set(moved.detachedIds);
  const isConnected = sql`${accounts.status} = 'connected' and ${accounts.authorizedSince} is not null`;
  const isWaiting = sql`exists (select ${openDisconnect} and (d.paused_until > ${now.toISOString()}::timestamptz
    or exists (select from surge_holds h where h.archive_id = d.archive_id and h.id = d.surge_hold_id
      and h.state = 'holding' and h.until > now())))`;
  const broken = await brokenOf(tx, archiveId, moved.accountIds, person.id, isWaiting);
  const disconnected = withFormer(broken, nameOfFormer);
  const captured = await of(
    moved.accountIds.filter((id) => !detached.has(id)),
    isConnected,
  );
  const alone = await of([...detached], isConnected);
  // "Connected" is said only of what someone authorized here.
  const unauthorized = await of(
    moved.accountIds,
    sql`${accounts.status} = 'connected' and ${accounts.authorizedSince} is null`,
  );
  const paused = await of(moved.accountIds, sql`${accounts.status} = 'disconnected' and ${isWaiting}`);
  const inactive = await of(moved.accountIds, sql`${accounts.status} = 'inactive'`);
  const profiles = await profilesOf(
    tx,
    archiveId,
    moved.parentProfileIds,
    sql`${parentProfiles.ownerId} = ${person.id}`,
  );
  const all = [disconnected, unauthorized, captured, alone, paused, inactive];
  const steps = await claimSteps(tx, archiveId, broken.disconnectIds);
  const claimed = new Set(steps.map(({ disconnectId }) => disconnectId));
  const only = all.reduce((sum, { total }) => sum + total, 0) === 1 ? broken.listed[0] : undefined;
  return {
    otherNames: moved.fromOwners.map(({ name }) => name),
    counts: { accounts: all.reduce((sum, { total }) => sum + total, 0), profiles: profiles.total },
    disconnected,
    unauthorized,
    captured,
    alone,
    paused,
    inactive,
    staying: NONE,
    profiles,
    // "The link in an email leads to the account in question."
    connectUrl: only ? `${LINK_PLACEHOLDER}.${only.id}` : LINK_PLACEHOLDER,
    steps,
    alsoListed: broken.disconnectIds.filter((id) => !claimed.has(id)),
  };
}

async function toFormerOwner(tx: Transaction, archiveId: string, former: FormerOwner, to: string) {
  const staying = await accountsOf(tx, archiveId, former.stayingIds, sql`${accounts.ownerId} = ${former.id}`);
  const captured = await accountsOf(tx, archiveId, former.accountIds, sql`true`);
  const profiles = await profilesOf(tx, archiveId, former.parentProfileIds, sql`true`);
  return {
    otherNames: [to],
    counts: { accounts: captured.total, profiles: profiles.total },
    disconnected: NONE,
    unauthorized: NONE,
    captured,
    alone: NONE,
    paused: NONE,
    inactive: NONE,
    staying,
    profiles,
    connectUrl: staying.total > 0 ? LINK_PLACEHOLDER : null,
  };
}

/** Adds the previous owner to each account, if there were several. */
const withFormer = <A extends ListedAccount & { id: string }>(
  { total, listed }: Listed<A>,
  nameOfFormer: ReadonlyMap<string, string>,
): Listed<A & MovedAccount> => ({
  total,
  listed: listed.map((account) => ({ ...account, fromName: nameOfFormer.get(account.id) })),
});

/** Lists the accounts to reconnect now, and finds all of their disconnects. */
async function brokenOf(tx: Transaction, archiveId: string, ids: readonly string[], ownerId: string, isWaiting: SQL) {
  const rows = await tx
    .select({ account: accounts, disconnect: disconnects })
    .from(accounts)
    .innerJoin(disconnects, openDisconnectOfAccount)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isAnyOf(accounts.id, ids),
        eq(accounts.ownerId, ownerId),
        eq(accounts.status, 'disconnected'),
        sql`not ${isWaiting}`,
      ),
    )
    .orderBy(asc(sql`lower(${accounts.name})`), asc(accounts.id));
  return {
    total: rows.length,
    disconnectIds: rows.map(({ disconnect }) => disconnect.id),
    listed: rows.slice(0, MAX_LISTED).map(({ account, disconnect }) => ({
      id: account.id,
      accountName: account.name,
      network: account.network,
      reason: disconnect.reason,
      disconnectedSince: disconnect.detectedAt.toISOString(),
    })),
  };
}

/** Claims what is due about these disconnects. Steps that another process has claimed stay with it. */
async function claimSteps(tx: Transaction, archiveId: string, disconnectIds: readonly string[]): Promise<DueStep[]> {
  if (disconnectIds.length === 0) return [];
  return tx
    .select()
    .from(dueSteps)
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        isAnyOf(dueSteps.disconnectId, disconnectIds),
        inArray(dueSteps.kind, ['step', 'transferred']),
        eq(dueSteps.state, 'due'),
      ),
    )
    .orderBy(asc(dueSteps.id))
    .for('update', { skipLocked: true });
}

/** Lists the first accounts by name, and counts all. */
async function accountsOf(
  tx: Transaction,
  archiveId: string,
  ids: readonly string[],
  which: SQL,
): Promise<Listed<ListedAccount & { id: string }>> {
  const rows = await tx
    .select({
      id: accounts.id,
      accountName: accounts.name,
      network: accounts.network,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, ids), which))
    .orderBy(asc(sql`lower(${accounts.name})`), asc(accounts.id))
    .limit(MAX_LISTED);
  return {
    total: rows[0]?.total ?? 0,
    listed: rows.map(({ id, accountName, network }) => ({ id, accountName, network })),
  };
}

async function profilesOf(
  tx: Transaction,
  archiveId: string,
  ids: readonly string[],
  which: SQL,
): Promise<MovedEmail['profiles']> {
  const rows = await tx
    .select({ name: parentProfiles.name, network: parentProfiles.network, total: sql<number>`(count(*) over ())::int` })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), isAnyOf(parentProfiles.id, ids), which))
    .orderBy(asc(sql`lower(${parentProfiles.name})`), asc(parentProfiles.id))
    .limit(MAX_LISTED);
  return { total: rows[0]?.total ?? 0, listed: rows.map(({ name, network }) => ({ name, network })) };
}

async function nameOf(tx: Transaction, archiveId: string, userId: string): Promise<string | undefined> {
  const [user] = await tx
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  return user?.name;
}
