/** The archive that an empty database is filled with (`RELINK_SEED`). */
import { asc, sql } from 'drizzle-orm';
import { NETWORKS, type NetworkName, type ParentProfileNetwork } from '../../domain/networks.js';
import { roleFlagsOf } from '../../domain/roles.js';
import { insertAccount } from '../../services/accounts/add.js';
import { insertApiKey, findApiKey } from '../../services/access/api-keys.js';
import { insertArchive } from '../../services/archives/archives.js';
import { RELINK } from '../../domain/actor.js';
import type { Database, Transaction } from '../../db/client.js';
import {
  DEMO_ADMINISTRATORS,
  DEMO_ARCHIVE,
  DEMO_OWNERS,
  DEMO_PRIMARY,
  type DemoOwner,
  type DemoPerson,
} from './demo-people.js';
import { requestLinkMails } from '../../services/outbox/requests.js';
import { insertParentProfile } from '../../services/accounts/parent-profiles.js';
import { archives } from '../../db/schema.js';
import { insertUser } from '../../services/people/users.js';

/** A person at the simulator, in the terms of its API. */
export interface SimulatedIdentity {
  network: ParentProfileNetwork | NetworkName;
  id: string;
  name: string;
  manages?: { network: NetworkName; id: string; name: string }[];
}

/** `empty` creates only the archive and its Primary Administrator. */
export type SeedKind = 'demo' | 'empty';

export interface Seeded {
  archiveId: string;
  identities: SimulatedIdentity[];
}

const SEED_LOCK = 7_355_466;
const KEY_NAME = 'capture engine';

/**
 * Ensures that there is an archive and that `key` works for it. Returns what was created, or null if there already was an archive. Several
 * processes can call it at once.
 */
export async function seedArchive(
  db: Database,
  seed: { kind: SeedKind; key: string; scopes: readonly string[] },
): Promise<Seeded | null> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SEED_LOCK})`);
    const [first] = await tx.select({ id: archives.id }).from(archives).orderBy(asc(archives.createdAt)).limit(1);
    const seeded = first ? null : await fill(tx, seed.kind);
    const archiveId = seeded?.archiveId ?? first!.id;
    if (!(await findApiKey(tx, seed.key)))
      await insertApiKey(tx, { archiveId, name: KEY_NAME, scopes: seed.scopes, key: seed.key });
    return seeded;
  });
}

async function fill(tx: Transaction, kind: SeedKind): Promise<Seeded> {
  const { id: archiveId } = await insertArchive(tx, DEMO_ARCHIVE);
  await addPerson(tx, archiveId, DEMO_PRIMARY);
  if (kind === 'empty') return { archiveId, identities: [] };
  for (const person of DEMO_ADMINISTRATORS) await addPerson(tx, archiveId, person);
  const identities: SimulatedIdentity[] = [];
  for (const owner of DEMO_OWNERS) {
    const ownerId = await addPerson(tx, archiveId, owner);
    await addAccounts(tx, archiveId, ownerId, owner);
    await requestLinkMails(tx, archiveId, [ownerId], { why: 'added' });
    identities.push(...identitiesOf(owner));
  }
  return { archiveId, identities };
}

async function addPerson(tx: Transaction, archiveId: string, { roles, ...person }: DemoPerson): Promise<string> {
  const { name, email, access, immediateErrorNotifications } = person;
  const user = { name, email, access, immediateErrorNotifications, ...roleFlagsOf(roles) };
  return (await insertUser(tx, { archiveId, actor: RELINK }, user)).id;
}

async function addAccounts(tx: Transaction, archiveId: string, ownerId: string, owner: DemoOwner): Promise<void> {
  const by = { archiveId, actor: RELINK };
  const profile =
    owner.parentProfile && (await insertParentProfile(tx, by, { ...owner.parentProfile, name: owner.name, ownerId }));
  for (const account of owner.accounts) {
    const parentProfileId = NETWORKS[account.network].parentProfile ? profile?.id : undefined;
    const { network, networkAccountId, name } = account;
    await insertAccount(tx, by, { network, networkAccountId, name, ownerId, parentProfileId });
  }
}

/**
 * Returns the identities for an owner's accounts. A Parent Profile is one person who manages several accounts; any other account signs in
 * as itself.
 */
export function identitiesOf(owner: DemoOwner): SimulatedIdentity[] {
  const managed = owner.accounts.filter(({ network }) => NETWORKS[network].parentProfile !== null);
  const profile = owner.parentProfile && {
    network: owner.parentProfile.network,
    id: owner.parentProfile.networkProfileId,
    name: owner.name,
    manages: managed.map(({ network, networkAccountId: id, name }) => ({ network, id, name })),
  };
  const own = owner.accounts
    .filter(({ network, networkAccountId }) => !NETWORKS[network].parentProfile && networkAccountId !== profile?.id)
    .map(({ network, networkAccountId: id, name }) => ({ network, id, name }));
  return profile ? [profile, ...own] : own;
}
