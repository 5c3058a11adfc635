/** `/v1/surge-holds`: many accounts of one network reported at once, and their emails wait for somebody to decide. */
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
    state: z.enum(['holding', 'released', 'withdrawn', 'expired']),
    beganAt: instantOut,
    until: instantOut.meta({ description: 'When the emails go out by themselves' }),
    endedAt: instantOut.nullable(),
    endedBy: z.string().nullable(),
    disconnects: z.int().meta({ description: 'How many it was applied to' }),
    open: z.int().meta({ description: 'How many of these are still open' }),
  })
  .meta({ id: 'SurgeHold' });

export const surgeHoldView = (surgeHold: SurgeHoldWithCounts): z.input<typeof SurgeHoldOut> => ({
  id: surgeHold.id,
  network: surgeHold.network,
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
    summary: 'List the surge holds',
    description: 'Those that hold before all others, then the latest; 100 at most.',
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
    summary: 'Read a surge hold',
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
    summary: 'Release the emails',
    description: 'The accounts are really disconnected: their Account Owners are emailed now.',
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
    summary: 'Withdraw all the reports',
    description: 'The network was wrong: the accounts count as connected, and nobody is told anything.',
    tag,
    access: withdrawHeldReports.access,
    params,
    body: WithdrawHeldInput,
    answers,
    handle: async ({ context, principal, params: { id: surgeHoldId }, body }) =>
      answer(await withdrawHeldReports(context, principal, surgeHoldId, body)),
  }),
];
