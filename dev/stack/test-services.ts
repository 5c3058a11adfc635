/**
 * PostgreSQL and Temporal for one test run, in a separate process: Jest loads its global setup without our module resolution, and if Jest
 * is killed, this process notices, stops both, and removes their folder.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepLoopbackDirect } from './child-environment.js';
import { startPostgres } from './postgres.js';
import { relinkSearchAttributes } from './search-attributes.js';
import { startTemporal } from './temporal.js';

/** Clear of the ports of `npm start`, which might be running at the same time. */
const PORTS = { postgres: 54_420, frontend: 7_420, ui: 8_420 };

keepLoopbackDirect();
const dir = mkdtempSync(path.join(tmpdir(), 'relink-test-'));
// For the user that PostgreSQL runs as when this process is root.
chmodSync(dir, 0o711);

const postgres = startPostgres({ dir: path.join(dir, 'postgres'), port: PORTS.postgres, flags: ['fsync=off'] });
const temporal = startTemporal({
  dir: path.join(dir, 'temporal'),
  searchAttributes: relinkSearchAttributes,
  ports: { frontend: PORTS.frontend, ui: PORTS.ui },
});

process.once('disconnect', () => void stop());
process.on('SIGTERM', () => process.disconnect());

async function stop(): Promise<void> {
  // A service that didn't start has nothing to stop.
  await Promise.allSettled([postgres, temporal].map(async (started) => (await started).stop()));
  rmSync(dir, { recursive: true, force: true });
  process.exit();
}

try {
  const [{ url }, { address }] = await Promise.all([postgres, temporal]);
  process.send?.({ postgresUrl: url, temporalAddress: address });
} catch (error) {
  process.send?.({ problem: (error as Error).message });
}
