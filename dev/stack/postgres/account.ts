/** PostgreSQL refuses to run as root. In that case it runs as `postgres`, or as `nobody` if there is no such user. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

export interface Account {
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Returns the account to run as; undefined means the current user. An existing cluster keeps its owner. */
export function accountFor(cluster: string): Account | undefined {
  if (!isRoot()) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = lookUp('postgres') ?? lookUp('nobody');
  if (!account)
    throw new Error('PostgreSQL can’t run as root, and there’s no user "postgres" or "nobody" to run it as.');
  return account;
}

function lookUp(user: string): Account | undefined {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Returns whether the account can reach this folder through all its parent folders. */
export function canEnter(folder: string, account: Account | undefined): boolean {
  if (!account) {
    try {
      accessSync(folder, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }
  const parent = path.dirname(folder);
  return mayTraverse(folder, account) && (parent === folder || canEnter(parent, account));
}

function mayTraverse(folder: string, { uid, gid }: Account): boolean {
  const { mode, uid: owner, gid: group } = statSync(folder);
  if (owner === uid) return Boolean(mode & 0o100);
  if (group === gid) return Boolean(mode & 0o010);
  return Boolean(mode & 0o001);
}
