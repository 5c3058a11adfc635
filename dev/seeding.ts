/** Fills an empty database so that Relink can be tried at once: one archive, its key in the data folder, people at the simulator. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SCOPES } from '../domain/principal.js';
import type { Context } from '../platform/context.js';
import { newApiKey } from '../services/access/api-keys.js';
import { seedArchive, type SimulatedIdentity } from './seed/seed.js';

export async function seedWhenEmpty(context: Context): Promise<void> {
  const { config, db, notifier, log } = context;
  if (config.seed === null) return;
  const file = path.join(config.dataDir, 'api-key');
  const key = readKey(file) ?? newApiKey();
  const seeded = await seedArchive(db, { kind: config.seed, key, scopes: SCOPES });
  writeKey(file, key);
  if (!seeded) return;
  notifier.notify(`mail:${seeded.archiveId}`);
  log.info({ archiveId: seeded.archiveId, seed: config.seed }, 'an archive was seeded');
  if (config.networks.simulatorUrl) await introduce(context, config.networks.simulatorUrl, seeded.identities);
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function writeKey(file: string, key: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  // The mode above is for new files only.
  chmodSync(file, 0o600);
}

/** The people of the seeded accounts exist at the simulator. Without them Relink runs all the same. */
async function introduce({ log }: Context, simulatorUrl: string, identities: readonly SimulatedIdentity[]) {
  for (const identity of identities) {
    try {
      const response = await fetch(`${simulatorUrl}/api/identities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(identity),
        signal: AbortSignal.timeout(5000),
      });
      if (!response.ok) throw new Error(`the simulator answered ${response.status}: ${await response.text()}`);
    } catch (error) {
      log.warn({ error, network: identity.network }, 'a seeded person is not at the simulator');
    }
  }
}
