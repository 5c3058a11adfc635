import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NETWORK_NAMES } from '../../domain/networks.js';
import {
  accountRefusal,
  decideConnect,
  decideReconnect,
  identityKey,
  needsProfile,
  type AccountIdentity,
  type ArchivedAccount,
  type ArchivedProfile,
  type OwnershipDecision,
  type OwnershipQuestion,
  type OwnershipRefusal,
} from '../../domain/ownership.js';

const network = fc.constantFrom(...NETWORK_NAMES);
const identity = fc.record({
  network,
  networkAccountId: fc.constantFrom('1', '2', '3', '4'),
  name: fc.constant('An account'),
});
const owner = fc.constantFrom('me', 'other');
const profileId = fc.constantFrom('profile', 'another', null);

/** Accounts of an archive, never two with the same identity. */
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

/** Checks what must hold for every decision, whatever was asked. */
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
  test('changes only accounts of its owner that the network named', () => {
    fc.assert(
      fc.property(question, ({ ask, target, network: of }) => {
        expectSound(ask, decideReconnect({ ...ask, target }));
        expectSound(ask, decideConnect({ ...ask, network: of }));
      }),
      RUNS,
    );
  });

  test('reconnects the requested account or nothing', () => {
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

  test('is refused exactly when the account, its identity, or its Parent Profile rules it out', () => {
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

  test('never connects what it named but can’t capture, and says so for each account of this owner', () => {
    const unusable = fc.array(identity, { maxLength: 4 }).map((accounts) =>
      accounts.map((account) => ({
        ...account,
        obstacle: { code: 'permission_missing' as const, missing: ['page_posts' as const] },
      })),
    );
    fc.assert(
      fc.property(question, unusable, fc.boolean(), ({ ask, target, accounts }, list, all) => {
        const usable = new Set(ask.signIn.accounts.map(identityKey));
        const blocked = list.filter((account) => !usable.has(identityKey(account)));
        const keys = new Set(blocked.map(identityKey));
        const signIn = { ...ask.signIn, unusable: blocked };
        const named = (account: AccountIdentity) => usable.has(identityKey(account)) || keys.has(identityKey(account));
        const together = all ? accounts.filter(({ status }) => status === 'disconnected') : undefined;
        const known = accounts.filter(named);
        const decision = decideReconnect({ ...ask, signIn, known, together, target });
        expectSound({ ...ask, signIn }, decision);
        if (!decision.allowed) return;
        const { repair, renew, add, lost, denied = [], unmanaged = [] } = decision.plan;
        for (const account of [...repair, ...renew, ...add, ...lost]) expect(keys).not.toContain(identityKey(account));
        for (const account of unmanaged) expect(named(account)).toBe(false);
        const profileFree = !ask.profile || (ask.profile.ownerId === 'me' && !ask.profile.inTransfer);
        const theirs = known.filter(
          (account) =>
            keys.has(identityKey(account)) &&
            accountRefusal(account, 'me') === null &&
            (profileFree || !needsProfile(account)),
        );
        expect(denied.map(({ account }) => account.id).toSorted()).toEqual(theirs.map(({ id }) => id).toSorted());
        // A person who asked for one account has it repaired, or reads why not.
        if (!all && target) expect([...repair, ...renew, ...denied.map(({ account }) => account)]).toContain(target);
      }),
      RUNS,
    );
  });

  test('adds only new accounts, and only on the chosen network', () => {
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

const PAGE: ArchivedAccount = {
  id: 'acc_page',
  network: 'facebook_page',
  networkAccountId: 'page-1',
  name: 'City Hall',
  ownerId: 'me',
  status: 'disconnected',
  parentProfileId: 'profile',
  inTransfer: false,
};
const PARKS: ArchivedAccount = { ...PAGE, id: 'acc_parks', networkAccountId: 'page-2', name: 'Parks' };
const X: ArchivedAccount = { ...PAGE, id: 'acc_x', network: 'x', networkAccountId: 'x-1', parentProfileId: null };
const PROFILE: ArchivedProfile = { id: 'profile', name: 'Jane Doe', ownerId: 'me', inTransfer: false };

/** Jane Doe signs in for me, and the network names these accounts; `known` are those that the archive has. */
const signsIn = (named: AccountIdentity[], known: ArchivedAccount[] = [], more: Partial<OwnershipQuestion> = {}) => ({
  ownerId: 'me',
  signIn: { identity: { id: 'jane', name: 'Jane Doe' }, accounts: named },
  known,
  profile: PROFILE,
  held: [],
  ...more,
});
const nothing = { repair: [], renew: [], add: [], lost: [], left: [] };

const INACTIVE: ArchivedAccount = { ...PAGE, status: 'inactive' };

describe('why an account cannot be reconnected', () => {
  test.each<[string, ArchivedAccount | null, OwnershipRefusal | null]>([
    ['it does not exist', null, { code: 'account_gone' }],
    ['no one owns it', { ...PAGE, ownerId: null }, { code: 'account_gone' }],
    [
      'another owner has it',
      { ...PAGE, ownerId: 'other' },
      { code: 'owned_by_other_owner', account: { ...PAGE, ownerId: 'other' }, ownerId: 'other' },
    ],
    ['it is no longer archived', INACTIVE, { code: 'account_inactive', account: INACTIVE }],
    ['it is being transferred', { ...PAGE, inTransfer: true }, { code: 'transfer_in_progress', name: 'City Hall' }],
    ['no reason: it can be reconnected', PAGE, null],
  ])('%s', (_why, account, refusal) => {
    expect(accountRefusal(account, 'me')).toEqual(refusal);
    if (refusal)
      expect(decideReconnect({ ...signsIn([PAGE], [PAGE]), target: account })).toEqual({ allowed: false, refusal });
  });
});

describe('a reconnect', () => {
  test('is refused for someone who does not manage the account', () => {
    const refusal = { code: 'not_managed', signedInAs: 'Jane Doe', account: PAGE };
    expect(decideReconnect({ ...signsIn([PARKS], [PARKS]), target: PAGE })).toEqual({ allowed: false, refusal });
  });

  test('of an account with its own login is refused when another account signs in', () => {
    const refusal = { code: 'wrong_identity', signedInAs: 'Jane Doe', account: X };
    expect(decideReconnect({ ...signsIn([], []), target: X })).toEqual({ allowed: false, refusal });
  });

  test.each<[string, ArchivedProfile, OwnershipRefusal]>([
    [
      'is another owner’s',
      { ...PROFILE, ownerId: 'other' },
      {
        code: 'parent_profile_owned_by_other_owner',
        profile: { id: 'profile', name: 'Jane Doe' },
        ownerId: 'other',
      },
    ],
    ['is being transferred', { ...PROFILE, inTransfer: true }, { code: 'transfer_in_progress', name: 'Jane Doe' }],
  ])('is refused for a Parent Profile that %s', (_what, profile, refusal) => {
    const asked = signsIn([PAGE], [PAGE], { profile });
    expect(decideReconnect({ ...asked, target: PAGE })).toEqual({ allowed: false, refusal });
    // Even next to an account that needs no Parent Profile.
    const named = { ...asked, signIn: { ...asked.signIn, accounts: [X, PAGE] } };
    expect(decideConnect({ ...named, network: 'facebook_page' })).toEqual({ allowed: false, refusal });
  });

  test('also repairs disconnected accounts, and renews accounts connected through the same Parent Profile or none', () => {
    const same = { ...PARKS, status: 'connected' as const };
    const none = { ...same, id: 'acc_none', networkAccountId: 'page-3', parentProfileId: null };
    const anothers = { ...same, id: 'acc_anothers', networkAccountId: 'page-4', parentProfileId: 'another' };
    const fire = { ...PAGE, id: 'acc_fire', networkAccountId: 'page-5' };
    const known = [PAGE, same, none, anothers, fire];
    expect(decideReconnect({ ...signsIn(known, known), target: PAGE })).toEqual({
      allowed: true,
      plan: { ...nothing, repair: [PAGE, fire], renew: [same, none], throughProfile: true },
    });
  });

  test('of a connected account takes only that one over from another Parent Profile', () => {
    const anothers = { ...PAGE, status: 'connected' as const, parentProfileId: 'another' };
    const alsoAnothers = { ...PARKS, status: 'connected' as const, parentProfileId: 'another' };
    const known = [anothers, alsoAnothers];
    expect(decideReconnect({ ...signsIn(known, known), target: anothers })).toEqual({
      allowed: true,
      plan: { ...nothing, renew: [anothers], throughProfile: true },
    });
  });

  test('lists accounts that the Parent Profile authorized before and the network no longer names', () => {
    const moving = { ...PARKS, id: 'acc_moving', networkAccountId: 'page-6', inTransfer: true };
    expect(
      decideReconnect({ ...signsIn([PAGE], [PAGE], { held: [PAGE, PARKS, moving] }), target: PAGE }),
    ).toMatchObject({ allowed: true, plan: { repair: [PAGE], lost: [PARKS] } });
  });

  test('of an account with its own login needs no Parent Profile', () => {
    expect(decideReconnect({ ...signsIn([X], [X], { profile: null }), target: X })).toEqual({
      allowed: true,
      plan: { ...nothing, repair: [X], throughProfile: false },
    });
  });
});

describe('connecting', () => {
  test('is refused if no account of the network was selected', () => {
    expect(decideConnect({ ...signsIn([X]), network: 'facebook_page' })).toEqual({
      allowed: false,
      refusal: { code: 'nothing_authorized', signedInAs: 'Jane Doe', network: 'facebook_page' },
    });
  });

  test('adds new accounts, repairs and renews existing ones, and reports those of other owners', () => {
    const others = { ...PAGE, id: 'acc_others', networkAccountId: 'page-7', ownerId: 'other' };
    const taken = { ...PARKS, status: 'connected' as const, parentProfileId: 'another' };
    const insta = { ...taken, id: 'acc_insta', network: 'instagram' as const, networkAccountId: 'insta-1' };
    const novel = { network: 'facebook_page' as const, networkAccountId: 'page-8', name: 'Library' };
    const known = [PAGE, others, taken, insta];
    expect(decideConnect({ ...signsIn([...known, novel], known), network: 'facebook_page' })).toEqual({
      allowed: true,
      plan: {
        ...nothing,
        repair: [PAGE],
        renew: [taken],
        add: [novel],
        left: [{ code: 'owned_by_other_owner', account: others, ownerId: 'other' }],
        throughProfile: true,
      },
    });
  });

  test('is refused if every selected account is another owner’s', () => {
    const others = { ...PAGE, ownerId: 'other' };
    const asked = { ...signsIn([others, X], [others, X]), network: 'facebook_page' as const };
    const refusal = { code: 'owned_by_other_owner', account: others, ownerId: 'other' };
    expect(decideConnect(asked)).toEqual({ allowed: false, refusal });
  });

  test('succeeds if at least one selected account is not another owner’s', () => {
    const others = { ...PAGE, ownerId: 'other' };
    const known = [others, PARKS];
    expect(decideConnect({ ...signsIn(known, known), network: 'facebook_page' })).toMatchObject({
      allowed: true,
      plan: { repair: [PARKS], left: [{ code: 'owned_by_other_owner' }] },
    });
  });
});

test('Facebook Pages, Instagram accounts, and LinkedIn Pages are authorized through a Parent Profile', () => {
  expect(NETWORK_NAMES.filter((name) => needsProfile({ network: name })).toSorted()).toEqual([
    'facebook_page',
    'instagram',
    'linkedin_page',
  ]);
});
