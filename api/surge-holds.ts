/** `/v1/surge-holds`: when many accounts on one network are reported at once, their emails wait for someone to decide. */
import { z } from 'zod';
import type { SurgeHoldWithCounts } from '../services/disconnects/surge-hold-queries.js';
import {
  listSurgeHolds,
  readSurgeHold,
  releaseSurgeHold,
  withdrawHeldReports,
  WithdrawHeldInput,
} from '../services/disconnects/surge-holds.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { id, instantOut, iso, isoOrNull } from '../services/input/fields.js';
import { read, write, type Route } from '../http/route.js';
import { recordedAs } from './actor-view.js';

export const SurgeHoldOut = z
  .object({
    id: z.string(),
    network: z.enum(NETWORK_NAMES),
    code: z.string().nullable().meta({
      description:
        'The network’s error code, when several archives got the same one and no one knows it yet: perhaps our app’s trouble, so an operator decides too. Null when this archive’s own surge started the hold',
    }),
    state: z.enum(['holding', 'released', 'withdrawn', 'expired']),
    beganAt: instantOut,
    until: instantOut.meta({ description: 'When the emails are sent automatically' }),
    endedAt: instantOut.nullable(),
    endedBy: z.string().nullable(),
    disconnects: z.int().meta({ description: 'How many disconnects it has held' }),
    open: z.int().meta({ description: 'How many of them are still open' }),
  })
  .meta({ id: 'SurgeHold' });

export const surgeHoldView = (surgeHold: SurgeHoldWithCounts): z.input<typeof SurgeHoldOut> => ({
  id: surgeHold.id,
  network: surgeHold.network,
  code: surgeHold.code,
  state: surgeHold.state,
  beganAt: iso(surgeHold.beganAt),
  until: iso(surgeHold.until),
  endedAt: isoOrNull(surgeHold.endedAt),
  endedBy: surgeHold.endedBy && recordedAs(surgeHold.endedBy),
  disconnects: surgeHold.disconnects,
  open: surgeHold.open,
});

const tag = 'SurgeHolds';
const params = z.strictObject({ id });
const answers = { 200: { description: 'The surge hold', body: SurgeHoldOut } };

const answer = (surgeHold: SurgeHoldWithCounts) => ({ status: 200, body: surgeHoldView(surgeHold) });

export const surgeHoldRoutes: Route[] = [
  read({
    path: '/v1/surge-holds',
    summary: 'List surge holds',
    description: 'Surge holds that are still holding come first, then the latest. Up to 100.',
    tag,
    access: listSurgeHolds.access,
    answers: {
      200: { description: 'The surge holds', body: z.object({ items: z.array(SurgeHoldOut), nextCursor: z.null() }) },
    },
    async handle({ context, principal }) {
      const items = (await listSurgeHolds(context, principal)).map(surgeHoldView);
      return { status: 200, body: { items, nextCursor: null } };
    },
  }),
  read({
    path: '/v1/surge-holds/{id}',
    summary: 'Get a surge hold',
    tag,
    access: readSurgeHold.access,
    params,
    answers,
    handle: async ({ context, principal, params: { id: surgeHoldId } }) =>
      answer(await readSurgeHold(context, principal, surgeHoldId)),
  }),
  write({
    method: 'post',
    path: '/v1/surge-holds/{id}/release',
    summary: 'Release the emails of a surge hold',
    description: 'For accounts that really are disconnected. Their Account Owners are emailed now.',
    tag,
    access: releaseSurgeHold.access,
    params,
    answers,
    handle: async ({ context, principal, params: { id: surgeHoldId } }) =>
      answer(await releaseSurgeHold(context, principal, surgeHoldId)),
  }),
  write({
    method: 'post',
    path: '/v1/surge-holds/{id}/withdraw',
    summary: 'Withdraw all reports of a surge hold',
    description: 'For accounts that are still connected. They show as connected again, and no one is emailed.',
    tag,
    access: withdrawHeldReports.access,
    params,
    body: WithdrawHeldInput,
    answers,
    handle: async ({ context, principal, params: { id: surgeHoldId }, body }) =>
      answer(await withdrawHeldReports(context, principal, surgeHoldId, body)),
  }),
];
