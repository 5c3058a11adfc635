/** A mass outage: owners with ten accounts each, all of which are reported at once. */
import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';
import { windowsFor } from '../domain/windows.js';
import type { Stack } from '../dev/demo/stack.js';
import { inFlight } from './in-flight.js';

export const PER_OWNER = 10;
export const PER_REQUEST = 1000;
export const IN_FLIGHT = 4;
/** A day so long that no series advances during the run. */
export const SECONDS_PER_DAY = 86_400;
/** The local inbox takes as many as come, so that nothing but Relink limits the emails. */
export const FAST_PROVIDER = { RESEND_REQUESTS_PER_SECOND: '1000' };
/** How long first emails wait for others of the same owner. */
const WINDOW_MS = windowsFor(SECONDS_PER_DAY).firstEmail;
const PER_IMPORT = 10_000;
const LIMIT_MS = 600_000;
const POLL_MS = 50;

/** One of several outages on a stack. */
export interface Outage {
  /** Part of its owners' addresses. */
  tag: string;
  /** The id of its first account at the network. The others follow. */
  firstId: number;
  owners: number;
}

export const accountsOf = ({ owners }: Outage): number => owners * PER_OWNER;
export const ownerOf = (n: number, { owners, tag }: Outage): string => `owner-${n % owners}@${tag}.example`;
export const networkIdOf = (n: number, { firstId }: Outage): string => String(firstId + n);

export const chunks = <T>(length: number, size: number, make: (n: number) => T): T[][] =>
  Array.from({ length: Math.ceil(length / size) }, (_, c) =>
    Array.from({ length: Math.min(size, length - c * size) }, (__, i) => make(c * size + i)),
  );

export async function addAccounts({ endpoints: { url, apiKey } }: Stack, outage: Outage): Promise<void> {
  const load = async (path: string, header: string, lines: readonly string[]) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' };
    const response = await fetch(url + path, { method: 'POST', headers, body: [header, ...lines].join('\n') });
    if (!response.ok) throw new Error(`the import was refused: ${await response.text()}`);
  };
  for (const lines of chunks(outage.owners, PER_IMPORT, (n) => `Owner ${n},${ownerOf(n, outage)},account_owner`))
    await load('/v1/users/import', 'name,email,roles', lines);
  const account = (n: number) => `x,${networkIdOf(n, outage)},Account ${n},${ownerOf(n, outage)}`;
  for (const lines of chunks(accountsOf(outage), PER_IMPORT, account))
    await load('/v1/accounts/import', 'network,networkAccountId,name,ownerEmail', lines);
}

/** Reports all accounts of an outage. Returns the milliseconds until all were accepted. */
export async function reportAll(stack: Stack, outage: Outage): Promise<number> {
  const requests = chunks(accountsOf(outage), PER_REQUEST, (n) => ({
    network: 'x',
    networkAccountId: networkIdOf(n, outage),
  }));
  return inFlight(IN_FLIGHT, requests.length, (n) =>
    stack.api('POST', '/v1/disconnects', { disconnects: requests[n] }),
  );
}

/**
 * Reports an outage and waits for its emails. Returns the milliseconds until all reports were accepted, and until the first emails of all
 * owners were handed over, without the time that first emails wait for others of the same owner.
 * @param before how many first emails there were
 * @throws if an email isn't handed over within ten minutes
 */
export async function measureOutage(
  stack: Stack,
  sql: postgres.Sql,
  { outage, before = 0 }: { outage: Outage; before?: number },
): Promise<{ accepted: number; mailed: number }> {
  const startedAt = performance.now();
  const accepted = await reportAll(stack, outage);
  await untilHandedOver(sql, before + outage.owners);
  return { accepted, mailed: performance.now() - startedAt - WINDOW_MS };
}

async function untilHandedOver(sql: postgres.Sql, count: number): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const [found] = await sql<[{ n: number }]>`
      select count(*)::int as n from emails where kind = 'first' and state = 'accepted'`;
    if (found.n >= count) return;
    if (Date.now() > until) throw new Error(`${found.n} of ${count} first emails were handed over`);
    await pause(POLL_MS);
  }
}
