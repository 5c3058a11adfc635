/** `/v1/changes`: the capture engine follows what happens to accounts; with `wait` it hears at once. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { BEGINNING, cursorOf, readChanges, type Change, type ChangesCursor } from '../services/audit/change-feed.js';
import { instantOut, iso } from '../services/input/fields.js';
import { problem } from '../services/input/problem.js';
import { badCursor, encode, pageQuery } from '../http/lists.js';
import { read, type Reading, type Route } from '../http/route.js';

const MAX_WAIT_SECONDS = 30;
/** Nobody has to tell of a change: who waits looks this often. */
const LOOK_EVERY_MS = 500;

const ChangeOut = z
  .object({
    at: instantOut,
    type: z.enum([
      'connected',
      'disconnected',
      'reconnected',
      'transferred',
      'inactive',
      'deleted',
      'credential_renewed',
    ]),
    accountId: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Change' });

const changeView = (change: Change): z.input<typeof ChangeOut> => ({
  at: iso(change.at),
  type: change.type,
  accountId: change.accountId,
  detail: change.detail,
});

export const changeRoutes: Route[] = [
  read({
    path: '/v1/changes',
    summary: 'Follow what happens to accounts',
    description:
      'In order, for ever. Go on with `nextCursor`, which is there even when nothing is new; `wait` keeps the request open ' +
      'until something is.',
    tag: 'Changes',
    access: { scope: 'read', audience: 'administrators' },
    query: z.strictObject({
      ...pageQuery,
      wait: z.coerce
        .number({ error: problem('seconds_out_of_range', { min: 0, max: MAX_WAIT_SECONDS }) })
        .min(0)
        .max(MAX_WAIT_SECONDS)
        .default(0)
        .meta({ description: 'Seconds to wait for something new' }),
    }),
    answers: {
      200: {
        description: 'Changes, the oldest first',
        body: z.object({ items: z.array(ChangeOut), nextCursor: z.string() }),
      },
    },
    async handle(call) {
      const after = call.query.cursor === null ? BEGINNING : parseCursor(call.query.cursor);
      const rows = await newChanges(call, after, call.query);
      const last = rows.at(-1);
      const { txid, seq } = last ? cursorOf(last) : after;
      return { status: 200, body: { items: rows.map(changeView), nextCursor: encode(`${txid}.${seq}`) } };
    },
  }),
];

async function newChanges(call: Reading, after: ChangesCursor, query: { limit: number; wait: number }) {
  const { db, archiveId, signal } = call;
  const until = performance.now() + query.wait * 1000;
  for (;;) {
    const rows = await readChanges(db, archiveId, after, query.limit);
    const left = until - performance.now();
    if (rows.length > 0 || left <= 0 || signal.aborted) return rows;
    // Cut short when the client goes away or the server stops: then there is nobody to tell, or nothing new to say.
    await delay(Math.min(LOOK_EVERY_MS, left), undefined, { signal }).catch(() => undefined);
  }
}

/** What PostgreSQL's 64-bit counters can hold. */
const MAX = 2n ** 63n;

function parseCursor(text: string): ChangesCursor {
  const [, txid, seq] = /^(\d{1,19})\.(\d{1,19})$/.exec(text) ?? [];
  if (txid === undefined || seq === undefined) throw badCursor();
  const cursor = { txid: BigInt(txid), seq: BigInt(seq) };
  if (cursor.txid >= MAX || cursor.seq >= MAX) throw badCursor();
  return cursor;
}
