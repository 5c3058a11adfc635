/**
 * Ownership as a model: any order of reports, days, reconnects as the right and the wrong identity, transfers, crossing transfers,
 * removals, renewed links, and replayed callbacks, on real PostgreSQL and Temporal. After each of them, invariants 6 to 11 of reliability
 * hold, and the archive matches the model.
 */
import { expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { ensureLinks, renewLink } from '../../services/access/personalized-links.js';
import { startLinkSession } from '../../services/access/sessions.js';
import { consumeSignIn, startSecretOf, type StoredSignIn } from '../../services/reconnect/oauth-states.js';
import { beginReconnect } from '../../services/reconnect/begin.js';
import { applyAuthorization, type ReconnectResult } from '../../services/reconnect/complete.js';
import { accounts, disconnects, parentProfiles } from '../../db/schema.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import { isRefusal, type Refusal } from '../../domain/refusal.js';
import { sha256 } from '../../platform/key-ring.js';
import type { NetworkAuthorization } from '../../networks/adapter.js';
import { aProfile, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { createTransferWorld, type Town } from '../rig/transfers.js';

// The test makes up the networks' answers; a reconnect only requires that the networks are set up.
const environment = { RELINK_SIMULATOR_URL: 'http://127.0.0.1:9' };
const world = sharedFixture(() => createTransferWorld({ environment }));

const db = () => world.context.db;

interface Thing {
  id: string;
  owner: string;
}

/** The expected state. */
interface Model {
  profiles: Thing[];
  accounts: (Thing & { profile: string | null; networkId: string; disconnected: boolean })[];
  owners: string[];
}

/** The actual state. */
interface Real {
  town: Town;
  /** For each owner, a sign-in that was begun through their link, for a callback that comes late. */
  late: { signIn: StoredSignIn; accountId: string; renewed: boolean; owner: string }[];
}

type Command = fc.AsyncCommand<Model, Real>;

async function signInOf(real: Real, accountId: string, owner: string): Promise<StoredSignIn | Refusal> {
  const { config } = world.context;
  const { archiveId } = real.town.city;
  const links = await ensureLinks(db(), config.keys, archiveId, [owner]);
  const link = links.get(owner)!;
  const { id: sessionId } = await startLinkSession(db(), link);
  const visitor: PersonPrincipal = {
    kind: 'person',
    archiveId,
    userId: owner,
    name: 'Owner',
    adminRole: null,
    isAccountOwner: true,
    via: { kind: 'link', linkId: link.id, linkEpoch: link.epoch, sessionId },
  };
  try {
    const { seed } = await beginReconnect(world.context, visitor, { accountId });
    const hash = sha256(startSecretOf(config.keys, archiveId, seed));
    const taken = await consumeSignIn(db(), hash, 'this browser');
    // A state is used once, however often its callback comes.
    expect(await consumeSignIn(db(), hash, 'this browser')).toBeNull();
    return taken!;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

const answerOf = (profile: string, networkIds: readonly string[]): NetworkAuthorization => ({
  identity: { id: profile, name: 'Jane Doe' },
  tokens: { accessToken: 'of the profile' },
  accounts: networkIds.map((networkAccountId) => ({
    network: 'facebook_page',
    networkAccountId,
    name: 'Page',
    tokens: { accessToken: 'of the page' },
  })),
});

const complete = (signIn: StoredSignIn, answer: NetworkAuthorization): Promise<ReconnectResult> =>
  applyAuthorization(world.context, signIn, answer);

/** Applies to the model a sign-in as `profile`, which manages `networkIds`, on behalf of `owner`. */
function apply(model: Model, owner: string, profile: Thing, networkIds: readonly string[]): void {
  for (const account of model.accounts) {
    if (account.owner !== owner || !networkIds.includes(account.networkId)) continue;
    const held = account.profile === null || account.profile === profile.id;
    if (!account.disconnected && !held) continue;
    account.disconnected = false;
    account.profile = profile.id;
  }
}

async function invariants(model: Model, real: Real): Promise<void> {
  await world.quiet();
  const { city } = real.town;
  const of = eq(accounts.archiveId, city.archiveId);
  const rows = await db().select().from(accounts).where(of).orderBy(accounts.id);
  const expected = model.accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  // 6, 8: exactly the owner that the model has, nothing claimed, nothing half moved.
  expect(
    rows.map(({ id, ownerId, parentProfileId, status, transferId }) => ({
      id,
      ownerId,
      parentProfileId,
      status,
      transferId,
    })),
  ).toEqual(
    expected.map(({ id, owner, profile, disconnected }) => ({
      id,
      ownerId: owner,
      parentProfileId: profile,
      status: disconnected ? 'disconnected' : 'connected',
      transferId: null,
    })),
  );
  const profiles = await db().select().from(parentProfiles).where(eq(parentProfiles.archiveId, city.archiveId));
  expect(new Map(profiles.map(({ id, ownerId }) => [id, ownerId]))).toEqual(
    new Map(model.profiles.map(({ id, owner }) => [id, owner])),
  );
  // 7
  for (const { profile, owner } of model.accounts)
    if (profile !== null) expect(model.profiles.find(({ id }) => id === profile)!.owner).toBe(owner);
  // 1: an open disconnect for each disconnected account, and for no other.
  const open = await db()
    .select({ id: disconnects.accountId })
    .from(disconnects)
    .where(and(eq(disconnects.archiveId, city.archiveId), eq(disconnects.status, 'open')));
  expect(open.map(({ id }) => id).sort()).toEqual(expected.filter((one) => one.disconnected).map(({ id }) => id));
  // 11: no email about an account was composed for anyone but its owner at the time; the latest one about each account went to its current
  // owner.
  const letters = await db().execute<{ account_id: string; user_id: string }>(sql`
    select distinct on (d.account_id) d.account_id, e.user_id from emails e
    join due_steps s on s.archive_id = e.archive_id and s.email_id = e.id
    join disconnects d on d.archive_id = s.archive_id and d.id = s.disconnect_id
    where e.archive_id = ${city.archiveId} and d.status = 'open' and s.kind in ('step', 'transferred', 'disconnected_again') and e.state <> 'dropped'
    order by d.account_id, e.id desc`);
  for (const { account_id: id, user_id: user } of letters)
    expect(user).toBe(model.accounts.find((account) => account.id === id)!.owner);
}

function command(label: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real);
      await invariants(model, real);
    },
    toString: () => label,
  };
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

const reporting = (n: number) =>
  command(`report(${n})`, async (model, real) => {
    const account = pick(model.accounts, n);
    await report(world.context, real.town.city.archiveId, account.id);
    account.disconnected = true;
  });

const advancing = (days: number) => command(`advance(${days})`, () => world.advance(days));

const reconnecting = (n: number, who: 'right' | 'wrong') =>
  command(`reconnect(${n}, ${who})`, async (model, real) => {
    const account = pick(model.accounts, n);
    const profile = pick(model.profiles, n);
    const signIn = await signInOf(real, account.id, account.owner);
    if (isRefusal(signIn)) throw signIn;
    const managed = model.accounts.map(({ networkId }) => networkId);
    const answer = answerOf(profile.id, who === 'right' ? managed : managed.filter((id) => id !== account.networkId));
    const result = await complete(signIn, answer);
    if (who === 'wrong') expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'not_managed' } });
    else if (profile.owner !== account.owner)
      expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'parent_profile_owned_by_other_owner' } });
    else {
      expect(result.outcome).toBe('done');
      apply(model, account.owner, profile, managed);
      // The account in question gets newer tokens in any case.
      account.profile = profile.id;
    }
  });

const beginning = (n: number) =>
  command(`begin(${n})`, async (model, real) => {
    const account = pick(model.accounts, n);
    const signIn = await signInOf(real, account.id, account.owner);
    if (isRefusal(signIn)) throw signIn;
    real.late.push({ signIn, accountId: account.id, renewed: false, owner: account.owner });
  });

/** The callback of a sign-in that began before everything that has happened since. */
const comingBack = () =>
  command('comeBack()', async (model, real) => {
    const late = real.late.shift();
    if (!late) return;
    const account = model.accounts.find(({ id }) => id === late.accountId)!;
    const profile = model.profiles.find(({ owner }) => owner === late.owner) ?? pick(model.profiles, 0);
    const managed = model.accounts.map(({ networkId }) => networkId);
    const result = await complete(late.signIn, answerOf(profile.id, managed));
    const code = result.outcome === 'refused' ? result.refusal.code : 'done';
    if (late.renewed || !model.owners.includes(late.owner)) expect(code).toBe('link_dead');
    else if (account.owner !== late.owner) expect(code).toBe('owned_by_other_owner');
    else if (profile.owner !== late.owner) expect(code).toBe('parent_profile_owned_by_other_owner');
    else {
      expect(code).toBe('done');
      apply(model, late.owner, profile, managed);
      account.profile = profile.id;
    }
  });

const renewing = (n: number) =>
  command(`renewLink(${n})`, async (model, real) => {
    const owner = pick(model.owners, n);
    const { archiveId } = real.town.city;
    await ensureLinks(db(), world.context.config.keys, archiveId, [owner]);
    await db().transaction((tx) => renewLink(tx, world.context.config.keys, archiveId, owner));
    for (const late of real.late) if (late.owner === owner) late.renewed = true;
  });

function moveInModel(model: Model, accountIds: readonly string[], profileIds: readonly string[], to: string): void {
  for (const profile of model.profiles) if (profileIds.includes(profile.id)) profile.owner = to;
  for (const account of model.accounts) {
    const along = account.profile !== null && profileIds.includes(account.profile);
    if (!along && !accountIds.includes(account.id)) continue;
    account.owner = to;
    if (!along) account.profile = null;
  }
}

const transferring = (n: number, m: number, what: 'account' | 'profile') =>
  command(`transfer(${n}, ${m}, ${what})`, async (model, { town }) => {
    const thing = pick(what === 'account' ? model.accounts : model.profiles, n);
    const to = pick(model.owners, m);
    const ids = { [what === 'account' ? 'accountIds' : 'parentProfileIds']: [thing.id] };
    const { status } = await town.transfer({ ...ids, toOwnerId: to });
    expect(status).toBe(thing.owner === to ? 409 : 202);
    if (status === 202)
      moveInModel(model, what === 'account' ? [thing.id] : [], what === 'profile' ? [thing.id] : [], to);
  });

/** Two concurrent transfers that want each other's things: the second one is refused where they overlap. */
const crossing = (n: number) =>
  command(`cross(${n})`, async (model, { town }) => {
    const profile = pick(model.profiles, n);
    const [first, second] = model.owners.filter((owner) => owner !== profile.owner);
    if (!first || !second) return;
    const ask = (toOwnerId: string) => town.transfer({ parentProfileIds: [profile.id], toOwnerId });
    const answers = await Promise.all([ask(first), ask(second)]);
    await world.quiet();
    const won = answers.filter(({ status }) => status === 202);
    expect(won.length).toBeGreaterThanOrEqual(1);
    for (const { status } of answers) expect([202, 409]).toContain(status);
    // Both, if the first was done before the second came: the last one stands.
    const to = await town.ownerOfProfile(profile.id);
    expect([first, second]).toContain(to);
    moveInModel(model, [], [profile.id], to);
  });

const removing = (n: number) =>
  command(`remove(${n})`, async (model, { town }) => {
    if (model.owners.length < 3) return;
    const owner = pick(model.owners, n);
    const owns = [...model.accounts, ...model.profiles].some((thing) => thing.owner === owner);
    const { status } = await town.call('DELETE', `/v1/users/${owner}`);
    expect(status).toBe(owns ? 409 : 204);
    if (!owns) model.owners = model.owners.filter((one) => one !== owner);
  });

const small = fc.nat(11);
const commands = fc.commands(
  [
    small.map(reporting),
    fc.integer({ min: 1, max: 8 }).map(advancing),
    fc.tuple(small, fc.constantFrom('right' as const, 'wrong' as const)).map(([n, who]) => reconnecting(n, who)),
    small.map(beginning),
    fc.constant(null).map(comingBack),
    small.map(renewing),
    fc
      .tuple(small, small, fc.constantFrom('account' as const, 'profile' as const))
      .map(([n, m, what]) => transferring(n, m, what)),
    small.map(crossing),
    small.map(removing),
  ],
  { maxCommands: 25, size: 'max' },
);

async function setUp(): Promise<{ model: Model; real: Real }> {
  const town = await world.aTown();
  const { city } = town;
  const third = await town.call('POST', '/v1/users', {
    name: 'Third',
    email: `third-${city.archiveId}@city.example`,
    roles: ['account_owner'],
  });
  await world.quiet();
  const mine = await aProfile(db(), city, 2);
  const theirs = await aProfile(db(), city, 1, { ownerId: city.otherOwner });
  const loose = await anAccount(db(), city, { network: 'facebook_page' });
  const rows = await db().select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
  expect(rows.map(({ id }) => id)).toContain(loose);
  return {
    real: { town, late: [] },
    model: {
      profiles: [
        { id: mine.id, owner: city.owner },
        { id: theirs.id, owner: city.otherOwner },
      ],
      accounts: rows.map((row) => ({
        id: row.id,
        owner: row.ownerId!,
        profile: row.parentProfileId,
        networkId: row.networkAccountId,
        disconnected: false,
      })),
      owners: [city.owner, city.otherOwner, third.body.id],
    },
  };
}

test('after any sequence of events, everything belongs to exactly one owner, the right one', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (list) => {
      const { model, real } = await setUp();
      await fc.asyncModelRun(() => ({ model, real }), list);
    }),
    { numRuns: 12, verbose: fc.VerbosityLevel.Verbose, endOnFailure: true },
  );
}, 300_000);
