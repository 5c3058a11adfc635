import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NETWORK_NAMES } from '../../domain/networks.js';
import {
  accountRefusal,
  decideConnect,
  decideReconnect,
  identityKey,
  needsProfile,
  type ArchivedAccount,
  type OwnershipDecision,
  type OwnershipQuestion,
} from '../../domain/ownership.js';

const network = fc.constantFrom(...NETWORK_NAMES);
const identity = fc.record({
  network,
  networkAccountId: fc.constantFrom('1', '2', '3', '4'),
  name: fc.constant('An account'),
});
const owner = fc.constantFrom('me', 'other');
const profileId = fc.constantFrom('profile', 'another', null);

/** Accounts of an archive: never two with one identity. */
const archive = fc
  .array(
    fc.record({
      identity,
      ownerId: owner,
      status: fc.constantFrom('connected' as const, 'disconnected' as const, 'inactive' as const),
      parentProfileId: profileId,
      inTransfer: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((rows) => {
    const accounts = rows.map(({ identity: of, ...row }, i): ArchivedAccount => ({ ...of, ...row, id: `acc_${i}` }));
    return [...new Map(accounts.map((account) => [identityKey(account), account])).values()];
  });

const question = fc
  .record({
    accounts: archive,
    named: fc.uniqueArray(identity, { selector: identityKey, maxLength: 8 }),
    profile: fc.option(
      fc.record({ id: fc.constant('profile'), name: fc.constant('Jane'), ownerId: owner, inTransfer: fc.boolean() }),
    ),
    network,
    pick: fc.nat(11),
  })
  .map(({ accounts, named, profile, pick, ...rest }) => ({
    ...rest,
    accounts,
    target: accounts[pick] ?? null,
    ask: {
      ownerId: 'me',
      signIn: { identity: { id: 'jane', name: 'Jane' }, accounts: named },
      known: accounts.filter((account) => named.some((one) => identityKey(one) === identityKey(account))),
      profile,
      held: accounts.filter((account) => profile && account.parentProfileId === profile.id),
    } satisfies OwnershipQuestion,
  }));

const RUNS = { numRuns: 3000 };

/** What must hold of every decision, whatever was asked. */
function expectSound({ signIn, known, profile }: OwnershipQuestion, decision: OwnershipDecision): void {
  if (!decision.allowed) return;
  const { repair, renew, add, lost, throughProfile } = decision.plan;
  const named = new Set(signIn.accounts.map(identityKey));
  for (const account of [...repair, ...renew]) {
    expect(account.ownerId).toBe('me');
    expect(account.inTransfer).toBe(false);
    expect(named).toContain(identityKey(account));
  }
  for (const account of repair) expect(account.status).toBe('disconnected');
  for (const account of renew) expect(account.status).toBe('connected');
  for (const account of lost) {
    expect([account.ownerId, account.parentProfileId, account.inTransfer]).toEqual(['me', 'profile', false]);
    expect(named).not.toContain(identityKey(account));
  }
  for (const account of add) {
    expect(named).toContain(identityKey(account));
    expect(known.map(identityKey)).not.toContain(identityKey(account));
  }
  expect(throughProfile).toBe([...repair, ...renew, ...add].some(needsProfile));
  if (throughProfile && profile) expect([profile.ownerId, profile.inTransfer]).toEqual(['me', false]);
}

describe('one sign-in', () => {
  test('touches only accounts of its owner that the network named, whatever is asked', () => {
    fc.assert(
      fc.property(question, ({ ask, target, network: of }) => {
        expectSound(ask, decideReconnect({ ...ask, target }));
        expectSound(ask, decideConnect({ ...ask, network: of }));
      }),
      RUNS,
    );
  });

  test('reconnects the account in question, or nothing', () => {
    fc.assert(
      fc.property(question, ({ ask, target }) => {
        const decision = decideReconnect({ ...ask, target });
        if (!decision.allowed) return;
        const { repair, renew } = decision.plan;
        expect([...repair, ...renew].map(({ id }) => id)).toContain(target?.id);
      }),
      RUNS,
    );
  });

  test('is refused exactly when the account, its identity or its Parent Profile forbids it', () => {
    fc.assert(
      fc.property(question, ({ ask, target }) => {
        const covered = target !== null && ask.signIn.accounts.some((one) => identityKey(one) === identityKey(target));
        const profileFree = !ask.profile || (ask.profile.ownerId === 'me' && !ask.profile.inTransfer);
        const may =
          accountRefusal(target, 'me') === null &&
          covered &&
          (profileFree || (target !== null && !needsProfile(target)));
        expect(decideReconnect({ ...ask, target }).allowed).toBe(may);
      }),
      RUNS,
    );
  });

  test('repairs every disconnected account of this owner that the profile manages', () => {
    fc.assert(
      fc.property(question, ({ ask, target }) => {
        const decision = decideReconnect({ ...ask, target });
        if (!decision.allowed || !target || !needsProfile(target)) return;
        const broken = ask.known.filter(
          (account) => account.ownerId === 'me' && account.status === 'disconnected' && !account.inTransfer,
        );
        expect(decision.plan.repair.map(({ id }) => id).toSorted()).toEqual(broken.map(({ id }) => id).toSorted());
      }),
      RUNS,
    );
  });

  test('adds only of the network that was chosen, and never what the archive has', () => {
    fc.assert(
      fc.property(question, ({ ask, network: of }) => {
        const decision = decideConnect({ ...ask, network: of });
        if (!decision.allowed) return;
        expect(decision.plan.add.every((account) => account.network === of)).toBe(true);
        expect(decision.plan.add.length + decision.plan.repair.length + decision.plan.renew.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
