/** `/v1/accounts`: the accounts that the archive captures. */
import { z } from 'zod';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route } from '../http/route.js';
import { AccountInput, addAccount } from '../services/accounts/add.js';
import { correctAccountId, IdCorrection } from '../services/accounts/correct-id.js';
import { ACCOUNT_STATUSES, type AccountRow } from '../services/accounts/queries.js';
import { listAccounts, readAccount } from '../services/accounts/read.js';
import { AccountChange, changeAccount, deleteAccount } from '../services/accounts/status.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { flag, id, instantOut, iso, isoOrNull } from '../services/input/fields.js';

export const AccountOut = z
  .object({
    id: z.string(),
    network: z.enum(NETWORK_NAMES),
    networkAccountId: z.string(),
    name: z.string(),
    ownerId: z.string().nullable(),
    parentProfileId: z.string().nullable(),
    status: z.enum(ACCOUNT_STATUSES),
    authorized: z.boolean().meta({
      description:
        'Whether Relink holds an authorization for the account. If not, the archive captures it with tokens of its own, and Relink can’t check it',
    }),
    inactiveReason: z.string().nullable(),
    openDisconnectId: z.string().nullable(),
    lastReconnectedAt: instantOut.nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'Account' });

export const accountView = (account: AccountRow): z.input<typeof AccountOut> => ({
  id: account.id,
  network: account.network,
  networkAccountId: account.networkAccountId,
  name: account.name,
  ownerId: account.ownerId,
  parentProfileId: account.parentProfileId,
  status: account.status,
  authorized: account.authorizedSince !== null,
  inactiveReason: account.inactiveReason,
  openDisconnectId: account.openDisconnectId,
  lastReconnectedAt: isoOrNull(account.lastReconnectedAt),
  createdAt: iso(account.createdAt),
});

const tag = 'Accounts';
const params = z.strictObject({ id });
const answers = { 200: { description: 'The account', body: AccountOut } };

const answer = (account: AccountRow) => ({ status: 200, body: accountView(account) });

export const accountRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/accounts',
    summary: 'Add an account',
    description:
      'The account is connected from now on. Without `authorization`, Relink can’t check its token and relies on the archive to report failures.',
    tag,
    access: addAccount.access,
    body: AccountInput,
    answers: { 201: { description: 'The account', body: AccountOut } },
    handle: async ({ context, principal, body }) => ({
      status: 201,
      body: accountView(await addAccount(context, principal, body)),
    }),
  }),
  read({
    path: '/v1/accounts',
    summary: 'List accounts',
    tag,
    access: listAccounts.access,
    query: z.strictObject({
      ownerId: id.optional(),
      status: z.enum(ACCOUNT_STATUSES).optional(),
      authorized: flag.optional().meta({ description: 'Whether Relink holds an authorization for the account' }),
      network: z.enum(NETWORK_NAMES).optional(),
      ...pageQuery,
    }),
    answers: { 200: { description: 'The accounts, oldest first', body: listOf(AccountOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const { ownerId, status, authorized, network } = query;
      const rows = await listAccounts(context, principal, { ownerId, status, authorized, network }, page);
      return { status: 200, body: listAnswer(rows, page, (account) => account.id, accountView) };
    },
  }),
  read({
    path: '/v1/accounts/{id}',
    summary: 'Get an account',
    tag,
    access: readAccount.access,
    params,
    answers,
    handle: async ({ context, principal, params: { id: accountId } }) =>
      answer(await readAccount(context, principal, accountId)),
  }),
  write({
    method: 'patch',
    path: '/v1/accounts/{id}',
    summary: 'Mark an account inactive or active, or correct its ID',
    description:
      '`inactive`: the account was discontinued or deactivated. Its disconnect is closed, and no more emails are sent about it. ' +
      '`disconnected` marks it active again: it’s in use but not connected, so its Account Owner is asked to reconnect it. ' +
      '`networkAccountId`: the account was added with a wrong ID. It keeps its history. An authorization that was given for the old ID ' +
      'is deleted, and the account is disconnected until it’s authorized again.',
    tag,
    access: changeAccount.access,
    params,
    body: z.union([IdCorrection, AccountChange]),
    answers,
    handle: async ({ context, principal, params: { id: accountId }, body }) =>
      answer(
        'networkAccountId' in body
          ? await correctAccountId(context, principal, accountId, body)
          : await changeAccount(context, principal, accountId, body),
      ),
  }),
  write({
    method: 'delete',
    path: '/v1/accounts/{id}',
    summary: 'Delete an account',
    description: 'Closes the account’s disconnect as `deleted`. Past disconnects and the audit log are kept.',
    tag,
    access: deleteAccount.access,
    params,
    answers: { 204: { description: 'Deleted' } },
    async handle({ context, principal, params: { id: accountId } }) {
      await deleteAccount(context, principal, accountId);
      return { status: 204 };
    },
  }),
];
