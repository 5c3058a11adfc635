/** Checks that external services are reachable before anything starts; a part that waits for one in vain stays silent for a long time. */
import net from 'node:net';
import { findConnectionError } from '../../db/connection-errors.js';
import { explainDatabaseError } from '../../platform/database-errors.js';
import { SettingsError, type Settings } from './settings.js';

const LIMIT_SECONDS = 6;

/** @throws {SettingsError} listing what doesn't answer, one per line */
export async function checkOutside({ env }: Pick<Settings, 'env'>): Promise<void> {
  const problems = await Promise.all([
    env.DATABASE_URL ? findConnectionError(env.DATABASE_URL, LIMIT_SECONDS).then(explainDatabaseError) : null,
    env.TEMPORAL_ADDRESS ? findTemporalProblem(env.TEMPORAL_ADDRESS) : null,
  ]);
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) throw new SettingsError(found.join('\n'));
}

function findTemporalProblem(address: string): Promise<string | null> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve) => {
    const socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
    const end = (why: string | null) => {
      socket.destroy();
      resolve(why && `TEMPORAL_ADDRESS: ${why}`);
    };
    socket.setTimeout(LIMIT_SECONDS * 1000, () => end(`${address} doesn’t respond. Check the host and port`));
    socket.once('connect', () => end(null));
    socket.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      end(
        code === 'ECONNREFUSED'
          ? `nothing is listening at ${address}. Is Temporal running there?`
          : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
            ? `there’s no host ${hostname}. Check the name`
            : message,
      ),
    );
  });
}
