/** Article: "Things to Consider Before Reconnecting". */
import { and, desc, eq } from 'drizzle-orm';
import { NETWORKS } from '../../domain/networks.js';
import { FINDINGS, type Finding, type FindingName, type Found } from '../../domain/reconnect-checks.js';
import { isAccountInTransfer, type Account } from './queries.js';
import type { Db } from '../../db/client.js';
import { audit, disconnects, parentProfiles, users } from '../../db/schema.js';

export type Check = Found &
  Finding & {
    /** The id of what the action applies to, when that isn't the account. */
    subjectId?: string;
  };

export async function findReconnectChecks(db: Db, account: Account): Promise<Check[]> {
  const open = await openDisconnectOf(db, account);
  const elsewhere = open && (await profileElsewhere(db, account, open.id));
  const moves = await isAccountInTransfer(db, account.archiveId, account.id);
  const found: Found[] = [
    { check: 'account_active', finding: activityFinding(account, open?.reason) },
    { check: 'account_owner', finding: await ownerFinding(db, account) },
    { check: 'parent_profile_owner', finding: profileFinding(account, open?.reason, elsewhere) },
    { check: 'transfer', finding: moves ? 'running' : 'none' },
  ];
  return found.map((one) => {
    const facts = (FINDINGS[one.check] as Record<string, Finding>)[one.finding]!;
    return { ...one, ...facts, ...(facts.action === 'transfer_parent_profile' && { subjectId: elsewhere }) };
  });
}

function activityFinding({ status }: Account, reason: string | undefined): FindingName<'account_active'> {
  if (status === 'inactive') return 'marked_inactive';
  return reason === 'account_not_found' ? 'not_found' : 'in_use';
}

async function ownerFinding(db: Db, { archiveId, ownerId }: Account): Promise<FindingName<'account_owner'>> {
  if (ownerId === null) return 'missing';
  const [owner] = await db
    .select({ isAccountOwner: users.isAccountOwner, emailState: users.emailState })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, ownerId)));
  if (!owner?.isAccountOwner) return 'missing';
  return owner.emailState === 'ok' ? 'there' : 'unreachable';
}

/**
 * The database keeps an account and its Parent Profile under one owner, but a reconnect can use a profile that belongs to
 * another owner.
 */
function profileFinding(
  { network, parentProfileId, detachedAt }: Account,
  reason: string | undefined,
  elsewhere: string | undefined,
): FindingName<'parent_profile_owner'> {
  if (NETWORKS[network].parentProfile === null) return 'not_needed';
  if (elsewhere) return 'other_owner';
  if (reason === 'parent_profile_removed') return 'removed';
  if (detachedAt !== null) return 'detached';
  return parentProfileId === null ? 'none_yet' : 'same_owner';
}

async function openDisconnectOf(db: Db, { archiveId, id }: Account) {
  const [open] = await db
    .select({ id: disconnects.id, reason: disconnects.reason })
    .from(disconnects)
    .where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.accountId, id), eq(disconnects.status, 'open')));
  return open;
}

/** Returns the Parent Profile that the last refused attempt used, if another owner still has it. */
async function profileElsewhere(db: Db, account: Account, disconnectId: string): Promise<string | undefined> {
  const [attempt] = await db
    .select({ detail: audit.detail })
    .from(audit)
    .where(
      and(
        eq(audit.archiveId, account.archiveId),
        eq(audit.disconnectId, disconnectId),
        eq(audit.type, 'reconnect_refused'),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(1);
  const id = attempt?.detail.parentProfileId;
  if (typeof id !== 'string') return undefined;
  const [profile] = await db
    .select({ ownerId: parentProfiles.ownerId })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, account.archiveId), eq(parentProfiles.id, id)));
  return profile && profile.ownerId !== account.ownerId ? id : undefined;
}
