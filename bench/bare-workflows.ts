/** Workflows with nothing in them, for what Temporal itself takes. */
import { condition, defineSignal, setHandler } from '@temporalio/workflow';

export const done = defineSignal('done');

/** Sleeps until it is signaled, and ends. */
export async function sleeper(): Promise<void> {
  let isDone = false;
  setHandler(done, () => void (isDone = true));
  await condition(() => isDone, '2 days');
}
