/** What a call refers to can be deleted while the call is in progress. Then it isn't found, as if the call had come a moment later. */
import { expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { createApi } from '../rig/api.js';
import { freshFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';

const api = freshFixture(createApi);

test.each([
  [
    'asks for their Personalized Link',
    (id: string) => api.call('POST', `/v1/users/${id}/personalized-link`, { delivery: 'copy' }),
    404,
  ],
  [
    'gives them an account',
    (ownerId: string) =>
      api.call('POST', '/v1/accounts', { network: 'x', networkAccountId: '123456', name: 'City Hall', ownerId }),
    404,
  ],
])('whoever %s while a colleague removes the person is told that they’re gone', async (_what, call, status) => {
  const { db } = api.context;
  const { archiveId, otherOwner } = api.city;
  const isWaiting = async () => {
    const [one] = await db.execute(
      sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return one !== undefined;
  };
  const answer = await db.transaction(async (colleague) => {
    await colleague.execute(sql`delete from users where archive_id = ${archiveId} and id = ${otherOwner}`);
    const answering = call(otherOwner);
    await until('the call waits for the colleague', isWaiting);
    return { answering };
  });
  expect(await answer.answering).toMatchObject({ status, body: { code: 'not_found' } });
});
