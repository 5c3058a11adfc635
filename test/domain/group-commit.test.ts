/** Calls that arrive while others are being committed go together, in order, and fail alone. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GroupCommit } from '../../platform/group-commit.js';

/** A commit whose groups end when they are told to. */
function aLog() {
  const groups: { key: string; items: readonly number[]; end: () => void; fail: () => void }[] = [];
  const commit = (key: string, items: readonly number[]) =>
    new Promise<string[]>((resolve, reject) => {
      const end = () => resolve(items.map((item) => `${key}${item}`));
      groups.push({ key, items, end, fail: () => reject(new Error(`${key} ${items.join()}`)) });
    });
  return { groups, commit };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a call that comes alone waits for nobody, and those that come meanwhile go together', async () => {
  const { groups, commit } = aLog();
  const together = new GroupCommit(commit, { groups: 1, items: 10 });
  const first = together.run('a', [1]);
  expect(groups.map(({ items }) => items)).toEqual([[1]]);
  const others = [together.run('a', [2, 3]), together.run('a', [4]), together.run('b', [5])];
  expect(groups.map(({ key, items }) => [key, items])).toEqual([
    ['a', [1]],
    ['b', [5]],
  ]);
  groups[0]!.end();
  expect(await first).toEqual(['a1']);
  await turn();
  expect(groups[2]!.items).toEqual([2, 3, 4]);
  groups[1]!.end();
  groups[2]!.end();
  expect(await Promise.all(others)).toEqual([['a2', 'a3'], ['a4'], ['b5']]);
});

test('a group that fails is tried call by call, and each fails or succeeds on its own', async () => {
  const { groups, commit } = aLog();
  const together = new GroupCommit(commit, { groups: 1, items: 10 });
  void together.run('a', [0]);
  const calls = Promise.allSettled([together.run('a', [1]), together.run('a', [2])]);
  groups[0]!.end();
  await turn();
  groups[1]!.fail();
  await turn();
  groups[2]!.fail();
  await turn();
  groups[3]!.end();
  expect(await calls).toMatchObject([
    { status: 'rejected', reason: new Error('a 1') },
    { status: 'fulfilled', value: ['a2'] },
  ]);
  expect(groups.map(({ items }) => items)).toEqual([[0], [1, 2], [1], [2]]);
});

test('whatever comes and however it ends, every call gets its own results, and no group is too large', async () => {
  const calls = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), size: fc.integer({ min: 1, max: 7 }) }), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(
      calls,
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(fc.nat(2)),
      async (given, limit, pauses) => {
        let [underWay, most] = [0, 0];
        const together = new GroupCommit(
          async (key, items: readonly string[]) => {
            most = Math.max(most, (underWay += 1));
            expect(items.every((item) => item.startsWith(key))).toBe(true);
            for (let n = pauses.next().value as number; n > 0; n -= 1) await turn();
            underWay -= 1;
            return items.map((item) => `done ${item}`);
          },
          { groups: limit, items: 10 },
        );
        const asked = given.map(({ key, size }, n) => Array.from({ length: size }, (_, i) => `${key} ${n} ${i}`));
        const results = await Promise.all(asked.map((items, n) => together.run(given[n]!.key, items)));
        expect(results).toEqual(asked.map((items) => items.map((item) => `done ${item}`)));
        expect(most).toBeLessThanOrEqual(2 * limit);
      },
    ),
    { numRuns: 60 },
  );
});
