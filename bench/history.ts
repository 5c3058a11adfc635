/** Measures the history of a series in Temporal, beside a series whose steps are activities, with Temporal's defaults. */
import { setTimeout as pause } from 'node:timers/promises';
import { Stack } from '../dev/demo/stack.js';
import { disconnectWorkflowId } from '../domain/ids.js';
import { STEPS } from '../domain/series.js';
import { BareTemporal } from './baselines/temporal.js';
import type { Row } from './figures.js';

/** A series takes 27 days. */
const SECONDS_PER_DAY = 0.2;
const POLL_MS = 100;
const LIMIT_MS = 60_000;

export async function* history(): AsyncGenerator<Row> {
  const stack = await Stack.start(SECONDS_PER_DAY);
  try {
    const { id: ownerId } = await stack.api<{ id: string }>('POST', '/v1/users', {
      name: 'Olga',
      email: 'olga@bench.example',
      roles: ['account_owner'],
    });
    const account = { network: 'x', networkAccountId: '1000000', name: 'Account', ownerId };
    const { id: accountId } = await stack.api<{ id: string }>('POST', '/v1/accounts', account);
    const { id } = await stack.api<{ id: string }>('POST', '/v1/disconnects', { accountId });
    const bare = await BareTemporal.start(stack.endpoints);
    try {
      const ofSeries = await firstHistory(bare, disconnectWorkflowId(id));
      const ofBare = await bare.historyOfSeries(STEPS);
      const name = 'bare Temporal, steps as activities';
      yield {
        name: 'history of a series, events',
        figure: ofSeries.events,
        unit: 'count',
        baseline: { name, figure: ofBare.events },
        targets: [{ of: 'figure', is: '≤', value: 40 }],
      };
      yield {
        name: 'history of a series, size',
        figure: ofSeries.bytes,
        unit: 'bytes',
        baseline: { name, figure: ofBare.bytes },
        targets: [{ of: 'figure', is: '≤', value: 6000 }],
      };
    } finally {
      await bare.stop();
    }
  } finally {
    await stack.stop();
  }
}

/** Returns the history of a disconnect's first series, once it is over. @throws if it isn't within a minute */
async function firstHistory({ client }: BareTemporal, workflowId: string): Promise<{ events: number; bytes: number }> {
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'ContinuedAsNew'`;
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    for await (const { historyLength, historySize } of client.workflow.list({ query }))
      return { events: historyLength, bytes: historySize! };
    if (Date.now() > until) throw new Error(`the series of ${workflowId} isn’t over`);
    await pause(POLL_MS);
  }
}
