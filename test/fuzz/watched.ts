/** Starts a server with the watch loaded into it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Figures } from './watch.js';

export interface Watched {
  figures(): Promise<Figures>;
  stop(): Promise<void>;
}

/** @param program tells its parent process by IPC when it is ready */
export async function startWatched(program: string, environment: Record<string, string>): Promise<Watched> {
  const server = spawn(process.execPath, ['--import', 'tsx', '--import', './test/fuzz/watch.ts', program], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const died = once(server, 'exit').then(([code]) => {
    throw new Error(`${program} exited with ${code}`);
  });
  // Whoever waits for an answer notices; nobody else has to.
  died.catch(() => {});
  await Promise.race([once(server, 'message'), died]);
  server.send('begin');
  return {
    async figures() {
      const answer = once(server, 'message');
      if (server.connected) server.send('figures');
      const [figures] = (await Promise.race([answer, died])) as [Figures];
      return figures;
    },
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    },
  };
}
