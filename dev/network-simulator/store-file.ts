/** The simulator's state in one file: whole or not at all, and one write for any number of changes that wait. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptySnapshot } from './model.js';
import type { Snapshot } from './model.js';

export interface StoreFile {
  load(): Promise<Snapshot>;
  /** Resolves when everything changed before the call is on disk. */
  save(snapshot: () => Snapshot): Promise<void>;
  /** The write under way, if any. */
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
      try {
        return { ...emptySnapshot(), ...(JSON.parse(await readFile(path, 'utf8')) as Partial<Snapshot>) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptySnapshot();
        throw error;
      }
    },
    save(snapshot) {
      if (queued) return queued;
      const next = writing.then(() => write(snapshot));
      queued = next;
      // A failed write is reported to those who waited for it, and does not block the next one.
      writing = next.catch(() => undefined);
      return next;
    },
    settled: () => queued ?? writing,
  };
}
