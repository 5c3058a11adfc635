/** A spreadsheet on its way through the pages of an import. The server stores nothing, so each page sends all of it again. */
import { ACCOUNT_COLUMNS, importAccounts } from '../../services/accounts/import-accounts.js';
import type { Columns } from '../../services/imports/sheet.js';
import { importUsers, USER_COLUMNS } from '../../services/people/import-users.js';

export const KINDS = ['users', 'accounts'] as const;
export type Kind = (typeof KINDS)[number];

/** The use case that saves each kind. */
export const IMPORTS = { users: importUsers, accounts: importAccounts } as const;

export const COLUMNS: Record<Kind, Columns> = { users: USER_COLUMNS, accounts: ACCOUNT_COLUMNS };

/** What was chosen for each column of ours, by form field: the number of a column of the file, or ''. */
export type ColumnChoices = Readonly<Record<string, string>>;

export interface Sheet {
  kind: Kind;
  text: string;
  /** Null when the header has our own names. */
  choices: ColumnChoices | null;
  /** The lines whose ids really end in zeros, as the person said after looking at them. */
  confirmedLines: readonly number[];
}
