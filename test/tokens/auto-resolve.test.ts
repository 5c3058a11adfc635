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

describe('a report of an account whose token works', () => {
  it('is taken back, nobody is written to, and the archive hears of it', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'token_revoked' });
    expect(await tryToResolve(site, city, id)).toBe('withdrawn');
    expect(await disconnectRow(site, city, id)).toMatchObject({ closedAs: 'withdrawn', closedBy: { kind: 'relink' } });
    expect(await firstStepOf(site, id)).toMatchObject({ state: 'skipped' });
    expect(await eventsOf(site, id)).toEqual(['reported', 'token_checked', 'withdrawn']);
    const told = await site.context.db.select().from(changes).where(eq(changes.accountId, ids[0]!));
    expect(told.at(-1)).toMatchObject({ type: 'connected', detail: { withdrawn: true } });
  });

  it('is believed when it comes again within a month: capture knows more than a check does', async () => {
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
    'but says %s is not asked about: the first email is due at once',
    async (reason) => {
      const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
      const disconnect = await report(site.context, city.archiveId, ids[0]!, { reason });
      expect(disconnect.refreshFirst).toBe(false);
      expect(await firstStepOf(site, disconnect.id)).toMatchObject({ state: 'due', notBefore: null });
    },
  );
});

describe('a report of an account whose token is dead', () => {
  it('goes on with the network’s own reason, so that people read the right remedy', async () => {
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

  it('is resolved by a refresh, without a person', async () => {
    const person = somebody('x');
    const { city, ids } = await connect(site, person);
    await site.break('x', person.id, 'expire');
    const { id } = await report(site.context, city.archiveId, ids[0]!);
    expect(await tryToResolve(site, city, id)).toBe('reconnected');
    expect(await statusOf(site, ids[0]!)).toBe('connected');
    expect((await credentialOf(site, ids[0]!)).version).toBe(2);
  });

  it('and whose refresh is refused says why', async () => {
    const person = somebody('youtube');
    const { city, ids } = await connect(site, person);
    await site.break('youtube', person.id, 'revoke');
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'unknown' });
    expect(await tryToResolve(site, city, id)).toBeNull();
    expect((await openDisconnect(site, ids[0]!))?.reason).toBe('token_revoked');
  });

  it('but that is only too young to be renewed works: its report is taken back', async () => {
    // Threads doesn't renew a token in its first 24 hours.
    const { city, ids } = await connect(site, somebody('threads'));
    const { id } = await report(site.context, city.archiveId, ids[0]!);
    expect(await tryToResolve(site, city, id)).toBe('withdrawn');
  });
});

describe('a token that is renewed again and again while capture fails', () => {
  it('closes three disconnects a day, and then its owner is told', async () => {
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

  it('and is reported again within minutes is not tried again: the owner hears of it at once', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const first = await report(site.context, city.archiveId, ids[0]!);
    expect(await tryToResolve(site, city, first.id)).toBe('reconnected');
    const again = await report(site.context, city.archiveId, ids[0]!);
    expect(again).toMatchObject({ id: first.id, reopened: 1, refreshFirst: false, workflow: 'to_start' });
    expect(await firstStepOf(site, first.id)).toMatchObject({ state: 'due', notBefore: null });
  });
});

describe('a network that is down', () => {
  it('says nothing: the person is asked, with the reason that was reported', async () => {
    const person = somebody('facebook', ['facebook_page']);
    const { city, ids } = await connect(site, person);
    await site.break('facebook', person.id, 'down');
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'token_revoked' });
    expect(await tryToResolve(site, city, id)).toBeNull();
    expect(await disconnectRow(site, city, id)).toMatchObject({ status: 'open', reason: 'token_revoked' });
  });
});

describe('one consent that authorizes several accounts', () => {
  it('is refreshed once, and resolves all of them', async () => {
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

  it('but of which one page was taken away resolves the others alone', async () => {
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
