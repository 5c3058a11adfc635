/** `/v1/transfers`: accounts and Parent Profiles to another Account Owner, all or nothing. */
import { z } from 'zod';
import { listTransfers, readTransfer, type Transfer } from '../services/transfers/queries.js';
import { planTransfer, requestTransfer, type AskedTransfer } from '../services/transfers/request.js';
import { MOST_MOVED, type TransferPlan } from '../domain/transfers.js';
import { email, flag, id, instantOut, iso, isoOrNull, name } from '../services/input/fields.js';
import { transferErrorSentence } from '../i18n/refusals/index.js';
import { problem } from '../services/input/problem.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route } from '../http/route.js';

const Moved = z.object({ accountIds: z.array(z.string()), parentProfileIds: z.array(z.string()) });

const TransferOut = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'completed', 'refused', 'failed']),
    toOwnerId: z.string(),
    moved: Moved.meta({ description: 'Empty until it has moved everything' }),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    createdAt: instantOut,
    finishedAt: instantOut.nullable(),
  })
  .meta({ id: 'Transfer' });

const Preview = z
  .object({
    accounts: z.array(z.object({ id: z.string(), why: z.enum(['chosen', 'managed']) })),
    parentProfileIds: z.array(z.string()),
    detachedAccountIds: z
      .array(z.string())
      .meta({ description: 'Move without the Parent Profile that authorizes them' }),
    stayingAccountIds: z.array(z.string()).meta({ description: 'Stay, without the Parent Profile that moves' }),
  })
  .meta({ id: 'TransferPreview' });

const transferView = (transfer: Transfer): z.input<typeof TransferOut> => ({
  id: transfer.id,
  status: transfer.status,
  toOwnerId: transfer.toOwnerId,
  moved: {
    accountIds: transfer.moved?.accountIds ?? [],
    parentProfileIds: transfer.moved?.parentProfileIds ?? [],
  },
  error: transfer.error
    ? { code: transfer.error.code, message: transferErrorSentence('en', transfer.error) }
    : undefined,
  createdAt: iso(transfer.createdAt),
  finishedAt: isoOrNull(transfer.finishedAt),
});

const previewView = (plan: TransferPlan): z.input<typeof Preview> => ({
  accounts: plan.accounts,
  parentProfileIds: plan.profileIds,
  detachedAccountIds: plan.detachedIds,
  stayingAccountIds: plan.stayingIds,
});

const ids = z
  .array(id)
  .max(MOST_MOVED)
  .default([])
  .transform((list) => [...new Set(list)]);

const Body = z
  .strictObject({
    accountIds: ids,
    parentProfileIds: ids,
    toOwnerId: id.optional(),
    toOwner: z
      .strictObject({ name, email })
      .optional()
      .meta({ description: 'Instead of toOwnerId: somebody who is added as an Account Owner in the same step' }),
    withManagedAccounts: z
      .boolean()
      .default(true)
      .meta({ description: 'Accounts move with the Parent Profile that authorizes them; else they stay, without it' }),
    notify: z.boolean().default(true).meta({ description: 'Whether the owners are emailed' }),
  })
  .superRefine((body, context) => {
    if ((body.toOwnerId === undefined) === (body.toOwner === undefined))
      context.addIssue({
        code: 'custom',
        path: ['toOwnerId'],
        message: problem('no_new_owner'),
      });
    if (body.accountIds.length + body.parentProfileIds.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['accountIds'],
        message: problem('nothing_to_transfer'),
      });
  });

function askedOf({ toOwnerId, toOwner, ...rest }: z.output<typeof Body>): AskedTransfer {
  return { ...rest, to: toOwner ?? { ownerId: toOwnerId! } };
}

const tag = 'Transfers';
const access = { scope: 'manage', audience: 'managers' } as const;

export const transferRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/transfers',
    summary: 'Transfer accounts and Parent Profiles',
    description:
      'All or nothing. Everything is checked and claimed before the answer: from then on a reconnect of it waits. A workflow, ' +
      '`transfer/<id>`, moves it in one transaction. Refused with every offending id at once, in `problems`, `accountIds` and `parentProfileIds`.',
    tag,
    access,
    query: z.strictObject({ dryRun: flag.default(false).meta({ description: 'Look first: nothing is saved' }) }),
    body: Body,
    answers: {
      200: { description: 'With `dryRun`: what would move', body: Preview },
      202: { description: 'It is under way', body: TransferOut },
      409: { description: '`transfer_impossible`: already theirs, or in another transfer; `email_taken`' },
    },
    async handle({ tx, archiveId, actor, body, query: { dryRun }, wake }) {
      const asked = askedOf(body);
      if (dryRun) return { status: 200, body: previewView(await planTransfer(tx, archiveId, asked)) };
      const transfer = await requestTransfer(tx, { archiveId, actor }, asked);
      wake('transfers');
      return { status: 202, body: transferView(transfer) };
    },
  }),
  read({
    path: '/v1/transfers',
    summary: 'List the transfers',
    tag,
    access: { scope: 'read', audience: 'administrators' },
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'Transfers, newest first', body: listOf(TransferOut) } },
    async handle({ db, archiveId, query }) {
      const page = pageOf(query);
      const rows = await listTransfers(db, archiveId, page);
      return {
        status: 200,
        body: listAnswer(
          rows,
          page,
          ({ transfer }) => transfer.id,
          (row) => transferView(row.transfer),
        ),
      };
    },
  }),
  read({
    path: '/v1/transfers/{id}',
    summary: 'Read a transfer',
    tag,
    access: { scope: 'read', audience: 'administrators' },
    params: z.strictObject({ id }),
    answers: { 200: { description: 'The transfer', body: TransferOut } },
    async handle({ db, archiveId, params }) {
      return { status: 200, body: transferView(await readTransfer(db, archiveId, params.id)) };
    },
  }),
];
