import { beforeEach, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { insertApiKey } from '../../services/access/api-keys.js';
import { audit, users } from '../../db/schema.js';
import { SCOPES } from '../../domain/principal.js';
import { aProfile } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, accountRow, aCity, createSite, type City } from '../rig/site.js';
import { Visitor, visitorOf, words } from '../rig/visitor.js';

let key: string;
let account: string;
let n = 0;
const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
beforeEach(async () => {
  key = await aKey(city);
  const networkAccountId = `page-${(n += 1)}`;
  await site.identity({
    network: 'facebook',
    id: 'jane',
    name: 'Jane Doe',
    manages: [{ network: 'facebook_page', id: networkAccountId, name: 'City Hall' }],
  });
  account = (await aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId, name: 'City Hall' })).id;
});

async function aKey(of: City): Promise<string> {
  const { key: made } = await insertApiKey(site.context.db, {
    archiveId: of.archiveId,
    name: 'engine',
    scopes: [...SCOPES],
  });
  return made;
}

async function begin(headers: Record<string, string>, id = account) {
  const response = await fetch(`${site.url}/v1/accounts/${id}/reconnect`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: '{}',
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const as = (userId: string) => ({ 'x-relink-acting-user': userId });

test('an administrator can reconnect on behalf of the owner, and the audit names both the person and the key', async () => {
  const { status, body } = await begin(as(city.primary));
  expect(status).toBe(200);
  expect(new Date(body.expiresAt!).getTime()).toBeGreaterThan(Date.now());
  const visitor = new Visitor(site);
  const page = await visitor.get(body.authorizeUrl!);
  expect(page.status).toBe(200);
  expect(words(page)).toContain('by Primary (API key “engine”)');
  const result = await visitor.get(await visitor.atNetwork(await visitor.toNetwork(body.authorizeUrl!)));
  expect(words(result)).toContain('City Hall has been reconnected.');
  expect(await accountRow(site, city, account)).toMatchObject({ status: 'connected', ownerId: city.owner });
  const [row] = await site.context.db
    .select()
    .from(audit)
    .where(and(eq(audit.accountId, account), eq(audit.type, 'reconnected')));
  expect(row).toMatchObject({
    actor: { kind: 'user', id: city.primary, name: 'Primary', through: { name: 'engine' } },
  });
});

test('the owner can start a reconnect too, but another owner or a Read Only administrator can’t', async () => {
  expect((await begin(as(city.owner))).status).toBe(200);
  expect(await begin(as(city.otherOwner))).toMatchObject({ status: 409, body: { code: 'owned_by_other_owner' } });
  const [readOnly] = await site.context.db
    .select()
    .from(users)
    .where(and(eq(users.archiveId, city.archiveId), eq(users.adminRole, 'read_only_administrator')));
  expect((await begin(as(readOnly!.id))).status).toBe(403);
});

test('an API key without an acting user is told to name one', async () => {
  const { status, body } = await begin({});
  expect(status).toBe(403);
  expect(body.detail).toContain('X-Relink-Acting-User');
});

test('another archive’s key can’t find the account', async () => {
  const other = await aCity(site.context.db);
  key = await aKey(other);
  expect((await begin(as(other.primary))).status).toBe(404);
});

test('a request retried with the same Idempotency-Key gets the same URL', async () => {
  const headers = { ...as(city.primary), 'idempotency-key': 'once' };
  const [first, second] = [await begin(headers), await begin(headers)];
  expect(first.body.authorizeUrl).toMatch(/\/reconnect\/[\w-]{43}$/);
  expect(second).toEqual(first);
});

test('a browser session can start a reconnect without an API key, but not from another site', async () => {
  const visitor = await visitorOf(site, city);
  const answer = await visitor.post(`/v1/accounts/${account}/reconnect`, {});
  expect(answer.status).toBe(200);
  expect((await visitor.post(`/v1/accounts/${account}/reconnect`, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(
    403,
  );
});

test('administrators are told which Account Owner a Parent Profile belongs to', async () => {
  await aProfile(site.context.db, city, 0, { ownerId: city.otherOwner, networkProfileId: 'jane' });
  const visitor = new Visitor(site);
  const { body } = await begin(as(city.primary));
  const page = await visitor.get(await visitor.atNetwork(await visitor.toNetwork(body.authorizeUrl!)));
  expect(page.status).toBe(409);
  expect(words(page)).toContain('The Account Owner of the Parent Profile Jane Doe is Other.');
  expect(words(page)).toContain('Transfer the Parent Profile');
});
