/** `/v1/disconnects`: reads disconnects, and lets administrators act on one. */
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
    summary: 'List disconnects',
    tag,
    access: listDisconnects.access,
    query: z.strictObject({
      status: z.enum(['open', 'closed']).optional(),
      ownerId: id.optional(),
      accountId: id.optional(),
      ...pageQuery,
    }),
    answers: { 200: { description: 'The disconnects, newest first', body: listOf(DisconnectOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const { status, ownerId, accountId } = query;
      const rows = await listDisconnects(context, principal, { status, ownerId, accountId }, page);
      return { status: 200, body: listAnswer(rows, page, (row) => row.id, disconnectView) };
    },
  }),
  read({
    path: '/v1/disconnects/{id}',
    summary: 'Get a disconnect',
    tag,
    access: readDisconnect.access,
    params,
    answers,
    handle: async ({ context, principal, params: { id: disconnectId } }) =>
      answer(await readDisconnect(context, principal, disconnectId)),
  }),
  read({
    path: '/v1/disconnects/{id}/timeline',
    summary: 'Get the timeline of a disconnect',
    tag,
    access: readDisconnectTimeline.access,
    params,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'The events, oldest first', body: listOf(EventOut) } },
    async handle({ context, principal, params: { id: disconnectId }, query }) {
      const page = pageOf(query);
      const events = await readDisconnectTimeline(context, principal, disconnectId, page);
      return { status: 200, body: listAnswer(events, page, (event) => event.id, eventView) };
    },
  }),
  write({
    method: 'post',
    path: '/v1/disconnects/{id}/pause',
    summary: 'Pause the emails of a disconnect',
    description:
      'The clock of the series keeps running. Emails that come due during the pause are skipped; one that was about to go out ' +
      'is sent after the pause. The pause ends automatically.',
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
    summary: 'Resume the emails of a disconnect',
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
    summary: 'Withdraw a report made by mistake',
    description: 'The account shows as connected. No one is emailed that it was reconnected.',
    tag,
    access: withdrawDisconnect.access,
    params,
    body: WithdrawInput,
    answers,
    handle: async ({ context, principal, params: { id: disconnectId }, body }) =>
      answer(await withdrawDisconnect(context, principal, disconnectId, body)),
  }),
];
