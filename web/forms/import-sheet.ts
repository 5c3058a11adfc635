/** A spreadsheet on its way through the pages of an import. The server stores nothing, so each page sends all of it again. */
import { ACCOUNT_COLUMNS, importAccounts } from '../../services/accounts/import-accounts.js';
import type { Columns, FileRecord } from '../../services/imports/sheet.js';
import { importUsers, USER_COLUMNS } from '../../services/people/import-users.js';

export const KINDS = ['users', 'accounts'] as const;
export type Kind = (typeof KINDS)[number];

/** How browsers send a form with a spreadsheet: as it is, where the usual encoding takes up to three times as much. */
export const SHEET_ENCODING = 'multipart/form-data';

export const kindOf = (value: unknown): Kind => (value === 'accounts' ? 'accounts' : 'users');

/** The use case that saves each kind. */
export const IMPORTS = { users: importUsers, accounts: importAccounts } as const;

export const COLUMNS: Record<Kind, Columns> = { users: USER_COLUMNS, accounts: ACCOUNT_COLUMNS };

/** What was chosen for each column of ours, by form field: the number of a column of the file, or ''. */
export type ColumnChoices = Readonly<Record<string, string>>;

export interface Sheet {
  kind: Kind;
  /** The text, in UTF-8. */
  file: Uint8Array;
  /** The first lines that aren't blank, or none if the file can't be read that far. Each request reads them once. */
  lines: readonly FileRecord[];
  /** The text as HTML. React would take long to write it, so it takes the placeholder's place in the finished page. */
  html: Uint8Array;
  placeholder: string;
  /** Null when the header has our own names. */
  choices: ColumnChoices | null;
  /** The lines whose ids really end in zeros, as the person said after looking at them. */
  confirmedLines: readonly number[];
}
