/** Before a person is bothered, Relink asks the network itself. */
import { describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { accounts, changes, disconnects } from '../../db/schema.js';
import { sharedFixture } from '../rig/fixtures.js';
import { createSite, disconnectRow } from '../rig/site.js';
import { report } from '../rig/reports.js';
import {
  connect,
  credentialOf,
  eventsOf,
  firstStepOf,
  tryToResolve,
  openDisconnect,
  setCredential,
  somebody,
  statusOf,
} from '../rig/tokens.js';

const site = sharedFixture(createSite);

describe('a report about an account whose token works', () => {
  it('is withdrawn without an email, and the archive is notified', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'token_revoked' });
    expect(await tryToResolve(site, city, id)).toBe('withdrawn');
    expect(await disconnectRow(site, city, id)).toMatchObject({ closedAs: 'withdrawn', closedBy: { kind: 'relink' } });
    expect(await firstStepOf(site, id)).toMatchObject({ state: 'skipped' });
    expect(await eventsOf(site, id)).toEqual(['reported', 'token_checked', 'withdrawn']);
    const told = await site.context.db.select().from(changes).where(eq(changes.accountId, ids[0]!));
    expect(told.at(-1)).toMatchObject({ type: 'connected', detail: { withdrawn: true } });
  });

  it('is believed if it is repeated within a month, because capture knows more than a check', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    const first = await report(site.context, city.archiveId, ids[0]!);
    await tryToResolve(site, city, first.id);
    // Capture runs once a day and fails each time.
    await site.context.db
      .update(disconnects)
      .set({ closedAt: sql`now() - interval '25 hours'` })
      .where(eq(disconnects.id, first.id));
    await setCredential(site, ids[0]!, { authorizedAt: sql`now() - interval '9 days'` });
    const second = await report(site.context, city.archiveId, ids[0]!);
    expect(second.id).not.toBe(first.id);
    expect(await tryToResolve(site, city, second.id)).toBeNull();
    expect(await firstStepOf(site, second.id)).toMatchObject({ state: 'due', notBefore: null });
  });

  it.each(['permission_missing', 'checkpoint', 'account_not_found'] as const)(
    'isn’t checked if its reason is %s: the first email is due immediately',
    async (reason) => {
      const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
      const disconnect = await report(site.context, city.archiveId, ids[0]!, { reason });
      expect(disconnect.refreshFirst).toBe(false);
      expect(await firstStepOf(site, disconnect.id)).toMatchObject({ state: 'due', notBefore: null });
    },
  );
});

describe('a report about an account whose token is dead', () => {
  it('gets the network’s own reason, so that people see the right remedy', async () => {
    const person = somebody('facebook', ['facebook_page']);
    const { city, ids } = await connect(site, person);
    await site.break('facebook', person.id, 'checkpoint');
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'unknown' });
    expect(await tryToResolve(site, city, id)).toBeNull();
    expect(await disconnectRow(site, city, id)).toMatchObject({
      status: 'open',
      reason: 'checkpoint',
      rawCode: '190/459',
    });
    expect(await eventsOf(site, id)).toEqual(['reported', 'token_checked', 'reason_changed']);
    expect(await firstStepOf(site, id)).toMatchObject({ state: 'due', notBefore: null });
  });

  it('is resolved by a refresh, without bothering anyone', async () => {
    const person = somebody('x');
    const { city, ids } = await connect(site, person);
    await site.break('x', person.id, 'expire');
    const { id } = await report(site.context, city.archiveId, ids[0]!);
    expect(await tryToResolve(site, city, id)).toBe('reconnected');
    expect(await statusOf(site, ids[0]!)).toBe('connected');
    expect((await credentialOf(site, ids[0]!)).version).toBe(2);
  });

  it('says why if the refresh is refused', async () => {
    const person = somebody('youtube');
    const { city, ids } = await connect(site, person);
    await site.break('youtube', person.id, 'revoke');
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'unknown' });
    expect(await tryToResolve(site, city, id)).toBeNull();
    expect((await openDisconnect(site, ids[0]!))?.reason).toBe('token_revoked');
  });

  it('is withdrawn if the token works and is only too new to be renewed', async () => {
    // Threads doesn't renew a token in its first 24 hours.
    const { city, ids } = await connect(site, somebody('threads'));
    const { id } = await report(site.context, city.archiveId, ids[0]!);
    expect(await tryToResolve(site, city, id)).toBe('withdrawn');
  });
});

describe('a token that keeps being renewed while capture fails', () => {
  it('closes three disconnects a day, then its owner is emailed', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const [id] = ids as [string];
    const settled = [];
    for (let n = 0; n < 4; n += 1) {
      const disconnect = await report(site.context, city.archiveId, id);
      settled.push(await tryToResolve(site, city, disconnect.id));
      // Later than the flapping window.
      await site.context.db
        .update(accounts)
        .set({ lastReconnectedAt: sql`now() - interval '1 hour'` })
        .where(eq(accounts.id, id));
    }
    expect(settled).toEqual(['reconnected', 'reconnected', 'reconnected', null]);
    const open = await openDisconnect(site, id);
    expect(await firstStepOf(site, open!.id)).toMatchObject({ state: 'due', notBefore: null });
  });

  it('isn’t renewed again if it is reported again within minutes: the first email is due immediately', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const first = await report(site.context, city.archiveId, ids[0]!);
    expect(await tryToResolve(site, city, first.id)).toBe('reconnected');
    const again = await report(site.context, city.archiveId, ids[0]!);
    expect(again).toMatchObject({ id: first.id, reopened: 1, refreshFirst: false, workflow: 'to_start' });
    expect(await firstStepOf(site, first.id)).toMatchObject({ state: 'due', notBefore: null });
  });
});

describe('a network that is down', () => {
  it('leaves the disconnect open with the reported reason', async () => {
    const person = somebody('facebook', ['facebook_page']);
    const { city, ids } = await connect(site, person);
    await site.break('facebook', person.id, 'down');
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'token_revoked' });
    expect(await tryToResolve(site, city, id)).toBeNull();
    expect(await disconnectRow(site, city, id)).toMatchObject({ status: 'open', reason: 'token_revoked' });
  });
});

describe('a consent that authorizes several accounts', () => {
  it('is refreshed once and resolves them all', async () => {
    const person = somebody('linkedin', ['linkedin_page', 'linkedin_page']);
    const { city, ids } = await connect(site, person);
    await site.break('linkedin', person.id, 'expire');
    const first = await report(site.context, city.archiveId, ids[0]!);
    const second = await report(site.context, city.archiveId, ids[1]!);
    expect(await tryToResolve(site, city, first.id)).toBe('reconnected');
    expect(await tryToResolve(site, city, second.id)).toBe('reconnected');
    const [one, two] = await Promise.all(ids.map((id) => credentialOf(site, id)));
    expect([one!.version, two!.version]).toEqual([2, 2]);
    expect(one!.authorizationId).toBe(two!.authorizationId);
  });

  it('doesn’t resolve a page that the person has lost access to', async () => {
    const person = somebody('linkedin', ['linkedin_page', 'linkedin_page']);
    const { city, ids } = await connect(site, person);
    await site.break('linkedin', person.id, 'expire');
    await site.break('linkedin_page', person.manages![1]!.id, 'remove_page');
    const first = await report(site.context, city.archiveId, ids[0]!);
    const second = await report(site.context, city.archiveId, ids[1]!);
    expect(await tryToResolve(site, city, first.id)).toBe('reconnected');
    expect(await tryToResolve(site, city, second.id)).toBeNull();
    expect((await openDisconnect(site, ids[1]!))?.reason).toBe('permission_missing');
  });
});
