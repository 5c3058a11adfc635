/** Builds test data: an archive with its people and accounts, written straight into the database. */
import { inArray } from 'drizzle-orm';
import type { Database } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { accounts, archives, surgeHolds, parentProfiles, transfers, users } from '../../db/schema.js';
import type { NetworkName } from '../../domain/networks.js';
import type { AdminRole } from '../../domain/recipients.js';
import { homeZone } from './calendar.js';

export interface City {
  archiveId: string;
  /** User ids by name. */
  primary: string;
  emails: {
    primary: string;
    subscribed: string;
    unsubscribed: string;
    readOnly: string;
    owner: string;
    otherOwner: string;
  };
  readOnly: string;
  owner: string;
  otherOwner: string;
}

/** The name and time zone for tests that show either. */
export const SPRINGFIELD = { name: 'City of Springfield', timeZone: 'America/New_York' };

let cities = 0;

/** Creates an archive with a Primary Administrator, three other administrators of all kinds, and two Account Owners. */
export async function aCity(db: Database, settings: Partial<typeof archives.$inferInsert> = {}): Promise<City> {
  const archiveId = newId('archive');
  const n = (cities += 1);
  await db.insert(archives).values({ id: archiveId, name: `City ${n}`, timeZone: homeZone(), ...settings });
  const add = async (name: string, roles: { admin?: AdminRole; subscribed?: boolean; owner?: boolean }) => {
    const id = newId('user');
    const email = `${name}-${n}@city.example`;
    await db.insert(users).values({
      archiveId,
      id,
      name: `${name[0]!.toUpperCase()}${name.slice(1)}`,
      email,
      adminRole: roles.admin,
      immediateErrorNotifications: roles.subscribed ?? false,
      isAccountOwner: roles.owner ?? false,
    });
    return { id, email };
  };
  const primary = await add('primary', { admin: 'primary_administrator' });
  const subscribed = await add('subscribed', { admin: 'full_access_administrator', subscribed: true });
  const unsubscribed = await add('unsubscribed', { admin: 'full_access_administrator' });
  const readOnly = await add('readonly', { admin: 'read_only_administrator', subscribed: true });
  const owner = await add('owner', { owner: true });
  const otherOwner = await add('other', { owner: true });
  return {
    archiveId,
    primary: primary.id,
    readOnly: readOnly.id,
    owner: owner.id,
    otherOwner: otherOwner.id,
    emails: {
      primary: primary.email,
      subscribed: subscribed.email,
      unsubscribed: unsubscribed.email,
      readOnly: readOnly.email,
      owner: owner.email,
      otherOwner: otherOwner.email,
    },
  };
}

/** Creates a personal Facebook profile for an owner, with Pages that it authorizes. */
export async function aProfile(
  db: Database,
  city: City,
  pages: number,
  more: { ownerId?: string; networkProfileId?: string; name?: string; authorized?: boolean } = {},
): Promise<{ id: string; pages: string[] }> {
  const id = newId('parentProfile');
  const ownerId = more.ownerId ?? city.owner;
  const { networkProfileId = id, name = 'Jane Doe' } = more;
  await db
    .insert(parentProfiles)
    .values({ archiveId: city.archiveId, id, network: 'facebook', networkProfileId, name, ownerId });
  const page = { network: 'facebook_page' as const, ownerId, parentProfileId: id, authorized: more.authorized };
  const ids = [];
  for (let i = 0; i < pages; i += 1) ids.push(await anAccount(db, city, { ...page, name: `Page ${i + 1}` }));
  return { id, pages: ids };
}

/** Creates a running transfer that no dispatcher handles. */
export async function aRunningTransfer(
  db: Database,
  city: City,
  accountIds: readonly string[],
  toOwnerId = city.otherOwner,
): Promise<string> {
  const id = newId('transfer');
  await db.insert(transfers).values({
    archiveId: city.archiveId,
    id,
    toOwnerId,
    actor: { kind: 'user', id: city.primary, name: 'Primary' },
    workflowTriedAt: new Date('2100-01-01'),
  });
  await db
    .update(accounts)
    .set({ transferId: id })
    .where(inArray(accounts.id, [...accountIds]));
  return id;
}

export async function anAccount(
  db: Database,
  city: City,
  more: {
    ownerId?: string;
    name?: string;
    network?: NetworkName;
    networkAccountId?: string;
    parentProfileId?: string;
    status?: 'connected' | 'inactive';
    inactiveReason?: string;
    /** Whether someone authorized it here, without tokens that a test would need. */
    authorized?: boolean;
  } = {},
): Promise<string> {
  const id = newId('account');
  await db.insert(accounts).values({
    archiveId: city.archiveId,
    id,
    network: more.network ?? 'x',
    networkAccountId: more.networkAccountId ?? id,
    name: more.name ?? 'City Hall',
    ownerId: more.ownerId ?? city.owner,
    parentProfileId: more.parentProfileId,
    status: more.status ?? 'connected',
    inactiveReason: more.inactiveReason,
    authorizedSince: more.authorized ? new Date() : null,
  });
  return id;
}

/** Creates an active surge hold that covers no disconnects yet. */
export async function aSurgeHold(db: Database, city: City, network: NetworkName = 'x'): Promise<string> {
  const id = newId('surgeHold');
  const until = new Date(Date.now() + 7_200_000);
  await db.insert(surgeHolds).values({ archiveId: city.archiveId, id, network, until });
  return id;
}
