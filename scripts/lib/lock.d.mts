export interface Lock {
  release(): void;
}
/** Either the lock, or the pid of the process that has it. */
export function tryLock(file: string): Lock | { heldBy: number };
export function waitForLock(file: string, onWait: (pid: number) => void): Promise<Lock>;
