/** Tells people about changes of addresses and roles. */
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import type { RoleChange } from '../../domain/email-requests.js';
import { LISTED_CHANGES } from '../../domain/limits.js';
import { hasManagerRole, rolesOf } from '../../domain/roles.js';
import type { Transaction } from '../../db/client.js';
import { users } from '../../db/schema.js';
import { findReached } from '../outbox/known-addresses.js';
import {
  findReachableManagers,
  findSecurityContactIds,
  peopleOf,
  requestAllSecurityNotices,
  type Addressee,
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
export const reachable = ({ id, email, name, locale, emailState }: User): Addressee[] =>
  emailState === 'ok' ? [{ userId: id, email, name, locale }] : [];

/** Whether the person was ever reached at their address. Ask before the change, which ends the sessions that show it. */
export async function wasReachedAt(tx: Transaction, { archiveId, id, email }: User): Promise<boolean> {
  return (await findReached(tx, archiveId, [{ userId: id, email }])).has(id);
}

/** A person's change of address and, at the same moment, of roles. */
export interface PersonChange {
  before: User;
  after: User;
  /** Whether they were ever reached at the address before. If not, it may be a stranger's, who isn't written to. */
  wasReached: boolean;
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
    formerAddresses: readonly Addressee[] = [],
  ): Promise<void> {
    if (changes.length === 0) return;
    const all = [...changes, ...(await demotion(tx, primary, changes))];
    const told = new Set([...formerContactIds, ...(await findSecurityContactIds(tx, archiveId)), ...peopleOf(by)]);
    // Each person hears of themselves only. Who was just added gets an invitation, and who was removed is told at their former address.
    const themselves = changes
      .filter(({ before, after, userId }) => before.length > 0 && after.length > 0 && !told.has(userId))
      .map((one) => ({ by, change: rolesOfAll([one]), personIds: [one.userId], contacts: false as const }));
    const toContacts = { by, change: rolesOfAll(all), formerAddresses, formerContactIds };
    await requestAllSecurityNotices(tx, archiveId, [toContacts, ...themselves]);
  }

  /** One email for each reader, whatever was changed about the person. */
  async function tellOfPerson(by: Actor, { before, after, wasReached, isWelcomed }: PersonChange): Promise<void> {
    const roles = rolesOf(before).join() === rolesOf(after).join() ? [] : [roleChange(before, after)];
    if (before.email.toLowerCase() === after.email.toLowerCase()) return tell(by, roles);
    const { id: userId, name } = after;
    const change = { change: 'address' as const, userId, name, from: before.email, to: after.email };
    const formerAddresses = wasReached ? reachable(before) : [];
    const own = roles.map((one) => rolesOfAll([one]));
    const everyone = roles.length === 0 ? [] : [rolesOfAll([...roles, ...(await demotion(tx, primary, roles))])];
    // The new address may have made someone a contact whom emails didn't reach before. Whoever stood in hears of it too.
    const contacts = new Set([...formerContactIds, ...(await standIns(before))]);
    const told = new Set([...contacts, ...(await findSecurityContactIds(tx, archiveId)), ...peopleOf(by)]);
    const isTold = isWelcomed || told.has(userId);
    await requestAllSecurityNotices(tx, archiveId, [
      { by, change, also: everyone, formerContactIds: [...contacts], exceptId: isWelcomed ? userId : undefined },
      { by, change, also: own, personIds: isTold ? [] : [userId], formerAddresses, contacts: false },
    ]);
  }

  /** Whoever has the Primary Administrator's address gets everything that is meant for that person, so the others hear of another one. */
  async function standIns({ id, adminRole }: User): Promise<string[]> {
    if (adminRole !== 'primary_administrator') return [];
    return (await findReachableManagers(tx, archiveId)).map((one) => one.id).filter((one) => one !== id);
  }

  return { tell, tellOfPerson };
}

const rolesOfAll = (people: readonly RoleChange[]) => ({
  change: 'roles' as const,
  people: people.toSorted((a, b) => weightOf(b) - weightOf(a)).slice(0, LISTED_CHANGES),
  total: people.length,
});

/** Who becomes or stops being Primary Administrator is told first, then other administrators, so that no list of others hides them. */
function weightOf({ before, after }: RoleChange): number {
  const [was, is] = [before, after].map((roles) => roles.find((role) => role !== 'account_owner'));
  if (was === is) return 0;
  if ([was, is].includes('primary_administrator')) return 3;
  return hasManagerRole(before) === hasManagerRole(after) ? 1 : 2;
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
