/** Runs and finds other programs, and keeps their output in case they fail. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { say } from './progress.mjs';

const REMINDER_MS = 15_000;
const DEFAULT_LIMIT_MS = 20 * 60_000;

/** @returns {Promise<{ok: boolean, output: string}>} never rejects; a program that can't be run counts as failed */
export function run(command, args, { title, limitMs = DEFAULT_LIMIT_MS, env = process.env } = {}) {
  if (title) say(title);
  const reminder = setInterval(() => title && say(`still working: ${title}`), REMINDER_MS);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    const end = (ok, more = '') => {
      clearInterval(reminder);
      resolve({ ok, output: (output + more).trim() });
    };
    child.on('error', (error) => end(false, error.code === 'ENOENT' ? `${command} is not installed` : error.message));
    child.on('close', (code, signal) => end(code === 0, signal ? `\nkilled by ${signal}` : ''));
  });
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Returns the first of these names on PATH, as an absolute path. */
export function onPath(...names) {
  return names.flatMap(allOnPath)[0];
}

export function allOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.resolve(folder, name)).filter(isExecutable);
}

/** Returns the end of an output, where programs say what went wrong. */
export function lastLines(output, count = 3) {
  return output.split('\n').filter(Boolean).slice(-count).join('\n');
}
