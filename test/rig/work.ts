/**
 * Counts work instead of time: how often this process runs each block of JavaScript, which no other load on the machine changes.
 * V8 counts blocks only in functions that it compiles after the count has begun, so import this file first.
 */
import { Session } from 'node:inspector/promises';
import { afterAll } from '@jest/globals';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

// Counting slows everything down, also the files that the same process runs later.
afterAll(async () => {
  await session.post('Profiler.disable');
  session.disconnect();
});

/** Returns how many blocks ran, in all scripts, while the work was done. Native code counts as the call to it. */
export async function countWork(work: () => Promise<unknown>): Promise<number> {
  await session.post('Profiler.takePreciseCoverage');
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const ranges = result.flatMap((script) => script.functions.flatMap((one) => one.ranges));
  return ranges.reduce((sum, { count }) => sum + count, 0);
}
