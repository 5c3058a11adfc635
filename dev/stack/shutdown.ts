/** How `npm start` ends: the first request shuts it down cleanly; the second kills it. */

/** npm forwards a Ctrl-C that the terminal has already sent to us: one request, two signals. */
const REPEAT_WINDOW_MS = 500;
const PARENT_POLL_MS = 1_000;

export interface Ending {
  /** Resolves with the exit code. */
  stop: (reason: string) => Promise<number>;
  kill: () => void;
}

/** Returns a function that ends the process for a reason of our own; once it is ending, further reasons change nothing. */
export function endOnRequest({ stop, kill }: Ending): (reason: string) => void {
  let askedAt: number | undefined;
  const end = (reason: string) => {
    if (askedAt !== undefined) return;
    askedAt = Date.now();
    void stop(reason).then((code) => process.exit(code));
  };
  const onSignal = (signal: string) => {
    if (askedAt === undefined || Date.now() - askedAt < REPEAT_WINDOW_MS) return end(signal);
    kill();
    // Let the signals that kill() sends get on their way before this process exits.
    setImmediate(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal(signal));
  endWithNpm(end);
  return end;
}

/**
 * A killed npm notifies no one, and would leave a stack that no terminal can end. When started by hand, the stack can outlive its shell.
 */
function endWithNpm(end: (reason: string) => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    end('npm has exited');
  }, PARENT_POLL_MS);
  timer.unref();
}
