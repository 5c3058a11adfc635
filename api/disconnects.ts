/** `/v1/disconnects`: reading them, and what administrators do to one. */
import { z } from 'zod';
import { planOf } from '../services/archives/archives.js';
import { readTimeline } from '../services/audit/audit-log.js';
import type { Db } from '../db/client.js';
import { listDisconnects, readDisconnect } from '../services/disconnects/queries.js';
import { pauseDisconnect, resumeDisconnect, withdrawDisconnect } from '../services/disconnects/pause.js';
import { DisconnectOut, disconnectView } from './disconnect-views.js';
import { id, instant, instantOut, iso, reasonText } from '../services/input/fields.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Caller, type Route } from '../http/route.js';
import { invalid } from '../services/input/validate.js';

const tag = 'Disconnects';
const params = z.strictObject({ id });
const everyone = { scope: 'read', audience: 'everyone' } as const;
const managers = { scope: 'manage', audience: 'managers' } as const;
const answers = { 200: { description: 'The disconnect', body: DisconnectOut } };

async function measuresOf(db: Db, { context, archiveId }: Caller) {
  return { plan: await planOf(db, archiveId), dayMs: context.config.dayMs, now: context.clock.now() };
}

async function showOne(db: Db, caller: Caller, disconnectId: string) {
  const row = await readDisconnect(db, caller.archiveId, disconnectId, caller.ownerId);
  return { status: 200, body: disconnectView(row, await measuresOf(db, caller)) };
}

const EventOut = z
  .object({
    at: instantOut,
    type: z.string(),
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEvent' });

type Event = Awaited<ReturnType<typeof readTimeline>>[number];
const eventView = (event: Event): z.input<typeof EventOut> => ({
  at: iso(event.at),
  type: event.type,
  actor: { kind: event.actorKind, id: event.actorId, name: event.actor },
  detail: event.detail,
});

/** "Suspended on purpose: an administrator can pause a disconnect's emails until a date" – not for ever. */
const LONGEST_PAUSE_MS = 366 * 86_400_000;

export const disconnectRoutes: Route[] = [
  read({
    path: '/v1/disconnects',
    summary: 'List the disconnects',
    tag,
    access: everyone,
    query: z.strictObject({
      status: z.enum(['open', 'closed']).optional(),
      ownerId: id.optional(),
      accountId: id.optional(),
      ...pageQuery,
    }),
    answers: { 200: { description: 'Disconnects, the newest first', body: listOf(DisconnectOut) } },
    async handle(call) {
      const { db, archiveId, ownerId: only, query } = call;
      const page = pageOf(query);
      const rows = await listDisconnects(db, archiveId, { ...query, only }, page);
      const measures = await measuresOf(db, call);
      return {
        status: 200,
        body: listAnswer(
          rows,
          page,
          (row) => row.id,
          (row) => disconnectView(row, measures),
        ),
      };
    },
  }),
  read({
    path: '/v1/disconnects/{id}',
    summary: 'Read a disconnect',
    tag,
    access: everyone,
    params,
    answers,
    handle: (call) => showOne(call.db, call, call.params.id),
  }),
  read({
    path: '/v1/disconnects/{id}/timeline',
    summary: 'What happened, in order',
    tag,
    access: everyone,
    params,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'Events, the oldest first', body: listOf(EventOut) } },
    async handle({ db, archiveId, ownerId, params: { id: disconnectId }, query }) {
      await readDisconnect(db, archiveId, disconnectId, ownerId);
      const page = pageOf(query);
      const rows = await readTimeline(db, archiveId, disconnectId, page.after, page.limit + 1);
      return { status: 200, body: listAnswer(rows, page, (event) => event.id, eventView) };
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
    access: managers,
    params,
    body: z.strictObject({ until: instant, reason: reasonText }),
    answers,
    async handle(call) {
      const { tx, params, body, context } = call;
      const ahead = body.until.getTime() - context.clock.now().getTime();
      if (ahead <= 0 || ahead > LONGEST_PAUSE_MS)
        throw invalid([{ path: 'until', code: 'not_within_a_year', params: {} }]);
      await pauseDisconnect(tx, call, params.id, body);
      call.wake('workflows', `mail:${call.archiveId}`);
      return showOne(tx, call, params.id);
    },
  }),
  write({
    method: 'post',
    path: '/v1/disconnects/{id}/resume',
    summary: 'End the pause',
    tag,
    access: managers,
    params,
    answers,
    async handle(call) {
      const { tx, params } = call;
      await resumeDisconnect(tx, call, params.id);
      call.wake('workflows', `mail:${call.archiveId}`);
      return showOne(tx, call, params.id);
    },
  }),
  write({
    method: 'post',
    path: '/v1/disconnects/{id}/withdraw',
    summary: 'Withdraw the report as a mistake',
    description: 'The account counts as connected; nobody is told "reconnected".',
    tag,
    access: managers,
    params,
    body: z.strictObject({ reason: reasonText }),
    answers,
    async handle(call) {
      const { tx, params, body, context } = call;
      await withdrawDisconnect(tx, { ...call, now: context.clock.now() }, params.id, body.reason);
      call.wake('workflows');
      return showOne(tx, call, params.id);
    },
  }),
];
