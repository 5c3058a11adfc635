/** Whose word counts for a caller's address: that of a proxy named by its own address, and no one else's. */
import { expect, test } from '@jest/globals';
import { createSite } from '../rig/site.js';

/** How many of two callers' requests count as the same caller's: the limit's remainder after the second. */
async function remainders(environment: Record<string, string>): Promise<number[]> {
  const site = await createSite(environment);
  try {
    const left: number[] = [];
    for (const address of ['203.0.113.1', '203.0.113.2']) {
      const { headers } = await fetch(`${site.url}/docs.css`, { headers: { 'x-forwarded-for': address } });
      left.push(Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]));
    }
    return left;
  } finally {
    await site.close();
  }
}

test('a stranger who claims many addresses counts as one caller', async () => {
  const [first, second] = await remainders({});
  expect(second).toBe(first! - 1);
});

test('so does one who isn’t the proxy that the operator named', async () => {
  const [first, second] = await remainders({ RELINK_TRUST_PROXY: '10.9.9.9, 10.8.0.0/16' });
  expect(second).toBe(first! - 1);
});

test('behind the named proxy, each person counts for themselves', async () => {
  const [first, second] = await remainders({ RELINK_TRUST_PROXY: '10.9.9.9, 127.0.0.0/8' });
  expect(second).toBe(first);
});
