/**
 * The calls under way on a connection to Temporal. The SDK repeats a failed call from a timer: on a connection that was closed meanwhile, the
 * repetition throws where no one can catch it, and ends the process. So a connection is closed only after its last call.
 */
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor, type ConnectionOptions } from '@temporalio/client';

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
type Call = ReturnType<Interceptor>;

export interface TemporalCalls {
  /** For the connection. */
  interceptors: Interceptor[];
  /** Resolves when no call is under way, with all its repetitions. */
  ended(): Promise<void>;
}

export function trackCalls(): TemporalCalls {
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const end = () => {
    underWay -= 1;
    if (underWay > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const count: Interceptor = (options, nextCall) => {
    const call = nextCall(options) as Call;
    const start = call.start.bind(call);
    call.start = (metadata, listener) => {
      underWay += 1;
      start(metadata, {
        ...listener,
        onReceiveStatus(status) {
          listener?.onReceiveStatus?.(status);
          end();
        },
      });
    };
    return call;
  };
  return {
    // The first sees a call once, however often the second repeats it.
    interceptors: [count, makeGrpcRetryInterceptor(defaultGrpcRetryOptions())],
    ended: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
