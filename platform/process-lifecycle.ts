/** What all of Relink's processes do: report when they are ready, and stop when asked to or when their parent process is gone. */

import { fileURLToPath } from 'node:url';

/** Runs `main` if its module is the program rather than an import. An error is printed and sets the exit status to 1. */
export function runAsProgram(moduleUrl: string, main: () => Promise<void>): void {
  if (process.argv[1] !== fileURLToPath(moduleUrl)) return;
  void main().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}

/** Tells the parent process that this one is ready. `npm start` waits for that; in production, no one listens. */
export function signalReady(): void {
  process.send?.({ ready: true });
}

/** Calls `stop` once, on SIGTERM, SIGINT, or when the parent that started this process is gone. */
export function onStop(stop: () => void): void {
  let stopping = false;
  const once = () => {
    if (stopping) return;
    stopping = true;
    stop();
  };
  process.on('SIGTERM', once);
  process.on('SIGINT', once);
  if (process.channel) process.on('disconnect', once);
}
