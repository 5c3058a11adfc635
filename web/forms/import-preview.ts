/** A preview of a spreadsheet before it is saved: every line, with its problems. */
import { canonicalAddress } from '../../domain/email-address.js';
import type { LineProblem } from '../../domain/field-problem.js';
import type { Principal } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { readAccounts, readUsers } from '../../http/import-jobs.js';
import type { Messages } from '../../i18n/index.js';
import { parseNetwork } from '../../i18n/networks.js';
import type { Context } from '../../platform/context.js';
import {
  findKnownLines,
  hasRoundedId,
  importAccounts,
  type AccountChange,
} from '../../services/accounts/import-accounts.js';
import type { Outcome } from '../../services/imports/problems.js';
import type { Layout, SheetRow } from '../../services/imports/sheet.js';
import {
  findKnownEmails,
  importUsers,
  type PersonChange,
  type UserImportOptions,
} from '../../services/people/import-users.js';
import { layoutOf, titlesIn } from './import-columns.js';
import { refuseExamples } from './import-example.js';
import { readLinesOnPage, type LinesOnPage } from './import-jobs.js';
import type { Kind, Sheet } from './import-sheet.js';
import { singleLine } from './forms.js';

/** Selects the sentence that says how many were added and updated. */
export const outcomeOf = ({ created, updated }: Outcome): 'added' | 'updated' | 'both' =>
  updated === 0 ? 'added' : created === 0 ? 'updated' : 'both';

/** What an import did, or would do. */
export interface Done extends Outcome {
  /** People or accounts that are in the archive and change. */
  changes: readonly PersonChange[];
  accountChanges: readonly AccountChange[];
  /** Whether saving needs a fresh sign-in. */
  changesRights: boolean;
  saved: boolean;
}

export type Imported = { outcome: Done; problems: null } | { outcome: null; problems: readonly LineProblem[] };

/** Saves the sheet. With `dryRun`, only checks it. */
export async function importSheet(
  context: Context,
  principal: Principal,
  sheet: Sheet,
  options: UserImportOptions & { words: Messages },
): Promise<Imported> {
  try {
    return { outcome: await importOf(context, principal, sheet, options), problems: null };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'import_invalid') throw error;
    return { outcome: null, problems: error.params.errors };
  }
}

async function importOf(
  context: Context,
  principal: Principal,
  { kind, file, choices, confirmedLines }: Sheet,
  { words, ...options }: UserImportOptions & { words: Messages },
): Promise<Done> {
  const layout = choices ? layoutOf(kind, choices, words) : undefined;
  // The page counts only what changes.
  if (kind === 'accounts') {
    const rows = await context.threads.run(principal.archiveId, readAccounts, {
      file,
      layout,
      confirmed: confirmedLines,
    });
    const sheet = refuseExamples(rows, 'ownerEmail', ({ ownerEmail }) => ownerEmail);
    const { created, changes } = await importAccounts(context, principal, sheet, options);
    const rest = { changes: [], changesRights: false, saved: !options.dryRun };
    return { created, updated: changes.length, accountChanges: changes, ...rest };
  }
  const people = refuseExamples(
    await context.threads.run(principal.archiveId, readUsers, { file, layout }),
    'email',
    ({ email }) => email,
  );
  const outcome = await importUsers(context, principal, people, options);
  return { ...outcome, updated: outcome.changes.length, accountChanges: [] };
}

export interface PreviewLine extends SheetRow {
  problems: readonly LineProblem[];
  /** Whether the line's person or account is already in the archive. */
  known: boolean;
  /** Whether the person has to confirm that a spreadsheet program didn't round the line's id. */
  needsConfirmation: boolean;
  /** What changes about the line's person. */
  change: PersonChange | null;
  /** What changes about the line's account. */
  accountChange: AccountChange | null;
}

export interface Preview extends Omit<LinesOnPage, 'rows' | 'elsewhere'> {
  sheet: Sheet;
  result: Imported;
  lines: PreviewLine[];
  /** The titles in the file of our columns, and of those that aren't read. Null when the header has our own names. */
  titles: { used: ReadonlyMap<string, string>; ignored: readonly string[] } | null;
  /** Problems with the file as a whole, or with a line that isn't among its rows. */
  elsewhere: readonly LineProblem[];
}

export async function previewOf(
  context: Context,
  principal: Principal,
  sheet: Sheet,
  result: Imported,
  { page: requestedPage, words }: { page: number; words: Messages },
): Promise<Preview> {
  const layout = sheet.choices ? layoutOf(sheet.kind, sheet.choices, words) : undefined;
  const { accountChanges, changes } = result.outcome ?? { accountChanges: [], changes: [] };
  const changeAt = new Map(changes.map((change) => [change.line, change]));
  const accountChangeAt = new Map(accountChanges.map((change) => [change.line, change]));
  const byLine = Map.groupBy(result.problems ?? [], ({ line }) => line);
  const { rows, elsewhere, ...counts } = await context.threads.run(principal.archiveId, readLinesOnPage, {
    kind: sheet.kind,
    file: sheet.file,
    layout,
    problemLines: [...byLine.keys()],
    changedLines: [...changeAt.keys(), ...accountChangeAt.keys()],
    page: requestedPage,
  });
  const known = await findKnown(context, principal, sheet.kind, rows);
  return {
    sheet,
    result,
    ...counts,
    lines: rows.map((row) => ({
      ...row,
      problems: byLine.get(row.line) ?? [],
      known: known(row),
      needsConfirmation: sheet.kind === 'accounts' && hasRoundedId(row),
      change: changeAt.get(row.line) ?? null,
      accountChange: accountChangeAt.get(row.line) ?? null,
    })),
    titles: layout ? titlesOf(sheet, layout) : null,
    elsewhere: elsewhere.flatMap((line) => byLine.get(line) ?? []),
  };
}

function titlesOf(sheet: Sheet, { columns: mapping }: Layout): Preview['titles'] {
  const titles = titlesIn(sheet);
  const sources = Object.entries(mapping).map(
    ([column, source]) => [column, 'columns' in source ? source.columns : []] as const,
  );
  const used = new Set(sources.flatMap(([, columns]) => columns));
  return {
    used: new Map(sources.map(([column, columns]) => [column, columns.map((i) => titles[i] ?? '').join(' ')])),
    ignored: titles.filter((title, i) => title !== '' && !used.has(i)),
  };
}

async function findKnown(context: Context, principal: Principal, kind: Kind, rows: readonly SheetRow[]) {
  if (kind === 'users') {
    const emails = rows.map(({ cells }) => singleLine(cells.email));
    const known = await findKnownEmails(context, principal, emails);
    return ({ cells }: SheetRow) => known.has(canonicalAddress(singleLine(cells.email)).toLowerCase());
  }
  const known = await findKnownLines(context, principal, rows, parseNetwork);
  return ({ line }: SheetRow) => known.has(line);
}
