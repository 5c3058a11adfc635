/** Where a command works: on what the environment names, else on the stack that `npm start` runs on this machine. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect, type Connection } from '../db/client.js';
import { Notifier } from '../db/notifier.js';
import type { Context } from '../platform/context.js';
import { CommandError } from './command.js';

interface Endpoints {
  url: string;
  inbox: string | null;
  simulator?: string | null;
  temporal: string | null;
  namespace: string | null;
  database: string | null;
  /** Of `npm start`. */
  pid: number;
}

const dataDir = (env: NodeJS.ProcessEnv) => env.RELINK_DATA_DIR ?? '.relink';

/** A file in the data folder of `npm start`. */
export const localFile = (name: string, env: NodeJS.ProcessEnv = process.env) => path.join(dataDir(env), name);

/** @throws {CommandError} when the file is there, and empty */
function readOptional(file: string, remedy: string): string | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
  if (text === '') throw new CommandError(`${file} is empty. ${remedy}`);
  return text;
}

function endpointsOf(env: NodeJS.ProcessEnv): Endpoints | null {
  const file = localFile('endpoints.json', env);
  const text = readOptional(file, WRITTEN_ANEW);
  if (text === null) return null;
  try {
    const endpoints = JSON.parse(text) as Endpoints | null;
    if (typeof endpoints?.url === 'string') return endpoints;
  } catch {
    // Said below.
  }
  throw new CommandError(`${file} is broken. ${WRITTEN_ANEW}`);
}

const WRITTEN_ANEW = 'Stop `npm start` and start it again to recreate that file.';

/** Why there is nothing to work on: without a database of its own, a command looks for the stack of `npm start`. Null: there is. */
export function whyNoStack(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.DATABASE_URL) return null;
  const endpoints = endpointsOf(env);
  const looked = `${dataDir(env)}/endpoints.json`;
  if (!endpoints) return `not running (looked in ${looked}). Start it with \`npm start\`, or set DATABASE_URL`;
  if (isAlive(endpoints.pid)) return null;
  return `\`npm start\` (process ${endpoints.pid}, from ${looked}) was killed. Start it again`;
}

function isAlive(pid: number): boolean {
  try {
    // Sends nothing, and fails where there is no such process.
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The environment, and where it says nothing, what the running stack has in its data folder. */
export function environment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const endpoints = endpointsOf(env);
  if (!endpoints) return env;
  const file = (name: string) =>
    readOptional(localFile(name, env), 'Restore it from a backup. `npm start` says more.') ?? undefined;
  const embedded: NodeJS.ProcessEnv = {
    PUBLIC_URL: endpoints.url,
    DATABASE_URL: endpoints.database ?? undefined,
    TEMPORAL_ADDRESS: endpoints.temporal ?? undefined,
    TEMPORAL_NAMESPACE: endpoints.namespace ?? undefined,
    RELINK_KEYS: file('keys'),
    RELINK_SIMULATOR_URL: endpoints.simulator ?? undefined,
    ...(endpoints.inbox && {
      RESEND_BASE_URL: endpoints.inbox,
      RESEND_API_KEY: file('inbox-api-key'),
      RESEND_WEBHOOK_SECRET: file('inbox-webhook-secret'),
      MAIL_FROM: 'Relink <notices@relink.example>',
    }),
  };
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  return { ...embedded, ...given };
}

/** For messages: where `environment` has the keys from. */
export const keysSource = (env: NodeJS.ProcessEnv = process.env): string =>
  env.RELINK_KEYS ? 'RELINK_KEYS' : localFile('keys', env);

/** @throws {CommandError} */
export function databaseUrl(env: NodeJS.ProcessEnv = process.env): string {
  const url = environment(env).DATABASE_URL;
  if (url) return url;
  throw new CommandError(
    `There’s no database to use. Set DATABASE_URL, or start the local stack with \`npm start\` (looked in ${dataDir(env)}/endpoints.json).`,
  );
}

/** What commands work with: enough for the use cases that need the database alone. */
export type CommandContext = Connection & Pick<Context, 'db' | 'notifier'>;

/** Connects for as long as the work takes, and tells the workers what it left to do. */
export async function withDatabase<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  const connection = connect(databaseUrl(), { name: 'command line', max: 2 });
  try {
    await connection.sql`select 1`;
  } catch (error) {
    await connection.close();
    throw new CommandError(
      `The database doesn’t respond: ${(error as Error).message || String(error)}. Is it running?`,
    );
  }
  const notifier = new Notifier(connection.sql, (error) =>
    console.error('The workers could not be notified. They will notice on their own.', error),
  );
  try {
    return await work({ ...connection, notifier });
  } finally {
    await notifier.idle();
    await connection.close();
  }
}
