/** `/v1/users/import`, `/v1/accounts/import`: spreadsheets, all or nothing. */
import { z } from 'zod';
import { importAccounts } from '../services/accounts/import-accounts.js';
import { Problems } from '../services/people/import-problems.js';
import { importUsers } from '../services/people/import-users.js';
import type { ValueProblem } from '../domain/field-problem.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { rolesProblem } from '../domain/roles.js';
import { roleMeant } from '../i18n/roles.js';
import { MOST_ROWS, readSheet, type Columns } from '../http/csv.js';
import { email, flag, id, name, networkId, unrounded } from '../services/input/fields.js';
import { mayAdmit } from '../domain/principal.js';
import { write, type Route } from '../http/route.js';
import { issueOf, problem } from '../services/input/problem.js';
import { check } from '../services/input/validate.js';

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

/** What a person writes for a name of ours: "Account Owner" for account_owner. */
const asName = (cell: string) =>
  cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

const UNKNOWN_ROLE: ValueProblem = { code: 'unknown_role', params: {} };

const USER_COLUMNS: Columns = { required: ['name', 'email', 'roles'] };
const UserCells = z.object({
  name,
  email,
  roles: z.string().transform((cell, context) => {
    const words = cell.split(';').filter((word) => word.trim() !== '');
    const roles = words.map(roleMeant).filter((role) => role !== undefined);
    const found = roles.length < words.length ? UNKNOWN_ROLE : rolesProblem(roles);
    if (found) context.addIssue(issueOf(found));
    return roles;
  }),
});

const ACCOUNT_COLUMNS: Columns = {
  required: ['network', 'networkAccountId', 'name', 'ownerEmail'],
  optional: ['parentProfileId'],
};
const AccountCells = z.object({
  network: z.string().transform(asName).pipe(z.enum(NETWORK_NAMES)),
  networkAccountId: unrounded(networkId),
  name,
  ownerEmail: email,
  parentProfileId: z
    .string()
    .default('')
    .transform((cell) => cell || null)
    .pipe(unrounded(id).nullable()),
});

/** The rows that are right by themselves, and what is wrong with the others. */
async function readRows<S extends z.ZodObject>(file: Buffer, columns: Columns, schema: S) {
  const problems = new Problems();
  const rows: (z.output<S> & { line: number })[] = [];
  for await (const some of readSheet(file, columns, problems)) {
    for (const { line, cells } of some) {
      if (problems.full) break;
      const checked = check(schema, cells);
      if (!checked.problems) rows.push({ line, ...checked.data });
      else for (const { path, ...found } of checked.problems) problems.add(line, path, found);
    }
    if (problems.full) problems.throwIfAny();
  }
  return { rows, problems };
}

export const importRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users/import',
    summary: 'Import users from a spreadsheet',
    description: `Header \`name,email,roles\`; roles separated by \`;\`. The email is the key. ${DESCRIPTION}`,
    tag: 'People',
    access: { scope: 'manage', audience: 'managers' },
    query,
    body: csv,
    accepts: 'text/csv',
    maxBytes: MAX_BYTES,
    answers,
    parse: (body) => readRows(body, USER_COLUMNS, UserCells),
    async handle({ tx, archiveId, actor, principal, parsed: { rows, problems }, query: { dryRun }, wake }) {
      const outcome = await importUsers(tx, { archiveId, actor }, rows, {
        dryRun,
        problems: problems.copy(),
        mayAdmit: () => mayAdmit(principal),
        senderName: principal.kind === 'person' ? principal.name : undefined,
      });
      wake(`mail:${archiveId}`);
      return { status: 200, body: outcome };
    },
  }),
  write({
    method: 'post',
    path: '/v1/accounts/import',
    summary: 'Import accounts from a spreadsheet',
    description: `Header \`network,networkAccountId,name,ownerEmail,parentProfileId\`. The network’s id is the key. ${DESCRIPTION}`,
    tag: 'Accounts',
    access: { scope: 'manage', audience: 'managers' },
    query,
    body: csv,
    accepts: 'text/csv',
    maxBytes: MAX_BYTES,
    answers,
    parse: (body) => readRows(body, ACCOUNT_COLUMNS, AccountCells),
    async handle({ tx, archiveId, actor, parsed: { rows, problems }, query: { dryRun } }) {
      const outcome = await importAccounts(tx, { archiveId, actor }, rows, { dryRun, problems: problems.copy() });
      return { status: 200, body: outcome };
    },
  }),
];
