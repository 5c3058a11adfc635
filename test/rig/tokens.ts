/** Accounts that were connected through the simulated networks, and the state of their authorizations. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { tryAutoResolve } from '../../services/credentials/try-auto-resolve.js';
import { FairSemaphore } from '../../platform/fair-semaphore.js';
import { recheckBatch, renewBatch, requestRenewalsAndRevoke } from '../../services/credentials/scheduled-checks.js';
import { accounts, audit, credentials, disconnects, dueSteps } from '../../db/schema.js';
import { PROVIDER_NAMES, type NetworkName } from '../../domain/networks.js';
import { aBrokenAccount, aCity, type City, type Identity, type Site } from './site.js';
import { visitorOf } from './visitor.js';

export interface Connected {
  city: City;
  /** In the order of the network's ids. */
  ids: string[];
}

/** Each test has its own people, so what one breaks at the simulator doesn't affect another. */
let people = 0;
export const somebody = (network: Identity['network'], manages: NetworkName[] = []): Identity => {
  people += 1;
  return {
    network,
    id: `person-${people}`,
    name: `Person ${people}`,
    manages: manages.map((managed, i) => ({ network: managed, id: `account-${people}-${i}`, name: `Account ${i}` })),
  };
};

/** Connects everything that this identity manages (or is) with one sign-in. */
export async function connect(site: Site, identity: Identity, into?: City): Promise<Connected> {
  const city = into ?? (await aCity(site.context.db));
  await site.identity(identity);
  const own = { network: identity.network as NetworkName, id: identity.id, name: identity.name };
  const theirs = identity.manages?.length ? identity.manages : [own];
  const ids: string[] = [];
  for (const { network, id, name } of theirs) {
    const broken = { network: network as NetworkName, networkAccountId: id, name };
    ids.push((await aBrokenAccount(site, city, broken)).id);
  }
  const visitor = await visitorOf(site, city);
  await visitor.reconnect({ accountId: ids[0]! });
  // Backdated by an hour, so that what is reported now doesn't count as flapping.
  await site.context.db
    .update(accounts)
    .set({ lastReconnectedAt: sql`now() - interval '1 hour'` })
    .where(eq(accounts.archiveId, city.archiveId));
  await site.context.db
    .update(credentials)
    .set({ authorizedAt: sql`now() - interval '1 hour'`, updatedAt: sql`now() - interval '1 hour'` })
    .where(eq(credentials.archiveId, city.archiveId));
  return { city, ids };
}

export const tryToResolve = ({ context }: Site, { archiveId }: City, disconnectId: string) =>
  tryAutoResolve(
    context,
    new FairSemaphore({ total: 20, perArchive: 10 }),
    { archiveId, disconnectId },
    new AbortController().signal,
  );

export async function credentialOf({ context: { db } }: Site, accountId: string) {
  const [row] = await db.select().from(credentials).where(eq(credentials.accountId, accountId));
  return row!;
}

export const setCredential = (
  { context: { db } }: Site,
  accountId: string,
  set: PgUpdateSetSource<typeof credentials>,
) => db.update(credentials).set(set).where(eq(credentials.accountId, accountId));

export async function openDisconnect({ context: { db } }: Site, accountId: string) {
  const [row] = await db
    .select()
    .from(disconnects)
    .where(and(eq(disconnects.accountId, accountId), eq(disconnects.status, 'open')));
  return row ?? null;
}

export async function statusOf({ context: { db } }: Site, accountId: string): Promise<string> {
  const [row] = await db.select({ status: accounts.status }).from(accounts).where(eq(accounts.id, accountId));
  return row!.status;
}

export async function firstStepOf({ context: { db } }: Site, disconnectId: string) {
  const [row] = await db
    .select()
    .from(dueSteps)
    .where(eq(dueSteps.disconnectId, disconnectId))
    .orderBy(asc(dueSteps.id));
  return row!;
}

export async function eventsOf({ context: { db } }: Site, disconnectId: string): Promise<string[]> {
  const rows = await db.select().from(audit).where(eq(audit.disconnectId, disconnectId)).orderBy(asc(audit.id));
  return rows.map(({ type }) => type);
}

/** Runs what the every-minute schedules do, for all providers. */
export async function watch({ context }: Site): Promise<void> {
  for (const provider of PROVIDER_NAMES) {
    while ((await renewBatch(context, provider)).more);
    await recheckBatch(context, provider);
  }
  await requestRenewalsAndRevoke(context);
}
