/** Product.md, "A disconnect": a surge is more than the archive's share of a network's accounts, and more than its count. */
import { expect, test } from '@jest/globals';
import { isSurge, isSuspectedOurs } from '../../domain/surge-hold.js';

test.each([
  ['exactly the count is not a surge', { reported: 50, accounts: 100, share: 0.2, count: 50 }, false],
  ['one more than the count is a surge', { reported: 51, accounts: 100, share: 0.2, count: 50 }, true],
  ['exactly the share is not a surge', { reported: 60, accounts: 300, share: 0.2, count: 50 }, false],
  ['one more than the share is a surge', { reported: 61, accounts: 300, share: 0.2, count: 50 }, true],
  [
    'far more than the count is not a surge below the share',
    { reported: 100, accounts: 10_000, share: 0.2, count: 50 },
    false,
  ],
  ['all accounts are not a surge if they are few', { reported: 10, accounts: 10, share: 0.2, count: 50 }, false],
] as const)('%s', (_what, counted, surge) => {
  expect(isSurge(counted)).toBe(surge);
});

test.each([
  ['three archives and ten accounts are suspicious', 3, 10, true],
  ['two archives are not, however many accounts they have', 2, 1000, false],
  ['one archive never is', 1, 1000, false],
  ['nine accounts are not, however many archives they are in', 9, 9, false],
  ['more of both are suspicious', 40, 4000, true],
] as const)('of an unlisted code, %s', (_what, archives, accounts, suspected) => {
  expect(isSuspectedOurs({ archives, accounts })).toBe(suspected);
});
