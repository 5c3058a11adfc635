/** What each key of the ring is still needed for: what it sealed, and what it derives, which nobody can derive with another. */
import { sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/client.js';
import {
  credentials,
  emails,
  pendingSignIns,
  idempotencyKeys,
  personalizedLinks,
  signInLinks,
} from '../../db/schema.js';

const KEY_USES = [
  'credential',
  'pending_sign_in',
  'email_under_way',
  'personalized_link',
  'sign_in_link',
  'repeatable_answer',
] as const;

export interface KeyUse {
  /** Null: sealed with nothing that looks like a key. */
  keyId: string | null;
  use: (typeof KEY_USES)[number];
  count: number;
  /** When the last of them ends by itself. Null: never. */
  until: Date | null;
}

/** As platform/key-ring.ts writes it: one byte for the length of the id, then the id. */
const sealedBy = (sealed: AnyPgColumn | SQL) =>
  sql`case when length(${sealed}) > 0 then encode(substring(${sealed} from 2 for get_byte(${sealed}, 0)), 'escape') end`;

/** api/personalized-links.ts and api/reconnect.ts derive the secret of a repeated answer again for a day. */
const answeredWith = sql`substring(${idempotencyKeys.answer} from '"(?:keyId":"|seed":")([A-Za-z0-9_-]{1,32})')`;

/** @param linkLifeMs of a Personalized Link (domain/windows.ts) */
export async function findKeyUses(db: Db, linkLifeMs: number): Promise<KeyUse[]> {
  const linkEnds = sql`${personalizedLinks.lastEmailedAt} + ${linkLifeMs} * interval '1 millisecond'`;
  const rows = await db.execute<{ key_id: string | null; use: KeyUse['use']; n: number; until: string | null }>(sql`
    select key_id, use, count(*)::int as n, extract(epoch from max(until))::float8 * 1000 as until from (
      select distinct ${sealedBy(sql`token`)} as key_id, 'credential' as use, null::timestamptz as until,
          ${credentials.archiveId} as archive_id, ${credentials.id} as id
        from ${credentials}, unnest(array[${credentials.accessToken}, ${credentials.refreshToken}]) as token
        where token is not null
      union all
      select ${sealedBy(pendingSignIns.sealed)}, 'pending_sign_in', ${pendingSignIns.expiresAt}, ${pendingSignIns.archiveId}, ${pendingSignIns.id}
        from ${pendingSignIns} where ${pendingSignIns.expiresAt} > now()
      union all
      select ${personalizedLinks.keyId}, 'email_under_way', null, ${emails.archiveId}, ${emails.id}
        from ${emails} join ${personalizedLinks}
          on ${personalizedLinks.archiveId} = ${emails.archiveId} and ${personalizedLinks.id} = ${emails.linkId}
        where ${emails.state} = 'composed' or ${emails.state} = 'unknown' and ${emails.settleAt} is not null
      union all
      select ${personalizedLinks.keyId}, 'personalized_link', ${linkEnds}, ${personalizedLinks.archiveId}, ${personalizedLinks.id}
        from ${personalizedLinks} where ${linkEnds} >= now()
      union all
      select ${signInLinks.keyId}, 'sign_in_link', ${signInLinks.expiresAt}, ${signInLinks.archiveId}, ${signInLinks.id}
        from ${signInLinks} where ${signInLinks.usedAt} is null and ${signInLinks.expiresAt} > now()
      union all
      select ${answeredWith}, 'repeatable_answer', ${idempotencyKeys.createdAt} + interval '24 hours',
          ${idempotencyKeys.archiveId}, ${idempotencyKeys.key}
        from ${idempotencyKeys}
        where ${idempotencyKeys.createdAt} > now() - interval '24 hours' and ${answeredWith} is not null
    ) uses group by key_id, use`);
  return rows.map(({ key_id: keyId, use, n, until }) => ({
    keyId: keyId !== null && /^[A-Za-z0-9_-]{1,32}$/.test(keyId) ? keyId : null,
    use,
    count: n,
    until: until === null ? null : new Date(Number(until)),
  }));
}
