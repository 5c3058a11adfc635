/** Imports users from a spreadsheet, all or nothing, in bulk statements. The email address is the key, regardless of case. */
import { createHash } from 'node:crypto';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { z } from 'zod';
import { canonicalAddress } from '../../domain/email-address.js';
import { requireActScope, requireFreshSignIn } from '../../domain/principal.js';
import {
  isManagerRole,
  maySignIn,
  roleFlagsOf,
  rolesOf,
  rolesProblem,
  type Role,
  type RoleFlags,
} from '../../domain/roles.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { insertRows } from '../../db/insert-rows.js';
import { endLogins } from '../access/sessions.js';
import { findPurposes } from '../access/responsible-for-keys.js';
import { heldBack, type HeldBack } from '../outbox/queue.js';
import { requestWelcomes } from '../outbox/requests.js';
import { accounts, parentProfiles, personalizedLinks, users } from '../../db/schema.js';
import { analyzeAfterMany } from '../../db/statistics.js';
import { lockPeople, type Change, type User } from './users.js';
import type { ValueProblem } from '../../domain/field-problem.js';
import { issueOf } from '../input/problem.js';
import { Keys, Problems, type Outcome } from '../imports/problems.js';
import { parseRows, type ParsedSheet } from '../imports/rows.js';
import type { Columns, Layout } from '../imports/sheet.js';
import { email, name } from '../input/fields.js';
import { MANAGERS, useCase } from '../use-case.js';
import { beforeRoleChange } from './rights-notices.js';
import type { RoleChange } from '../../domain/email-requests.js';
import { senderNameOf } from './invite.js';

export const USER_COLUMNS = { required: ['name', 'email', 'roles'] } as const satisfies Columns;

const UNKNOWN_ROLE: ValueProblem = { code: 'unknown_role', params: {} };

/** Reads a cell of roles; null if anything in it isn't one. */
export type ParseRoles = (cell: string) => Role[] | null;

const userCells = (parseRoles: ParseRoles) =>
  z.object({
    name,
    email,
    roles: z.string().transform((cell, context) => {
      const roles = parseRoles(cell);
      const found = roles === null ? UNKNOWN_ROLE : rolesProblem(roles);
      if (found) context.addIssue(issueOf(found));
      return roles ?? [];
    }),
  });

export type UserRow = z.output<ReturnType<typeof userCells>> & { line: number };

/** @throws {Refusal} `import_invalid` */
export const parseUsers = (file: Uint8Array, parseRoles: ParseRoles, layout?: Layout) =>
  parseRows(file, USER_COLUMNS, userCells(parseRoles), { layout });

/** Rows per statement. Building a larger statement would block other requests for too long. */
const CHUNK = 200;

type Known = Pick<User, 'id' | 'name' | 'email' | 'adminRole' | 'isAccountOwner' | 'access'>;
type Planned = UserRow & RoleFlags & { before: Known | undefined };

/** What an import changes about someone who is already in the archive. */
export interface PersonChange {
  line: number;
  userId: string;
  email: string;
  before: { name: string; roles: readonly Role[] };
  after: { name: string; roles: readonly Role[] };
}

export interface UserOutcome extends Outcome {
  changes: readonly PersonChange[];
  /** Whether it adds people, changes roles, or renames someone who can sign in, which needs a fresh sign-in. */
  changesRights: boolean;
  /** False in a dry run, and when there are role changes other than those that were confirmed. */
  saved: boolean;
  /** The emails that wait for their turn; null when all of them go out now. */
  heldBack: HeldBack | null;
}

export interface UserImportOptions {
  dryRun: boolean;
  /** Stands for the role changes that a person has confirmed, from `fingerprintOf`. A program confirms none: it means what it sends. */
  confirmed?: string;
}

/**
 * Imports the rows; with `dryRun`, nothing is saved. Account Owners and people who can sign in get the same emails as if they were
 * added by hand.
 * @throws {Refusal} `import_invalid` with everything that is wrong, including what parsing found; `scope_missing`;
 * `fresh_sign_in_required` when it changes roles, adds people, or renames someone who can sign in
 */
export const importUsers = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId, actor },
    sheet: ParsedSheet<UserRow>,
    { dryRun, confirmed }: UserImportOptions,
  ): Promise<UserOutcome> =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      const planned = await plan(tx, archiveId, sheet);
      if (planned.some(({ adminRole, before }) => adminRole && adminRole !== before?.adminRole))
        requireActScope(principal);
      const changes = planned.filter(isChanged).map(changeOf);
      const changesRights = changes.some(changesRoles) || planned.some(isAddedOrRenamed);
      if (!dryRun && changesRights) requireFreshSignIn(principal);
      const saved = !dryRun && (confirmed === undefined || confirmed === fingerprintOf(changes));
      let heldBackMail: HeldBack | null = null;
      if (saved) {
        const told = await beforeRoleChange(tx, archiveId);
        heldBackMail = await save(tx, { archiveId, actor }, planned, senderNameOf(principal));
        await told.tell(actor, [...changes.filter(changesRoles).map(roleChangeOf), ...addedAdministrators(planned)]);
        notify(`mail:${archiveId}`);
      }
      const updated = planned.filter(({ before }) => before).length;
      return { created: planned.length - updated, updated, changes, changesRights, saved, heldBack: heldBackMail };
    }),
);

const isAddedOrRenamed = ({ before, name: newName }: Planned): boolean =>
  !before || (maySignIn(before) && before.name !== newName);

const changeOf = ({ line, name: newName, email: address, roles, before }: Planned): PersonChange => ({
  line,
  userId: before!.id,
  email: address,
  before: { name: before!.name, roles: rolesOf(before!) },
  after: { name: newName, roles: rolesOf(roleFlagsOf(roles)) },
});

const roleChangeOf = ({ userId, before, after }: PersonChange): RoleChange => ({
  userId,
  name: after.name,
  before: before.roles,
  after: after.roles,
});

/** Their own emails are their invitations, so the notice only names them. */
const addedAdministrators = (planned: readonly Planned[]): RoleChange[] =>
  planned.flatMap((row) =>
    row.adminRole && !row.before ? [{ userId: '', name: row.name, before: [], after: rolesOf(row) }] : [],
  );

export const changesRoles = ({ before, after }: PersonChange): boolean => before.roles.join() !== after.roles.join();

/** Stands for exactly these role changes: '' when there are none. It differs as soon as one of them does. */
export function fingerprintOf(changes: readonly PersonChange[]): string {
  const roleChanges = changes
    .filter(changesRoles)
    .map(({ userId, before, after }) => [userId, before.roles, after.roles].join(' '));
  if (roleChanges.length === 0) return '';
  return createHash('sha256').update(roleChanges.toSorted().join('\n')).digest('base64url');
}

/** @throws {Refusal} `import_invalid` */
async function plan(tx: Transaction, archiveId: string, sheet: ParsedSheet<UserRow>): Promise<Planned[]> {
  const problems = new Problems(sheet.problems);
  await lockPeople(tx, archiveId);
  const single = withoutRepeated(sheet, problems);
  const existing = await readExisting(tx, archiveId, single);
  const planned = single.map((row) => ({
    ...row,
    ...roleFlagsOf(row.roles),
    before: existing.get(row.email.toLowerCase()),
  }));
  checkPrimary(planned, problems);
  await checkOwners(tx, archiveId, planned, problems);
  await checkKeys(tx, archiveId, planned, problems);
  problems.throwIfAny();
  return planned;
}

/** Leaves out, and reports, a line with an address that an earlier line has, even if that line has other problems. */
function withoutRepeated({ rows, invalid }: ParsedSheet<UserRow>, problems: Problems): UserRow[] {
  const keys = new Keys(problems);
  const read = rows.map((row) => ({ line: row.line, name: row.name, address: row.email, row }));
  const halfRead = invalid.flatMap(({ line, cells }) => {
    const address = email.safeParse(cells.email);
    return address.success ? [{ line, name: cells.name || address.data, address: address.data, row: null }] : [];
  });
  const inOrder = [...read, ...halfRead].toSorted((a, b) => a.line - b.line);
  const nameAt = new Map(inOrder.map(({ line, name: typed }) => [line, typed]));
  return inOrder.flatMap(({ line, address, row }) => {
    const isFirst = keys.claim(address.toLowerCase(), line, 'email', (firstLine) => ({
      code: 'address_twice',
      params: { email: address, name: nameAt.get(firstLine) ?? address, line, firstLine },
    }));
    return isFirst && row ? [row] : [];
  });
}

/** Finds which of these addresses the archive already has, in lower case. A preview asks when there are problems, for a few lines at a time. */
export const findKnownEmails = useCase(
  MANAGERS,
  async ({ context, archiveId }, emails: readonly string[]): Promise<Set<string>> => {
    const canonical = emails.map((address) => canonicalAddress(address));
    const found = await context.db.select({ email: users.email }).from(users).where(hasEmailOf(archiveId, canonical));
    return new Set(found.map((user) => user.email.toLowerCase()));
  },
);

/** @param emails in the form in which they are kept */
function hasEmailOf(archiveId: string, emails: readonly string[]) {
  const lowerCased = emails.map((address) => address.toLowerCase());
  return and(eq(users.archiveId, archiveId), isAnyOf(sql`lower(${users.email})`, lowerCased));
}

async function readExisting(tx: Transaction, archiveId: string, rows: readonly UserRow[]): Promise<Map<string, Known>> {
  const { id, name: known, email: address, adminRole, isAccountOwner, access } = users;
  const found = await tx
    .select({ id, name: known, email: address, adminRole, isAccountOwner, access })
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

/**
 * A file never changes the Primary Administrator, who can do everything in the archive: one wrong line would lock that person out.
 * It's done on the new one's own page.
 */
function checkPrimary(planned: readonly Planned[], problems: Problems): void {
  for (const row of planned) {
    const wasPrimary = row.before !== undefined && isPrimary(row.before);
    if (isPrimary(row) && !wasPrimary)
      problems.add(row.line, 'roles', { code: 'new_primary_administrator', params: {} });
    else if (wasPrimary && !isPrimary(row))
      problems.add(row.line, 'roles', { code: 'primary_administrator_lost', params: {} });
  }
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

/** A person who is responsible for API keys stays an administrator until all of them are passed on or revoked. */
async function checkKeys(tx: Transaction, archiveId: string, planned: readonly Planned[], problems: Problems) {
  const leaving = planned.filter(
    ({ before, adminRole }) => before && isManagerRole(before.adminRole) && !isManagerRole(adminRole),
  );
  const ids = leaving.map(({ before }) => before!.id);
  const purposes = await findPurposes(tx, archiveId, ids);
  for (const { before, line } of leaving) {
    const keys = purposes.get(before!.id);
    if (keys) problems.add(line, 'roles', { code: 'has_api_keys', params: { keys } });
  }
}

async function save(
  tx: Transaction,
  change: Change,
  planned: readonly Planned[],
  senderName: string | undefined,
): Promise<HeldBack | null> {
  const { archiveId, actor } = change;
  const created = planned.filter(({ before }) => !before).map((row) => ({ ...row, id: newId('user') }));
  const updated = planned.filter(isChanged).map((row) => ({ ...row, id: row.before!.id }));
  for (const chunk of chunksOf(updated, CHUNK)) await update(tx, archiveId, chunk);
  const signedOut = updated.filter((row) => !signsIn(row)).map(({ id }) => id);
  for (const chunk of chunksOf(signedOut, CHUNK)) await endLogins(tx, archiveId, chunk, 'access');
  for (const chunk of chunksOf(created, CHUNK)) {
    await insertRows(
      tx,
      users,
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
  const changed = [...created, ...updated];
  await endFormerOwnersLinks(tx, archiveId, changed);
  // In one call, because emails lock what they count toward.
  const welcomes = { owners: newOwners(changed), invited: newlyInvited(changed), senderName };
  const mail = await requestWelcomes(tx, archiveId, 'import', welcomes);
  await analyzeAfterMany(tx, users, created.length);
  return heldBack(mail);
}

const isChanged = ({ before, ...row }: Planned) =>
  before !== undefined &&
  (before.name !== row.name || before.adminRole !== row.adminRole || before.isAccountOwner !== row.isAccountOwner);

type Saved = Planned & { id: string };

const signsIn = ({ before, ...flags }: Saved): boolean =>
  maySignIn({ ...flags, access: before?.access ?? 'connect_only' });

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
const newOwners = (rows: readonly Saved[]): string[] =>
  rows.filter(({ before, isAccountOwner }) => isAccountOwner && !before?.isAccountOwner).map(({ id }) => id);

async function endFormerOwnersLinks(tx: Transaction, archiveId: string, rows: readonly Saved[]): Promise<void> {
  const left = rows.filter(({ before, isAccountOwner }) => before?.isAccountOwner && !isAccountOwner);
  for (const chunk of chunksOf(left, CHUNK)) {
    const ids = chunk.map(({ id }) => id);
    await tx
      .delete(personalizedLinks)
      .where(and(eq(personalizedLinks.archiveId, archiveId), inArray(personalizedLinks.userId, ids)));
  }
}

/** Finds everyone who can newly sign in. A spreadsheet never lets an Account Owner sign in: that is a separate setting. */
function newlyInvited(rows: readonly Saved[]): string[] {
  return rows.filter((row) => signsIn(row) && !(row.before && maySignIn(row.before))).map(({ id }) => id);
}
