/** A Parent Profile that lost its rights: on one page, or entirely. */
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { findAccount } from '../../services/accounts/queries.js';
import { findReconnectChecks } from '../../services/accounts/reconnect-preconditions.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import {
  aBrokenAccount,
  accountRow,
  aCity,
  anAccount,
  auditTypes,
  createSite,
  disconnectRow,
  type Identity,
} from '../rig/site.js';
import { visitorOf, words } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));

const PAGES = [
  { network: 'facebook_page', id: 'page-1', name: 'City Hall' },
  { network: 'facebook_page', id: 'page-2', name: 'Fire Department' },
  { network: 'facebook_page', id: 'page-3', name: 'Library' },
];
const jane = (manages = PAGES): Identity => ({ network: 'facebook', id: 'jane', name: 'Jane Doe', manages });
const page = (id: string, name: string) => ({ network: 'facebook_page' as const, networkAccountId: id, name });
const openOf = async (accountId: string) => {
  const [row] = await site.context.db
    .select()
    .from(disconnects)
    .where(and(eq(disconnects.accountId, accountId), eq(disconnects.status, 'open')));
  return row;
};

describe('Requirement: a page that was unchecked at the network', () => {
  test('leaves only that account disconnected, as permission_missing, and reconnects the others', async () => {
    await site.identity(jane());
    const first = await aBrokenAccount(site, city, page('page-1', 'City Hall'));
    const second = await aBrokenAccount(site, city, page('page-2', 'Fire Department'));
    const third = await aBrokenAccount(site, city, page('page-3', 'Library'));
    await visitor.reconnect({ accountId: first.id });
    // All three are authorized through Jane now. Next time, two are unchecked: one connected, one disconnected.
    await report(site.context, city.archiveId, first.id);
    await report(site.context, city.archiveId, second.id);
    await site.identity(jane([PAGES[0]!]));
    const result = await visitor.reconnect({ accountId: first.id });
    expect(words(result)).toContain('City Hall has been reconnected.');
    expect(words(result)).toContain('Not connected');
    expect(words(result)).toContain('Library is disconnected.');
    expect(words(result)).not.toContain('You don’t need to do anything else.');
    expect((await accountRow(site, city, first.id)).status).toBe('connected');
    expect(await openOf(second.id)).toMatchObject({ reason: 'permission_missing' });
    expect(await auditTypes(site, city, second.id)).toContain('reason_changed');
    expect((await accountRow(site, city, third.id)).status).toBe('disconnected');
    expect(await openOf(third.id)).toMatchObject({ reason: 'permission_missing', status: 'open' });
  });

  test('doesn’t change the reason account_not_found', async () => {
    await site.identity(jane());
    const first = await aBrokenAccount(site, city, page('page-1', 'City Hall'));
    const second = await anAccount(site.context.db, city, page('page-2', 'Fire Department'));
    await visitor.reconnect({ accountId: first.id });
    await report(site.context, city.archiveId, second, { reason: 'account_not_found' });
    await report(site.context, city.archiveId, first.id);
    await site.identity(jane([PAGES[0]!]));
    expect(words(await visitor.reconnect({ accountId: first.id }))).not.toContain('Fire Department');
    expect(await openOf(second)).toMatchObject({ reason: 'account_not_found' });
  });

  test('stays permission_missing no matter how often it is unchecked', async () => {
    await site.identity(jane());
    const first = await aBrokenAccount(site, city, page('page-1', 'City Hall'));
    const second = await aBrokenAccount(site, city, page('page-2', 'Fire Department'));
    await visitor.reconnect({ accountId: first.id });
    for (const [n, broken] of [first, second, first, second].entries()) {
      await site.identity(jane([PAGES[n % 2 === 0 ? 1 : 0]!]));
      await visitor.reconnect({ accountId: (n % 2 === 0 ? second : first).id });
      expect(await openOf(broken.id)).toMatchObject({ reason: 'permission_missing' });
    }
  });

  test('doesn’t affect an imported account or an account without this Parent Profile', async () => {
    await site.identity(jane([PAGES[0]!]));
    const first = await aBrokenAccount(site, city, page('page-1', 'City Hall'));
    await visitor.reconnect({ accountId: first.id });
    const { parentProfileId } = await accountRow(site, city, first.id);
    const imported = await anAccount(site.context.db, city, {
      ...page('page-2', 'Fire Department'),
      parentProfileId: parentProfileId!,
    });
    const unrelated = await anAccount(site.context.db, city, page('page-3', 'Library'));
    await report(site.context, city.archiveId, first.id);
    const result = await visitor.reconnect({ accountId: first.id });
    expect(words(result)).not.toContain('Not connected');
    expect(words(result)).toContain('You don’t need to do anything else.');
    for (const id of [imported, unrelated]) expect((await accountRow(site, city, id)).status).toBe('connected');
  });

  test('changes nothing if it’s the account being reconnected', async () => {
    await site.identity(jane());
    const first = await aBrokenAccount(site, city, page('page-1', 'City Hall'));
    const second = await aBrokenAccount(site, city, page('page-2', 'Fire Department'));
    await visitor.reconnect({ accountId: first.id });
    await report(site.context, city.archiveId, first.id);
    await site.identity(jane([PAGES[1]!]));
    expect((await visitor.reconnect({ accountId: first.id })).status).toBe(409);
    expect((await accountRow(site, city, second.id)).status).toBe('connected');
    expect(await openOf(first.id)).toMatchObject({ reason: 'token_expired' });
  });
});

describe('Requirement: a Parent Profile that the network removed', () => {
  test('reconnects the account only for minutes: one email, then the advice to transfer', async () => {
    await site.identity(jane());
    const { id, disconnectId } = await aBrokenAccount(site, city, page('page-1', 'City Hall'));
    for (let loop = 0; loop < 4; loop += 1) {
      expect((await visitor.reconnect({ accountId: id })).status).toBe(200);
      await report(site.context, city.archiveId, id);
    }
    expect(await disconnectRow(site, city, disconnectId)).toMatchObject({
      status: 'open',
      reason: 'parent_profile_removed',
      reopened: 4,
    });
    const again = await site.context.db
      .select()
      .from(dueSteps)
      .where(and(eq(dueSteps.disconnectId, disconnectId), eq(dueSteps.kind, 'disconnected_again')));
    expect(again.length).toBeLessThanOrEqual(1);
    const checks = await findReconnectChecks(site.context.db, await findAccount(site.context.db, city.archiveId, id));
    expect(checks.find(({ check }) => check === 'parent_profile_owner')).toMatchObject({
      ok: false,
      finding: 'removed',
      action: 'transfer_account',
    });
  });
});
