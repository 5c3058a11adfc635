/** A new archive, which the operator makes on the command line. */
import { eq } from 'drizzle-orm';
import { archives } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import { SCOPES } from '../../domain/principal.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { insertApiKey } from '../access/api-keys.js';
import { insertArchive } from '../archives/archives.js';
import { insertUser } from '../people/users.js';

export interface NewArchive {
  name: string;
  /** Else UTC, until Configure names another. */
  timeZone?: string;
  /** Its Primary Administrator. */
  administrator: { name: string; email: string };
  /** Also when there is an archive of this name. */
  again: boolean;
}

export type CreatedArchive =
  | { outcome: 'created'; archiveId: string; userId: string; apiKey: string }
  /** A command that is repeated by mistake must not make a second archive, with a key that nobody looks for. */
  | { outcome: 'name_taken'; archiveId: string };

/** With its Primary Administrator and its first key, which is shown here and never again. */
export async function createArchive(
  context: DatabaseContext,
  actor: Actor,
  { name, timeZone, administrator, again }: NewArchive,
): Promise<CreatedArchive> {
  return inUnitOfWork(context, async ({ tx }): Promise<CreatedArchive> => {
    const [same] = again ? [] : await tx.select({ id: archives.id }).from(archives).where(eq(archives.name, name));
    if (same) return { outcome: 'name_taken', archiveId: same.id };
    const { id: archiveId } = await insertArchive(tx, { name, timeZone });
    const roles = { adminRole: 'primary_administrator' as const, isAccountOwner: false };
    const { id: userId } = await insertUser(tx, { archiveId, actor }, { ...administrator, ...roles });
    const { key } = await insertApiKey(tx, { archiveId, name: 'first', scopes: SCOPES });
    return { outcome: 'created', archiveId, userId, apiKey: key };
  });
}
