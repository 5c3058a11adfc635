/** `/v1/gaps`: the gaps in the record during a period, for a records officer. */
import { z } from 'zod';
import { formatGapKey, type Gap } from '../services/disconnects/capture-gaps.js';
import { listGaps } from '../services/disconnects/read-gaps.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { REASONS } from '../domain/reasons.js';
import { id, instant, instantOut, iso, isoOrNull } from '../services/input/fields.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, type Route } from '../http/route.js';
import { ActorOut, actorView } from './actor-view.js';

const GapOut = z
  .object({
    disconnectId: z.string(),
    accountId: z.string(),
    accountName: z.string(),
    network: z.enum(NETWORK_NAMES),
    ownerId: z.string().nullable().meta({ description: 'The current owner; null if the account was deleted' }),
    ownerName: z.string().nullable(),
    reason: z.enum(REASONS),
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
    closedAs: z.enum(['reconnected', 'inactive', 'deleted']).nullable(),
    closedBy: ActorOut.nullable(),
  })
  .meta({ id: 'Gap' });

const gapView = ({ disconnectId, account, owner, reason, from, to, notified, closedAs, closedBy }: Gap) => ({
  disconnectId,
  accountId: account.id,
  accountName: account.name,
  network: account.network,
  ownerId: owner?.id ?? null,
  ownerName: owner?.name ?? null,
  reason,
  from: iso(from),
  to: isoOrNull(to),
  firstEmailAt: isoOrNull(notified.firstAt),
  emailedTo: notified.to,
  copiedTo: notified.cc,
  reminders: notified.reminders,
  closedAs,
  closedBy: closedBy && actorView(closedBy),
});

export const gapRoutes: Route[] = [
  read({
    path: '/v1/gaps',
    summary: 'List gaps in the record',
    description:
      'One gap for each disconnect that overlaps the period, except withdrawn ones. A gap lasts from the last capture until ' +
      'capture resumed. Without `from` and `to`, the period is the last 90 days.',
    tag: 'Disconnects',
    access: listGaps.access,
    query: z.strictObject({
      from: instant.optional(),
      to: instant.optional(),
      network: z.enum(NETWORK_NAMES).optional(),
      ownerId: id.optional(),
      ...pageQuery,
    }),
    answers: { 200: { description: 'The gaps, latest first', body: listOf(GapOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const { from, to, network, ownerId } = query;
      const gaps = await listGaps(context, principal, { from, to, network, ownerId }, page);
      return { status: 200, body: listAnswer(gaps, page, formatGapKey, gapView) };
    },
  }),
];
