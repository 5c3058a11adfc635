/** What a transfer moves, for any set of accounts and Parent Profiles. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideTransfer,
  MAX_MOVED,
  type TransferableAccount,
  type TransferableProfile,
} from '../../domain/transfers.js';

const OWNERS = ['a', 'b', 'c'];
const profile = fc.record({
  id: fc.constantFrom('p1', 'p2', 'p3'),
  ownerId: fc.constantFrom(...OWNERS),
  transferId: fc.constantFrom(null, null, null, 't'),
});
/** A valid database state: each account has no Parent Profile, or has the same owner as its Parent Profile. */
const archive = fc.uniqueArray(profile, { selector: ({ id }) => id }).chain((profiles) =>
  fc.record({
    profiles: fc.constant<TransferableProfile[]>(profiles),
    accounts: fc
      .uniqueArray(
        fc.record({
          id: fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5', 'a6'),
          ownerId: fc.constantFrom(...OWNERS),
          parent: fc.option(fc.constantFrom<(TransferableProfile | null)[]>(null, ...profiles)),
          transferId: fc.constantFrom(null, null, null, null, 't'),
        }),
        { selector: ({ id }) => id },
      )
      .map((rows) =>
        rows.map(({ parent, ...row }): TransferableAccount => ({
          ...row,
          ownerId: parent?.ownerId ?? row.ownerId,
          parentProfileId: parent?.id ?? null,
        })),
      ),
  }),
);
const request = fc.record({
  accountIds: fc.subarray(['a1', 'a2', 'a3', 'a4', 'gone']),
  parentProfileIds: fc.subarray(['p1', 'p2', 'gone']),
  toOwnerId: fc.option(fc.constantFrom(...OWNERS)),
  withManagedAccounts: fc.boolean(),
});

describe('article: "A Parent Profile can only be used to connect accounts under one user."', () => {
  it('after a transfer, every account has the same owner as its Parent Profile', () => {
    fc.assert(
      fc.property(archive, request, (there, asked) => {
        const decision = decideTransfer(asked, there);
        if (!decision.allowed) return;
        const { plan } = decision;
        const moved = new Set([...plan.accounts.map(({ id }) => id), ...plan.profileIds]);
        const to = asked.toOwnerId ?? 'new';
        const ownerNow = ({ id, ownerId }: { id: string; ownerId: string }) => (moved.has(id) ? to : ownerId);
        const loose = new Set([...plan.detachedIds, ...plan.stayingIds]);
        for (const account of there.accounts) {
          const parent = there.profiles.find(({ id }) => id === account.parentProfileId);
          if (parent && !loose.has(account.id)) expect(ownerNow(account)).toBe(ownerNow(parent));
          // No account loses its Parent Profile without need.
          if (parent && loose.has(account.id)) expect(ownerNow(account)).not.toBe(ownerNow(parent));
        }
      }),
    );
  });

  it('a transfer moves everything requested, or names everything that cannot move', () => {
    fc.assert(
      fc.property(archive, request, (there, asked) => {
        const decision = decideTransfer(asked, there);
        const named = [...asked.accountIds, ...asked.parentProfileIds];
        if (decision.allowed) {
          const moved = [...decision.plan.accounts.map(({ id }) => id), ...decision.plan.profileIds];
          for (const id of named) expect(moved).toContain(id);
          expect(new Set(moved).size).toBe(moved.length);
        } else if ('problems' in decision) {
          const wrong = new Set(decision.problems.map(({ id }) => id));
          for (const thing of [...there.accounts, ...there.profiles])
            if (named.includes(thing.id) && (thing.transferId !== null || thing.ownerId === asked.toOwnerId))
              expect(wrong.has(thing.id)).toBe(true);
          for (const id of named)
            if (![...there.accounts, ...there.profiles].some((thing) => thing.id === id))
              expect(wrong.has(id)).toBe(true);
        }
      }),
    );
  });
});

const account = (id: string, more: Partial<TransferableAccount> = {}): TransferableAccount => ({
  id,
  ownerId: 'a',
  parentProfileId: null,
  transferId: null,
  ...more,
});
const p1: TransferableProfile = { id: 'p1', ownerId: 'a', transferId: null };
const there = {
  profiles: [p1],
  accounts: [account('a1', { parentProfileId: 'p1' }), account('a2', { parentProfileId: 'p1' }), account('a3')],
};
const ask = { accountIds: [], parentProfileIds: [], toOwnerId: 'b', withManagedAccounts: true };

it('moving a Parent Profile also moves the accounts that it authorizes', () => {
  expect(decideTransfer({ ...ask, parentProfileIds: ['p1'], accountIds: ['a1'] }, there)).toEqual({
    allowed: true,
    plan: {
      profileIds: ['p1'],
      accounts: [
        { id: 'a1', why: 'chosen' },
        { id: 'a2', why: 'managed' },
      ],
      detachedIds: [],
      stayingIds: [],
    },
  });
});

it('moving only the Parent Profile leaves its accounts behind without one', () => {
  const decision = decideTransfer({ ...ask, parentProfileIds: ['p1'], withManagedAccounts: false }, there);
  expect(decision).toMatchObject({ allowed: true, plan: { accounts: [], stayingIds: ['a1', 'a2'] } });
});

it('moving an account without its Parent Profile detaches it', () => {
  const decision = decideTransfer({ ...ask, accountIds: ['a1', 'a3'] }, there);
  expect(decision).toMatchObject({ allowed: true, plan: { detachedIds: ['a1'], stayingIds: [] } });
});

it('an account in another transfer blocks a transfer of its Parent Profile', () => {
  const busy = {
    ...there,
    accounts: [...there.accounts.slice(1), account('a1', { parentProfileId: 'p1', transferId: 't' })],
  };
  for (const withManagedAccounts of [true, false])
    expect(decideTransfer({ ...ask, parentProfileIds: ['p1'], withManagedAccounts }, busy)).toEqual({
      allowed: false,
      problems: [{ kind: 'account', id: 'a1', code: 'transfer_in_progress' }],
    });
});

it('a refused transfer names everything that does not exist or is already the new owner’s', () => {
  const request = { ...ask, parentProfileIds: ['p1', 'gone'], accountIds: ['a3', 'gone'], toOwnerId: 'a' };
  expect(decideTransfer(request, there)).toEqual({
    allowed: false,
    problems: [
      { kind: 'parent_profile', id: 'p1', code: 'already_theirs' },
      { kind: 'parent_profile', id: 'gone', code: 'not_found' },
      { kind: 'account', id: 'a3', code: 'already_theirs' },
      { kind: 'account', id: 'gone', code: 'not_found' },
    ],
  });
});

it(`a transfer moves at most ${MAX_MOVED} accounts and Parent Profiles`, () => {
  const accounts = Array.from({ length: MAX_MOVED }, (_, i) => account(`a${i}`, { parentProfileId: 'p1' }));
  const whole = { ...ask, parentProfileIds: ['p1'] };
  expect(decideTransfer(whole, { profiles: [p1], accounts: accounts.slice(1) }).allowed).toBe(true);
  expect(decideTransfer(whole, { profiles: [p1], accounts })).toEqual({ allowed: false, tooMany: MAX_MOVED + 1 });
});
