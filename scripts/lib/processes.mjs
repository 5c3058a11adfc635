/** What the operating system knows about other processes. Shared by setup (plain Node) and the embedded stack. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Returns whether a process was killed but not yet reaped by its parent; it no longer holds anything. */
function isZombie(pid) {
  return processStat(pid)?.[0] === 'Z';
}

/** Returns the fields of /proc/<pid>/stat after the name, which can contain spaces and parentheses; undefined if there is no /proc. */
function processStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

const STARTED_AT = 19;

/** Identifies one life of a pid, because pids are reused (soon, in containers). Undefined if it isn't alive. */
export function identityOf(pid) {
  if (!isAlive(pid)) return undefined;
  const stat = processStat(pid);
  if (stat) return `${stat[STARTED_AT]}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  return ps(pid, 'lstart');
}

export function commandLineOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ps(pid, 'args') ?? '';
  }
}

function ps(pid, column) {
  const { stdout } = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
}
