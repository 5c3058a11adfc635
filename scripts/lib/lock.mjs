/** A lock file that is released by its owner's death: it names the owner's pid and which life of that pid is meant. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identityOf } from './processes.mjs';

const POLL_MS = 200;

/** @returns {{release(): void} | {heldBy: number}} */
export function tryLock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  const ownEntry = JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) });
  // Written to a separate file and linked, so that no one ever reads half a lock.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, ownEntry, { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return { release: () => release(file, ownEntry) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const found = read(file);
      if (found === undefined) continue;
      const owner = parse(found);
      if (owner && identityOf(owner.pid) === owner.identity) return { heldBy: owner.pid };
      removeStale(file, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

export async function waitForLock(file, onWait) {
  for (let notified = false; ; await delay(POLL_MS)) {
    const lock = tryLock(file);
    if ('release' in lock) return lock;
    if (!notified) onWait(lock.heldBy);
    notified = true;
  }
}

/** Removes a stale lock. Another process can replace it between our check and our removal; in that case, what we took away is put back. */
function removeStale(file, stale) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== stale) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(file, ownEntry) {
  if (read(file) === ownEntry) rmSync(file, { force: true });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
