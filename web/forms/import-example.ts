/**
 * Example spreadsheets for an import. Columns and networks are written the way the import reads them, regardless of the
 * page's language. Roles are in the page's language, because the import reads them in every language.
 */
import { NETWORKS } from '../../domain/networks.js';
import { BYTE_ORDER_MARK } from '../../http/csv-download.js';
import type { Messages } from '../../i18n/index.js';
import { ACCOUNT_COLUMNS } from '../../services/accounts/import-accounts.js';
import { columnNames } from '../../services/imports/sheet.js';
import { USER_COLUMNS } from '../../services/people/import-users.js';
import type { Kind } from './import-sheet.js';

const EXAMPLES: Record<Kind, (words: Messages) => readonly (readonly string[])[]> = {
  users({ imports, roles }) {
    const { owner, ownerWhoReads, administrator } = imports.examples.people;
    return [
      columnNames(USER_COLUMNS),
      [owner.name, owner.email, roles.account_owner],
      [ownerWhoReads.name, ownerWhoReads.email, `${roles.account_owner}; ${roles.read_only_administrator}`],
      [administrator.name, administrator.email, roles.full_access_administrator],
    ];
  },
  accounts({ imports }) {
    const { people, accounts } = imports.examples;
    const { facebook_page: page, x, youtube } = NETWORKS;
    return [
      columnNames(ACCOUNT_COLUMNS),
      [page.label, '100064000000001', accounts.facebook_page, people.owner.email, ''],
      [x.label, '2244994945', accounts.x, people.ownerWhoReads.email, ''],
      [youtube.label, 'UC_x5XG1OV2P6uZZ5FSM9Ttw', accounts.youtube, people.ownerWhoReads.email, ''],
    ];
  },
};

export const exampleSheet = (words: Messages, kind: Kind): string =>
  BYTE_ORDER_MARK +
  EXAMPLES[kind](words)
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('');
