/** What the processes of Relink have in common: they say when they are ready, and stop when asked or when their parent is gone. */

import { fileURLToPath } from 'node:url';

/** Runs `main` when its module is the program itself, not imported; what stops it is said and is the exit status. */
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

/** `npm start` waits for this; in production nobody listens. */
export function sayReady(): void {
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
