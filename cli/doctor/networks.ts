/** Whether a network refuses our own app, or may: what the operator has to settle there, and how. */
import type { Config } from '../../platform/config.js';
import { findSurgeHolds } from '../../services/disconnects/surge-hold-queries.js';
import { findAllTroubles } from '../../services/troubles/application-troubles.js';
import { DATABASE_ADVICE, withConnection } from './connection.js';
import { diagnose, type Diagnosis } from './diagnosis.js';

export async function networkDiagnoses(config: Config): Promise<Diagnosis[]> {
  return withConnection(config, async ({ db }) => [
    ...(await each('our app', 'no network has refused our app lately', async () =>
      (await findAllTroubles(db)).map(
        ({ provider, code, archives, since, lastSeenAt, remedy }) =>
          `${provider} refuses it (${code}) since ${since.toISOString()}, last at ${lastSeenAt.toISOString()}, noticed for ${archives} archive${archives === 1 ? '' : 's'}. ${remedy}`,
      ),
    )),
    ...(await each('unknown codes', 'no emails wait because of an unknown code', async () => {
      const holds = (await findSurgeHolds(db, { active: true })).filter(({ code }) => code !== null);
      const codes = [...new Set(holds.map(({ network, code }) => `${network} ${code}`))];
      return codes.map((which) => {
        const all = holds.filter(({ network, code }) => `${network} ${code}` === which);
        const [{ id, until }] = all as [(typeof all)[number]];
        return `${which}: the emails of ${all.length} archive${all.length === 1 ? '' : 's'} wait until ${until.toISOString()}. Look the code up, then \`surge-holds release ${id}\` or \`surge-holds withdraw ${id}\`.`;
      });
    })),
  ]);
}

/** One diagnosis for each problem that is found, or a good one. */
async function each(what: string, well: string, find: () => Promise<string[]>): Promise<Diagnosis[]> {
  let found: string[] = [];
  const first = await diagnose(what, DATABASE_ADVICE, async () => {
    found = await find();
    return { ok: found.length === 0, detail: found[0] ?? well };
  });
  return [first, ...found.slice(1).map((detail) => ({ what, ok: false, detail }))];
}
