/** Product.md, "Prevention": known ends are watched; Relink renews where it can, and otherwise asks the owner once. */
import { describe, expect, it } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { composeRequests } from '../../services/mail/delivery/compose-requests.js';
import { credentialEncryptionContext, subjectOf } from '../../services/credentials/credentials.js';
import { changes, credentials, disconnects, emails } from '../../db/schema.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { sharedFixture } from '../rig/fixtures.js';
import { createSite, type City } from '../rig/site.js';
import { ARCHIVE } from '../rig/reports.js';
import { changeUser } from '../../services/people/manage.js';
import { aRunningTransfer } from '../rig/builders.js';
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
import { visitorOf } from '../rig/visitor.js';

const site = sharedFixture(createSite);

const inDays = (days: number) => sql`now() + ${days} * interval '1 day'`;
const mailOf = async ({ archiveId }: City) =>
  site.context.db
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, archiveId), eq(emails.kind, 'expiring')));

/** Makes the network forget the refresh token; the access token still works. */
async function spoilRefreshToken({ archiveId }: City): Promise<void> {
  const { db, config } = site.context;
  const rows = await db.select().from(credentials).where(eq(credentials.archiveId, archiveId));
  for (const row of rows) {
    const refreshToken = config.keys.encrypt('spent', credentialEncryptionContext(subjectOf(row), 'refresh'));
    await db.update(credentials).set({ refreshToken }).where(eq(credentials.id, row.id));
  }
}

describe('an access token that expires soon', () => {
  it('is renewed seven days ahead for all accounts of its consent, and the capture engine is notified', async () => {
    const { ids } = await connect(site, somebody('linkedin', ['linkedin_page', 'linkedin_page']));
    for (const id of ids) await setCredential(site, id, { expiresAt: inDays(7.1), updatedAt: inDays(-53) });
    await watch(site);
    expect((await credentialOf(site, ids[0]!)).version).toBe(1);
    for (const id of ids) await setCredential(site, id, { expiresAt: inDays(6.9) });
    await watch(site);
    for (const id of ids) {
      const { version, expiresAt } = await credentialOf(site, id);
      expect(version).toBe(2);
      expect(expiresAt!.getTime()).toBeGreaterThan(Date.now() + 50 * DAY_MS);
      const told = await site.context.db.select().from(changes).where(eq(changes.accountId, id));
      expect(told.at(-1)).toMatchObject({ type: 'credential_renewed', detail: { version: 2 } });
    }
  });

  it('is renewed in its last quarter if it lasts two hours', async () => {
    const { ids } = await connect(site, somebody('x'));
    const [id] = ids as [string];
    await setCredential(site, id, {
      expiresAt: sql`now() + interval '40 minutes'`,
      updatedAt: sql`now() - interval '80 minutes'`,
    });
    await watch(site);
    expect((await credentialOf(site, id)).version).toBe(1);
    await setCredential(site, id, {
      expiresAt: sql`now() + interval '29 minutes'`,
      updatedAt: sql`now() - interval '91 minutes'`,
    });
    await watch(site);
    expect((await credentialOf(site, id)).version).toBe(2);
  });

  it('becomes a disconnect with the network’s reason if renewal is refused permanently, and the first email is due immediately', async () => {
    const person = somebody('youtube');
    const { ids } = await connect(site, person);
    const [id] = ids as [string];
    await site.break('youtube', person.id, 'revoke');
    await setCredential(site, id, { expiresAt: sql`now() + interval '1 minute'` });
    await watch(site);
    const disconnect = await openDisconnect(site, id);
    expect(disconnect).toMatchObject({ reason: 'token_revoked', refreshFirst: false });
    expect(await firstStepOf(site, disconnect!.id)).toMatchObject({ state: 'due', notBefore: null });
  });

  it('isn’t a disconnect if renewal is refused but it works for days: its owner is asked before it expires', async () => {
    const { city, ids } = await connect(site, somebody('linkedin', ['linkedin_page']));
    const [id] = ids as [string];
    await spoilRefreshToken(city);
    await setCredential(site, id, { expiresAt: inDays(6.5), updatedAt: inDays(-53) });
    await watch(site);
    expect(await statusOf(site, id)).toBe('connected');
    expect(await mailOf(city)).toHaveLength(1);
    await watch(site);
    expect(await mailOf(city)).toHaveLength(1);
  });

  it('becomes a disconnect if renewal is refused when little time is left', async () => {
    const { city, ids } = await connect(site, somebody('linkedin', ['linkedin_page']));
    const [id] = ids as [string];
    await spoilRefreshToken(city);
    await setCredential(site, id, { expiresAt: inDays(0.5), updatedAt: inDays(-59) });
    await watch(site);
    expect((await openDisconnect(site, id))?.reason).toBe('token_revoked');
  });

  it('stays connected and is retried later if the network is down', async () => {
    const person = somebody('youtube');
    const { ids } = await connect(site, person);
    const [id] = ids as [string];
    await site.break('youtube', person.id, 'down');
    await setCredential(site, id, { expiresAt: sql`now() + interval '1 minute'` });
    await watch(site);
    expect(await statusOf(site, id)).toBe('connected');
    const { renewAfter } = await credentialOf(site, id);
    expect(renewAfter!.getTime()).toBeGreaterThan(Date.now() + 300_000);
  });

  it('is renewed once, even if several watches run at the same moment', async () => {
    const { ids } = await connect(site, somebody('x'));
    await setCredential(site, ids[0]!, { expiresAt: sql`now() + interval '1 minute'` });
    await Promise.all([watch(site), watch(site), watch(site)]);
    expect((await credentialOf(site, ids[0]!)).version).toBe(2);
  });
});

describe('an authorization that can’t be renewed automatically', () => {
  it('prompts one email to its owner for all accounts, seven days before LinkedIn’s refresh token expires', async () => {
    const { city, ids } = await connect(site, somebody('linkedin', ['linkedin_page', 'linkedin_page']));
    for (const id of ids) await setCredential(site, id, { refreshExpiresAt: inDays(7.1) });
    await watch(site);
    expect(await mailOf(city)).toHaveLength(0);
    for (const id of ids) await setCredential(site, id, { refreshExpiresAt: inDays(6.9) });
    await watch(site);
    await watch(site);
    const [mail, ...more] = await mailOf(city);
    expect(more).toHaveLength(0);
    expect(mail).toMatchObject({ userId: city.owner, state: 'due' });
    await composeRequests(site.context, city.archiveId);
    const [composed] = await mailOf(city);
    expect(composed).toMatchObject({ state: 'composed', toAddress: city.emails.owner, cc: [] });
    expect(composed!.subject).toMatch(/^Permission to archive 2 .+ accounts expires soon$/);
    expect(composed!.text).toContain('Account 0');
    expect(await statusOf(site, ids[0]!)).toBe('connected');
  });

  it('prompts an email to the new owner too if the account is transferred after the first email', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const { db } = site.context;
    await setCredential(site, ids[0]!, { refreshExpiresAt: inDays(3) });
    await watch(site);
    const transferId = await aRunningTransfer(db, city, ids);
    await moveTransfer(site.context, { archiveId: city.archiveId, transferId });
    await watch(site);
    expect((await mailOf(city)).map(({ userId }) => userId)).toEqual([city.owner, city.otherOwner]);
  });

  it('prompts another email after the owner’s address is corrected', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    await setCredential(site, ids[0]!, { refreshExpiresAt: inDays(1) });
    await watch(site);
    const by = { kind: 'system' as const, archiveId: city.archiveId, actor: ARCHIVE };
    // It isn't waiting any more, or it would go to the new address itself.
    await site.context.db.update(emails).set({ state: 'dropped' }).where(eq(emails.archiveId, city.archiveId));
    await changeUser(site.context, by, city.owner, { email: 'right@city.example' });
    await watch(site);
    expect(await mailOf(city)).toHaveLength(2);
  });

  it('prompts an email about Meta’s data access, whatever the token’s expiry', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    await setCredential(site, ids[0]!, { dataAccessExpiresAt: inDays(3) });
    await watch(site);
    expect(await mailOf(city)).toHaveLength(1);
  });

  it('prompts no email if it is renewed before the email is sent', async () => {
    const { city, ids } = await connect(site, somebody('facebook', ['facebook_page']));
    await setCredential(site, ids[0]!, { dataAccessExpiresAt: inDays(3) });
    await watch(site);
    const visitor = await visitorOf(site, city);
    await visitor.reconnect({ accountId: ids[0]! });
    expect((await credentialOf(site, ids[0]!)).askedAt).toBeNull();
    await composeRequests(site.context, city.archiveId);
    expect((await mailOf(city))[0]).toMatchObject({ state: 'dropped' });
    expect(
      await site.context.db
        .select()
        .from(disconnects)
        .where(and(eq(disconnects.archiveId, city.archiveId), eq(disconnects.status, 'open'))),
    ).toHaveLength(0);
  });
});
