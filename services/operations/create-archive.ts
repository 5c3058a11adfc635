/** Creates a new archive. Operators do this on the command line. */
import type { Actor } from '../../domain/actor.js';
import { SCOPES } from '../../domain/principal.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { insertApiKey } from '../access/api-keys.js';
import { findArchiveReadAs, type ArchiveReadAs } from '../archives/archive-names.js';
import { insertArchive } from '../archives/archives.js';
import { insertUser } from '../people/users.js';

export interface NewArchive {
  name: string;
  /** Defaults to UTC. Configure can change it later. */
  timeZone?: string;
  /** Its Primary Administrator. */
  administrator: { name: string; email: string };
}

export type CreatedArchive =
  | { outcome: 'created'; archiveId: string; userId: string; apiKey: string }
  /** People couldn't tell the two apart. And repeating the command by mistake must not create a second archive and key. */
  | { outcome: 'name_taken'; other: ArchiveReadAs };

/** Creates the archive with its Primary Administrator and its first API key, which is shown only this once. */
export async function createArchive(
  context: DatabaseContext,
  actor: Actor,
  { name, timeZone, administrator }: NewArchive,
): Promise<CreatedArchive> {
  return inUnitOfWork(context, async ({ tx }): Promise<CreatedArchive> => {
    const other = await findArchiveReadAs(tx, name);
    if (other) return { outcome: 'name_taken', other };
    const { id: archiveId } = await insertArchive(tx, { name, timeZone });
    const roles = { adminRole: 'primary_administrator' as const, isAccountOwner: false };
    const { id: userId } = await insertUser(tx, { archiveId, actor }, { ...administrator, ...roles });
    const { key } = await insertApiKey(tx, { archiveId, name: 'first', scopes: SCOPES });
    return { outcome: 'created', archiveId, userId, apiKey: key };
  });
}
