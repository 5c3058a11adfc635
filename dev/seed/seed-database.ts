/**
 * Fills an empty database so that Relink can be tried immediately: one archive, its key in the data folder, and people at the simulator.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../db/client.js';
import { SCOPES } from '../../domain/principal.js';
import { newApiKey } from '../../services/access/api-keys.js';
import { writeFileAtomically } from '../write-file-atomically.js';
import { seedArchive, type SeedKind, type SimulatedIdentity } from './seed.js';

export interface SeedRequest {
  kind: SeedKind;
  databaseUrl: string;
  /** Where the key of the seeded archive is kept. */
  dataDir: string;
  /** Where the seeded people sign in; without it, they don't exist at any network. */
  simulatorUrl?: string;
  say: (line: string) => void;
}

/**
 * Seeds the database, and returns whether it was empty. Workers look for mail when they start, so nothing has to notify them about the
 * seeded people's.
 */
export async function seedDatabase({ kind, databaseUrl, dataDir, simulatorUrl, say }: SeedRequest): Promise<boolean> {
  const file = path.join(dataDir, 'api-key');
  const key = readKey(file) ?? newApiKey();
  const connection = connect(databaseUrl, { name: 'seed', max: 1 });
  try {
    const seeded = await seedArchive(connection.db, { kind, key, scopes: SCOPES });
    writeFileAtomically(file, `${key}\n`);
    if (seeded && simulatorUrl !== undefined) await introduce(simulatorUrl, seeded.identities, say);
    return seeded !== null;
  } finally {
    await connection.close();
  }
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Creates the people of the seeded accounts at the simulator. Relink runs without them too. */
async function introduce(
  simulatorUrl: string,
  identities: readonly SimulatedIdentity[],
  say: SeedRequest['say'],
): Promise<void> {
  for (const identity of identities) {
    try {
      const response = await fetch(`${simulatorUrl}/api/identities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(identity),
        signal: AbortSignal.timeout(5000),
      });
      if (!response.ok) throw new Error(`the simulator returned ${response.status}: ${await response.text()}`);
    } catch (error) {
      say(`Could not add ${identity.name} to the simulated ${identity.network}: ${(error as Error).message}`);
    }
  }
}
