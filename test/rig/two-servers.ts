/** Two real API processes on one database, as behind a load balancer. */
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createContext, type Context } from '../../platform/context.js';
import { aCity, type City } from './builders.js';
import { createTestDatabase } from './database.js';
import { freePort } from '../../dev/stack/ports.js';
import { startProgram } from './program.js';
import { testConfig } from './world.js';

interface ApiProcess {
  url: string;
  /** Ends the process as a crash would, or as an operator does. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  start(): Promise<void>;
}

export interface TwoServers {
  /** This test's own way to their database. */
  context: Context;
  city: City;
  otherCity: City;
  one: ApiProcess;
  two: ApiProcess;
  close(): Promise<void>;
}

export async function startTwoServers(): Promise<TwoServers> {
  const database = await createTestDatabase();
  const environment = { RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}` };
  const context = createContext(testConfig(database.url, 'http://127.0.0.1:9', { environment }), { name: 'test' });
  const [one, two] = await Promise.all([1, 2].map(() => anApiProcess({ ...environment, DATABASE_URL: database.url })));
  await Promise.all([one!.start(), two!.start()]);
  return {
    context,
    city: await aCity(context.db),
    otherCity: await aCity(context.db),
    one: one!,
    two: two!,
    async close() {
      await Promise.all([one!.end('SIGKILL'), two!.end('SIGKILL')]);
      await context.dispose();
      await database.close();
    },
  };
}

async function anApiProcess(environment: Record<string, string>): Promise<ApiProcess> {
  const port = await freePort();
  const env = {
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS ?? '',
    RESEND_API_KEY: 're_x',
    RESEND_BASE_URL: 'http://127.0.0.1:9',
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_LOG_LEVEL: 'silent',
    PORT: String(port),
    ...environment,
  };
  let child: ChildProcess | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    async start() {
      child = await startProgram('server.ts', env);
    },
    async end(signal) {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}
