/** The permission that a person gave for an account's wrong id is revoked at the network, and never counts for the right one. */
import { expect, test } from '@jest/globals';
import { eq, isNotNull, sql } from 'drizzle-orm';
import { correctAccountId } from '../../services/accounts/correct-id.js';
import { readAccountDetails } from '../../services/accounts/read.js';
import { findCredential } from '../../services/credentials/credentials.js';
import { accounts, credentials } from '../../db/schema.js';
import { sharedFixture } from '../rig/fixtures.js';
import { createSite } from '../rig/site.js';
import { ARCHIVE } from '../rig/reports.js';
import { connect, somebody, watch } from '../rig/tokens.js';

const site = sharedFixture(createSite);

test('an account that was connected under the wrong id no longer has that permission, here or at X', async () => {
  const { context } = site;
  const { db, config } = context;
  const person = somebody('x');
  const { city, ids } = await connect(site, person);
  const { archiveId } = city;
  const [accountId] = ids as [string];
  const { accessToken } = (await findCredential(db, config.keys, { archiveId, accountId }))!.tokens;
  const works = async () =>
    (await context.networks.adapterFor('x').check({ network: 'x', networkAccountId: person.id, accessToken })).verdict;
  expect(await works()).toBe('healthy');

  const system = { kind: 'system', archiveId, actor: ARCHIVE } as const;
  await correctAccountId(context, system, accountId, { networkAccountId: '2244994945' });
  const { account, authorization } = await readAccountDetails(context, system, accountId, new Date());
  expect([account.status, authorization]).toEqual(['disconnected', null]);
  expect(await findCredential(db, config.keys, { archiveId, accountId })).toBeNull();

  await db
    .update(credentials)
    .set({ revocationRequestedAt: sql`now() - interval '16 minutes'` })
    .where(isNotNull(credentials.revocationRequestedAt));
  await watch(site);
  expect(await works()).not.toBe('healthy');
  expect(await db.select().from(credentials).where(eq(credentials.archiveId, archiveId))).toEqual([]);
  const rows = await db.select().from(accounts).where(eq(accounts.archiveId, archiveId));
  expect(rows.filter(({ deletedAt }) => deletedAt === null).map(({ networkAccountId }) => networkAccountId)).toEqual([
    '2244994945',
  ]);
});
