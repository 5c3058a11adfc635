/** Composes the email about a transfer to the new owner or a former one. It says only what is still true at the time of writing. */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Transaction } from '../../../db/client.js';
import type { MovedMailRequest } from '../../../domain/email-requests.js';
import { accounts, parentProfiles, transfers, users } from '../../../db/schema.js';
import type { FormerOwner, Moved } from '../../../db/tables/transfers.js';
import { MAX_LISTED } from '../../../emails/account-groups.js';
import { LINK_PLACEHOLDER, type Listed, type ListedAccount, type MovedEmail } from '../../../emails/content.js';
import type { EmailRow } from './types.js';
import type { NamedPerson, People } from './recipients.js';

export const isAboutTransfer = (row: EmailRow): row is EmailRow & { payload: MovedMailRequest } =>
  row.kind === 'transferred' && row.payload !== null && 'transferId' in row.payload;

const NONE = { total: 0, listed: [] };

/** Returns null when there is nothing left to tell this person. */
export async function transferContentFor(
  tx: Transaction,
  { archive }: People,
  person: NamedPerson,
  { transferId, side }: MovedMailRequest,
  now: Date,
): Promise<Omit<MovedEmail, 'archiveName' | 'productName' | 'timeZone' | 'locale' | 'contact'> | null> {
  const [transfer] = await tx
    .select()
    .from(transfers)
    .where(and(eq(transfers.archiveId, archive.id), eq(transfers.id, transferId)));
  if (!transfer?.moved) return null;
  const { moved, actor, toOwnerId } = transfer;
  const former = moved.fromOwners.find(({ id }) => id === person.id);
  const shared = {
    kind: 'moved' as const,
    side,
    ownerName: person.name,
    moverName: actor.kind === 'user' ? actor.name : undefined,
  };
  if (side === 'new') {
    const content = await toNewOwner(tx, archive.id, person, moved, now);
    const left = content.captured.total + content.alone.total + content.paused.total + content.profiles.total;
    return left > 0 ? { ...shared, ...content } : null;
  }
  const to = await nameOf(tx, archive.id, toOwnerId);
  return former && to ? { ...shared, ...(await toFormerOwner(tx, archive.id, former, to)) } : null;
}

/** Leaves out disconnected accounts, which have their own email, unless their emails are paused. */
async function toNewOwner(tx: Transaction, archiveId: string, person: NamedPerson, moved: Moved, now: Date) {
  const detached = new Set(moved.detachedIds);
  const connected = moved.accountIds.filter((id) => !detached.has(id));
  const of = (ids: readonly string[], which = sql`${accounts.status} <> 'disconnected'`) =>
    accountsOf(tx, archiveId, ids, sql`${which} and ${accounts.ownerId} = ${person.id}`);
  const isPaused = sql`exists (select from disconnects d where d.archive_id = accounts.archive_id and d.account_id = accounts.id
    and d.status = 'open' and d.paused_until > ${now.toISOString()}::timestamptz)`;
  return {
    otherNames: moved.fromOwners.map(({ name }) => name),
    captured: await of(connected),
    alone: await of([...detached]),
    paused: await of(moved.accountIds, isPaused),
    staying: NONE,
    profiles: await profilesOf(tx, archiveId, moved.parentProfileIds, sql`${parentProfiles.ownerId} = ${person.id}`),
    connectUrl: LINK_PLACEHOLDER,
  };
}

async function toFormerOwner(tx: Transaction, archiveId: string, former: FormerOwner, to: string) {
  const staying = await accountsOf(tx, archiveId, former.stayingIds, sql`${accounts.ownerId} = ${former.id}`);
  return {
    otherNames: [to],
    captured: await accountsOf(tx, archiveId, former.accountIds, sql`true`),
    alone: NONE,
    paused: NONE,
    staying,
    profiles: await profilesOf(tx, archiveId, former.parentProfileIds, sql`true`),
    connectUrl: staying.total > 0 ? LINK_PLACEHOLDER : null,
  };
}

/** Lists the first accounts by name, and counts all. */
async function accountsOf(
  tx: Transaction,
  archiveId: string,
  ids: readonly string[],
  which: SQL,
): Promise<Listed<ListedAccount>> {
  const rows = await tx
    .select({ accountName: accounts.name, network: accounts.network, total: sql<number>`(count(*) over ())::int` })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, ids), which))
    .orderBy(asc(sql`lower(${accounts.name})`), asc(accounts.id))
    .limit(MAX_LISTED);
  return { total: rows[0]?.total ?? 0, listed: rows.map(({ accountName, network }) => ({ accountName, network })) };
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
