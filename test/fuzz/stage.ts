/** What is attacked: the API as its own process, over a real database and Temporal, with a watch loaded into it. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { startSimulator } from '../../dev/network-simulator/index.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { SCOPES } from '../../domain/principal.js';
import { readConfig } from '../../platform/config.js';
import { createContext, type Context } from '../../platform/context.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { thingsOf, type Things } from '../api/samples.js';
import { WEBHOOK_SECRET } from '../rig/api.js';
import { aCity, type City } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { createIdentityProvider, type IdentityProvider } from '../rig/identity-provider.js';
import { freePort } from '../../dev/stack/ports.js';
import { startWatched, type Watched } from './watched.js';

/** How often what random calls took away is given back: the key that they use, and the people who are signed in. */
const RESTORE_EVERY_MS = 1000;

export interface Target {
  city: City;
  things: Things;
  /** With every scope. */
  key: string;
}

export interface Stage {
  url: string;
  context: Context;
  /** The organization with which people can sign in. */
  organization: IdentityProvider;
  figures: Watched['figures'];
  /** Creates an archive with something of each kind. Whatever calls do to it, its key works. */
  target(): Promise<Target>;
  close(): Promise<void>;
}

/** PostgreSQL and Temporal, started unless this is part of a test run that has them. */
async function startServices(): Promise<() => void> {
  if (process.env.TEST_POSTGRES_URL) return () => {};
  const services = spawn(process.execPath, ['--import', 'tsx', 'dev/stack/test-services.ts'], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [answer] = (await once(services, 'message')) as [{ postgresUrl?: string; temporalAddress: string }];
  if (!answer.postgresUrl) throw new Error(`PostgreSQL and Temporal didn’t start: ${JSON.stringify(answer)}`);
  process.env.TEST_POSTGRES_URL = answer.postgresUrl;
  process.env.TEST_TEMPORAL_ADDRESS = answer.temporalAddress;
  return () => services.disconnect();
}

export async function createStage(): Promise<Stage> {
  const stopServices = await startServices();
  const database = await createTestDatabase();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const redirectUris = Object.fromEntries(PROVIDER_NAMES.map((name) => [name, [`${url}/oauth/${name}/callback`]]));
  const simulator = await startSimulator({ port: 0, redirectUris });
  const organization = await createIdentityProvider();
  const environment = {
    ...organization.environment,
    PATH: process.env.PATH!,
    HOME: process.env.HOME!,
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS!,
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: 'http://127.0.0.1:9',
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_SIMULATOR_URL: simulator.url,
    RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    // Every request says that it comes from an address of its own, so that the limits per address don't end the attack.
    RELINK_TRUST_PROXY: '127.0.0.1',
    RELINK_LOG_LEVEL: 'error',
  };
  const context = createContext(readConfig(environment), { name: 'fuzz' });
  const server = await startWatched('server.ts', environment);
  const mended = new Set<string>();
  const restoring = setInterval(() => void restore(context, mended).catch(() => {}), RESTORE_EVERY_MS);
  return {
    url,
    context,
    organization,
    figures: () => server.figures(),
    async target() {
      const city = await aCity(context.db);
      const things = await thingsOf(context, city);
      const { id, key } = await insertApiKey(context.db, {
        archiveId: city.archiveId,
        name: 'fuzz',
        scopes: [...SCOPES],
      });
      mended.add(id);
      return { city, things, key };
    },
    async close() {
      clearInterval(restoring);
      await server.stop();
      await context.dispose();
      await simulator.close();
      await organization.close();
      await database.close();
      stopServices();
    },
  };
}

async function restore({ db }: Context, keys: ReadonlySet<string>): Promise<void> {
  for (const id of keys) await db.execute(sql`update api_keys set revoked_at = null where id = ${id}`);
  await db.execute(sql`update sessions set revoked_at = null where revoked_at is not null`);
}
