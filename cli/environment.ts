/** Determines what a command works on: what the environment names, or else the stack that `npm start` runs on this machine. */
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
  /** The process id of `npm start`. */
  pid: number;
}

const dataDir = (env: NodeJS.ProcessEnv) => env.RELINK_DATA_DIR ?? '.relink';

/** Returns the path of a file in the data folder of `npm start`. */
export const localFile = (name: string, env: NodeJS.ProcessEnv = process.env) => path.join(dataDir(env), name);

/** @throws {CommandError} if the file exists but is empty */
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
  const text = readOptional(file, RECREATE_REMEDY);
  if (text === null) return null;
  try {
    const endpoints = JSON.parse(text) as Endpoints | null;
    if (typeof endpoints?.url === 'string') return endpoints;
  } catch {
    // Reported below.
  }
  throw new CommandError(`${file} is broken. ${RECREATE_REMEDY}`);
}

const RECREATE_REMEDY = 'Stop `npm start` and start it again to recreate that file.';

/**
 * Returns why a command has nothing to work on, or null if it has. Without DATABASE_URL, it looks for the stack of `npm start`.
 */
export function findStackProblem(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.DATABASE_URL) return null;
  const endpoints = endpointsOf(env);
  const location = `${dataDir(env)}/endpoints.json`;
  if (!endpoints) return `not running (looked in ${location}). Start it with \`npm start\`, or set DATABASE_URL`;
  if (isAlive(endpoints.pid)) return null;
  return `\`npm start\` (process ${endpoints.pid}, from ${location}) was killed. Start it again`;
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 sends nothing, and fails if the process doesn't exist.
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Returns the environment, with missing variables filled in from the data folder of the running stack. */
export function environment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const endpoints = endpointsOf(env);
  if (!endpoints) return env;
  const file = (name: string) =>
    readOptional(localFile(name, env), 'Restore it from a backup. For details, run `npm start`.') ?? undefined;
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
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  return { ...embedded, ...set };
}

/** Returns where `environment` gets the keys from, for messages. */
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

/** What commands work with: enough for the use cases that need only the database. */
export type CommandContext = Connection & Pick<Context, 'db' | 'notifier'>;

/** Connects to the database for the duration of the work, and notifies the workers about what it leaves for them to do. */
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
    console.error('The workers couldn’t be notified. They’ll notice on their own.', error),
  );
  try {
    return await work({ ...connection, notifier });
  } finally {
    await notifier.idle();
    await connection.close();
  }
}
