/** `/v1/changes`: the capture engine follows changes to accounts; with `wait`, it gets them at once. */
import { z } from 'zod';
import { CHANGE_TYPES } from '../domain/change-types.js';
import { followChanges, type Change } from '../services/audit/change-feed.js';
import { instantOut, iso } from '../services/input/fields.js';
import { problem } from '../services/input/problem.js';
import { encodeCursor, pageOf, pageQuery } from '../http/lists.js';
import { read, type Route } from '../http/route.js';

const MAX_WAIT_SECONDS = 30;

const ChangeOut = z
  .object({
    at: instantOut,
    type: z.enum(CHANGE_TYPES),
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
    summary: 'Follow changes to accounts',
    description:
      'All changes since the beginning, in order. Continue with `nextCursor`, which is present even when there’s nothing new. ' +
      '`wait` keeps the request open until there is. A key or a person can have 12 requests waiting at a time, together with live ' +
      'streams, and an archive 100; one more gets a 429 with `Retry-After`. `id_corrected`: capture the account under the `networkAccountId` in `detail` from now on.',
    tag: 'Changes',
    access: followChanges.access,
    query: z.strictObject({
      ...pageQuery,
      wait: z.coerce
        .number({ error: problem('seconds_out_of_range', { min: 0, max: MAX_WAIT_SECONDS }) })
        .min(0)
        .max(MAX_WAIT_SECONDS)
        .default(0)
        .meta({ description: 'How many seconds to wait for new changes' }),
    }),
    answers: {
      200: {
        description: 'The changes, oldest first',
        body: z.object({ items: z.array(ChangeOut), nextCursor: z.string() }),
      },
    },
    async handle({ context, principal, query, makeSignal, takePlace }) {
      const wait = { ms: query.wait * 1000, signal: makeSignal(), takePlace };
      const { changes, next } = await followChanges(context, principal, pageOf(query), wait);
      return { status: 200, body: { items: changes.map(changeView), nextCursor: encodeCursor(next) } };
    },
  }),
];
