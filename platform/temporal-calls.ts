/**
 * The calls under way on a connection to Temporal. The SDK repeats a failed call from a timer: on a connection that was closed meanwhile, the
 * repetition throws where no one can catch it, and ends the process. So a connection is closed only after its last call. The SDK sets no
 * deadlines either: a call that isn't answered is canceled then, so that the process can end.
 */
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor, type ConnectionOptions } from '@temporalio/client';

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
type Call = ReturnType<Interceptor>;
type Status = Parameters<Call['cancelWithStatus']>[0];

/** gRPC's code, whose enum the SDK doesn't export. */
const CANCELLED = 1 as unknown as Status;

/** How long calls under way can take to be answered before they are canceled. */
const PATIENCE_MS = 5000;

export interface TemporalCalls {
  /** For the connection. */
  interceptors: Interceptor[];
  /** Resolves when no call is under way, with all its repetitions. Those that aren't answered in time are canceled. */
  ended(): Promise<void>;
}

export function trackCalls(): TemporalCalls {
  const calls = new Set<Call>();
  const attempts = new Set<Call>();
  let isOver = false;
  let waiting: (() => void)[] = [];
  const callEnded = () => {
    if (calls.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const cancel = (attempt: Call) => attempt.cancelWithStatus(CANCELLED, 'the connection is being closed');
  const seeAttempts = track(attempts, { started: (attempt) => isOver && cancel(attempt) });
  return {
    // The first sees a call once, however often the second repeats it; the third sees each time.
    interceptors: [
      track(calls, { ended: callEnded }),
      makeGrpcRetryInterceptor(defaultGrpcRetryOptions()),
      seeAttempts,
    ],
    async ended() {
      if (calls.size === 0) return;
      const timer = setTimeout(() => {
        isOver = true;
        for (const attempt of attempts) cancel(attempt);
      }, PATIENCE_MS);
      await new Promise<void>((resolve) => waiting.push(resolve));
      clearTimeout(timer);
    },
  };
}

/** Keeps a set of the calls that have been started and not answered. */
function track(
  underWay: Set<Call>,
  { started, ended }: { started?: (call: Call) => unknown; ended?: () => void },
): Interceptor {
  return (options, nextCall) => {
    const call = nextCall(options) as Call;
    const start = call.start.bind(call);
    call.start = (metadata, listener) => {
      underWay.add(call);
      start(metadata, {
        onReceiveMetadata: (received) => listener?.onReceiveMetadata?.(received),
        onReceiveMessage: (message: unknown) => listener?.onReceiveMessage?.(message),
        onReceiveStatus(answer) {
          listener?.onReceiveStatus?.(answer);
          underWay.delete(call);
          ended?.();
        },
      });
      started?.(call);
    };
    return call;
  };
}
