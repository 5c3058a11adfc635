/** `/v1/users/import`, `/v1/accounts/import`: spreadsheets, all or nothing. */
import { z } from 'zod';
import { readAccounts, readUsers } from '../http/import-jobs.js';
import { write, type Route } from '../http/route.js';
import { problem } from '../services/input/problem.js';
import { ACCOUNT_COLUMNS, importAccounts } from '../services/accounts/import-accounts.js';
import { MAX_IMPORTED_BYTES, MAX_IMPORTED_ROWS } from '../domain/limits.js';
import { columnNames } from '../services/imports/sheet.js';
import { flag } from '../services/input/fields.js';
import { HeldBackEmails, heldBackView } from './email-placement.js';
import { importUsers, USER_COLUMNS } from '../services/people/import-users.js';

const csv = z.instanceof(Buffer, { error: problem('not_a_sheet') });
const query = z.strictObject({
  dryRun: flag.default(false).meta({ description: 'Check only. Nothing is saved' }),
});
const accountsQuery = query.extend({
  confirmRounded: z
    .string()
    .regex(/^\d{1,6}(,\d{1,6})*$/)
    .transform((lines) => lines.split(',').map(Number))
    .optional()
    .meta({
      description:
        'The lines, separated by commas, whose IDs really end in zeros. Otherwise, an ID with only zeros after its 15th digit is ' +
        'refused, because a spreadsheet program probably rounded it',
    }),
});
const Counts = z.object({ created: z.int(), updated: z.int() });
const description = 'How many were created and updated';
const answers = { 200: { description, body: Counts } };
const userAnswers = { 200: { description, body: Counts.extend({ heldBack: HeldBackEmails.optional() }) } };
const DESCRIPTION =
  'All or nothing: if there’s any error, nothing is saved, and a 422 response lists `errors: [{line, field, message}]`. ' +
  'Columns can be in any order, separated by commas, semicolons, or tabs. ' +
  `Up to ${MAX_IMPORTED_ROWS.toLocaleString('en')} rows; split more into several files.`;

export const importRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users/import',
    summary: 'Import users from a spreadsheet',
    description: `The header is \`${columnNames(USER_COLUMNS).join()}\`. Separate roles with \`;\` or a comma. Users are matched by email. An import can’t name another Primary Administrator. ${DESCRIPTION}`,
    tag: 'People',
    access: importUsers.access,
    query,
    body: csv,
    accepts: 'text/csv',
    maxBytes: MAX_IMPORTED_BYTES,
    answers: userAnswers,
    parse: ({ context, principal, body: file }) => context.threads.run(principal.archiveId, readUsers, { file }),
    async handle({ context, principal, parsed, query: { dryRun } }) {
      const { created, updated, heldBack } = await importUsers(context, principal, parsed, { dryRun });
      return { status: 200, body: { created, updated, ...(heldBack && { heldBack: heldBackView(heldBack) }) } };
    },
  }),
  write({
    method: 'post',
    path: '/v1/accounts/import',
    summary: 'Import accounts from a spreadsheet',
    description: `The header is \`${columnNames(ACCOUNT_COLUMNS).join()}\`. Networks can be written as people name them, such as \`Twitter\` or \`FB\`; \`LinkedIn\` alone is refused, because it fits two. Accounts are matched by the network’s own ID. A profile’s address or a URN that contains the ID works too; a handle or a name is refused. ${DESCRIPTION}`,
    tag: 'Accounts',
    access: importAccounts.access,
    query: accountsQuery,
    body: csv,
    accepts: 'text/csv',
    maxBytes: MAX_IMPORTED_BYTES,
    answers,
    parse: ({ context, principal, body: file, query: { confirmRounded } }) =>
      context.threads.run(principal.archiveId, readAccounts, { file, confirmed: confirmRounded }),
    async handle({ context, principal, parsed, query: { dryRun } }) {
      const { created, updated } = await importAccounts(context, principal, parsed, { dryRun });
      return { status: 200, body: { created, updated } };
    },
  }),
];
