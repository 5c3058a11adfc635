/** Runs one of Relink's programs as a separate process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Passes on only what a program needs to start, so that it sees no settings but the test's own. */
const base = () => ({ PATH: process.env.PATH, HOME: process.env.HOME });

/** Runs the program on the test file's clock. */
const offset = process.env.TEST_CLOCK_OFFSET_MS;
const flags = ['--import', 'tsx', ...(offset === undefined ? [] : ['--import', './test/rig/shifted-clock.ts'])];
const clock = offset === undefined ? {} : { TEST_CLOCK_OFFSET_MS: offset };

export async function runProgram(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const child = spawn(process.execPath, [...flags, ...args], { env: { ...base(), ...clock, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Starts a program and resolves when it says that it is ready. */
export async function startProgram(file: string, env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...flags, file], {
    env: { ...base(), ...clock, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error(`${file} exited before it was ready: ${stderr}`)));
  });
  return child;
}
