/** Users of a spreadsheet, all or nothing, set by set. The email address is the key, whatever its case. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { maySignIn, roleFlagsOf, type Role, type RoleFlags } from '../../domain/roles.js';
import { recordAudit } from '../audit/audit-log.js';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { requestInvitations, requestLinkMails } from '../outbox/requests.js';
import { accounts, parentProfiles, personalizedLinks, users } from '../../db/schema.js';
import { demotePrimary, lockPeople, type Change, type User } from './users.js';
import { Keys, type Outcome, type Problems } from './import-problems.js';

export interface UserRow {
  line: number;
  name: string;
  email: string;
  roles: Role[];
}

/** Rows in a statement: more of them are built at once, and meanwhile nobody else is answered. */
const CHUNK = 200;

type Planned = UserRow & RoleFlags & { before: User | undefined };

/**
 * @param options.mayAdmit throws when the caller may not make administrators
 * @param options.senderName stands in invitations to sign in
 * @throws {Refusal} `import_invalid` with everything that is wrong, also what `problems` held before
 */
export async function importUsers(
  tx: Transaction,
  change: Change,
  rows: readonly UserRow[],
  options: { dryRun: boolean; problems: Problems; mayAdmit: () => void; senderName: string | undefined },
): Promise<Outcome> {
  const { archiveId } = change;
  const { problems } = options;
  await lockPeople(tx, archiveId);
  const keys = new Keys(problems);
  const single = rows.filter(({ email, line }) =>
    keys.claim(email.toLowerCase(), line, 'email', (firstLine) => ({
      code: 'address_twice',
      params: { email, line, firstLine },
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
  if (planned.some(({ adminRole, before }) => adminRole && adminRole !== before?.adminRole)) options.mayAdmit();
  const outcome = {
    created: planned.filter(({ before }) => !before).length,
    updated: planned.filter(({ before }) => before).length,
  };
  if (!options.dryRun) await save(tx, change, planned, options.senderName);
  return outcome;
}

async function readExisting(tx: Transaction, archiveId: string, rows: readonly UserRow[]): Promise<Map<string, User>> {
  const emails = rows.map(({ email }) => email.toLowerCase());
  const found = await tx
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), sql`lower(${users.email}) = any(${sql.param(emails)}::text[])`))
    .orderBy(users.id)
    .for('update');
  return new Map(found.map((user) => [user.email.toLowerCase(), user]));
}

const isPrimary = ({ adminRole }: RoleFlags) => adminRole === 'primary_administrator';

/** An archive has exactly one: a file may name a new one, and may not take the only one away. */
function checkPrimary(planned: readonly Planned[], problems: Problems): void {
  const [named, second] = planned.filter(isPrimary);
  if (named && second)
    problems.add(second.line, 'roles', {
      code: 'second_primary_administrator',
      params: { line: second.line, firstLine: named.line },
    });
  const demoted = planned.find((row) => row.before && isPrimary(row.before) && !isPrimary(row));
  if (demoted && !named) problems.add(demoted.line, 'roles', { code: 'primary_administrator_lost', params: {} });
}

/** Who owns something stays an Account Owner until it was transferred. */
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
  const updated = planned.filter(differs).map((row) => ({ ...row, id: row.before!.id }));
  for (const chunk of chunksOf(updated, CHUNK)) await update(tx, archiveId, chunk);
  for (const chunk of chunksOf(created, CHUNK)) {
    await tx.insert(users).values(
      chunk.map(({ id, name, email, adminRole, isAccountOwner }) => ({
        archiveId,
        id,
        name,
        email,
        adminRole,
        isAccountOwner,
      })),
    );
  }
  const audited = [
    ...created.map(({ id }) => ({ archiveId, type: 'user_added', actor, userId: id, detail: { import: true } })),
    ...updated.map(({ id }) => ({ archiveId, type: 'user_changed', actor, userId: id, detail: { import: true } })),
  ];
  for (const chunk of chunksOf(audited, CHUNK)) await recordAudit(tx, chunk);
  await welcomeOwners(tx, archiveId, [...created, ...updated]);
  await inviteNew(tx, archiveId, [...created, ...updated], senderName);
}

const differs = ({ before, name, adminRole, isAccountOwner }: Planned) =>
  before !== undefined &&
  (before.name !== name || before.adminRole !== adminRole || before.isAccountOwner !== isAccountOwner);

type Saved = Planned & { id: string };

async function update(tx: Transaction, archiveId: string, rows: readonly Saved[]): Promise<void> {
  const column = <T>(read: (row: Saved) => T) => sql.param(rows.map(read));
  await tx.execute(sql`
    update users set name = v.name, admin_role = v.admin_role, is_account_owner = v.is_account_owner::boolean
    from unnest(${column(({ id }) => id)}::text[], ${column(({ name }) => name)}::text[],
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

/** Who may sign in from now on. Nobody is invited as an Account Owner by a spreadsheet: that is a choice of their own. */
async function inviteNew(tx: Transaction, archiveId: string, rows: readonly Saved[], senderName: string | undefined) {
  const signsIn = (standing: RoleFlags, before: User | undefined) =>
    maySignIn({ ...standing, access: before?.access ?? 'connect_only' });
  const invited = rows.filter((row) => signsIn(row, row.before) && !(row.before && maySignIn(row.before)));
  for (const chunk of chunksOf(invited, CHUNK)) {
    const ids = chunk.map(({ id }) => id);
    await requestInvitations(tx, archiveId, ids, senderName);
  }
}
