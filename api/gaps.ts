/** `/v1/gaps`: the gaps in the record during a period, for a records officer. */
import { z } from 'zod';
import { GAP_KINDS, formatGapKey, type Gap } from '../services/disconnects/capture-gaps.js';
import { findInformationStart, listGaps } from '../services/disconnects/read-gaps.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { REASONS } from '../domain/reasons.js';
import { id, instant, instantOut, iso, isoOrNull } from '../services/input/fields.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, type Route } from '../http/route.js';
import { ActorOut, actorView } from './actor-view.js';

const Recipient = z.object({ email: z.string(), name: z.string().nullable() });

const GapOut = z
  .object({
    kind: z.enum(GAP_KINDS).meta({
      description:
        '`disconnected`: a gap. The others are listed only with `kind`. `withdrawn`: a report that was a mistake. `inactive`: the ' +
        'account was marked inactive. `unauthorized`: the archive captures it, but no one has authorized it here',
    }),
    id: z.string(),
    disconnectId: z.string().nullable().meta({ description: 'Null if `kind` is `inactive` or `unauthorized`' }),
    accountId: z.string(),
    accountName: z.string(),
    network: z.enum(NETWORK_NAMES),
    ownerId: z.string().nullable().meta({ description: 'The owner when it began; null if that is unknown' }),
    ownerName: z.string().nullable(),
    reason: z.enum(REASONS).nullable().meta({ description: 'The last known reason; null without a disconnect' }),
    from: instantOut.meta({
      description: 'When the account was last captured or, if unknown, when the disconnect was detected',
    }),
    to: instantOut.nullable().meta({
      description:
        'When the account was captured again or, if unknown, when the disconnect ended; null if it’s still open',
    }),
    firstEmailAt: instantOut.nullable(),
    emailedTo: z.array(z.string()),
    copiedTo: z.array(z.string()).meta({ description: 'Addresses copied on the first email' }),
    reminders: z.int(),
    closedAs: z.enum(['reconnected', 'inactive', 'deleted', 'withdrawn']).nullable(),
    closedBy: ActorOut.nullable(),
    owners: z
      .array(z.object({ id: z.string().nullable(), name: z.string(), since: instantOut.nullable() }))
      .meta({ description: 'Each owner, by the name at the time; `since` is null for the first' }),
    reasons: z.array(z.object({ reason: z.enum(REASONS), at: instantOut })),
    why: z
      .string()
      .nullable()
      .meta({ description: 'What someone typed as the reason to withdraw the report or mark the account inactive' }),
    begunBy: ActorOut.nullable().meta({
      description: 'Who marked the account inactive, or who deleted its authorization',
    }),
    emails: z
      .array(
        z.object({
          at: instantOut,
          to: z.array(Recipient),
          cc: z.array(Recipient),
          delivery: z.enum(['delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed']).nullable(),
          failedAddresses: z.array(z.string()),
        }),
      )
      .meta({ description: 'Every email about it, oldest first, without the confirmation at the end' }),
  })
  .meta({ id: 'Gap' });

const gapView = (gap: Gap): z.input<typeof GapOut> => ({
  kind: gap.kind,
  id: gap.id,
  disconnectId: gap.disconnectId,
  accountId: gap.account.id,
  accountName: gap.account.name,
  network: gap.account.network,
  ownerId: gap.owner?.id ?? null,
  ownerName: gap.owner?.name ?? null,
  reason: gap.reason,
  from: iso(gap.from),
  to: isoOrNull(gap.to),
  firstEmailAt: isoOrNull(gap.notified.firstAt),
  emailedTo: gap.notified.to,
  copiedTo: gap.notified.cc,
  reminders: gap.notified.reminders,
  closedAs: gap.closedAs,
  closedBy: gap.closedBy && actorView(gap.closedBy),
  owners: gap.owners.map(({ id: ownerId, name, since }) => ({ id: ownerId, name, since: isoOrNull(since) })),
  reasons: gap.reasons.map(({ reason, at }) => ({ reason, at: iso(at) })),
  why: gap.why,
  begunBy: gap.begunBy && actorView(gap.begunBy),
  emails: gap.notified.emails.map(({ at, failed, ...email }) => ({ ...email, at: iso(at), failedAddresses: failed })),
});

export const gapRoutes: Route[] = [
  read({
    path: '/v1/gaps',
    summary: 'List gaps in the record',
    description:
      'One gap for each disconnect that overlaps the period. A gap lasts from the last capture until capture resumed. Without ' +
      '`from` and `to`, the period is the last 90 days. `kind` also lists withdrawn reports, inactive times, and times without an ' +
      'authorization. Owners, reasons, and recipients are those of the time. Before `noInformationBefore`, nothing is known.',
    tag: 'Disconnects',
    access: listGaps.access,
    query: z.strictObject({
      from: instant.optional(),
      to: instant.optional(),
      network: z.enum(NETWORK_NAMES).optional(),
      ownerId: id.optional().meta({ description: 'An owner of the time, who may have transferred the account since' }),
      kind: z.enum([...GAP_KINDS, 'all']).default('disconnected'),
      ...pageQuery,
    }),
    answers: {
      200: {
        description: 'The gaps, latest first',
        body: listOf(GapOut).extend({ noInformationBefore: instantOut.nullable() }),
      },
    },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const { from, to, network, ownerId, kind } = query;
      const filter = { from, to, network, ownerId, kinds: kind === 'all' ? undefined : [kind] };
      const [gaps, start] = await Promise.all([
        listGaps(context, principal, filter, page),
        findInformationStart(context, principal, filter),
      ]);
      const noInformationBefore = isoOrNull(start);
      return { status: 200, body: { ...listAnswer(gaps, page, formatGapKey, gapView), noInformationBefore } };
    },
  }),
];
