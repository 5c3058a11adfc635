/** Runs several calls to Temporal at once. Callers handle single failures; the rest is held up only if Temporal is unavailable. */
import { isGrpcServiceError, type Client } from '@temporalio/client';

/** The gRPC status codes DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, and UNAVAILABLE. */
const TRANSIENT_CODES = new Set([4, 8, 14]);
/** Temporal answers `getSystemInfo` within milliseconds, whatever its workflows are doing. */
const ANSWER_MS = 2000;

/** Returns whether an error is temporary and says nothing about the request itself. */
export function isTransientError(error: unknown): boolean {
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if (isGrpcServiceError(inner) && TRANSIENT_CODES.has(inner.code)) return true;
  return false;
}

/** Returns whether Temporal itself is unavailable, rather than only the call that failed. */
export async function isTemporalUnavailable(client: Client, error: unknown): Promise<boolean> {
  if (!isTransientError(error)) return false;
  return client
    .withDeadline(Date.now() + ANSWER_MS, () => client.workflowService.getSystemInfo({}))
    .then(
      () => false,
      () => true,
    );
}

/** Runs `work` for each item, `atOnce` at a time. After an error no more work is started, and `left` has the remaining items. */
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
