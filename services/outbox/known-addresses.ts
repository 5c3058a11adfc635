/**
 * Which addresses belong to someone who knows us. An administrator, or whoever stole a key, can put any address in the world on file, so
 * having been on file is no reason to write to one.
 */
import { sql } from 'drizzle-orm';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';

/** People per statement. */
const CHUNK = 500;

/**
 * Returns who of these people has been reached at that address: an email was accepted there and didn't come back, or they have signed in
 * since it is on file. Ask before the address changes, because the change ends their sessions.
 */
export async function findReached(
  tx: Transaction,
  archiveId: string,
  people: readonly { userId: string; email: string }[],
): Promise<Set<string>> {
  const reached = new Set<string>();
  for (const chunk of chunksOf(people, CHUNK)) {
    const [ids, addresses] = [chunk.map(({ userId }) => userId), chunk.map(({ email }) => email)];
    const rows = await tx.execute<{ user_id: string }>(sql`
      select v.user_id
      from unnest(${sql.param(ids)}::text[], ${sql.param(addresses)}::text[]) v (user_id, email)
      where ${wasEmailed(archiveId, sql`e.kind in ('link', 'sign_in')`)}
        or ${wasEmailed(archiveId, sql`e.kind = 'first'`)}
        or exists (
          select from sessions s
          where s.archive_id = ${archiveId} and s.user_id = v.user_id and s.kind = 'login' and s.revoked_at is null)
        or exists (select from oidc_identities o where o.archive_id = ${archiveId} and o.user_id = v.user_id)`);
    for (const row of rows) reached.add(row.user_id);
  }
  return reached;
}

/** Each kind has an index of its own. What the provider has just been given counts, because it may arrive. */
const wasEmailed = (archiveId: string, ofKind: ReturnType<typeof sql>) => sql`exists (
  select from emails e
  where e.archive_id = ${archiveId} and e.user_id = v.user_id and ${ofKind} and lower(e.to_address) = lower(v.email)
    and (e.state in ('accepted', 'unknown') or (e.state = 'composed' and e.batch_id is not null))
    and (e.delivery is null or e.delivery in ('delivered', 'delayed', 'complained')))`;
