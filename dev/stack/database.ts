/** The database of a stack before anything works on it: it has this version's schema and, where asked, people to try it with. */
import type { EmbeddedAddresses } from './child-environment.js';
import type { Settings } from './settings.js';

/** What it needs is imported here: a start that is refused says so at once. */
export async function prepareDatabase(
  { dataDir, seed, env }: Pick<Settings, 'dataDir' | 'seed' | 'env'>,
  embedded: Pick<EmbeddedAddresses, 'databaseUrl' | 'simulatorUrl'>,
  say: (line: string) => void,
): Promise<void> {
  const databaseUrl = embedded.databaseUrl ?? env.DATABASE_URL!;
  if (env.RELINK_MIGRATE !== 'off') {
    const { migrateDatabase } = await import('../../db/client.js');
    await migrateDatabase(databaseUrl);
  }
  if (seed === null) return;
  const { seedDatabase } = await import('../seed/seed-database.js');
  const simulatorUrl = embedded.simulatorUrl ?? env.RELINK_SIMULATOR_URL;
  await seedDatabase({ kind: seed, databaseUrl, dataDir, simulatorUrl, say });
}
