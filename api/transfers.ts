/** `/v1/transfers`: transfers accounts and Parent Profiles to another Account Owner, all or nothing. */
import { z } from 'zod';
import type { Transfer } from '../services/transfers/queries.js';
import { listTransfers, readTransfer } from '../services/transfers/read.js';
import { previewTransfer, requestTransfer, TransferInput } from '../services/transfers/request.js';
import type { FormerProfile } from '../services/transfers/former-profiles.js';
import type { TransferPlan } from '../domain/transfers.js';
import { flag, id, instantOut, iso, isoOrNull } from '../services/input/fields.js';
import { transferErrorSentence } from '../i18n/refusals.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route } from '../http/route.js';

const Moved = z.object({ accountIds: z.array(z.string()), parentProfileIds: z.array(z.string()) });

const AuthorizedThrough = z
  .array(z.object({ parentProfileId: z.string(), name: z.string(), accountIds: z.array(z.string()) }))
  .meta({
    description:
      'Parent Profiles that authorize connected accounts at the time of the transfer. They go on doing so until the new owner’s own ' +
      'personal profile authorizes these accounts. If the former owner leaves before that, the accounts disconnect',
  });

const TransferOut = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'completed', 'refused', 'failed']),
    toOwnerId: z.string(),
    moved: Moved.meta({ description: 'Empty until everything has been transferred' }),
    authorizedThrough: AuthorizedThrough,
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
      .meta({ description: 'Accounts that are transferred without the Parent Profile that authorizes them' }),
    stayingAccountIds: z
      .array(z.string())
      .meta({ description: 'Accounts that stay, although the Parent Profile that authorizes them is transferred' }),
    authorizedThrough: AuthorizedThrough,
  })
  .meta({ id: 'TransferPreview' });

const profilesView = (profiles: readonly FormerProfile[]): z.input<typeof AuthorizedThrough> =>
  profiles.map(({ id: parentProfileId, name, accountIds }) => ({ parentProfileId, name, accountIds }));

const transferView = (transfer: Transfer): z.input<typeof TransferOut> => ({
  id: transfer.id,
  status: transfer.status,
  toOwnerId: transfer.toOwnerId,
  moved: {
    accountIds: transfer.moved?.accountIds ?? [],
    parentProfileIds: transfer.moved?.parentProfileIds ?? [],
  },
  authorizedThrough: profilesView(transfer.moved?.authorizedThrough ?? []),
  error: transfer.error
    ? { code: transfer.error.code, message: transferErrorSentence('api', transfer.error) }
    : undefined,
  createdAt: iso(transfer.createdAt),
  finishedAt: isoOrNull(transfer.finishedAt),
});

const previewView = (
  plan: TransferPlan & { authorizedThrough: readonly FormerProfile[] },
): z.input<typeof Preview> => ({
  accounts: plan.accounts,
  parentProfileIds: plan.profileIds,
  detachedAccountIds: plan.detachedIds,
  stayingAccountIds: plan.stayingIds,
  authorizedThrough: profilesView(plan.authorizedThrough),
});

const tag = 'Transfers';

export const transferRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/transfers',
    summary: 'Transfer accounts and Parent Profiles',
    description:
      'All or nothing. Everything is checked and claimed before the response; until the transfer ends, reconnects of these accounts wait. ' +
      'The workflow `transfer/<id>` then transfers everything in one transaction. A refusal lists every offending ID in ' +
      '`accountIds` and `parentProfileIds`, and explains the first 20 in `problems`.',
    tag,
    access: requestTransfer.access,
    // Two lists of up to 10,000 IDs.
    maxBytes: 1_000_000,
    maxEntries: 25_000,
    query: z.strictObject({ dryRun: flag.default(false).meta({ description: 'Check only. Nothing is saved' }) }),
    body: TransferInput,
    answers: {
      200: { description: 'With `dryRun`: what would be transferred', body: Preview },
      202: { description: 'The transfer is under way', body: TransferOut },
      409: {
        description:
          '`transfer_impossible`: already theirs, or in another transfer. `email_taken`: someone else has the new owner’s address',
      },
    },
    async handle({ context, principal, body, query: { dryRun } }) {
      if (dryRun) return { status: 200, body: previewView(await previewTransfer(context, principal, body)) };
      return { status: 202, body: transferView(await requestTransfer(context, principal, body)) };
    },
  }),
  read({
    path: '/v1/transfers',
    summary: 'List transfers',
    tag,
    access: listTransfers.access,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'The transfers, newest first', body: listOf(TransferOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const transfers = (await listTransfers(context, principal, page)).map(({ transfer }) => transfer);
      return { status: 200, body: listAnswer(transfers, page, (transfer) => transfer.id, transferView) };
    },
  }),
  read({
    path: '/v1/transfers/{id}',
    summary: 'Get a transfer',
    tag,
    access: readTransfer.access,
    params: z.strictObject({ id }),
    answers: { 200: { description: 'The transfer', body: TransferOut } },
    async handle({ context, principal, params }) {
      return { status: 200, body: transferView(await readTransfer(context, principal, params.id)) };
    },
  }),
];
