export interface Lock {
  release(): void;
}
/** Returns either the lock, or the pid of the process that holds it. */
export function tryLock(file: string): Lock | { heldBy: number };
export function waitForLock(file: string, onWait: (pid: number) => void): Promise<Lock>;
