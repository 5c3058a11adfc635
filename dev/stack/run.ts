/** The life of one `npm start`: sole user of its data folder, from the first line it prints to the last. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { tryLock } from '../../scripts/lib/lock.mjs';
import { unknownVariables } from '../../platform/config.js';
import { keepLoopbackDirect } from './child-environment.js';
import { describeEndpoints, removeEndpoints, writeEndpoints } from './endpoints.js';
import { checkOutside } from './outside.js';
import { readSettings, SettingsError, type Settings } from './settings.js';
import { endOnRequest } from './shutdown.js';
import { Stack, type Programs } from './stack.js';

const say = (line: string) => console.log(line);

export async function run(programs: Programs): Promise<void> {
  // The reader of our output can go away; that is no reason to crash.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const name of unknownVariables()) say(`${name}: Relink doesn’t know this variable. Is it misspelled?`);
  try {
    await runWith(readSettings(), programs);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

async function runWith(settings: Settings, programs: Programs): Promise<void> {
  const { dataDir } = settings;
  makeDataDir(dataDir);
  const lock = tryLock(path.join(dataDir, 'start.lock'));
  if ('heldBy' in lock)
    throw new SettingsError(
      `Relink is already running in ${dataDir} (process ${lock.heldBy}). Stop that process, or set RELINK_DATA_DIR to another folder.`,
    );
  keepLoopbackDirect(settings.env);
  keepLoopbackDirect();
  removeEndpoints(dataDir);
  const began = Date.now();
  const stack = new Stack(settings, programs, say);
  let failure: string | undefined;
  let ending = false;
  const end = endOnRequest({
    stop: async (reason) => {
      ending = true;
      say(failure ?? `Relink is stopping (${reason})`);
      removeEndpoints(dataDir);
      await stack.stop();
      lock.release();
      if (failure === undefined) say('Relink has stopped');
      return failure === undefined ? 0 : 1;
    },
    kill: () => stack.kill(),
  });
  const fail = (message: string) => {
    failure = message;
    if (ending) say(message);
    end(message);
  };
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error: unknown) =>
      fail(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  try {
    await checkOutside(settings);
    const endpoints = await stack.start();
    writeEndpoints(dataDir, endpoints);
    say(`\n${describeEndpoints(endpoints, dataDir)}\n`);
    say(`Everything started in ${((Date.now() - began) / 1000).toFixed(1)} s. Press Ctrl-C to stop it.`);
    say('Relink is ready');
  } catch (error) {
    // If it was asked to stop while starting, it hasn't failed.
    if (!ending) fail((error as Error).message);
  }
}

function makeDataDir(dataDir: string): void {
  try {
    // As root, PostgreSQL's user must be able to pass through; every secret in the folder has its own mode.
    makeFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'it’s a file, not a folder'
        : code === 'ENOENT'
          ? 'can’t create a folder there'
          : message;
    throw new SettingsError(
      `RELINK_DATA_DIR: can’t use ${dataDir} (${why}). Set it to a folder that Relink can write to.`,
    );
  }
}

/** Creates one folder at a time: where none can be created, as in /proc, Node's own `recursive` retries forever. */
function makeFolder(folder: string, mode: number): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent, mode);
  mkdirSync(folder, { mode });
}
