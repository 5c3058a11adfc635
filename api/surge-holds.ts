/** `/v1/brakes`: many accounts of one network reported at once, and their emails wait for somebody to decide. */
import { z } from 'zod';
import {
  listBrakes,
  readBrake,
  releaseBrake,
  withdrawBraked,
  type BrakeWithCounts,
} from '../services/disconnects/surge-holds.js';
import type { Db } from '../db/client.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { id, instantOut, iso, isoOrNull, reasonText } from '../http/fields.js';
import { read, write, type Route } from '../http/route.js';

export const BrakeOut = z
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
  .meta({ id: 'Brake' });

export const brakeView = (brake: BrakeWithCounts): z.input<typeof BrakeOut> => ({
  id: brake.id,
  network: brake.network,
  state: brake.state,
  beganAt: iso(brake.beganAt),
  until: iso(brake.until),
  endedAt: isoOrNull(brake.endedAt),
  endedBy: brake.endedBy,
  disconnects: brake.disconnects,
  open: brake.open,
});

const tag = 'Brakes';
const params = z.strictObject({ id });
const managers = { scope: 'manage', people: 'managers' } as const;
const answers = { 200: { description: 'The brake', body: BrakeOut } };
const shown = async (db: Db, archiveId: string, brakeId: string) => ({
  status: 200,
  body: brakeView(await readBrake(db, archiveId, brakeId)),
});

export const brakeRoutes: Route[] = [
  read({
    path: '/v1/brakes',
    summary: 'List the brakes',
    description: 'Those that hold before all others, then the latest; 100 at most.',
    tag,
    access: { scope: 'read', people: 'administrators' },
    answers: { 200: { description: 'The brakes', body: z.object({ items: z.array(BrakeOut), nextCursor: z.null() }) } },
    async handle({ db, archiveId }) {
      const items = (await listBrakes(db, archiveId)).map(brakeView);
      return { status: 200, body: { items, nextCursor: null } };
    },
  }),
  read({
    path: '/v1/brakes/{id}',
    summary: 'Read a brake',
    tag,
    access: { scope: 'read', people: 'administrators' },
    params,
    answers,
    handle: ({ db, archiveId, params: { id: brakeId } }) => shown(db, archiveId, brakeId),
  }),
  write({
    method: 'post',
    path: '/v1/brakes/{id}/release',
    summary: 'Release the emails',
    description: 'The accounts are really disconnected: their Account Owners are emailed now.',
    tag,
    access: managers,
    params,
    answers,
    async handle(call) {
      await releaseBrake(call.tx, call, call.params.id);
      call.wake(`mail:${call.archiveId}`);
      return shown(call.tx, call.archiveId, call.params.id);
    },
  }),
  write({
    method: 'post',
    path: '/v1/brakes/{id}/withdraw',
    summary: 'Withdraw all the reports',
    description: 'The network was wrong: the accounts count as connected, and nobody is told anything.',
    tag,
    access: managers,
    params,
    body: z.strictObject({ reason: reasonText }),
    answers,
    async handle(call) {
      await withdrawBraked(call.tx, { ...call, now: call.context.clock.now() }, call.params.id, call.body.reason);
      call.wake('workflows', `mail:${call.archiveId}`);
      return shown(call.tx, call.archiveId, call.params.id);
    },
  }),
];
