/** What people and programs can read about people: Account Owners only themselves, everyone else all people of the archive. */
import { and, asc, eq, gt, sql, type SQL } from 'drizzle-orm';
import type { Role } from '../../domain/roles.js';
import { users } from '../../db/schema.js';
import type { Page } from '../input/page.js';
import { EVERYONE_READS, useCase } from '../use-case.js';
import { findUser, type User } from './users.js';

/** @throws {Refusal} `not_found` */
export const readUser = useCase(EVERYONE_READS, ({ context, archiveId, ownerId }, userId: string) =>
  findUser(context.db, archiveId, userId, ownerId),
);

/** Lists people, oldest first. Returns one more than the page holds when there are more. */
export const listUsers = useCase(
  EVERYONE_READS,
  async ({ context, archiveId, ownerId }, filter: { role?: Role }, page: Page): Promise<User[]> =>
    context.db
      .select()
      .from(users)
      .where(
        and(
          eq(users.archiveId, archiveId),
          page.after === null ? undefined : gt(users.id, page.after),
          ownerId === null ? undefined : eq(users.id, ownerId),
          filter.role ? hasRole(filter.role) : undefined,
        ),
      )
      .orderBy(asc(users.id))
      .limit(page.limit + 1),
);

const hasRole = (role: Role): SQL =>
  role === 'account_owner' ? sql`${users.isAccountOwner}` : eq(users.adminRole, role);
