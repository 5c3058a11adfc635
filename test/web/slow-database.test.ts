/** When PostgreSQL doesn't answer in time, programs, pages, and their scripts get 503 and "try again later". */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { insertApiKey } from '../../services/access/api-keys.js';
import { linkOf, type Site, createSite, aCity, type City } from '../rig/site.js';
import { until } from '../rig/until.js';
import { Visitor } from '../rig/visitor.js';

let site: Site;
let city: City;
beforeAll(async () => {
  site = await createSite();
  city = await aCity(site.context.db);
});
afterAll(() => site.close());

/** Cancels statements the way PostgreSQL cancels one that takes longer than `statement_timeout` (SQLSTATE 57014). */
async function whileStatementsAreCanceled<T>(table: string, ask: () => Promise<T>): Promise<T> {
  return site.context.db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${sql.identifier(table)}`);
    const asked = ask();
    await until('a statement is waiting and gets canceled', async () => {
      // Not in the transaction, for which PostgreSQL keeps the snapshot that it saw first.
      const canceled = await site.context.db.execute(
        sql`select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return canceled.length > 0;
    });
    return asked;
  });
}

const mustRetryLater = (headers: Headers) => Number(headers.get('retry-after')) > 0;

test('the API returns 503 when the database is slow', async () => {
  const { key } = await insertApiKey(site.context.db, { archiveId: city.archiveId, name: 'Test', scopes: ['read'] });
  const answer = await whileStatementsAreCanceled('api_keys', () =>
    fetch(`${site.url}/v1/users`, { headers: { authorization: `Bearer ${key}` } }),
  );
  expect([answer.status, mustRetryLater(answer.headers)]).toEqual([503, true]);
  expect(await answer.json()).toMatchObject({ code: 'temporarily_unavailable' });
});

test('a page returns 503 when the database is slow', async () => {
  const answer = await whileStatementsAreCanceled('data_deletions', () =>
    new Visitor(site).get(`/data-deletion/${'0'.repeat(32)}`, { accept: 'text/html' }),
  );
  expect([answer.status, mustRetryLater(answer.headers)]).toEqual([503, true]);
  expect(answer.text).toContain('<h1>');
});

test('a page’s script gets 503 when the database is slow', async () => {
  const link = await linkOf(site, city);
  const answer = await whileStatementsAreCanceled('personalized_links', () => new Visitor(site).open(link));
  expect([answer.status, mustRetryLater(answer.headers)]).toEqual([503, true]);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 'temporarily_unavailable' });
});
