/** A spreadsheet as a person looks at it before it is saved: every line, with what is wrong with it. */
import { importRoutes } from '../api/imports.js';
import { readSheet, type Columns, type SheetRow } from '../http/csv.js';
import { perform, routeNamed } from '../http/perform.js';
import type { PersonPrincipal } from '../domain/principal.js';
import type { Context } from '../platform/context.js';
import { identity, knownAccounts, knownEmails } from '../services/people/import-existing.js';
import { Problems, type Outcome } from '../services/people/import-problems.js';
import type { Db } from '../db/client.js';
import { Refusal } from '../domain/refusal.js';
import type { LineProblem } from '../domain/field-problem.js';
import { NETWORK_NAMES } from '../domain/networks.js';

export const KINDS = ['users', 'accounts'] as const;
export type Kind = (typeof KINDS)[number];

export const COLUMNS: Record<Kind, Columns> = {
  users: { required: ['name', 'email', 'roles'] },
  accounts: {
    required: ['network', 'networkAccountId', 'name', 'ownerEmail'],
    optional: ['parentProfileId'],
  },
};

const ROUTES = {
  users: routeNamed(importRoutes, 'POST /v1/users/import'),
  accounts: routeNamed(importRoutes, 'POST /v1/accounts/import'),
};

const LINES_A_PAGE = 100;

export interface Sheet {
  kind: Kind;
  text: string;
}

export type Imported = { outcome: Outcome; problems: null } | { outcome: null; problems: readonly LineProblem[] };

/** The API's own import, or its look first. */
export async function importSheet(
  context: Context,
  principal: PersonPrincipal,
  { kind, text }: Sheet,
  options: { dryRun: boolean },
): Promise<Imported> {
  try {
    const reply = await perform(context, principal, ROUTES[kind], {
      query: options.dryRun ? { dryRun: 'true' } : {},
      body: Buffer.from(text),
    });
    return { outcome: reply.body as Outcome, problems: null };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'import_invalid') throw error;
    return { outcome: null, problems: error.params.errors };
  }
}

export interface PreviewLine extends SheetRow {
  problems: readonly LineProblem[];
  /** Whether the archive has it already. */
  known: boolean;
}

export interface Preview {
  sheet: Sheet;
  result: Imported;
  /** Those of this page, the wrong ones first. */
  lines: PreviewLine[];
  /** From 0. */
  page: number;
  pages: number;
  /** How many lines come before this page. */
  before: number;
  total: number;
  wrong: number;
  /** What is wrong with the file as a whole, or with a line that is not in it. */
  elsewhere: readonly LineProblem[];
}

export async function previewOf(
  db: Db,
  archiveId: string,
  sheet: Sheet,
  result: Imported,
  asked: number,
): Promise<Preview> {
  const rows = await readRows(sheet);
  const byLine = new Map<number, LineProblem[]>();
  for (const problem of result.problems ?? []) byLine.set(problem.line, [...(byLine.get(problem.line) ?? []), problem]);
  const wrong = rows.filter(({ line }) => byLine.has(line));
  const ordered = [...wrong, ...rows.filter(({ line }) => !byLine.has(line))];
  const pages = Math.max(1, Math.ceil(ordered.length / LINES_A_PAGE));
  const page = Math.min(Math.max(0, asked), pages - 1);
  const shown = ordered.slice(page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE);
  const known = await knownOf(db, archiveId, sheet.kind, shown);
  const lines = new Set(rows.map(({ line }) => line));
  return {
    sheet,
    result,
    lines: shown.map((row) => ({ ...row, problems: byLine.get(row.line) ?? [], known: known(row) })),
    page,
    pages,
    before: page * LINES_A_PAGE,
    total: rows.length,
    wrong: wrong.length,
    elsewhere: (result.problems ?? []).filter(({ line }) => !lines.has(line)),
  };
}

/** None when the file cannot be read: the import says why. */
async function readRows({ kind, text }: Sheet): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  try {
    for await (const some of readSheet(Buffer.from(text), COLUMNS[kind], new Problems())) rows.push(...some);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [];
  }
  return rows;
}

async function knownOf(db: Db, archiveId: string, kind: Kind, rows: readonly SheetRow[]) {
  const column = (name: string) => rows.map(({ cells }) => storable(cells[name]));
  if (kind === 'users') {
    const known = await knownEmails(db, archiveId, column('email'));
    return ({ cells }: SheetRow) => known.has(storable(cells.email).toLowerCase());
  }
  const known = await knownAccounts(db, archiveId, column('networkAccountId'));
  return ({ cells }: SheetRow) => {
    const network = networkOf(cells.network ?? '');
    return network !== undefined && known.has(identity(network, storable(cells.networkAccountId)));
  };
}

/** PostgreSQL takes no NUL. */
const storable = (cell: string | undefined) => (cell ?? '').replaceAll('\u0000', '');

/** "Facebook Page", as people write it. */
const networkOf = (cell: string) =>
  NETWORK_NAMES.find(
    (name) =>
      name ===
      cell
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_'),
  );
