/** Product.md, "A disconnect": a surge is more than the archive's share of a network's accounts, and more than its count. */
import { expect, test } from '@jest/globals';
import { isSurge } from '../../domain/surge-hold.js';

test.each([
  ['as many as the count', { reported: 50, accounts: 100, share: 0.2, count: 50 }, false],
  ['one more than the count', { reported: 51, accounts: 100, share: 0.2, count: 50 }, true],
  ['exactly the share', { reported: 60, accounts: 300, share: 0.2, count: 50 }, false],
  ['one more than the share', { reported: 61, accounts: 300, share: 0.2, count: 50 }, true],
  ['far above the count, below the share', { reported: 100, accounts: 10_000, share: 0.2, count: 50 }, false],
  ['all of few accounts', { reported: 10, accounts: 10, share: 0.2, count: 50 }, false],
] as const)('%s', (_what, counted, surge) => {
  expect(isSurge(counted)).toBe(surge);
});
