/**
 * Starts one PostgreSQL and one Temporal for the whole run. TEST_POSTGRES_URL has administrator rights; test databases are cloned from
 * there. Imports none of our modules, because Jest loads this file outside its module system.
 */
import { spawn, type ChildProcess } from 'node:child_process';

type Answer = { postgresUrl: string; temporalAddress: string } | { problem: string };

declare global {
  var testServices: ChildProcess | undefined;
}

export default async function globalSetup(): Promise<void> {
  const services = spawn(process.execPath, ['--import', 'tsx', 'dev/stack/test-services.ts'], {
    // In its own process group, so that at a Ctrl-C it sees this process exit and cleans up.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  globalThis.testServices = services;
  const answer = await new Promise<Answer>((resolve) => {
    services.once('message', (message) => resolve(message as Answer));
    services.once('exit', () => resolve({ problem: 'dev/stack/test-services.ts exited' }));
  });
  if ('problem' in answer) throw new Error(`The tests cannot start PostgreSQL and Temporal: ${answer.problem}`);
  process.env.TEST_POSTGRES_URL = answer.postgresUrl;
  process.env.TEST_TEMPORAL_ADDRESS = answer.temporalAddress;
}
