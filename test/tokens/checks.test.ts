/** Token checks find what no one reported, and nothing else ("found by Relink's own token checks"). */
import { describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { checkNow, checkBatch } from '../../services/credentials/scheduled-checks.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import { credentials } from '../../db/schema.js';
import { requestTokenChecks, recordCheck } from '../../services/credentials/token-checks.js';
import { RELINK } from '../../domain/actor.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aCity, anAccount, createSite, type City } from '../rig/site.js';
import { DAY_MS } from '../rig/calendar.js';
import {
  connect,
  credentialOf,
  firstStepOf,
  openDisconnect,
  setCredential,
  somebody,
  statusOf,
  watch,
} from '../rig/tokens.js';

const site = sharedFixture(createSite);

const hourAgo = () => new Date(Date.now() - 3_600_000);
const night = async (provider: 'facebook' | 'linkedin' | 'x' | 'google') => {
  const since = new Date();
  let checked = 0;
  for (;;) {
    const some = await checkBatch(site.context, provider, since);
    checked += some.checked;
    if (some.checked === 0) return checked;
  }
};

describe('the nightly check', () => {
  it('finds the Page that the person lost access to, and leaves the others alone', async () => {
    const person = somebody('facebook', ['facebook_page', 'facebook_page', 'facebook_page']);
    const { ids } = await connect(site, person);
    await site.break('facebook_page', person.manages![0]!.id, 'remove_page');
    expect(await night('facebook')).toBeGreaterThanOrEqual(3);
    expect(await Promise.all(ids.map((id) => statusOf(site, id)))).toEqual(['disconnected', 'connected', 'connected']);
    const disconnect = await openDisconnect(site, ids[0]!);
    expect(disconnect).toMatchObject({ reason: 'parent_profile_removed', status: 'open', workflow: 'to_start' });
    expect(await firstStepOf(site, disconnect!.id)).toMatchObject({ kind: 'step', step: 0, state: 'due' });
  });

  it('checks each connected account once, and skips one without a token', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const alone = await anAccount(site.context.db, city, { network: 'x' });
    await night('x');
    const before = (await credentialOf(site, ids[0]!)).checkedAt!;
    expect(before.getTime()).toBeGreaterThan(hourAgo().getTime());
    expect((await checkBatch(site.context, 'x', hourAgo())).checked).toBe(0);
    expect(await statusOf(site, alone)).toBe('connected');
  });

  it('disconnects no one if the network is down, reports that, and retries soon', async () => {
    const person = somebody('youtube');
    const { ids } = await connect(site, person);
    await site.break('youtube', person.id, 'down');
    const made = await checkBatch(site.context, 'google', new Date());
    expect(made).toEqual({ checked: 1, allUnclear: true });
    expect(await statusOf(site, ids[0]!)).toBe('connected');
    const { checkAfter, consecutiveUnknowns } = await credentialOf(site, ids[0]!);
    expect(checkAfter!.getTime()).toBeGreaterThan(Date.now());
    expect(consecutiveUnknowns).toBe(0);
  });
});

describe('a token that can’t be decrypted', () => {
  it('doesn’t keep others from being checked or renewed', async () => {
    const [undecryptable, healthy] = [await connect(site, somebody('x')), await connect(site, somebody('x'))];
    const soon = { expiresAt: sql`now() + interval '1 minute'`, checkAfter: sql`now()` };
    await setCredential(site, undecryptable.ids[0]!, {
      ...soon,
      accessToken: Buffer.from('k'),
      refreshToken: Buffer.from('k'),
    });
    await setCredential(site, healthy.ids[0]!, soon);
    await watch(site);
    expect(await credentialOf(site, healthy.ids[0]!)).toMatchObject({ version: 2, checkAfter: null });
    expect(await statusOf(site, undecryptable.ids[0]!)).toBe('connected');
  });
});

describe('concurrent checks', () => {
  it('never check the same account', async () => {
    for (let n = 0; n < 6; n += 1) await connect(site, somebody('x'));
    const since = new Date();
    const made = await Promise.all([1, 2, 3].map(() => checkBatch(site.context, 'x', since)));
    const all = await site.context.db
      .select()
      .from(credentials)
      .where(sql`${credentials.checkedAt} >= ${since.toISOString()}::timestamptz`);
    expect(made.reduce((sum, { checked }) => sum + checked, 0)).toBe(all.length);
  });
});

describe('a check’s result', () => {
  const clock = () => ({ now: new Date(), dayMs: site.context.config.dayMs, windows: site.context.config.windows });
  const answered = (
    archiveId: string,
    accountId: string,
    verdict: 'unknown' | 'healthy' | 'token_revoked' | 'not_a_disconnect',
    more = {},
  ) =>
    site.context.db.transaction(async (tx) => {
      const { version } = await credentialOf(site, accountId);
      return recordCheck(tx, clock(), { archiveId, accountId, version }, { verdict, doubtful: false, ...more });
    });

  it('disconnects on the third unknown refusal in a row, and a healthy one resets the count', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    const [id] = ids as [string];
    const unknown = () => answered(city.archiveId, id, 'unknown', { rawCode: '4711' });
    await unknown();
    await unknown();
    expect((await credentialOf(site, id)).consecutiveUnknowns).toBe(2);
    await answered(city.archiveId, id, 'healthy');
    expect(await credentialOf(site, id)).toMatchObject({ consecutiveUnknowns: 0, checkAfter: null });
    await unknown();
    await unknown();
    expect(await statusOf(site, id)).toBe('connected');
    await unknown();
    expect(await openDisconnect(site, id)).toMatchObject({ reason: 'unknown', rawCode: '4711' });
  });

  it('doesn’t count if it is about our application, and the account is checked again the next day', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    const [id] = ids as [string];
    await answered(city.archiveId, id, 'not_a_disconnect', { rawCode: '101' });
    const { checkedAt, checkAfter } = await credentialOf(site, id);
    expect(checkedAt).toBeNull();
    expect(checkAfter!.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect(await statusOf(site, id)).toBe('connected');
  });

  it('lets the owner be emailed again after data access has been extended', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    const [id] = ids as [string];
    await setCredential(site, id, { dataAccessExpiresAt: sql`now() + interval '3 days'`, askedAt: sql`now()` });
    await answered(city.archiveId, id, 'healthy', { dataAccessExpiresAt: new Date(Date.now() + 90 * DAY_MS) });
    expect((await credentialOf(site, id)).askedAt).toBeNull();
  });

  it('leads to another check if LinkedIn calls a fresh token revoked, and to a disconnect if the token is older', async () => {
    const { city, ids } = await connect(site, somebody('linkedin', ['linkedin_page']));
    const [id] = ids as [string];
    const revoked = { rawCode: '65601' };
    await answered(city.archiveId, id, 'token_revoked', { ...revoked, doubtful: true });
    expect(await statusOf(site, id)).toBe('connected');
    expect((await credentialOf(site, id)).checkAfter).not.toBeNull();
    await answered(city.archiveId, id, 'token_revoked', revoked);
    expect((await openDisconnect(site, id))?.reason).toBe('token_revoked');
  });

  it('is ignored if a newer token was stored during the check', async () => {
    const person = somebody('facebook', ['facebook_page']);
    const { city, ids } = await connect(site, person);
    const [id] = ids as [string];
    const { version } = await credentialOf(site, id);
    const { db, config } = site.context;
    await saveCredential(db, config.keys, { archiveId: city.archiveId, accountId: id }, { accessToken: 'newer' });
    const old = { archiveId: city.archiveId, accountId: id, network: 'facebook_page' as const, fresh: false };
    await site.break('facebook', person.id, 'revoke');
    expect(await checkNow(site.context, { ...old, version, networkAccountId: 'x', accessToken: 'dead' })).toBeNull();
    expect(await statusOf(site, id)).toBe('connected');
  });
});

describe('a check that someone requests', () => {
  it('is made by the next watch, for that archive only', async () => {
    const person = somebody('facebook', ['facebook_page']);
    const [asked, other] = [await connect(site, person), await connect(site, somebody('facebook', ['facebook_page']))];
    await site.break('facebook', person.id, 'password');
    await setCredential(site, other.ids[0]!, { checkedAt: null, checkAfter: null });
    const ask = ({ archiveId }: City) =>
      requestTokenChecks(site.context, { kind: 'system', archiveId, actor: RELINK }, {});
    expect(await ask(asked.city)).toEqual({ due: 1, notAuthorized: 0 });
    await watch(site);
    expect((await openDisconnect(site, asked.ids[0]!))?.reason).toBe('password_changed');
    expect((await credentialOf(site, other.ids[0]!)).checkedAt).toBeNull();
    const another = await aCity(site.context.db);
    expect(await ask(another)).toEqual({ due: 0, notAuthorized: 0 });
  });
});
