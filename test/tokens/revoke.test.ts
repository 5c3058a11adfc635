/** A deleted account's authorization is revoked at the network, and no other account is affected. */
import { describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { deleteAccount } from '../../services/accounts/status.js';
import { credentials } from '../../db/schema.js';
import { sharedFixture } from '../rig/fixtures.js';
import { createSite, type City } from '../rig/site.js';
import { ARCHIVE } from '../rig/reports.js';
import { connect, credentialOf, setCredential, somebody, statusOf, watch } from '../rig/tokens.js';
import { findCredential } from '../../services/credentials/credentials.js';

const site = sharedFixture(createSite);

/** Removes an account and backdates it by a quarter of an hour, by which time anyone who wanted to add it again has done so. */
async function remove({ archiveId }: City, accountId: string): Promise<void> {
  await deleteAccount(site.context, { kind: 'system', archiveId, actor: ARCHIVE }, accountId);
  await watch(site);
  await site.context.db
    .update(credentials)
    .set({ revocationRequestedAt: sql`now() - interval '16 minutes'` })
    .where(eq(credentials.accountId, accountId));
}
const kept = async (accountId: string) =>
  (await site.context.db.select().from(credentials).where(eq(credentials.accountId, accountId))).length;
const worksAt = async (network: 'x' | 'linkedin_page', networkAccountId: string, accessToken: string) =>
  (await site.context.networks.adapterFor(network).check({ network, networkAccountId, accessToken })).verdict;

const tokenOf = async ({ archiveId }: City, accountId: string) => {
  const { db, config } = site.context;
  return (await findCredential(db, config.keys, { archiveId, accountId }))!.tokens.accessToken;
};

describe('deleting an account', () => {
  it('revokes its authorization at the network, then deletes the credential', async () => {
    const person = somebody('x');
    const { city, ids } = await connect(site, person);
    const token = await tokenOf(city, ids[0]!);
    expect(await worksAt('x', person.id, token)).toBe('healthy');
    await remove(city, ids[0]!);
    await watch(site);
    expect(await worksAt('x', person.id, token)).not.toBe('healthy');
    expect(await kept(ids[0]!)).toBe(0);
  });

  it('doesn’t revoke a consent that another account still uses', async () => {
    const person = somebody('linkedin', ['linkedin_page', 'linkedin_page']);
    const { city, ids } = await connect(site, person);
    await remove(city, ids[0]!);
    await watch(site);
    expect(await kept(ids[0]!)).toBe(0);
    expect(await worksAt('linkedin_page', person.manages![1]!.id, await tokenOf(city, ids[1]!))).toBe('healthy');
  });

  it('doesn’t revoke what the same person authorized for another archive', async () => {
    const person = somebody('x');
    const one = await connect(site, person);
    const other = await connect(site, person);
    await remove(one.city, one.ids[0]!);
    await watch(site);
    expect(await kept(one.ids[0]!)).toBe(0);
    expect(await worksAt('x', person.id, await tokenOf(other.city, other.ids[0]!))).toBe('healthy');
    expect(await statusOf(site, other.ids[0]!)).toBe('connected');
  });

  it('deletes an imported credential immediately, because it may be in use elsewhere', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    await setCredential(site, ids[0]!, { authorizedBy: null });
    await deleteAccount(site.context, { kind: 'system', archiveId: city.archiveId, actor: ARCHIVE }, ids[0]!);
    expect(await kept(ids[0]!)).toBe(0);
  });

  it('retries for a week if the network is down', async () => {
    const person = somebody('x');
    const { city, ids } = await connect(site, person);
    await site.break('x', person.id, 'down');
    await remove(city, ids[0]!);
    await watch(site);
    expect(await credentialOf(site, ids[0]!)).toMatchObject({ version: 1 });
    const watchAfter = async (time: string) => {
      await site.context.db
        .update(credentials)
        .set({ renewAfter: null, revocationRequestedAt: sql`now() - ${time}::interval` })
        .where(eq(credentials.accountId, ids[0]!));
      await watch(site);
    };
    await watchAfter('6 days 23 hours');
    expect(await kept(ids[0]!)).toBe(1);
    await watchAfter('7 days 1 hour');
    expect(await kept(ids[0]!)).toBe(0);
  });
});
