/** The people of an archive. Exactly one of them is its Primary Administrator. */
import { and, eq, ne, sql } from 'drizzle-orm';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { Locale } from '../../domain/locales.js';
import type { RoleFlags } from '../../domain/roles.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Actor } from '../../domain/actor.js';
import { violatedConstraint, type Db, type Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { archives, users } from '../../db/schema.js';

export type User = typeof users.$inferSelect;

export interface NewUser extends RoleFlags {
  name: string;
  email: string;
  access?: User['access'];
  immediateErrorNotifications?: boolean;
  weeklyErrorSummary?: boolean;
  /** Null for the archive's setting. */
  locale?: Locale | null;
  timeZone?: string | null;
}

/** Who makes a change, and in which archive. */
export interface Change {
  archiveId: string;
  actor: Actor;
}

/** @param onlyId the only user the caller can see; null when they can see all. @throws {Refusal} `not_found` */
export async function findUser(db: Db, archiveId: string, userId: string, onlyId: string | null = null): Promise<User> {
  const user = onlyId === null || onlyId === userId ? await findUserOrNull(db, archiveId, userId) : null;
  if (!user) throw notFound('user');
  return user;
}

export async function findUserOrNull(db: Db, archiveId: string, userId: string): Promise<User | null> {
  const [user] = await db.select().from(users).where(isUser(archiveId, userId));
  return user ?? null;
}

/** Adds a user. A new Primary Administrator replaces the previous one. @throws {Refusal} `email_taken` */
export async function insertUser(tx: Transaction, change: Change, user: NewUser): Promise<User> {
  const { archiveId, actor } = change;
  if (user.adminRole === 'primary_administrator') await demotePrimary(tx, change, null);
  const [added] = await refuseTakenEmail(tx, archiveId, user.email, (savepoint) =>
    savepoint
      .insert(users)
      .values({ ...user, archiveId, id: newId('user') })
      .returning(),
  );
  await recordAudit(tx, [{ archiveId, type: 'user_added', actor, userId: added!.id }]);
  return added!;
}

export const isUser = (archiveId: string, userId: string) => and(eq(users.archiveId, archiveId), eq(users.id, userId));

/** Locks a user. This also waits for accounts that are being assigned to this owner, because their foreign key locks the row. */
export async function lockUser(tx: Transaction, archiveId: string, userId: string): Promise<User> {
  await lockPeople(tx, archiveId);
  const [user] = await tx.select().from(users).where(isUser(archiveId, userId)).for('update');
  if (!user) throw notFound('user');
  return user;
}

/** Serializes changes to an archive's people, so that there is exactly one Primary Administrator at any time. */
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

/**
 * Runs a statement that gives someone this address, in a savepoint: if another person has the address, however recently, the refusal can
 * still read who. @throws {Refusal} `email_taken`
 */
export async function refuseTakenEmail<T>(
  tx: Transaction,
  archiveId: string,
  email: string,
  statement: (savepoint: Transaction) => PromiseLike<T>,
): Promise<T> {
  try {
    return await tx.transaction(async (savepoint) => statement(savepoint));
  } catch (error) {
    if (violatedConstraint(error) !== 'users_email') throw error;
    throw emailTaken(email, await findNameByEmail(tx, archiveId, email));
  }
}

/** @throws {Refusal} `email_taken` */
export async function requireEmailFree(db: Db, archiveId: string, email: string): Promise<void> {
  const name = await findNameByEmail(db, archiveId, email);
  if (name !== null) throw emailTaken(email, name);
}

const findNameByEmail = async (db: Db, archiveId: string, email: string): Promise<string | null> =>
  (await findUserByEmail(db, archiveId, email))?.name ?? null;

export async function findUserByEmail(
  db: Db,
  archiveId: string,
  email: string,
): Promise<Pick<User, 'id' | 'name'> | null> {
  const [holder] = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), sql`lower(${users.email}) = lower(${email})`));
  return holder ?? null;
}

/** The address stands for its holder if that person was removed in the meantime. */
const emailTaken = (email: string, name: string | null) => new Refusal('email_taken', { email, name: name ?? email });

export const notAnOwner = () => new Refusal('not_an_account_owner', {});
