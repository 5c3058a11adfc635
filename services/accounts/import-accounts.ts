/** Imports accounts from a spreadsheet: all rows or none, in chunks. The network and its account id are the key. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { z } from 'zod';
import type { FieldProblem, ValueProblem } from '../../domain/field-problem.js';
import { NETWORK_NAMES, NETWORKS, type NetworkName } from '../../domain/networks.js';
import { unwrapCell } from '../../domain/spreadsheet-cells.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import type { Account } from './queries.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { insertRows } from '../../db/insert-rows.js';
import { accounts, parentProfiles, users } from '../../db/schema.js';
import { analyzeAfterMany } from '../../db/statistics.js';
import type { Change } from '../people/users.js';
import { Keys, Problems, type Outcome } from '../imports/problems.js';
import { parseRows, type ParsedSheet } from '../imports/rows.js';
import type { Columns, Layout, SheetRow } from '../imports/sheet.js';
import { email, id, name, unrounded } from '../input/fields.js';
import { isRoundedCell, networkIdText, readAccountIdCell } from '../input/network-ids.js';
import { problem } from '../input/problem.js';
import { MANAGERS, useCase } from '../use-case.js';

export const ACCOUNT_COLUMNS = {
  required: ['network', 'networkAccountId', 'name', 'ownerEmail'],
  optional: ['parentProfileId'],
} as const satisfies Columns;

/** Finds the network that a cell names; undefined if it names none, or fits several. */
export type ParseNetwork = (cell: string) => NetworkName | undefined;

const accountCells = (parseNetwork: ParseNetwork) =>
  z.object({
    network: z
      .string()
      .transform((cell) => parseNetwork(cell))
      .pipe(z.enum(NETWORK_NAMES, { error: problem('unknown_network') })),
    networkAccountId: networkIdText,
    name,
    ownerEmail: email,
    parentProfileId: z
      .string()
      .default('')
      .transform((cell) => unwrapCell(cell) || null)
      .pipe(unrounded(id).nullable()),
  });

export interface AccountRow extends z.output<ReturnType<typeof accountCells>> {
  line: number;
  /** The id as the file has it. */
  idCell: string;
  /** What is wrong with the id. It doesn't matter if the archive already has an account with exactly this id. */
  idProblem: ValueProblem | null;
}

export interface AccountSheetOptions {
  /** The lines whose ids really end in zeros, according to a person who looked at them. */
  confirmed?: readonly number[];
  layout?: Layout;
}

/**
 * Reads the lines of a spreadsheet of accounts.
 * @throws {Refusal} `import_invalid`
 */
export async function parseAccounts(
  file: Uint8Array,
  parseNetwork: ParseNetwork,
  { confirmed = [], layout }: AccountSheetOptions = {},
): Promise<ParsedSheet<AccountRow>> {
  const lines = new Set(confirmed);
  const findMore = ({ line, cells }: SheetRow): FieldProblem[] => {
    const network = parseNetwork(cells.network ?? '');
    const cell = networkIdText.safeParse(cells.networkAccountId);
    const found = network && cell.success ? readAccountIdCell(network, cell.data, lines.has(line)).problem : null;
    return found ? [{ path: 'networkAccountId', ...found }] : [];
  };
  const { rows, ...rest } = await parseRows(file, ACCOUNT_COLUMNS, accountCells(parseNetwork), { layout, findMore });
  return { ...rest, rows: rows.map((row) => withId(row, lines.has(row.line))) };
}

function withId(row: z.output<ReturnType<typeof accountCells>> & { line: number }, confirmed: boolean): AccountRow {
  const idCell = row.networkAccountId;
  const { id: read, problem: idProblem } = readAccountIdCell(row.network, idCell, confirmed);
  return { ...row, networkAccountId: read ?? idCell, idCell, idProblem };
}

/** Returns whether a person has to confirm that the id in this line really ends in zeros. */
export const hasRoundedId = ({ cells }: SheetRow): boolean => isRoundedCell(cells.networkAccountId ?? '');

/** Rows per statement. Building a larger statement would block the event loop and delay other requests. */
const CHUNK = 200;

type Owner = { id: string; email: string; isAccountOwner: boolean };
type Profile = typeof parentProfiles.$inferSelect;
/** What an import needs to know of an account that is already there. */
type Known = Pick<
  Account,
  'id' | 'network' | 'networkAccountId' | 'name' | 'ownerId' | 'parentProfileId' | 'transferId'
>;
type Planned = AccountRow & { ownerId: string; before: Known | undefined };

/** What an import changes about an account that is already in the archive. Parent Profiles by their names. */
export interface AccountChange {
  line: number;
  before: { name: string; parentProfile: string | null };
  after: { name: string; parentProfile: string | null };
}

export interface AccountOutcome extends Outcome {
  changes: readonly AccountChange[];
}

/**
 * Imports the accounts of a parsed sheet. With `dryRun`, nothing is saved.
 * @throws {Refusal} `import_invalid` with every problem, including those that parsing found
 */
export const importAccounts = useCase(
  MANAGERS,
  async (
    { context, archiveId, actor },
    sheet: ParsedSheet<AccountRow>,
    { dryRun }: { dryRun: boolean },
  ): Promise<AccountOutcome> =>
    inUnitOfWork(context, async ({ tx }) => {
      const { planned, profiles } = await plan(tx, archiveId, sheet);
      if (!dryRun) await save(tx, { archiveId, actor }, planned);
      const updated = planned.filter(({ before }) => before).length;
      const changes = planned.filter(isChanged).map((row) => changeOf(row, profiles));
      return { created: planned.length - updated, updated, changes };
    }),
);

/** An empty cell leaves the Parent Profile as it is. */
const isChanged = ({ before, name: newName, parentProfileId }: Planned): boolean =>
  before !== undefined &&
  (before.name !== newName || (parentProfileId !== null && before.parentProfileId !== parentProfileId));

function changeOf({ line, name: newName, parentProfileId, before }: Planned, profiles: ReadonlyMap<string, Profile>) {
  const nameOf = (id: string | null) => (id === null ? null : (profiles.get(id)?.name ?? id));
  const old = before!;
  return {
    line,
    before: { name: old.name, parentProfile: nameOf(old.parentProfileId) },
    after: { name: newName, parentProfile: nameOf(parentProfileId ?? old.parentProfileId) },
  };
}

/** @throws {Refusal} `import_invalid` */
async function plan(tx: Transaction, archiveId: string, sheet: ParsedSheet<AccountRow>) {
  const problems = new Problems(sheet.problems);
  const keys = new Keys(problems);
  const single = sheet.rows.filter((row) =>
    keys.claim(identityOf(row), row.line, 'networkAccountId', (firstLine) => ({
      code: 'account_twice',
      params: { network: row.network, networkAccountId: row.networkAccountId, line: row.line, firstLine },
    })),
  );
  const halfRead = sheet.invalid.flatMap(ownerIn);
  const owners = await readOwners(tx, archiveId, [...single, ...halfRead]);
  for (const row of halfRead) requireOwner(owners, row, problems);
  // Accounts are locked before Parent Profiles, as everywhere, to avoid deadlocks.
  const existing = await readExisting(tx, archiveId, single);
  const profiles = await readProfiles(tx, archiveId, [...single, ...existing.values()]);
  const emailOf = await emailsOf(tx, archiveId, [...existing.values()]);
  const planned: Planned[] = [];
  for (const row of single) {
    const before = existing.get(identityOf({ ...row, networkAccountId: row.idCell })) ?? existing.get(identityOf(row));
    if (!before && row.idProblem) problems.add(row.line, 'networkAccountId', row.idProblem);
    const owner = requireOwner(owners, row, problems);
    if (!owner) continue;
    if (before && before.ownerId !== owner.id) {
      const under = emailOf.get(before.ownerId ?? '') ?? null;
      problems.add(row.line, 'ownerEmail', { code: 'owned_by_other_owner', params: { under, email: row.ownerEmail } });
    }
    if (before?.transferId) problems.add(row.line, 'networkAccountId', IN_TRANSFER);
    checkProfile(profiles, row, owner, problems);
    planned.push({ ...row, ownerId: owner.id, before });
  }
  problems.throwIfAny();
  return { planned, profiles };
}

/** A line with another problem can have an owner's address all the same. */
function ownerIn({ line, cells }: SheetRow): { line: number; ownerEmail: string }[] {
  const address = email.safeParse(cells.ownerEmail);
  return address.success ? [{ line, ownerEmail: address.data }] : [];
}

const IN_TRANSFER: ValueProblem = { code: 'transfer_in_progress', params: {} };

/** Returns the key that identifies an account. */
const identityOf = ({ network, networkAccountId }: Pick<AccountRow, 'network' | 'networkAccountId'>): string =>
  `${network} ${networkAccountId}`;

/** Finds the lines whose accounts the archive already has. A preview calls it for a few lines at a time. */
export const findKnownLines = useCase(
  MANAGERS,
  async ({ context, archiveId }, rows: readonly SheetRow[], parseNetwork: ParseNetwork): Promise<Set<number>> => {
    const named = rows.flatMap(({ line, cells }) =>
      identitiesIn(cells, parseNetwork).map((identity) => ({ line, ...identity })),
    );
    const ids = [...new Set(named.map(({ networkAccountId }) => networkAccountId))];
    const found = await context.db
      .select({ network: accounts.network, networkAccountId: accounts.networkAccountId })
      .from(accounts)
      .where(hasNetworkIdOf(archiveId, ids));
    const known = new Set(found.map(identityOf));
    return new Set(named.filter((one) => known.has(identityOf(one))).map(({ line }) => line));
  },
);

function identitiesIn(
  cells: SheetRow['cells'],
  parseNetwork: ParseNetwork,
): Pick<AccountRow, 'network' | 'networkAccountId'>[] {
  const network = parseNetwork(cells.network ?? '');
  const cell = networkIdText.safeParse(cells.networkAccountId);
  if (!network || !cell.success) return [];
  const { id: read } = readAccountIdCell(network, cell.data, true);
  return [cell.data, ...(read === null ? [] : [read])].map((networkAccountId) => ({ network, networkAccountId }));
}

const hasNetworkIdOf = (archiveId: string, networkAccountIds: readonly string[]) =>
  and(
    eq(accounts.archiveId, archiveId),
    isNull(accounts.deletedAt),
    isAnyOf(accounts.networkAccountId, networkAccountIds),
  );

/** Reads and locks the owners, so they can't be removed during the import. */
async function readOwners(
  tx: Transaction,
  archiveId: string,
  rows: readonly Pick<AccountRow, 'ownerEmail'>[],
): Promise<Map<string, Owner>> {
  const emails = [...new Set(rows.map(({ ownerEmail }) => ownerEmail.toLowerCase()))];
  const found = await tx
    .select({ id: users.id, email: users.email, isAccountOwner: users.isAccountOwner })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), isAnyOf(sql`lower(${users.email})`, emails)))
    .orderBy(users.id)
    .for('share');
  return new Map(found.map((owner) => [owner.email.toLowerCase(), owner]));
}

function requireOwner(
  owners: ReadonlyMap<string, Owner>,
  row: Pick<AccountRow, 'line' | 'ownerEmail'>,
  problems: Problems,
): Owner | null {
  const owner = owners.get(row.ownerEmail.toLowerCase());
  if (owner?.isAccountOwner) return owner;
  problems.add(row.line, 'ownerEmail', {
    code: owner ? 'not_an_account_owner' : 'unknown_owner',
    params: { email: row.ownerEmail },
  });
  return null;
}

async function readProfiles(
  tx: Transaction,
  archiveId: string,
  rows: readonly { parentProfileId: string | null }[],
): Promise<Map<string, Profile>> {
  const ids = [...new Set(rows.flatMap(({ parentProfileId }) => parentProfileId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await tx
    .select()
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), isAnyOf(parentProfiles.id, ids)))
    .orderBy(parentProfiles.id)
    .for('share');
  return new Map(found.map((profile) => [profile.id, profile]));
}

function checkProfile(profiles: ReadonlyMap<string, Profile>, row: AccountRow, owner: Owner, problems: Problems): void {
  const { line, network, ownerEmail: email, parentProfileId } = row;
  if (parentProfileId === null) return;
  const add = (problem: ValueProblem) => problems.add(line, 'parentProfileId', problem);
  const { parentProfile: needed } = NETWORKS[network];
  if (needed === null) return add({ code: 'parent_profile_not_used', params: { network } });
  const profile = profiles.get(parentProfileId);
  if (!profile) return add({ code: 'unknown_parent_profile', params: { parentProfileId } });
  if (profile.network !== needed)
    return add({ code: 'parent_profile_of_other_network', params: { network, needed, given: profile.network } });
  if (profile.transferId !== null) return add(IN_TRANSFER);
  if (profile.ownerId !== owner.id) add({ code: 'parent_profile_owned_by_other_owner', params: { email } });
}

async function readExisting(tx: Transaction, archiveId: string, rows: readonly AccountRow[]) {
  const existing = new Map<string, Known>();
  const ids = [...new Set(rows.flatMap(({ networkAccountId, idCell }) => [networkAccountId, idCell]))];
  const { id, network, networkAccountId: networkId, name: known, ownerId, parentProfileId, transferId } = accounts;
  const found = await tx
    .select({ id, network, networkAccountId: networkId, name: known, ownerId, parentProfileId, transferId })
    .from(accounts)
    .where(hasNetworkIdOf(archiveId, ids))
    .orderBy(accounts.id)
    .for('no key update');
  for (const account of found) existing.set(identityOf(account), account);
  return existing;
}

async function emailsOf(tx: Transaction, archiveId: string, existing: readonly Known[]): Promise<Map<string, string>> {
  const ids = [...new Set(existing.flatMap(({ ownerId }) => ownerId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), inArray(users.id, ids)));
  return new Map(found.map(({ id, email }) => [id, email]));
}

async function save(tx: Transaction, { archiveId, actor }: Change, planned: readonly Planned[]): Promise<void> {
  const created = planned.filter(({ before }) => !before).map((row) => ({ ...row, id: newId('account') }));
  const updated = planned.filter(isChanged);
  for (const chunk of chunksOf(created, CHUNK)) {
    await insertRows(
      tx,
      accounts,
      chunk.map(({ id, network, networkAccountId, name, ownerId, parentProfileId }) => ({
        archiveId,
        id,
        network,
        networkAccountId,
        name,
        ownerId,
        parentProfileId,
        status: 'connected' as const,
      })),
    );
    await recordChanges(
      tx,
      chunk.map(({ id }) => ({ archiveId, type: 'connected', accountId: id })),
    );
  }
  for (const chunk of chunksOf(updated, CHUNK)) await update(tx, archiveId, chunk);
  const audited = [
    ...created.map(({ id, ownerId }) => ({ type: 'account_added' as const, accountId: id, userId: ownerId })),
    ...updated.map(({ before, ownerId }) => ({
      type: 'account_changed' as const,
      accountId: before!.id,
      userId: ownerId,
    })),
  ];
  for (const chunk of chunksOf(audited, CHUNK)) {
    await recordAudit(
      tx,
      chunk.map((entry) => ({ ...entry, archiveId, actor, detail: { import: true } })),
    );
  }
  await analyzeAfterMany(tx, accounts, created.length);
}

/** Updates existing accounts. An empty cell leaves the Parent Profile unchanged. */
async function update(tx: Transaction, archiveId: string, rows: readonly Planned[]): Promise<void> {
  const column = <T>(read: (row: Planned) => T) => sql.param(rows.map(read));
  await tx.execute(sql`
    update accounts set name = v.name, parent_profile_id = coalesce(v.parent_profile_id, accounts.parent_profile_id),
      detached_at = case when v.parent_profile_id is null then accounts.detached_at end
    from unnest(${column(({ before }) => before!.id)}::text[], ${column(({ name }) => name)}::text[],
      ${column(({ parentProfileId }) => parentProfileId)}::text[]) v (id, name, parent_profile_id)
    where accounts.archive_id = ${archiveId} and accounts.id = v.id`);
}
