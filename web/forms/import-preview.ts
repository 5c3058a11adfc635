/** A preview of a spreadsheet before it is saved: every line, with its problems. */
import type { LineProblem } from '../../domain/field-problem.js';
import type { Principal } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { parseRole } from '../../i18n/roles.js';
import type { Context } from '../../platform/context.js';
import {
  ACCOUNT_COLUMNS,
  findKnownLines,
  hasRoundedId,
  importAccounts,
  parseAccounts,
} from '../../services/accounts/import-accounts.js';
import { Problems, type Outcome } from '../../services/imports/problems.js';
import { readSheet, type Columns, type SheetRow } from '../../services/imports/sheet.js';
import { findKnownEmails, importUsers, parseUsers, USER_COLUMNS } from '../../services/people/import-users.js';
import { singleLine } from './forms.js';

export const KINDS = ['users', 'accounts'] as const;
export type Kind = (typeof KINDS)[number];

/** The use case that saves each kind. */
export const IMPORTS = { users: importUsers, accounts: importAccounts } as const;

export const COLUMNS: Record<Kind, Columns> = { users: USER_COLUMNS, accounts: ACCOUNT_COLUMNS };

/** Selects the sentence that says how many were added and updated. */
export const outcomeOf = ({ created, updated }: Outcome): 'added' | 'updated' | 'both' =>
  updated === 0 ? 'added' : created === 0 ? 'updated' : 'both';

const LINES_PER_PAGE = 100;

export interface Sheet {
  kind: Kind;
  text: string;
  /** The lines whose ids really end in zeros, as the person said after looking at them. */
  confirmedLines: readonly number[];
}

export type Imported = { outcome: Outcome; problems: null } | { outcome: null; problems: readonly LineProblem[] };

/** Saves the sheet. With `dryRun`, only checks it. */
export async function importSheet(
  context: Context,
  principal: Principal,
  sheet: Sheet,
  options: { dryRun: boolean },
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
  { kind, text, confirmedLines }: Sheet,
  options: { dryRun: boolean },
): Promise<Outcome> {
  const file = Buffer.from(text);
  return kind === 'users'
    ? importUsers(context, principal, await parseUsers(file, parseRole), options)
    : importAccounts(context, principal, await parseAccounts(file, confirmedLines), options);
}

export interface PreviewLine extends SheetRow {
  problems: readonly LineProblem[];
  /** Whether the line's person or account is already in the archive. */
  known: boolean;
  /** Whether the person has to confirm that a spreadsheet program didn't round the line's id. */
  needsConfirmation: boolean;
}

export interface Preview {
  sheet: Sheet;
  result: Imported;
  /** The lines on this page. Lines with problems come first. */
  lines: PreviewLine[];
  /** Zero-based. */
  page: number;
  pages: number;
  /** The number of lines before this page. */
  before: number;
  total: number;
  wrong: number;
  /** Problems with the file as a whole, or with a line that isn't among its rows. */
  elsewhere: readonly LineProblem[];
}

export async function previewOf(
  context: Context,
  principal: Principal,
  sheet: Sheet,
  result: Imported,
  requestedPage: number,
): Promise<Preview> {
  const rows = await readRows(sheet);
  const byLine = new Map<number, LineProblem[]>();
  for (const problem of result.problems ?? []) byLine.set(problem.line, [...(byLine.get(problem.line) ?? []), problem]);
  const wrong = rows.filter(({ line }) => byLine.has(line));
  const ordered = [...wrong, ...rows.filter(({ line }) => !byLine.has(line))];
  const pages = Math.max(1, Math.ceil(ordered.length / LINES_PER_PAGE));
  const page = Math.min(Math.max(0, requestedPage), pages - 1);
  const shown = ordered.slice(page * LINES_PER_PAGE, (page + 1) * LINES_PER_PAGE);
  const known = await findKnown(context, principal, sheet.kind, shown);
  const lines = new Set(rows.map(({ line }) => line));
  const needsConfirmation = (row: SheetRow) => sheet.kind === 'accounts' && hasRoundedId(row);
  return {
    sheet,
    result,
    lines: shown.map((row) => ({
      ...row,
      problems: byLine.get(row.line) ?? [],
      known: known(row),
      needsConfirmation: needsConfirmation(row),
    })),
    page,
    pages,
    before: page * LINES_PER_PAGE,
    total: rows.length,
    wrong: wrong.length,
    elsewhere: (result.problems ?? []).filter(({ line }) => !lines.has(line)),
  };
}

/** Returns no rows if the file can't be read. The import reports why. */
async function readRows({ kind, text }: Sheet): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  try {
    for await (const batch of readSheet(Buffer.from(text), COLUMNS[kind], new Problems())) rows.push(...batch);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [];
  }
  return rows;
}

async function findKnown(context: Context, principal: Principal, kind: Kind, rows: readonly SheetRow[]) {
  if (kind === 'users') {
    const emails = rows.map(({ cells }) => singleLine(cells.email));
    const known = await findKnownEmails(context, principal, emails);
    return ({ cells }: SheetRow) => known.has(singleLine(cells.email).toLowerCase());
  }
  const known = await findKnownLines(context, principal, rows);
  return ({ line }: SheetRow) => known.has(line);
}
