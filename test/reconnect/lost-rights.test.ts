/**
 * The person who began a reconnect is checked again when it ends: a dead link isn't even taken to the network, and a lost role writes
 * nothing.
 */
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { users } from '../../db/schema.js';
import { renewLink } from '../../services/access/personalized-links.js';
import { useDisconnectedX } from '../rig/disconnected-x.js';
import { accountRow, linkOf, stateOf } from '../rig/site.js';
import { Visitor, visitorOf, words } from '../rig/visitor.js';

const { site, city, x, signedIn } = useDisconnectedX();

async function callbackOf(visitor: Visitor): Promise<string> {
  const begun = await visitor.post(`/v1/accounts/${x.id}/reconnect`, {});
  expect(begun.status).toBe(200);
  const { authorizeUrl } = JSON.parse(begun.text) as { authorizeUrl: string };
  return visitor.atNetwork(await visitor.toNetwork(authorizeUrl));
}

const become = (userId: string, roles: Partial<typeof users.$inferInsert>) =>
  site.context.db.update(users).set(roles).where(eq(users.id, userId));

describe('a link', () => {
  test('that was renewed mid-flow is refused before the network is called', async () => {
    const visitor = await visitorOf(site, city);
    const callback = await callbackOf(visitor);
    await renewLink(site.context.db, site.context.config.keys, city.archiveId, city.owner);
    // Any call to the network would now find that it is down.
    await site.break('x', x.networkAccountId, 'down');
    const page = await visitor.get(callback);
    expect(page.status).toBe(410);
    expect(words(page)).toContain('no longer works');
  });

  test('of a former Account Owner no longer opens, and its sessions end', async () => {
    const visitor = await visitorOf(site, city);
    const link = await linkOf(site, city);
    await become(city.owner, { isAccountOwner: false, adminRole: 'read_only_administrator' });
    expect((await new Visitor(site).open(link)).status).not.toBe(200);
    expect((await visitor.get('/connect/accounts')).status).toBe(401);
    expect((await visitor.post('/connect/reconnect', { accountId: x.id })).status).toBe(401);
  });
});

describe('an administrator’s reconnect', () => {
  test.each([
    ['a Read Only System Administrator', { adminRole: 'read_only_administrator' }],
    ['an Account Owner of other accounts', { adminRole: null, isAccountOwner: true }],
  ] as const)('changes nothing if the administrator has become %s', async (_what, roles) => {
    const visitor = await signedIn(city.primary);
    const callback = await callbackOf(visitor);
    const before = await stateOf(site, city);
    await become(city.primary, roles);
    const page = await visitor.get(callback);
    expect(page.status).toBe(403);
    expect(await stateOf(site, city)).toEqual(before);
  });

  test('succeeds if the role hasn’t changed', async () => {
    const visitor = await signedIn(city.primary);
    expect((await visitor.get(await callbackOf(visitor))).status).toBe(200);
    expect((await accountRow(site, city, x.id)).status).toBe('connected');
  });
});
