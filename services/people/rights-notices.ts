/** Tells people about changes of addresses and roles. */
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import type { RoleChange } from '../../domain/email-requests.js';
import { LISTED_CHANGES } from '../../domain/limits.js';
import { rolesOf } from '../../domain/roles.js';
import type { Transaction } from '../../db/client.js';
import { users } from '../../db/schema.js';
import {
  findSecurityContactIds,
  peopleOf,
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

/** A person's change of address and, at the same moment, of roles. */
export interface PersonChange {
  before: User;
  after: User;
  /** Whether another email to the new address says what was changed. */
  isWelcomed: boolean;
}

/** Remembers who hears of changes, because the change itself can replace the Primary Administrator. */
export async function beforeRoleChange(tx: Transaction, archiveId: string) {
  const formerContactIds = await findSecurityContactIds(tx, archiveId);
  const [primary] = await tx
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.adminRole, 'primary_administrator')));

  async function tell(
    by: Actor,
    changes: readonly RoleChange[],
    formerAddresses: readonly FormerAddress[] = [],
  ): Promise<void> {
    if (changes.length === 0) return;
    const all = [...changes, ...(await demotion(tx, primary, changes))];
    const shared = { archiveId, by };
    await requestSecurityNotices(tx, { ...shared, change: rolesOfAll(all), formerAddresses, formerContactIds });
    const told = [...formerContactIds, ...(await findSecurityContactIds(tx, archiveId)), ...peopleOf(by)];
    // Each person hears of themselves only. Who was just added gets an invitation, and who was removed is told at their former address.
    for (const one of changes) {
      if (one.before.length === 0 || one.after.length === 0 || told.includes(one.userId)) continue;
      const own = { change: rolesOfAll([one]), personIds: [one.userId], contacts: false as const };
      await requestSecurityNotices(tx, { ...shared, ...own });
    }
  }

  /** One email for each reader, whatever was changed about the person. */
  async function tellOfPerson(by: Actor, { before, after, isWelcomed }: PersonChange): Promise<void> {
    const roles = rolesOf(before).join() === rolesOf(after).join() ? [] : [roleChange(before, after)];
    if (before.email.toLowerCase() === after.email.toLowerCase()) return tell(by, roles);
    const { id: userId, name } = after;
    const change = { change: 'address' as const, userId, name, from: before.email, to: after.email };
    const own = roles.map((one) => rolesOfAll([one]));
    const everyone = roles.length === 0 ? [] : [rolesOfAll([...roles, ...(await demotion(tx, primary, roles))])];
    const shared = { archiveId, by, change };
    await requestSecurityNotices(tx, {
      ...shared,
      also: everyone,
      formerContactIds: roles.length === 0 ? [] : formerContactIds,
      exceptId: isWelcomed ? userId : undefined,
    });
    const contacts = await findSecurityContactIds(tx, archiveId);
    const isTold =
      isWelcomed ||
      [...contacts, ...peopleOf(by)].includes(userId) ||
      (roles.length > 0 && formerContactIds.includes(userId));
    await requestSecurityNotices(tx, {
      ...shared,
      also: own,
      personIds: isTold ? [] : [userId],
      formerAddresses: reachable(before),
      contacts: false,
    });
  }

  return { tell, tellOfPerson };
}

const rolesOfAll = (people: readonly RoleChange[]) => ({
  change: 'roles' as const,
  people: people.slice(0, LISTED_CHANGES),
  total: people.length,
});

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
