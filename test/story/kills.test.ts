/**
 * The whole stack as `npm start` runs it, with a compressed day, and SIGKILLs in the middle of a series: the worker, Temporal, PostgreSQL,
 * and everything at once. Each step arrives once, none early, and the series continues.
 */
import { describe, expect, it } from '@jest/globals';
import { killParts, type Part } from '../../dev/demo/parts.js';
import { Stack, type Mail } from '../../dev/demo/stack.js';
import { EXPECTED } from '../../dev/demo/table.js';
import { sharedFixture } from '../rig/fixtures.js';

/** Five days take 15 seconds: longer than any part needs to come back, so that no two steps become one email. */
const SECONDS_PER_DAY = 3;
const OWNER = 'owner@kills.example';

const stack = sharedFixture(
  () => Stack.start(SECONDS_PER_DAY),
  (it) => it.stop(),
);

const isOfSeries = ({ subject }: Mail) => EXPECTED.some((expected) => expected.subject === subject);

describe('killing parts in the middle of a series', () => {
  it('loses no step, repeats none, and sends none early', async () => {
    const owner = await stack.api<{ id: string }>('POST', '/v1/users', {
      name: 'Olga',
      email: OWNER,
      roles: ['account_owner'],
    });
    const account = await stack.api<{ id: string }>('POST', '/v1/accounts', {
      network: 'x',
      networkAccountId: '1000001',
      name: 'Kill Bay',
      ownerId: owner.id,
    });
    const { detectedAt } = await stack.api<{ detectedAt: string }>('POST', '/v1/disconnects', {
      accountId: account.id,
      reason: 'token_revoked',
    });

    const kills: Record<number, Part[]> = {
      1: ['worker'],
      2: ['temporal'],
      3: ['postgres'],
      5: ['worker', 'temporal', 'postgres'],
    };
    for (let step = 0; step < 8; step += 1) {
      await stack.mails(OWNER, step + 1, isOfSeries);
      await killParts(stack, kills[step] ?? []);
    }
    const series = await stack.mails(OWNER, 8, isOfSeries);
    expect(series.map(({ subject }) => subject)).toEqual(EXPECTED.slice(0, 8).map(({ subject }) => subject));
    series.forEach(({ createdAt }, step) => {
      const days = (Date.parse(createdAt) - Date.parse(detectedAt)) / (SECONDS_PER_DAY * 1000);
      expect(days).toBeGreaterThanOrEqual(EXPECTED[step]!.day);
    });
    expect(new Set(series.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(8);
  }, 240_000);
});
