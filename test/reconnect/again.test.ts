/** The way back from a network, seen more than once: browsers fetch ahead, and people press Back, reload, and open a second tab. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { oauthStates } from '../../db/schema.js';
import { recallOutcome } from '../../services/reconnect/recall-outcome.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, accountRow, aCity, auditTypes, createSite, stateOf } from '../rig/site.js';
import { until } from '../rig/until.js';
import { Visitor, visitorOf, words } from '../rig/visitor.js';

let account: string;
let networkAccountId: string;
let n = 0;
const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));
beforeEach(async () => {
  networkAccountId = `x-${(n += 1)}`;
  await site.identity({ network: 'x', id: networkAccountId, name: 'City Hall' });
  account = (await aBrokenAccount(site, city, { network: 'x', networkAccountId })).id;
});

const rows = () => site.context.db.select().from(oauthStates).where(eq(oauthStates.archiveId, city.archiveId));
const age = (set: Partial<Record<'expiresAt' | 'takenAt', ReturnType<typeof sql>>>) =>
  site.context.db.update(oauthStates).set(set).where(eq(oauthStates.archiveId, city.archiveId));
const reconnects = async () => (await auditTypes(site, city, account)).filter((type) => type === 'reconnected').length;

describe('what fetches the page ahead of the person acts on nothing', () => {
  test.each([
    ['Sec-Purpose', 'prefetch'],
    ['Sec-Purpose', 'prefetch;prerender'],
    ['Sec-Purpose', 'prefetch;anonymous-client-ip'],
    ['Purpose', 'prefetch'],
    ['X-Purpose', 'preview'],
    ['X-Moz', 'prefetch'],
  ])('%s: %s', async (name, value) => {
    const callback = await visitor.callback({ accountId: account });
    const before = [await stateOf(site, city), await rows()];
    const ahead = await visitor.get(callback, { [name]: value });
    expect([ahead.status, ahead.text, ahead.headers.get('cache-control')]).toEqual([503, '', 'no-store']);
    expect([await stateOf(site, city), await rows()]).toEqual(before);
    const page = await visitor.get(callback);
    expect([page.status, words(page)]).toEqual([200, expect.stringContaining('City Hall')]);
    expect(await reconnects()).toBe(1);
  });
});

describe('within ten minutes, the same browser sees the result again', () => {
  test('after Back, a reload, and in a second tab, and nothing happens twice', async () => {
    const begun = await visitor.begin({ accountId: account });
    const callback = await visitor.atNetwork(await visitor.toNetwork(begun));
    const first = await visitor.get(callback);
    const before = await stateOf(site, city);
    for (const url of [callback, callback, begun, `${begun}?confirm`]) {
      const again = await visitor.get(url);
      expect([again.status, words(again)]).toEqual([200, words(first)]);
      expect(words(again)).not.toMatch(/already used|has ended/);
    }
    expect(await stateOf(site, city)).toEqual(before);
    expect(await reconnects()).toBe(1);
  });

  test('a refusal says again who signed in, and still offers another try', async () => {
    await site.identity({ network: 'x', id: `other-${n}`, name: 'Somebody Else' });
    const callback = await visitor.callback({ accountId: account });
    const first = await visitor.get(callback);
    expect(words(first)).toContain('Somebody Else');
    const again = await visitor.get(callback);
    expect([again.status, words(again)]).toEqual([first.status, words(first)]);
    const refused = (await auditTypes(site, city, account)).filter((type) => type === 'reconnect_refused');
    expect(refused).toHaveLength(1);
  });

  test('a cancelled sign-in says so again', async () => {
    const callback = new URL(await visitor.callback({ accountId: account }));
    callback.searchParams.delete('code');
    callback.searchParams.set('error', 'access_denied');
    const first = await visitor.get(callback.href);
    const again = await visitor.get(callback.href);
    expect([first.status, again.status, words(again)]).toEqual([200, 200, words(first)]);
    expect((await auditTypes(site, city, account)).filter((type) => type === 'attempt_failed')).toHaveLength(1);
  });

  test('a tab that comes while the first one waits for the network gets its result too', async () => {
    const callback = await visitor.callback({ accountId: account });
    await site.break('x', networkAccountId, 'slow');
    const first = visitor.get(callback);
    await until('the first tab has taken the sign-in', async () => (await rows())[0]?.takenAt instanceof Date);
    expect((await rows())[0]?.outcome).toBeNull();
    const second = await visitor.get(callback);
    expect([second.status, words(second)]).toEqual([(await first).status, words(await first)]);
    expect(second.status).toBe(200);
    expect(await reconnects()).toBe(1);
  });
});

test('another browser gets nothing of it, not even with the whole address', async () => {
  const begun = await visitor.begin({ accountId: account });
  const callback = await visitor.atNetwork(await visitor.toNetwork(begun));
  await visitor.get(callback);
  const stranger = await visitorOf(site, city);
  for (const cookie of [null, 'somebody-elses-nonce']) {
    if (cookie) stranger.setCookie('relink-browser', cookie);
    const [atCallback, atStart] = [await stranger.get(callback), await stranger.get(begun)];
    expect([atCallback.status, atStart.status]).toEqual([400, 410]);
    expect(words(atCallback) + words(atStart)).not.toContain('City Hall');
  }
});

test('after ten minutes the result is gone, and its row goes with the next sign-in', async () => {
  const callback = await visitor.callback({ accountId: account });
  const first = await visitor.get(callback);
  const pass = (time: string) => age({ expiresAt: sql`${oauthStates.expiresAt} - ${time}::interval` });
  await pass('9 minutes 30 seconds');
  expect(words(await visitor.get(callback))).toBe(words(first));
  await pass('30 seconds');
  const late = await visitor.get(callback);
  expect([late.status, words(late)]).toEqual([410, expect.stringContaining('your page shows')]);
  expect(words(late)).not.toMatch(/already used/);
  await visitor.begin({ accountId: account });
  expect(await rows()).toHaveLength(1);
});

test('nothing that is kept for it could open anything', async () => {
  const callback = await visitor.callback({ accountId: account });
  await visitor.get(callback);
  const kept = JSON.stringify(await rows());
  for (const secret of [visitor.cookie('relink-browser')!, new URL(callback).searchParams.get('code')!])
    expect(kept).not.toContain(secret);
  expect(kept).not.toMatch(/accessToken|refreshToken/);
});

describe('when a sign-in takes very long', () => {
  const recall = async (patienceMs: number) => {
    const [row] = await rows();
    const nonce = visitor.cookie('relink-browser')!;
    return recallOutcome(site.context, { hash: row!.hash, nonce, visitor: null }, patienceMs);
  };

  test('the page says that it is still being finished, until the process that asked has surely ended', async () => {
    const callback = await visitor.callback({ accountId: account });
    await visitor.get(callback);
    // As the first tab left it, when its process died in the middle.
    await age({ takenAt: sql`now() - interval '60 seconds'` });
    await site.context.db.update(oauthStates).set({ outcome: null }).where(eq(oauthStates.archiveId, city.archiveId));
    expect(await recall(0)).toEqual({ outcome: 'unfinished' });
    await age({ takenAt: sql`now() - interval '121 seconds'` });
    expect(await recall(0)).toBeNull();
    expect((await visitor.get(callback)).status).toBe(410);
    expect((await accountRow(site, city, account)).status).toBe('connected');
  });
});

test('a stranger who guesses a browser’s cookie learns nothing without the state', async () => {
  const stranger = new Visitor(site);
  stranger.setCookie('relink-browser', 'a'.repeat(43));
  expect((await stranger.get('/oauth/x/callback?code=1&state=2')).status).toBe(400);
});
