/** Keeps the simulator's state in one file, which is written whole or not at all. One write covers all changes that are waiting. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptySnapshot } from './model.js';
import type { Snapshot } from './model.js';

export interface StoreFile {
  load(): Promise<Snapshot>;
  /** Resolves when everything that changed before the call is on disk. */
  save(snapshot: () => Snapshot): Promise<void>;
  /** Resolves when the write in progress, if any, is done. */
  settled(): Promise<void>;
}

export function storeFile(dir: string | undefined): StoreFile {
  if (dir === undefined) {
    const nothing = () => Promise.resolve();
    return { load: () => Promise.resolve(emptySnapshot()), save: nothing, settled: nothing };
  }
  const path = join(dir, 'simulator.json');
  let writing = Promise.resolve();
  let queued: Promise<void> | undefined;

  async function write(snapshot: () => Snapshot): Promise<void> {
    queued = undefined;
    await writeFile(`${path}.new`, JSON.stringify(snapshot()), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  return {
    async load() {
      await mkdir(dir, { recursive: true });
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptySnapshot();
        throw error;
      }
      return { ...emptySnapshot(), ...parseSnapshot(text, path) };
    },
    save(snapshot) {
      if (queued) return queued;
      const next = writing.then(() => write(snapshot));
      queued = next;
      // A failed write is reported to everyone who waited for it and doesn't block the next one.
      writing = next.catch(() => undefined);
      return next;
    },
    settled: () => queued ?? writing,
  };
}

/** @throws {Error} naming the file and how to fix it */
function parseSnapshot(text: string, path: string): Partial<Snapshot> {
  try {
    const snapshot = JSON.parse(text) as unknown;
    const empty: object = emptySnapshot();
    const isSnapshot =
      typeof snapshot === 'object' &&
      snapshot !== null &&
      Object.entries(empty).every(
        ([name, value]) =>
          !(name in snapshot) || Array.isArray(value) === Array.isArray((snapshot as Record<string, unknown>)[name]),
      );
    if (isSnapshot && !Array.isArray(snapshot)) return snapshot;
  } catch {
    // Its message would quote the file, which contains credentials.
  }
  throw new Error(
    `${path} is ${text.trim() ? 'broken' : 'empty'}. It contains the people on the simulated networks and what they allowed. ` +
      'Restore it from a backup, or delete it to start with no people on the simulated networks. ' +
      'To start over with the demo people, move the whole data folder away.',
  );
}
