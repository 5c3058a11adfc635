/** `/v1/users/import`, `/v1/accounts/import`: spreadsheets, all or nothing. */
import { z } from 'zod';
import { write, type Route } from '../http/route.js';
import { problem } from '../services/input/problem.js';
import { roleMeant } from '../i18n/roles.js';
import { ACCOUNT_COLUMNS, importAccounts, parseAccounts } from '../services/accounts/import-accounts.js';
import { columnNames, MOST_ROWS } from '../services/imports/sheet.js';
import { flag } from '../services/input/fields.js';
import { importUsers, parseUsers, USER_COLUMNS } from '../services/people/import-users.js';

const MAX_BYTES = 20_000_000;

const csv = z.instanceof(Buffer, { error: problem('not_a_sheet') });
const query = z.strictObject({
  dryRun: flag.default(false).meta({ description: 'Look first: nothing is saved' }),
});
const answers = {
  200: { description: 'How many', body: z.object({ created: z.int(), updated: z.int() }) },
};
const DESCRIPTION =
  'All or nothing: with any error nothing is saved, and 422 lists `errors: [{line, field, message}]`. Columns in any order; by ' +
  `comma, semicolon or tab. At most ${MOST_ROWS.toLocaleString('en')} rows; send more in several files.`;

export const importRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users/import',
    summary: 'Import users from a spreadsheet',
    description: `Header \`${columnNames(USER_COLUMNS).join()}\`; roles separated by \`;\`. The email is the key. ${DESCRIPTION}`,
    tag: 'People',
    access: importUsers.access,
    query,
    body: csv,
    accepts: 'text/csv',
    maxBytes: MAX_BYTES,
    answers,
    parse: (file) => parseUsers(file, roleMeant),
    async handle({ context, principal, parsed, query: { dryRun } }) {
      return { status: 200, body: await importUsers(context, principal, parsed, { dryRun }) };
    },
  }),
  write({
    method: 'post',
    path: '/v1/accounts/import',
    summary: 'Import accounts from a spreadsheet',
    description: `Header \`${columnNames(ACCOUNT_COLUMNS).join()}\`. The network’s id is the key. ${DESCRIPTION}`,
    tag: 'Accounts',
    access: importAccounts.access,
    query,
    body: csv,
    accepts: 'text/csv',
    maxBytes: MAX_BYTES,
    answers,
    parse: parseAccounts,
    async handle({ context, principal, parsed, query: { dryRun } }) {
      return { status: 200, body: await importAccounts(context, principal, parsed, { dryRun }) };
    },
  }),
];
