/** The workflows of the bare Temporal baseline: nothing but waiting, and an activity that tells the bench that it ran. */
import { condition, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

export interface BareActivities {
  /** Tells the bench that the activity of a workflow runs. */
  arrive(id: string): Promise<void>;
}

const { arrive } = proxyActivities<BareActivities>({ startToCloseTimeout: '20 seconds' });

export const end = defineSignal('end');

export async function timerOnly(): Promise<void> {
  await sleep('2 days');
}

export async function firstActivity(id: string): Promise<void> {
  await arrive(id);
  await sleep('2 days');
}

export async function untilSignal(): Promise<void> {
  let ended = false;
  setHandler(end, () => void (ended = true));
  await condition(() => ended);
}

/** As many steps as a series has emails, each raised by an activity. */
export async function series(id: string, steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    await arrive(id);
    await sleep('10 milliseconds');
  }
}
