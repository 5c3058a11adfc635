/** The people of an archive. Exactly one of them is its Primary Administrator. */
import { and, asc, count, eq, gt, isNull, ne, sql, type SQL } from 'drizzle-orm';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { Locale } from '../../domain/locales.js';
import { maySignIn, type Role, type RoleFlags } from '../../domain/roles.js';
import { endLogins } from '../access/sessions.js';
import { endSignInLinks } from '../access/sign-in-links.js';
import { recordAudit } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import { violatedConstraint, type Db, type Transaction } from '../../db/client.js';
import { askAgain } from '../credentials/expiring.js';
import { newId } from '../../db/ids.js';
import { accounts, archives, parentProfiles, personalizedLinks, transfers, users } from '../../db/schema.js';

export type User = typeof users.$inferSelect;

export interface NewUser extends RoleFlags {
  name: string;
  email: string;
  access?: User['access'];
  immediateErrorNotifications?: boolean;
  weeklyErrorSummary?: boolean;
  /** Null: the archive's. */
  locale?: Locale | null;
  timeZone?: string | null;
}

/** Who changes which archive. */
export interface Change {
  archiveId: string;
  actor: Actor;
}

export async function readUser(db: Db, archiveId: string, userId: string): Promise<User | null> {
  const [user] = await db.select().from(users).where(self(archiveId, userId));
  return user ?? null;
}

/** @param filter.only the one whom the caller may see */
export async function listUsers(
  db: Db,
  archiveId: string,
  filter: { role?: Role; only?: string | null },
  page: { after: string | null; limit: number },
): Promise<User[]> {
  return db
    .select()
    .from(users)
    .where(
      and(
        eq(users.archiveId, archiveId),
        page.after === null ? undefined : gt(users.id, page.after),
        filter.only ? eq(users.id, filter.only) : undefined,
        filter.role ? hasRole(filter.role) : undefined,
      ),
    )
    .orderBy(asc(users.id))
    .limit(page.limit + 1);
}

const hasRole = (role: Role): SQL =>
  role === 'account_owner' ? sql`${users.isAccountOwner}` : eq(users.adminRole, role);

/** A new Primary Administrator takes over from the former. @throws {Refusal} `email_taken` */
export async function addUser(tx: Transaction, change: Change, user: NewUser): Promise<User> {
  const { archiveId, actor } = change;
  if (user.adminRole === 'primary_administrator') await demotePrimary(tx, change, null);
  const [added] = await refusingTaken(
    tx
      .insert(users)
      .values({ ...user, archiveId, id: newId('user') })
      .returning(),
  );
  await recordAudit(tx, [{ archiveId, type: 'user_added', actor, userId: added!.id }]);
  return added!;
}

/**
 * @throws {Refusal} `not_found`, `email_taken`, `owner_has_accounts`, `primary_administrator_required`
 */
export async function changeUser(
  tx: Transaction,
  change: Change,
  userId: string,
  to: Partial<NewUser>,
): Promise<{ before: User; after: User }> {
  const { archiveId, actor } = change;
  const before = await lockUser(tx, archiveId, userId);
  if (before.adminRole === 'primary_administrator' && to.adminRole !== undefined && to.adminRole !== before.adminRole)
    throw primaryRequired('other_role');
  if (before.isAccountOwner && to.isAccountOwner === false) {
    await refuseWithAccounts(tx, archiveId, userId);
    await tx
      .delete(personalizedLinks)
      .where(and(eq(personalizedLinks.archiveId, archiveId), eq(personalizedLinks.userId, userId)));
  }
  if (to.adminRole === 'primary_administrator' && before.adminRole !== 'primary_administrator')
    await demotePrimary(tx, change, userId);
  // What the provider said was about the old address, or before somebody saw to it.
  const set: Partial<User> = { ...to, ...(to.email !== undefined && { emailState: 'ok' }) };
  const fields = Object.keys(set).filter((key) => set[key as keyof User] !== before[key as keyof User]);
  if (fields.length === 0) return { before, after: before };
  if (fields.includes('email')) await endSignInLinks(tx, archiveId, userId);
  const [after] = await refusingTaken(tx.update(users).set(set).where(self(archiveId, userId)).returning());
  // A session is of the person who signed in, not of whoever has the place afterwards.
  if (fields.includes('email') || !maySignIn(after!)) await endLogins(tx, archiveId, userId);
  if (fields.includes('email')) await askAgain(tx, archiveId, userId);
  await recordAudit(tx, [{ archiveId, type: 'user_changed', actor, userId, detail: { fields } }]);
  return { before, after: after! };
}

/** Their link dies with them. @throws {Refusal} `not_found`, `owner_has_accounts`, `primary_administrator_required` */
export async function removeUser(tx: Transaction, change: Change, userId: string): Promise<void> {
  const { archiveId, actor } = change;
  const user = await lockUser(tx, archiveId, userId);
  if (user.adminRole === 'primary_administrator') throw primaryRequired('removal');
  await refuseWithAccounts(tx, archiveId, userId);
  await tx.delete(users).where(self(archiveId, userId));
  await recordAudit(tx, [{ archiveId, type: 'user_removed', actor, userId }]);
}

const self = (archiveId: string, userId: string) => and(eq(users.archiveId, archiveId), eq(users.id, userId));

/** Also waits for accounts that are being put under this owner (their foreign key holds the row). */
async function lockUser(tx: Transaction, archiveId: string, userId: string): Promise<User> {
  await lockPeople(tx, archiveId);
  const [user] = await tx.select().from(users).where(self(archiveId, userId)).for('update');
  if (!user) throw notFound('user');
  return user;
}

/** Changes of people are made one after the other: there is one Primary Administrator at every moment. */
export async function lockPeople(tx: Transaction, archiveId: string): Promise<void> {
  await tx.select({ id: archives.id }).from(archives).where(eq(archives.id, archiveId)).for('no key update');
}

export async function demotePrimary(tx: Transaction, { archiveId, actor }: Change, successorId: string | null) {
  await lockPeople(tx, archiveId);
  const demoted = await tx
    .update(users)
    .set({ adminRole: 'full_access_administrator' })
    .where(
      and(
        eq(users.archiveId, archiveId),
        eq(users.adminRole, 'primary_administrator'),
        successorId === null ? undefined : ne(users.id, successorId),
      ),
    )
    .returning({ id: users.id });
  await recordAudit(
    tx,
    demoted.map(({ id }) => ({ archiveId, type: 'primary_administrator_demoted', actor, userId: id })),
  );
}

const primaryRequired = (before: 'other_role' | 'removal') => new Refusal('primary_administrator_required', { before });

async function refuseWithAccounts(tx: Transaction, archiveId: string, userId: string): Promise<void> {
  const [owned] = await tx
    .select({ n: count() })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.ownerId, userId), isNull(accounts.deletedAt)));
  const [profiles] = await tx
    .select({ n: count() })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.ownerId, userId)));
  await refuseWhileReceiving(tx, archiveId, userId);
  const [accountCount, parentProfileCount] = [owned?.n ?? 0, profiles?.n ?? 0];
  if (accountCount + parentProfileCount === 0) return;
  throw new Refusal('owner_has_accounts', { accountCount, parentProfileCount });
}

/** What is on its way to them would have no owner. */
async function refuseWhileReceiving(tx: Transaction, archiveId: string, userId: string): Promise<void> {
  const [receiving] = await tx
    .select({ id: transfers.id })
    .from(transfers)
    .where(and(eq(transfers.archiveId, archiveId), eq(transfers.toOwnerId, userId), eq(transfers.status, 'running')))
    .limit(1);
  if (receiving) throw new Refusal('transfer_in_progress', { of: 'receiver' });
}

async function refusingTaken<T>(statement: PromiseLike<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    if (violatedConstraint(error) === 'users_email') throw emailTaken();
    throw error;
  }
}

/** @throws {Refusal} `email_taken` */
export async function refuseTaken(db: Db, archiveId: string, email: string): Promise<void> {
  const [taken] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), sql`lower(${users.email}) = lower(${email})`));
  if (taken) throw emailTaken();
}

const emailTaken = () => new Refusal('email_taken', {});
