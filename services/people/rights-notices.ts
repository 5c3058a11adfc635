/** Tells people about changes of addresses and roles. */
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import type { RoleChange } from '../../domain/email-requests.js';
import { rolesOf } from '../../domain/roles.js';
import type { Transaction } from '../../db/client.js';
import { users } from '../../db/schema.js';
import {
  findSecurityContactIds,
  LISTED,
  requestSecurityNotices,
  type FormerAddress,
} from '../outbox/security-notices.js';
import type { User } from './users.js';

/** @param before null for someone who was just added; `after` null for someone who was removed */
export const roleChange = (before: User | null, after: User | null): RoleChange => ({
  userId: (after ?? before)!.id,
  name: (after ?? before)!.name,
  before: before ? rolesOf(before) : [],
  after: after ? rolesOf(after) : [],
});

/** The person at the address that the archive is about to forget, unless emails don't reach it. */
export const reachable = ({ id, email, name, locale, emailState }: User): FormerAddress[] =>
  emailState === 'ok' ? [{ userId: id, email, name, locale }] : [];

/** Remembers who watches over the archive, because the change itself can replace the Primary Administrator. */
export async function beforeRoleChange(tx: Transaction, archiveId: string) {
  const formerContactIds = await findSecurityContactIds(tx, archiveId);
  const [primary] = await tx
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.adminRole, 'primary_administrator')));
  return {
    async tell(
      by: Actor,
      changes: readonly RoleChange[],
      formerAddresses: readonly FormerAddress[] = [],
    ): Promise<void> {
      if (changes.length === 0) return;
      const demoted = await demotion(tx, primary, changes);
      const all = [...changes, ...demoted];
      const shared = { archiveId, by };
      const change = { change: 'roles' as const, people: all.slice(0, LISTED), total: all.length };
      await requestSecurityNotices(tx, { ...shared, change, formerAddresses, formerContactIds });
      const told = [...formerContactIds, ...(await findSecurityContactIds(tx, archiveId))];
      // Each person hears of themselves only. Who was just added gets an invitation, and who was removed is told at their former address.
      for (const one of changes) {
        if (one.before.length === 0 || one.after.length === 0 || told.includes(one.userId)) continue;
        await requestSecurityNotices(tx, {
          ...shared,
          change: { change: 'roles', people: [one], total: 1 },
          personIds: [one.userId],
          contacts: false,
        });
      }
    },
  };
}

/** Naming a Primary Administrator changes another person's role too. */
async function demotion(tx: Transaction, primary: User | undefined, changes: readonly RoleChange[]) {
  if (!primary || changes.some(({ userId }) => userId === primary.id)) return [];
  const [now] = await tx
    .select()
    .from(users)
    .where(
      and(
        eq(users.archiveId, primary.archiveId),
        inArray(users.id, [primary.id]),
        ne(users.adminRole, 'primary_administrator'),
      ),
    );
  return now ? [roleChange(primary, now)] : [];
}

export async function tellOfAddress(tx: Transaction, by: Actor, before: User, after: User): Promise<void> {
  const { archiveId, id: userId, name } = after;
  await requestSecurityNotices(tx, {
    archiveId,
    by,
    change: { change: 'address', userId, name, from: before.email, to: after.email },
    personIds: [userId],
    formerAddresses: reachable(before),
  });
}
