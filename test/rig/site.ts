/** Relink's HTTP server with its pages, over a real database and the simulated networks, on its own port. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { and, eq, type SQL } from 'drizzle-orm';
import { createApp } from '../../api/app.js';
import { readConfig } from '../../platform/config.js';
import { createContext, type Context } from '../../platform/context.js';
import { ensureLinks, linkUrl } from '../../services/access/personalized-links.js';
import { accounts, audit, changes, disconnects, emails } from '../../db/schema.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { startSimulator } from '../../dev/network-simulator/index.js';
import { createPages, resolveSession } from '../../web/index.js';
import { aCity, anAccount, type City } from './builders.js';
import { createTestDatabase } from './database.js';
import { report } from './reports.js';

export interface Identity {
  network: 'facebook' | 'linkedin' | 'linkedin_profile' | 'x' | 'youtube' | 'threads';
  id: string;
  name: string;
  manages?: { network: string; id: string; name: string; portfolio?: string }[];
  signedIn?: boolean;
}

export interface Site {
  context: Context;
  url: string;
  simulatorUrl: string;
  /** Adds a person to a simulated network; `signedIn` by default. */
  identity(identity: Identity): Promise<void>;
  break(network: string, id: string, how: string): Promise<void>;
  close(): Promise<void>;
}

/** @param inFront puts something between Relink and the simulated networks, and returns its address */
export async function createSite(
  environment: Record<string, string> = {},
  inFront?: (simulatorUrl: string) => Promise<string>,
): Promise<Site> {
  const database = await createTestDatabase();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const redirectUris = Object.fromEntries(PROVIDER_NAMES.map((name) => [name, [`${url}/oauth/${name}/callback`]]));
  const simulator = await startSimulator({ port: 0, redirectUris });
  const config = readConfig({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: 'http://127.0.0.1:9',
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    RELINK_LOG_LEVEL: process.env.TEST_LOG ?? 'fatal',
    PUBLIC_URL: url,
    RELINK_SIMULATOR_URL: (await inFront?.(simulator.url)) ?? simulator.url,
    ...environment,
  });
  const context = createContext(config, { name: 'test' });
  const app = createApp(context, { pages: createPages(context), resolveSession: resolveSession(context) });
  server.on('request', app.express);
  const post = async (path: string, body: object) => {
    const response = await fetch(`${simulator.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the simulator refused ${path}: ${await response.text()}`);
  };
  return {
    context,
    url,
    simulatorUrl: simulator.url,
    identity: (identity) => post('/api/identities', { signedIn: true, ...identity }),
    break: (network, id, how) => post('/api/break', { network, id, how }),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await app.close();
      await simulator.close();
      await context.dispose();
      await database.close();
    },
  };
}

/** Creates a disconnected account with its open disconnect. */
export async function aBrokenAccount(
  { context }: Site,
  city: City,
  more: Parameters<typeof anAccount>[2] & { reason?: Parameters<typeof report>[3] } = {},
): Promise<{ id: string; disconnectId: string }> {
  const { reason, ...account } = more;
  const id = await anAccount(context.db, city, account);
  const disconnect = await report(context, city.archiveId, id, reason);
  return { id, disconnectId: disconnect.id };
}

export async function linkOf({ context }: Site, city: City, userId = city.owner): Promise<string> {
  const links = await ensureLinks(context.db, context.config.keys, city.archiveId, [userId]);
  return linkUrl(context.config.keys, context.config.publicUrl, links.get(userId)!);
}

/** Returns everything in an archive that a refused sign-in must leave alone. */
export async function stateOf({ context: { db } }: Site, city: City) {
  const byId = <T extends { id: string }>(rows: T[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    accounts: byId(await db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId))),
    disconnects: byId(await db.select().from(disconnects).where(eq(disconnects.archiveId, city.archiveId))),
    changes: (await db.select().from(changes).where(eq(changes.archiveId, city.archiveId))).length,
  };
}

const first = async <T>(rows: PromiseLike<T[]>): Promise<T> => (await rows)[0]!;

export const accountRow = ({ context: { db } }: Site, { archiveId }: City, id: string) =>
  first(
    db
      .select()
      .from(accounts)
      .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, id))),
  );

const disconnectWhere = ({ context: { db } }: Site, { archiveId }: City, is: SQL) =>
  first(
    db
      .select()
      .from(disconnects)
      .where(and(eq(disconnects.archiveId, archiveId), is)),
  );

export const disconnectRow = (site: Site, city: City, id: string) =>
  disconnectWhere(site, city, eq(disconnects.id, id));

/** Returns the disconnect of an account that has one. */
export const disconnectOf = (site: Site, city: City, accountId: string) =>
  disconnectWhere(site, city, eq(disconnects.accountId, accountId));

export const emailsTo = ({ context: { db } }: Site, city: City, userId: string) =>
  db
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, city.archiveId), eq(emails.userId, userId)));

/** Returns the types of an account's audit entries, oldest first. */
export async function auditTypes({ context: { db } }: Site, city: City, accountId: string): Promise<string[]> {
  const rows = await db
    .select({ type: audit.type })
    .from(audit)
    .where(and(eq(audit.archiveId, city.archiveId), eq(audit.accountId, accountId)))
    .orderBy(audit.id);
  return rows.map(({ type }) => type);
}

export { aCity, anAccount, type City };
