/** Several calls to Temporal at once. One that fails is for its caller to deal with; only when Temporal is away does the rest wait. */
import { isGrpcServiceError, type Client } from '@temporalio/client';

/** gRPC's numbers for: it took too long, too much is asked of the namespace, nobody answers. */
const PASSING = new Set([4, 8, 14]);
/** Temporal answers this one within milliseconds, whatever its workflows do. */
const ANSWER_MS = 2000;

/** Trouble that says nothing about what was asked. */
export function isPassing(error: unknown): boolean {
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if (isGrpcServiceError(inner) && PASSING.has(inner.code)) return true;
  return false;
}

/** Whether Temporal itself is away, and not only what was asked of it. */
export async function temporalIsAway(client: Client, error: unknown): Promise<boolean> {
  if (!isPassing(error)) return false;
  return client
    .withDeadline(Date.now() + ANSWER_MS, () => client.workflowService.getSystemInfo({}))
    .then(
      () => false,
      () => true,
    );
}

/** Does `work` for each item, `atOnce` of them at a time. A problem that `work` throws ends it: what has not begun is left. */
export async function runConcurrently<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<{ left: T[]; problem: unknown }> {
  const left = [...items];
  let problem: unknown = null;
  const worker = async () => {
    while (problem === null) {
      const item = left.shift();
      if (item === undefined) return;
      await work(item).catch((error: unknown) => (problem ??= error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return { left, problem };
}
