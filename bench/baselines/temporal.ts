/** Temporal without Relink, on the server that Relink uses, with a worker and a client of its own, and the SDK's defaults. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { perSecond } from '../figures.js';
import { inFlight } from '../in-flight.js';
import { end, firstActivity, series, timerOnly, untilSignal, type BareActivities } from './temporal-workflows.js';

const TASK_QUEUE = 'bare';
const IN_FLIGHT = 50;
const POLL_MS = 10;
const LIMIT_MS = 60_000;
/** How many of many workflows are looked at to learn whether all wait. */
const SAMPLE = 20;
/** The events of a workflow that waits for its first timer: it has started, had a task, and started the timer. */
const EVENTS_WITH_TIMER = 5;
/** If an activity came first, it was scheduled, started, and completed, and there was a second task. */
const EVENTS_WITH_ACTIVITY_AND_TIMER = 11;

export class BareTemporal {
  private readonly arrivals = new Map<string, (at: number) => void>();

  private constructor(
    /** For looking at any workflow of the server. */
    readonly client: Client,
    private readonly end: () => Promise<void>,
  ) {}

  static async start({ temporal: address, namespace }: { temporal: string; namespace: string }): Promise<BareTemporal> {
    const connection = await Connection.connect({ address });
    const native = await NativeConnection.connect({ address });
    const stop = async () => {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    };
    const bare = new BareTemporal(new Client({ connection, namespace }), stop);
    const activities: BareActivities = {
      arrive: async (id) => bare.arrivals.get(id)?.(performance.now()),
    };
    const workflowsPath = fileURLToPath(new URL('./temporal-workflows.ts', import.meta.url));
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue: TASK_QUEUE,
      workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') }),
      activities,
    });
    const running = worker.run();
    return bare;
  }

  /** Returns how many workflows a second are started and come to wait for a timer. */
  async startsPerSecond(count: number): Promise<number> {
    const ids = Array.from({ length: count }, () => `bare/${randomUUID()}`);
    const startedAt = performance.now();
    await inFlight(IN_FLIGHT, count, (n) =>
      this.client.workflow.start(timerOnly, { workflowId: ids[n]!, taskQueue: TASK_QUEUE }),
    );
    await untilTheyWait(this.client, ids);
    return perSecond(count, performance.now() - startedAt);
  }

  /** Returns the milliseconds from each start to its activity, one after another. The workflows go on waiting for a timer. */
  async startToActivity(times: number): Promise<number[]> {
    const durations: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const id = randomUUID();
      const arrival = new Promise<number>((resolve) => this.arrivals.set(id, resolve));
      const startedAt = performance.now();
      await this.client.workflow.start(firstActivity, {
        workflowId: `bare/${id}`,
        taskQueue: TASK_QUEUE,
        args: [id],
      });
      durations.push((await arrival) - startedAt);
      this.arrivals.delete(id);
    }
    return durations;
  }

  /** Starts workflows that have an activity and then sleep. */
  async sleep(count: number): Promise<void> {
    const ids = Array.from({ length: count }, () => `bare/${randomUUID()}`);
    await inFlight(IN_FLIGHT, count, (n) =>
      this.client.workflow.start(firstActivity, { workflowId: ids[n]!, taskQueue: TASK_QUEUE, args: [ids[n]!] }),
    );
    await untilTheyWait(this.client, ids, EVENTS_WITH_ACTIVITY_AND_TIMER);
  }

  /** Returns the milliseconds from each signal to the end of its workflow, one after another. */
  async signalToEnded(times: number): Promise<number[]> {
    const start = () =>
      this.client.workflow.start(untilSignal, { workflowId: `bare/${randomUUID()}`, taskQueue: TASK_QUEUE });
    const durations: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const handle = await start();
      // The first task is over once a query is answered.
      await handle.query('__stack_trace');
      const startedAt = performance.now();
      await handle.signal(end);
      await handle.result();
      durations.push(performance.now() - startedAt);
    }
    return durations;
  }

  /** Returns the history of a series whose steps are activities. */
  async historyOfSeries(steps: number): Promise<{ events: number; bytes: number }> {
    const id = randomUUID();
    const options = { workflowId: `bare/${id}`, taskQueue: TASK_QUEUE, args: [id, steps] as [string, number] };
    await this.client.workflow.execute(series, options);
    const { historyLength, historySize } = await this.client.workflow.getHandle(options.workflowId).describe();
    return { events: historyLength, bytes: historySize! };
  }

  stop(): Promise<void> {
    return this.end();
  }
}

/**
 * Resolves once workflows wait for their first timer: the last one, and some of those before.
 * @throws if one of them doesn't within a minute
 */
export async function untilTheyWait(
  client: Client,
  workflowIds: readonly string[],
  events = EVENTS_WITH_TIMER,
): Promise<void> {
  const every = Math.ceil(workflowIds.length / SAMPLE);
  const until = Date.now() + LIMIT_MS;
  for (const id of workflowIds.toReversed().filter((_, n) => n % every === 0)) {
    for (;;) {
      const { historyLength } = await client.workflow.getHandle(id).describe();
      if (historyLength >= events) break;
      if (Date.now() > until) throw new Error(`the workflow ${id} doesn’t wait for its timer`);
      await pause(POLL_MS);
    }
  }
}
