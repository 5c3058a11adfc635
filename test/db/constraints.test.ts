/** The invariants that PostgreSQL itself enforces, whatever the code above it does. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { connect, violatedConstraint } from '../../db/client.js';
import { recordAudit } from '../../services/audit/audit-log.js';
import { RELINK } from '../../domain/actor.js';
import { newId } from '../../db/ids.js';
import { accounts, audit, disconnects, dueSteps, parentProfiles, users } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { sharedFixture } from '../rig/fixtures.js';

const database = sharedFixture(createTestDatabase);
const connection = sharedFixture(() => connect(database.url, { name: 'constraints', max: 4 }));
const city = sharedFixture(() => aCity(db()));
let accountId: string;
beforeAll(async () => {
  accountId = await anAccount(db(), city);
});

const db = () => connection.db;

/** The constraint that refuses the work, or null if it succeeds. */
const refusedBy = (work: PromiseLike<unknown>) => Promise.resolve(work).then(() => null, violatedConstraint);
const open = (id = newId('disconnect')) => ({
  archiveId: city.archiveId,
  id,
  accountId,
  reason: 'unknown' as const,
  reportedAt: new Date(),
  detectedAt: new Date(),
  seriesStartedAt: new Date(),
});

/** drizzle can't express this, and comparing its schema with the migrations wouldn't reveal it missing. */
it('a transfer can defer the check that an account and its Parent Profile have the same owner', async () => {
  const rows = await db().execute(sql`
    select condeferrable as deferrable, condeferred as deferred from pg_constraint where conname = 'accounts_parent_profile_fk'`);
  expect([...rows]).toEqual([{ deferrable: true, deferred: false }]);
});

describe('PostgreSQL refuses', () => {
  it('a second open disconnect of an account until the first is closed', async () => {
    const first = open();
    expect(await refusedBy(db().insert(disconnects).values(first))).toBeNull();
    expect(await refusedBy(db().insert(disconnects).values(open()))).toBe('disconnects_one_open');
    await db()
      .update(disconnects)
      .set({ status: 'closed', closedAs: 'withdrawn', closedAt: new Date() })
      .where(eq(disconnects.id, first.id));
    expect(await refusedBy(db().insert(disconnects).values(open()))).toBeNull();
  });

  it('a disconnect that is half closed', async () => {
    const half = db().update(disconnects).set({ status: 'closed' }).where(eq(disconnects.status, 'open'));
    expect(await refusedBy(half)).toBe('disconnects_closed_whole');
  });

  it('the same step twice', async () => {
    const [{ id }] = (await db().select({ id: disconnects.id }).from(disconnects).limit(1)) as [{ id: string }];
    const step = () => ({
      archiveId: city.archiveId,
      id: newId('dueStep'),
      disconnectId: id,
      kind: 'step' as const,
      series: 1,
      step: 3,
      dueAt: new Date(),
    });
    expect(await refusedBy(db().insert(dueSteps).values(step()))).toBeNull();
    expect(await refusedBy(db().insert(dueSteps).values(step()))).toBe('due_steps_once');
  });

  it('an account and its Parent Profile under different owners', async () => {
    const profile = {
      archiveId: city.archiveId,
      id: newId('parentProfile'),
      network: 'facebook' as const,
      networkProfileId: 'p',
      name: 'P',
      ownerId: city.otherOwner,
    };
    await db().insert(parentProfiles).values(profile);
    const split = db().update(accounts).set({ parentProfileId: profile.id }).where(eq(accounts.id, accountId));
    expect(await refusedBy(split)).toBe('accounts_parent_profile_fk');
  });

  it('an account without an owner, with another archive’s owner, or with an identity that is taken', async () => {
    const other = await aCity(db());
    const self = eq(accounts.id, accountId);
    expect(await refusedBy(db().update(accounts).set({ ownerId: null }).where(self))).toBe('accounts_one_owner');
    expect(await refusedBy(db().update(accounts).set({ ownerId: other.owner }).where(self))).toBe('accounts_owner_fk');
    expect(await refusedBy(anAccount(db(), city, { networkAccountId: accountId }))).toBe('accounts_identity');
  });

  it('a second Primary Administrator, and the removal of an owner with accounts', async () => {
    const second = db().update(users).set({ adminRole: 'primary_administrator' }).where(eq(users.id, city.owner));
    expect(await refusedBy(second)).toBe('users_one_primary_administrator');
    expect(await refusedBy(db().delete(users).where(eq(users.id, city.owner)))).toBe('accounts_owner_fk');
  });

  it('any change to the audit', async () => {
    await recordAudit(db(), [{ archiveId: city.archiveId, type: 'reported', actor: RELINK }]);
    const row = eq(audit.archiveId, city.archiveId);
    const message = (work: PromiseLike<unknown>) =>
      Promise.resolve(work).then(
        () => null,
        (error: Error) => (error.cause as Error).message,
      );
    expect(await message(db().update(audit).set({ type: 'forged' }).where(row))).toMatch(/append-only/);
    expect(await message(db().delete(audit).where(row))).toMatch(/append-only/);
    expect(await message(db().execute('truncate audit'))).toMatch(/append-only/);
  });
});
