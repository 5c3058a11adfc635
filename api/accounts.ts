/** `/v1/accounts`: the accounts that the archive captures. */
import { z } from 'zod';
import {
  addAccount,
  deleteAccount,
  listAccounts,
  markActive,
  markInactive,
  readAccount,
  type AccountRow,
} from '../services/accounts/accounts.js';
import { acceptReports } from '../services/disconnects/accept-reports.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { id, instant, instantOut, iso, isoOrNull, name, networkId, reasonText } from '../services/input/fields.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route, type Writing } from '../http/route.js';

const STATUSES = ['connected', 'disconnected', 'inactive'] as const;

export const AccountOut = z
  .object({
    id: z.string(),
    network: z.enum(NETWORK_NAMES),
    networkAccountId: z.string(),
    name: z.string(),
    ownerId: z.string().nullable(),
    parentProfileId: z.string().nullable(),
    status: z.enum(STATUSES),
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
  inactiveReason: account.inactiveReason,
  openDisconnectId: account.openDisconnectId,
  lastReconnectedAt: isoOrNull(account.lastReconnectedAt),
  createdAt: iso(account.createdAt),
});

const tag = 'Accounts';
const params = z.strictObject({ id });
const token = z.string().min(1).max(10_000);

const authorization = z.strictObject({
  accessToken: token,
  refreshToken: token.optional(),
  expiresAt: instant.optional(),
});

const statusChange = z.discriminatedUnion(
  'status',
  [
    z.strictObject({ status: z.literal('inactive'), reason: reasonText }),
    z.strictObject({ status: z.literal('disconnected') }),
  ],
  { error: 'Give "inactive" with a reason, or "disconnected" to take that back.' },
);

export const accountRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/accounts',
    summary: 'Add an account',
    description:
      'It is connected from now on. Without `authorization` nobody checks its token; its failures are reported.',
    tag,
    access: { scope: 'manage', audience: 'managers' },
    body: z.strictObject({
      network: z.enum(NETWORK_NAMES),
      networkAccountId: networkId,
      name,
      ownerId: id,
      parentProfileId: id.optional(),
      authorization: authorization.optional(),
    }),
    answers: { 201: { description: 'The account', body: AccountOut } },
    async handle({ tx, archiveId, actor, body, context }) {
      const { authorization: tokens, ...rest } = body;
      const { keys } = context.config;
      const account = await addAccount(tx, { archiveId, actor }, rest, tokens && { keys, tokens });
      return { status: 201, body: accountView({ ...account, openDisconnectId: null }) };
    },
  }),
  read({
    path: '/v1/accounts',
    summary: 'List the accounts',
    tag,
    access: { scope: 'read', audience: 'everyone' },
    query: z.strictObject({
      ownerId: id.optional(),
      status: z.enum(STATUSES).optional(),
      network: z.enum(NETWORK_NAMES).optional(),
      ...pageQuery,
    }),
    answers: { 200: { description: 'Accounts, oldest first', body: listOf(AccountOut) } },
    async handle({ db, archiveId, ownerId, query }) {
      const page = pageOf(query);
      const filter = { ownerId, ofOwner: query.ownerId, status: query.status, network: query.network };
      const rows = await listAccounts(db, archiveId, filter, page);
      return { status: 200, body: listAnswer(rows, page, (account) => account.id, accountView) };
    },
  }),
  read({
    path: '/v1/accounts/{id}',
    summary: 'Read an account',
    tag,
    access: { scope: 'read', audience: 'everyone' },
    params,
    answers: { 200: { description: 'The account', body: AccountOut } },
    async handle({ db, archiveId, ownerId, params: { id: accountId } }) {
      return { status: 200, body: accountView(await readAccount(db, archiveId, accountId, ownerId)) };
    },
  }),
  write({
    method: 'patch',
    path: '/v1/accounts/{id}',
    summary: 'Mark an account inactive, or take that back',
    description:
      '`inactive`: discontinued or deactivated; its disconnect is closed and nobody is chased. `disconnected` takes that back: ' +
      'the account is in use and not connected, so its Account Owner is asked to reconnect it.',
    tag,
    access: { scope: 'manage', audience: 'managers' },
    params,
    body: statusChange,
    answers: { 200: { description: 'The account', body: AccountOut } },
    async handle(call) {
      const { tx, archiveId, actor, context, body, wake } = call;
      const accountId = call.params.id;
      if (body.status === 'inactive') {
        await markInactive(tx, { archiveId, actor, now: context.clock.now() }, accountId, body.reason);
      } else if ((await markActive(tx, { archiveId, actor }, accountId)) === 'changed') {
        await chase(call, accountId);
      }
      wake('workflows', `mail:${archiveId}`);
      return { status: 200, body: accountView(await readAccount(tx, archiveId, accountId, null)) };
    },
  }),
  write({
    method: 'delete',
    path: '/v1/accounts/{id}',
    summary: 'Delete an account',
    description: 'Its disconnect ends as `deleted`; disconnects and audit stay.',
    tag,
    access: { scope: 'manage', audience: 'managers' },
    params,
    answers: { 204: { description: 'Deleted' } },
    async handle({ tx, archiveId, actor, context, params: { id: accountId }, wake }) {
      await deleteAccount(tx, { archiveId, actor, now: context.clock.now() }, accountId);
      wake('workflows');
      return { status: 204 };
    },
  }),
];

/** An account that is disconnected has an open disconnect, always: else nobody would hear of it. */
async function chase({ tx, archiveId, actor, context }: Writing, accountId: string): Promise<void> {
  const { dayMs, windows } = context.config;
  await acceptReports(tx, { archiveId, actor, now: context.clock.now(), dayMs, windows }, [
    { account: { id: accountId }, reason: 'unknown' },
  ]);
}
