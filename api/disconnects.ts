/** `/v1/disconnects`: reading them, and what administrators do to one. */
import { z } from 'zod';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route } from '../http/route.js';
import type { TimelineEvent } from '../services/audit/audit-log.js';
import {
  pauseDisconnect,
  PauseInput,
  resumeDisconnect,
  withdrawDisconnect,
  WithdrawInput,
} from '../services/disconnects/pause.js';
import type { ShownDisconnect } from '../services/disconnects/queries.js';
import { listDisconnects, readDisconnect, readDisconnectTimeline } from '../services/disconnects/read.js';
import { id, instantOut, iso } from '../services/input/fields.js';
import { DisconnectOut, disconnectView } from './disconnect-views.js';
import { ActorOut, actorView } from './actor-view.js';

const tag = 'Disconnects';
const params = z.strictObject({ id });
const answers = { 200: { description: 'The disconnect', body: DisconnectOut } };

const answer = (disconnect: ShownDisconnect) => ({ status: 200, body: disconnectView(disconnect) });

const EventOut = z
  .object({
    at: instantOut,
    type: z.string(),
    actor: ActorOut,
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEvent' });

const eventView = (event: TimelineEvent): z.input<typeof EventOut> => ({
  at: iso(event.at),
  type: event.type,
  actor: actorView(event.actor),
  detail: event.detail,
});

export const disconnectRoutes: Route[] = [
  read({
    path: '/v1/disconnects',
    summary: 'List the disconnects',
    tag,
    access: listDisconnects.access,
    query: z.strictObject({
      status: z.enum(['open', 'closed']).optional(),
      ownerId: id.optional(),
      accountId: id.optional(),
      ...pageQuery,
    }),
    answers: { 200: { description: 'Disconnects, the newest first', body: listOf(DisconnectOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const { status, ownerId, accountId } = query;
      const rows = await listDisconnects(context, principal, { status, ownerId, accountId }, page);
      return { status: 200, body: listAnswer(rows, page, (row) => row.id, disconnectView) };
    },
  }),
  read({
    path: '/v1/disconnects/{id}',
    summary: 'Read a disconnect',
    tag,
    access: readDisconnect.access,
    params,
    answers,
    handle: async ({ context, principal, params: { id: disconnectId } }) =>
      answer(await readDisconnect(context, principal, disconnectId)),
  }),
  read({
    path: '/v1/disconnects/{id}/timeline',
    summary: 'What happened, in order',
    tag,
    access: readDisconnectTimeline.access,
    params,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'Events, the oldest first', body: listOf(EventOut) } },
    async handle({ context, principal, params: { id: disconnectId }, query }) {
      const page = pageOf(query);
      const events = await readDisconnectTimeline(context, principal, disconnectId, page);
      return { status: 200, body: listAnswer(events, page, (event) => event.id, eventView) };
    },
  }),
  write({
    method: 'post',
    path: '/v1/disconnects/{id}/pause',
    summary: 'Pause its emails',
    description:
      'The clock of the series goes on: what falls due until then is skipped; an email that was about to go out waits for the ' +
      'end. It ends by itself.',
    tag,
    access: pauseDisconnect.access,
    params,
    body: PauseInput,
    answers,
    handle: async ({ context, principal, params: { id: disconnectId }, body }) =>
      answer(await pauseDisconnect(context, principal, disconnectId, body)),
  }),
  write({
    method: 'post',
    path: '/v1/disconnects/{id}/resume',
    summary: 'End the pause',
    tag,
    access: resumeDisconnect.access,
    params,
    answers,
    handle: async ({ context, principal, params: { id: disconnectId } }) =>
      answer(await resumeDisconnect(context, principal, disconnectId)),
  }),
  write({
    method: 'post',
    path: '/v1/disconnects/{id}/withdraw',
    summary: 'Withdraw the report as a mistake',
    description: 'The account counts as connected; nobody is told "reconnected".',
    tag,
    access: withdrawDisconnect.access,
    params,
    body: WithdrawInput,
    answers,
    handle: async ({ context, principal, params: { id: disconnectId }, body }) =>
      answer(await withdrawDisconnect(context, principal, disconnectId, body)),
  }),
];
