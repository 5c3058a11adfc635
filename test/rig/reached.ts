/** People who know us. Nobody writes to a former address where no one was ever reached. */
import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { sessions, users } from '../../db/schema.js';

/** Signs everyone of the archive in, as they would be after they opened their invitations. */
export async function everyoneSignsIn(db: Database, archiveId: string): Promise<void> {
  const people = await db.select({ id: users.id }).from(users).where(eq(users.archiveId, archiveId));
  await db.insert(sessions).values(
    people.map(({ id }) => ({
      archiveId,
      id: newId('session'),
      userId: id,
      kind: 'login' as const,
      hash: randomBytes(32),
      expiresAt: new Date(Date.now() + 3_600_000),
    })),
  );
}

/** Adds Account Owners who have signed in. */
export async function addKnownOwners(db: Database, archiveId: string, count: number) {
  const owners = Array.from({ length: count }, (_, i) => ({
    archiveId,
    id: newId('user'),
    name: `Name ${i}`,
    email: `${newId('user')}@city.example`.toLowerCase(),
    isAccountOwner: true,
  }));
  await db.insert(users).values(owners);
  await everyoneSignsIn(db, archiveId);
  return owners;
}
