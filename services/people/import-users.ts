/** Imports users from a spreadsheet, all or nothing, in bulk statements. The email address is the key, regardless of case. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { z } from 'zod';
import { requireActScope } from '../../domain/principal.js';
import { maySignIn, roleFlagsOf, rolesProblem, type Role, type RoleFlags } from '../../domain/roles.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { requestInvitations, requestLinkMails } from '../outbox/requests.js';
import { accounts, parentProfiles, personalizedLinks, users } from '../../db/schema.js';
import { demotePrimary, lockPeople, type Change, type User } from './users.js';
import type { ValueProblem } from '../../domain/field-problem.js';
import { issueOf } from '../input/problem.js';
import { Keys, type Outcome, type Problems } from '../imports/problems.js';
import { parseRows, type ParsedSheet } from '../imports/rows.js';
import type { Columns } from '../imports/sheet.js';
import { email, name } from '../input/fields.js';
import { MANAGERS, useCase } from '../use-case.js';
import { senderNameOf } from './invite.js';

export const USER_COLUMNS = { required: ['name', 'email', 'roles'] } as const satisfies Columns;

const UNKNOWN_ROLE: ValueProblem = { code: 'unknown_role', params: {} };

const userCells = (parseRole: (word: string) => Role | undefined) =>
  z.object({
    name,
    email,
    roles: z.string().transform((cell, context) => {
      const words = cell.split(';').filter((word) => word.trim() !== '');
      const roles = words.map(parseRole).filter((role) => role !== undefined);
      const found = roles.length < words.length ? UNKNOWN_ROLE : rolesProblem(roles);
      if (found) context.addIssue(issueOf(found));
      return roles;
    }),
  });

export type UserRow = z.output<ReturnType<typeof userCells>> & { line: number };

/** @param parseRole finds the role that a word stands for. @throws {Refusal} `import_invalid` */
export const parseUsers = (file: Buffer, parseRole: (word: string) => Role | undefined) =>
  parseRows(file, USER_COLUMNS, userCells(parseRole));

/** Rows per statement. Building a larger statement would block other requests for too long. */
const CHUNK = 200;

type Planned = UserRow & RoleFlags & { before: User | undefined };

/**
 * Imports the rows; with `dryRun`, nothing is saved. Account Owners and people who can sign in get the same emails as if they were
 * added by hand.
 * @throws {Refusal} `import_invalid` with everything that is wrong, including what parsing found; `scope_missing`
 */
export const importUsers = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId, actor },
    sheet: ParsedSheet<UserRow>,
    { dryRun }: { dryRun: boolean },
  ): Promise<Outcome> =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      const planned = await plan(tx, archiveId, sheet);
      if (planned.some(({ adminRole, before }) => adminRole && adminRole !== before?.adminRole))
        requireActScope(principal);
      if (!dryRun) {
        await save(tx, { archiveId, actor }, planned, senderNameOf(principal));
        notify(`mail:${archiveId}`);
      }
      const updated = planned.filter(({ before }) => before).length;
      return { created: planned.length - updated, updated };
    }),
);

/** @throws {Refusal} `import_invalid` */
async function plan(tx: Transaction, archiveId: string, sheet: ParsedSheet<UserRow>): Promise<Planned[]> {
  const problems = sheet.problems.copy();
  await lockPeople(tx, archiveId);
  const keys = new Keys(problems);
  const nameAt = new Map(sheet.rows.map((row) => [row.line, row.name]));
  const single = sheet.rows.filter(({ email: address, line }) =>
    keys.claim(address.toLowerCase(), line, 'email', (firstLine) => ({
      code: 'address_twice',
      params: { email: address, name: nameAt.get(firstLine) ?? address, line, firstLine },
    })),
  );
  const existing = await readExisting(tx, archiveId, single);
  const planned = single.map((row) => ({
    ...row,
    ...roleFlagsOf(row.roles),
    before: existing.get(row.email.toLowerCase()),
  }));
  checkPrimary(planned, problems);
  await checkOwners(tx, archiveId, planned, problems);
  problems.throwIfAny();
  return planned;
}

/** Finds which of these addresses the archive already has, in lower case. Previews use it for a few lines at a time. */
export const findKnownEmails = useCase(
  MANAGERS,
  async ({ context, archiveId }, emails: readonly string[]): Promise<Set<string>> => {
    const found = await context.db.select({ email: users.email }).from(users).where(hasEmailOf(archiveId, emails));
    return new Set(found.map((user) => user.email.toLowerCase()));
  },
);

function hasEmailOf(archiveId: string, emails: readonly string[]) {
  const lowerCased = emails.map((address) => address.toLowerCase());
  return and(eq(users.archiveId, archiveId), isAnyOf(sql`lower(${users.email})`, lowerCased));
}

async function readExisting(tx: Transaction, archiveId: string, rows: readonly UserRow[]): Promise<Map<string, User>> {
  const found = await tx
    .select()
    .from(users)
    .where(
      hasEmailOf(
        archiveId,
        rows.map((row) => row.email),
      ),
    )
    .orderBy(users.id)
    .for('update');
  return new Map(found.map((user) => [user.email.toLowerCase(), user]));
}

const isPrimary = ({ adminRole }: RoleFlags) => adminRole === 'primary_administrator';

/** An archive has exactly one Primary Administrator. A file can name a new one, but cannot remove the only one. */
function checkPrimary(planned: readonly Planned[], problems: Problems): void {
  const [first, second] = planned.filter(isPrimary);
  if (first && second)
    problems.add(second.line, 'roles', {
      code: 'second_primary_administrator',
      params: { line: second.line, firstLine: first.line },
    });
  const demoted = planned.find((row) => row.before && isPrimary(row.before) && !isPrimary(row));
  if (demoted && !first) problems.add(demoted.line, 'roles', { code: 'primary_administrator_lost', params: {} });
}

/** A person who owns something stays an Account Owner until all of it is transferred. */
async function checkOwners(tx: Transaction, archiveId: string, planned: readonly Planned[], problems: Problems) {
  const leaving = planned.filter(({ before, isAccountOwner }) => before?.isAccountOwner && !isAccountOwner);
  if (leaving.length === 0) return;
  const ids = leaving.map(({ before }) => before!.id);
  const owning = await tx
    .select({ ownerId: accounts.ownerId })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.ownerId, ids), isNull(accounts.deletedAt)))
    .union(
      tx
        .select({ ownerId: sql<string | null>`${parentProfiles.ownerId}` })
        .from(parentProfiles)
        .where(and(eq(parentProfiles.archiveId, archiveId), inArray(parentProfiles.ownerId, ids))),
    );
  const owners = new Set(owning.map(({ ownerId }) => ownerId));
  for (const { before, line } of leaving) {
    if (owners.has(before!.id)) problems.add(line, 'roles', { code: 'owner_has_accounts', params: {} });
  }
}

async function save(
  tx: Transaction,
  change: Change,
  planned: readonly Planned[],
  senderName: string | undefined,
): Promise<void> {
  const { archiveId, actor } = change;
  const primary = planned.find(isPrimary);
  if (primary && !(primary.before && isPrimary(primary.before)))
    await demotePrimary(tx, change, primary.before?.id ?? null);
  const created = planned.filter(({ before }) => !before).map((row) => ({ ...row, id: newId('user') }));
  const updated = planned.filter(isChanged).map((row) => ({ ...row, id: row.before!.id }));
  for (const chunk of chunksOf(updated, CHUNK)) await update(tx, archiveId, chunk);
  for (const chunk of chunksOf(created, CHUNK)) {
    await tx.insert(users).values(
      chunk.map((row) => ({
        archiveId,
        id: row.id,
        name: row.name,
        email: row.email,
        adminRole: row.adminRole,
        isAccountOwner: row.isAccountOwner,
      })),
    );
  }
  const audited = [
    ...created.map(({ id }) => ({
      archiveId,
      type: 'user_added' as const,
      actor,
      userId: id,
      detail: { import: true },
    })),
    ...updated.map(({ id }) => ({
      archiveId,
      type: 'user_changed' as const,
      actor,
      userId: id,
      detail: { import: true },
    })),
  ];
  for (const chunk of chunksOf(audited, CHUNK)) await recordAudit(tx, chunk);
  await welcomeOwners(tx, archiveId, [...created, ...updated]);
  await inviteNewPeople(tx, archiveId, [...created, ...updated], senderName);
}

const isChanged = ({ before, ...row }: Planned) =>
  before !== undefined &&
  (before.name !== row.name || before.adminRole !== row.adminRole || before.isAccountOwner !== row.isAccountOwner);

type Saved = Planned & { id: string };

async function update(tx: Transaction, archiveId: string, rows: readonly Saved[]): Promise<void> {
  const column = <T>(read: (row: Saved) => T) => sql.param(rows.map(read));
  await tx.execute(sql`
    update users set name = v.name, admin_role = v.admin_role, is_account_owner = v.is_account_owner::boolean
    from unnest(${column((row) => row.id)}::text[], ${column((row) => row.name)}::text[],
      ${column(({ adminRole }) => adminRole)}::text[], ${column(({ isAccountOwner }) => String(isAccountOwner))}::text[])
      v (id, name, admin_role, is_account_owner)
    where users.archive_id = ${archiveId} and users.id = v.id`);
}

/** Article: "Account Owners also receive this link when they are first added to the archive as a user." */
async function welcomeOwners(tx: Transaction, archiveId: string, rows: readonly Saved[]): Promise<void> {
  const added = rows.filter(({ before, isAccountOwner }) => isAccountOwner && !before?.isAccountOwner);
  for (const chunk of chunksOf(added, CHUNK)) {
    await requestLinkMails(
      tx,
      archiveId,
      chunk.map(({ id }) => id),
      { why: 'added' },
    );
  }
  const left = rows.filter(({ before, isAccountOwner }) => before?.isAccountOwner && !isAccountOwner);
  for (const chunk of chunksOf(left, CHUNK)) {
    const ids = chunk.map(({ id }) => id);
    await tx
      .delete(personalizedLinks)
      .where(and(eq(personalizedLinks.archiveId, archiveId), inArray(personalizedLinks.userId, ids)));
  }
}

/** Invites everyone who can newly sign in. A spreadsheet never lets an Account Owner sign in: that is a separate setting. */
async function inviteNewPeople(
  tx: Transaction,
  archiveId: string,
  rows: readonly Saved[],
  senderName: string | undefined,
) {
  const signsIn = (flags: RoleFlags, before: User | undefined) =>
    maySignIn({ ...flags, access: before?.access ?? 'connect_only' });
  const invited = rows.filter((row) => signsIn(row, row.before) && !(row.before && maySignIn(row.before)));
  for (const chunk of chunksOf(invited, CHUNK)) {
    const ids = chunk.map(({ id }) => id);
    await requestInvitations(tx, archiveId, ids, senderName);
  }
}
