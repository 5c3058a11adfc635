export function isAlive(pid: number): boolean;
export function identityOf(pid: number): string | undefined;
export function commandLineOf(pid: number): string;
