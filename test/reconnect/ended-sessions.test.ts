/**
 * What a session or an API key began ends with it: a person who has signed out, or was signed out, connects nothing anymore, however far
 * they had come at the network.
 */
import { describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { insertApiKey } from '../../services/access/api-keys.js';
import { endSession } from '../../services/sessions/end-sessions.js';
import { signInUrl } from '../../services/access/sign-in-links.js';
import { applyAuthorization } from '../../services/reconnect/complete.js';
import { consumeSignIn } from '../../services/reconnect/oauth-states.js';
import { apiKeys, audit, oauthStates, sessions, signInLinks } from '../../db/schema.js';
import { SCOPES } from '../../domain/principal.js';
import { postForm } from '../rig/aged-sign-ins.js';
import { aProfile } from '../rig/builders.js';
import { useDisconnectedX } from '../rig/disconnected-x.js';
import { ASKING_BROWSER, askedFor } from '../rig/sign-in-links.js';
import { aBrokenAccount, accountRow, linkOf, stateOf } from '../rig/site.js';
import { until } from '../rig/until.js';
import { Visitor, visitorOf, words } from '../rig/visitor.js';

const { site, city, x, status, signedIn } = useDisconnectedX();

/** Everything is as it was, and the network was not even asked. */
async function expectRefused(visitor: Visitor, urls: readonly string[], code: number, said: string): Promise<void> {
  const before = await stateOf(site, city);
  // Any call to the network would now find that it is down.
  await site.break('x', x.networkAccountId, 'down');
  for (const url of urls) {
    const page = await visitor.get(url);
    expect([page.status, words(page)]).toEqual([code, expect.stringContaining(said)]);
  }
  expect(await stateOf(site, city)).toEqual(before);
}

const OVER = 'The session in which you started this was ended before you finished. Nothing was changed.';

describe('a sign-in at a network is refused at every step', () => {
  test('after an Account Owner has signed out of the visit in which it was begun', async () => {
    const visitor = await visitorOf(site, city);
    const urls = [await visitor.begin({ accountId: x.id }), await visitor.callback({ accountId: x.id })];
    expect((await postForm(visitor, '/sign-out')).status).toBe(200);
    await expectRefused(visitor, urls, 410, OVER);
  });

  test('after an administrator has signed out', async () => {
    const visitor = await signedIn();
    const urls = [await visitor.begin({ accountId: x.id }), await visitor.callback({ accountId: x.id })];
    expect((await postForm(visitor, '/sign-out')).status).toBe(200);
    await expectRefused(visitor, urls, 410, OVER);
  });

  test.each([
    ['everywhere else', 'all'],
    ['there', 'this'],
  ])('after the person has selected “Sign out %s” in another browser', async (_what, which) => {
    const visitor = await signedIn();
    const urls = [await visitor.begin({ accountId: x.id }), await visitor.callback({ accountId: x.id })];
    const other = await signedIn();
    const ended = await postForm(other, '/you/sessions/end', { id: which === 'all' ? 'all' : visitor.sessionId });
    expect([ended.status, ended.location]).toEqual([303, '/you?done=signed_out']);
    await expectRefused(visitor, urls, 410, OVER);
    expect((await other.get('/you')).status).toBe(200);
  });

  test('after the person’s email address has changed', async () => {
    const visitor = await signedIn();
    const urls = [await visitor.begin({ accountId: x.id }), await visitor.callback({ accountId: x.id })];
    const key = await aKey();
    await call('PATCH', `/v1/users/${city.primary}`, key.key, { email: 'somebody.else@city.example' });
    await expectRefused(visitor, urls, 410, OVER);
  });

  test('after the API key through which it was begun has been revoked', async () => {
    const key = await aKey();
    const visitor = new Visitor(site);
    const begin = async () => {
      const answer = await call('POST', `/v1/accounts/${x.id}/reconnect`, key.key, {}, city.primary);
      return (JSON.parse(answer.text) as { authorizeUrl: string }).authorizeUrl;
    };
    const urls = [await begin(), await visitor.atNetwork(await visitor.toNetwork(await begin()))];
    await call('DELETE', `/v1/api-keys/${key.id}`, await aKey().then((other) => other.key));
    await expectRefused(visitor, urls, 403, 'Your role or your access changed after this sign-in was started.');
  });

  test.each([
    ['session', () => signedIn()],
    ['visit through a link', () => visitorOf(site, city)],
  ])('if the %s ends between the network’s answer and the commit, even at the same moment', async (_what, begin) => {
    const { signIn, answer } = await answered(await begin());
    const { userId, sessionId: id = '' } = signIn.actor;
    let applied: ReturnType<typeof applyAuthorization> | undefined;
    await site.context.db.transaction(async (tx) => {
      await endSession(tx, { archiveId: city.archiveId, userId, id }, null);
      applied = applyAuthorization(site.context, signIn, answer);
      await until('the reconnect waits for the sign-out', isSomeoneWaiting);
    });
    expect(await applied).toEqual({ outcome: 'refused', refusal: { code: 'session_ended' } });
    expect(await status()).toBe('disconnected');
  });

  test('if the API key is revoked between the network’s answer and the commit, even at the same moment', async () => {
    const key = await aKey();
    const { signIn, answer } = await answered(await signedIn());
    const { sessionId: _none, ...actor } = signIn.actor;
    const through = { ...signIn, actor: { ...actor, kind: 'user' as const, through: { id: key.id, name: 'engine' } } };
    let applied: ReturnType<typeof applyAuthorization> | undefined;
    await site.context.db.transaction(async (tx) => {
      await tx
        .update(apiKeys)
        .set({ revokedAt: sql`now()` })
        .where(eq(apiKeys.id, key.id));
      applied = applyAuthorization(site.context, through, answer);
      await until('the reconnect waits for the revocation', isSomeoneWaiting);
    });
    expect(await applied).toEqual({ outcome: 'refused', refusal: { code: 'not_permitted' } });
    expect(await status()).toBe('disconnected');
  });
});

async function answered(visitor: Visitor) {
  const { context } = site;
  await visitor.callback({ accountId: x.id });
  const [row] = await context.db.select().from(oauthStates).where(eq(oauthStates.archiveId, city.archiveId));
  const signIn = await consumeSignIn(context.db, row!.hash, 'this browser');
  const { name } = await accountRow(site, city, x.id);
  const tokens = { accessToken: 'a token' };
  const accounts = [{ network: 'x' as const, networkAccountId: x.networkAccountId, name, tokens }];
  return { signIn: signIn!, answer: { identity: { id: x.networkAccountId, name }, tokens, accounts } };
}

async function isSomeoneWaiting(): Promise<boolean> {
  const rows = await site.context.db.execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

async function aKey(): Promise<{ id: string; key: string }> {
  return insertApiKey(site.context.db, { archiveId: city.archiveId, name: 'engine', scopes: SCOPES });
}

async function call(method: string, path: string, key: string, body?: object, as?: string) {
  const answer = await new Visitor(site).request(path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(as !== undefined && { 'x-relink-acting-user': as }),
    },
    body: body && JSON.stringify(body),
  });
  expect([method, path, answer.status]).toEqual([method, path, answer.status < 300 ? answer.status : 'a success']);
  return answer;
}

test('the result of a sign-in isn’t shown again to whoever uses the browser after the person has signed out', async () => {
  const visitor = await signedIn();
  const callback = await visitor.callback({ accountId: x.id });
  expect(words(await visitor.get(callback))).toContain('City Hall');
  expect(words(await visitor.get(callback))).toContain('City Hall');
  await postForm(visitor, '/sign-out');
  const again = await visitor.get(callback);
  expect(again.status).toBe(410);
  expect(words(again)).not.toContain('City Hall');
});

test('a sign-in that waits for a transfer is deleted when its session ends', async () => {
  const theirs = await aProfile(site.context.db, city, 0, { ownerId: city.otherOwner, networkProfileId: 'jane' });
  await site.identity({
    network: 'facebook',
    id: 'jane',
    name: 'Jane Doe',
    manages: [{ network: 'facebook_page', id: 'page-1', name: 'City Hall' }],
  });
  const page = await aBrokenAccount(site, city, { network: 'facebook_page', networkAccountId: 'page-1' });
  const waiting = () =>
    site.context.db.execute(sql`select 1 from pending_sign_ins where archive_id = ${city.archiveId}`);
  const visitor = await signedIn();
  expect((await visitor.reconnect({ accountId: page.id })).status).toBe(409);
  expect(theirs.id).toBeTruthy();
  expect(await waiting()).toHaveLength(1);
  await postForm(visitor, '/sign-out');
  expect(await waiting()).toHaveLength(0);
});

describe('a sign-in at a network goes on', () => {
  test('if the same person signs in once more in the same browser meanwhile, until that session is ended too', async () => {
    const { db, config } = site.context;
    const visitor = await signedIn();
    const [first, second] = [await visitor.callback({ accountId: x.id }), await visitor.callback({ accountId: x.id })];
    const linkId = await db.transaction((tx) => askedFor(tx, config.keys, city));
    const [link] = await db.select().from(signInLinks).where(eq(signInLinks.id, linkId));
    const [, secret] = signInUrl(config.keys, config.publicUrl, link!).split('#');
    visitor.setCookie('relink-asked', ASKING_BROWSER);
    expect((await visitor.post('/sign-in/open', { secret })).status).toBe(200);
    expect((await visitor.get(first)).status).toBe(200);
    expect(await status()).toBe('connected');
    await postForm(visitor, '/sign-out');
    await expectRefused(visitor, [second], 410, OVER);
  });

  test('if an owner opens the same link once more meanwhile', async () => {
    const visitor = await visitorOf(site, city);
    const callback = await visitor.callback({ accountId: x.id });
    expect((await visitor.open(await linkOf(site, city))).status).toBe(200);
    expect((await visitor.get(callback)).status).toBe(200);
    expect(await status()).toBe('connected');
  });

  test('if the session only runs out of time while the person is at the network', async () => {
    const visitor = await signedIn();
    const callback = await visitor.callback({ accountId: x.id });
    await site.context.db
      .update(sessions)
      .set({ expiresAt: sql`now()` })
      .where(eq(sessions.id, visitor.sessionId));
    expect((await visitor.get('/you')).location).toBe('/sign-in');
    expect((await visitor.get(callback)).status).toBe(200);
    expect(await status()).toBe('connected');
  });
});

test('a refused sign-in is in the timeline, and so is who signed out', async () => {
  const visitor = await signedIn();
  const { signIn, answer } = await answered(visitor);
  await postForm(visitor, '/sign-out');
  await applyAuthorization(site.context, signIn, answer);
  const entries = await site.context.db.select().from(audit).where(eq(audit.archiveId, city.archiveId));
  const of = (type: string) => entries.filter((entry) => entry.type === type);
  expect(of('signed_out')).toMatchObject([
    { userId: city.primary, actor: { kind: 'user', id: city.primary }, detail: { sessionIds: [visitor.sessionId] } },
  ]);
  expect(of('reconnect_refused')).toMatchObject([{ accountId: x.id, detail: { code: 'session_ended' } }]);
  const [session] = await site.context.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.archiveId, city.archiveId), eq(sessions.id, visitor.sessionId)));
  expect(session?.revokedAt).not.toBeNull();
});
