/**
 * Measures how late an email is when a part of Relink – the worker, Temporal, PostgreSQL, or all at once – is killed right before its step
 * is due. The baseline is the same step of the same disconnects with nothing killed. A day is three seconds.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { killParts, type Part } from '../dev/demo/parts.js';
import { Stack, type Mail } from '../dev/demo/stack.js';
import { EXPECTED } from '../dev/demo/table.js';
import { median, type Row, type Size } from './figures.js';

const SECONDS_PER_DAY = 3;
const OWNERS = 5;
/** How long before the step is due the kill happens: short enough that every part is still down when the step falls due. */
const BEFORE_DUE_MS = 100;
/** Keyed by step, as far as a run goes. The steps in between show that the stack is back to its usual lateness. */
const KILLS: Record<number, Part[]> = {
  2: ['worker'],
  4: ['temporal'],
  6: ['postgres'],
  8: ['worker', 'temporal', 'postgres'],
};
const LAST_STEP = 9;
/** The first kill is at the second step. */
const FEWEST_STEPS = 2;

const isOfSeries = ({ subject }: Mail) => EXPECTED.some((expected) => expected.subject === subject);

async function createDisconnect(stack: Stack, n: number): Promise<{ email: string; startedAt: number }> {
  const email = `owner-${n}@kills.example`;
  const owner = await stack.api<{ id: string }>('POST', '/v1/users', {
    name: `Owner ${n}`,
    email,
    roles: ['account_owner'],
  });
  const account = await stack.api<{ id: string }>('POST', '/v1/accounts', {
    network: 'x',
    networkAccountId: String(1_000_000 + n),
    name: `Account ${n}`,
    ownerId: owner.id,
  });
  const { detectedAt } = await stack.api<{ detectedAt: string }>('POST', '/v1/disconnects', { accountId: account.id });
  return { email, startedAt: Date.parse(detectedAt) };
}

export async function* kills(size: Size): AsyncGenerator<Row> {
  const owners = size(OWNERS);
  const last = Math.max(FEWEST_STEPS, size(LAST_STEP));
  const stack = await Stack.start(SECONDS_PER_DAY);
  try {
    const disconnects = await Promise.all(Array.from({ length: owners }, (_, n) => createDisconnect(stack, n)));
    const first = Math.min(...disconnects.map(({ startedAt }) => startedAt));
    let baseline: number | null = null;
    for (let step = 1; step <= last; step += 1) {
      const parts = KILLS[step] ?? [];
      const after = EXPECTED[step]!.day * SECONDS_PER_DAY * 1000;
      await pause(Math.max(0, first + after - BEFORE_DUE_MS - Date.now()));
      await killParts(stack, parts);
      const late = await Promise.all(
        disconnects.map(async ({ email, startedAt }) => {
          const mails = await stack.mails(email, step + 1, isOfSeries);
          return Date.parse(mails[step]!.createdAt) - (startedAt + after);
        }),
      );
      baseline ??= median(late);
      yield {
        name: parts.length === 0 ? `step ${step}, nothing killed` : `step ${step}, ${parts.join(', ')} killed`,
        figure: median(late),
        unit: 'ms',
        baseline: { name: 'the first step', figure: baseline },
        targets: [],
        note: `at worst ${Math.round(Math.max(...late))} ms`,
      };
    }
    const counts = await Promise.all(
      disconnects.map(async ({ email }) => (await stack.mails(email, last + 1, isOfSeries)).length),
    );
    yield {
      name: 'emails, each once',
      figure: counts.reduce((sum, count) => sum + count, 0),
      unit: 'count',
      baseline: { name: 'steps', figure: owners * (last + 1) },
      targets: [{ of: 'ratio', is: '=', value: 1 }],
    };
  } finally {
    await stack.stop();
  }
}
