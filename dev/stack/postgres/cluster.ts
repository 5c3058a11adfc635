/** The data of one PostgreSQL: its location, its password, and how it is created. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readIfExists } from '../processes.js';
import { secretFile } from '../secret-file.js';
import { accountFor, canEnter, isRoot, type Account } from './account.js';
import { placeElsewhere } from './elsewhere.js';
import type { Programs } from './programs.js';

export interface Cluster {
  folder: string;
  account: Account | undefined;
  /** Shown to the user when the data isn't where it was requested. */
  remark?: string;
}

const MARKER = 'relink-data-folder';

/** PostgreSQL's own environment, without the locale and PG… variables of the user who starts it. */
export const POSTGRES_ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

const exists = (folder: string) => existsSync(path.join(folder, 'PG_VERSION'));

export function locateCluster(dir: string): Cluster {
  // As root, the PostgreSQL account must be able to pass through to its own folder inside; the secrets there have their own modes.
  mkdirSync(dir, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
  const inside = path.join(dir, 'cluster');
  const account = accountFor(inside);
  if (!account || canEnter(dir, account)) {
    const kept = account && fallbackCluster(dir, account);
    return kept && exists(kept.folder) && !exists(inside) ? kept : { folder: inside, account };
  }
  if (exists(inside))
    throw new Error(
      `The database is in ${inside}, but the user it runs as (${account.uid}) can’t access it anymore. ` +
        'Make every folder above it accessible again (chmod a+x).',
    );
  return fallbackCluster(dir, account);
}

function fallbackCluster(dir: string, fallback: Account): Cluster {
  const name = `cluster-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`;
  const folder = path.join(placeElsewhere(fallback), name);
  return {
    folder,
    account: accountFor(folder),
    remark: `the database is in ${folder}, because only root can access ${dir}`,
  };
}

/**
 * Returns the password. It is random, made once, and kept beside the cluster, so that nothing on this machine gets in with a well-known
 * password.
 */
export function passwordOf(dir: string, wanted?: string): string {
  return secretFile({
    file: passwordFileOf(dir),
    make: () => wanted ?? randomBytes(24).toString('base64url'),
    remedy: passwordRemedy(dir),
  });
}

const passwordFileOf = (dir: string) => path.join(dir, 'password');
const passwordRemedy = (dir: string) =>
  `It contains the database password, and the database can’t be opened without it. Restore it from a backup. To start over, move ${path.dirname(dir)} away.`;

/** Returns whether a cluster stored elsewhere was abandoned because its data folder was deleted. */
export function isAbandoned({ folder }: Cluster, dir: string): boolean {
  return isLockedOut({ folder }, dir) && !existsSync(postgresLogOf(dir)) && path.dirname(folder) !== dir;
}

export const postgresLogOf = (dir: string) => path.join(dir, 'postgres.log');

const isLockedOut = ({ folder }: Pick<Cluster, 'folder'>, dir: string) =>
  !existsSync(passwordFileOf(dir)) && readIfExists(path.join(folder, MARKER)) === dir;

/** @throws {Error} when only a cluster's password is lost; the data is kept in case it turns up again */
export function requirePassword(cluster: Cluster, dir: string): void {
  if (isLockedOut(cluster, dir)) throw new Error(`${passwordFileOf(dir)} is missing. ${passwordRemedy(dir)}`);
}

interface Making {
  cluster: Cluster;
  programs: Programs;
  dir: string;
  user: string;
  password: string;
  /** Doesn't wait for the disk; not for data that matters. */
  hasty: boolean;
}

export async function makeCluster({ cluster: { folder, account }, programs, dir, user, password, hasty }: Making) {
  if (exists(folder)) return;
  // Created under a temporary name and renamed when complete, so that a crash leaves nothing that looks like a cluster.
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const secrets = mkdtempSync(path.join(tmpdir(), 'relink-'));
  const passwordFile = path.join(secrets, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const file of [draft, secrets, passwordFile]) chownSync(file, account.uid, account.gid);
  try {
    await promisify(execFile)(
      programs.initdb,
      // prettier-ignore
      ['-D', draft, '-U', user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C',
        '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(hasty ? ['--no-sync'] : [])],
      { ...account, env: POSTGRES_ENVIRONMENT, cwd: '/' },
    );
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`PostgreSQL could not create its data folder ${folder}:\n${stderr?.trim() || message}`, {
      cause: error,
    });
  } finally {
    rmSync(secrets, { recursive: true });
  }
  writeFileSync(path.join(draft, MARKER), dir);
  renameSync(draft, folder);
}
