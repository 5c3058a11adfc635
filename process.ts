/** What the processes of Relink have in common: they say when they are ready, and stop when asked or when their parent is gone. */

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
