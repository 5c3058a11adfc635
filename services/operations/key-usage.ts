/** What each key of the ring is still needed for: what it sealed, and the secrets that can be derived only from it. */
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
  /** Null when the sealed bytes do not name a valid key. */
  keyId: string | null;
  use: (typeof KEY_USES)[number];
  count: number;
  /** When the last of them expires. Null when they never do. */
  until: Date | null;
}

/** Extracts the key ID from sealed bytes, where platform/key-ring.ts writes one byte for its length, then the ID. */
const sealedBy = (sealed: AnyPgColumn | SQL) =>
  sql`case when length(${sealed}) > 0 then encode(substring(${sealed} from 2 for get_byte(${sealed}, 0)), 'escape') end`;

/** When a request is repeated within a day, api/personalized-links.ts and api/reconnect.ts derive the response's secret again. */
const keyIdInAnswer = sql`substring(${idempotencyKeys.answer} from '"(?:keyId":"|seed":")([A-Za-z0-9_-]{1,32})')`;

/** All uses except emails on the way: their links are counted anyway, and finding these emails means scanning all emails. */
export const PERMANENT_USES: readonly KeyUse['use'][] = KEY_USES.filter((use) => use !== 'email_under_way');

/** Each query returns the columns key_id, use, until, archive_id, id. */
function queries(linkLifeMs: number): Record<KeyUse['use'], SQL> {
  const linkEnds = sql`${personalizedLinks.lastEmailedAt} + ${linkLifeMs} * interval '1 millisecond'`;
  return {
    credential: sql`
      select distinct ${sealedBy(sql`token`)} as key_id, 'credential' as use, null::timestamptz as until,
          ${credentials.archiveId} as archive_id, ${credentials.id} as id
        from ${credentials}, unnest(array[${credentials.accessToken}, ${credentials.refreshToken}]) as token
        where token is not null`,
    pending_sign_in: sql`
      select ${sealedBy(pendingSignIns.sealed)} as key_id, 'pending_sign_in' as use, ${pendingSignIns.expiresAt} as until,
          ${pendingSignIns.archiveId} as archive_id, ${pendingSignIns.id} as id
        from ${pendingSignIns} where ${pendingSignIns.expiresAt} > now()`,
    email_under_way: sql`
      select ${personalizedLinks.keyId} as key_id, 'email_under_way' as use, null::timestamptz as until,
          ${emails.archiveId} as archive_id, ${emails.id} as id
        from ${emails} join ${personalizedLinks}
          on ${personalizedLinks.archiveId} = ${emails.archiveId} and ${personalizedLinks.id} = ${emails.linkId}
        where ${emails.state} = 'composed' or ${emails.state} = 'unknown' and ${emails.settleAt} is not null`,
    personalized_link: sql`
      select ${personalizedLinks.keyId} as key_id, 'personalized_link' as use, ${linkEnds} as until,
          ${personalizedLinks.archiveId} as archive_id, ${personalizedLinks.id} as id
        from ${personalizedLinks} where ${linkEnds} >= now()`,
    sign_in_link: sql`
      select ${signInLinks.keyId} as key_id, 'sign_in_link' as use, ${signInLinks.expiresAt} as until,
          ${signInLinks.archiveId} as archive_id, ${signInLinks.id} as id
        from ${signInLinks} where ${signInLinks.usedAt} is null and ${signInLinks.expiresAt} > now()`,
    repeatable_answer: sql`
      select ${keyIdInAnswer} as key_id, 'repeatable_answer' as use, ${idempotencyKeys.createdAt} + interval '24 hours' as until,
          ${idempotencyKeys.archiveId} as archive_id, ${idempotencyKeys.key} as id
        from ${idempotencyKeys}
        where ${idempotencyKeys.createdAt} > now() - interval '24 hours' and ${keyIdInAnswer} is not null`,
  };
}

/** @param linkLifeMs how long a Personalized Link lives (domain/windows.ts) */
export async function findKeyUses(
  db: Db,
  linkLifeMs: number,
  uses: readonly KeyUse['use'][] = KEY_USES,
): Promise<KeyUse[]> {
  const all = queries(linkLifeMs);
  const union = sql.join(
    uses.map((use) => all[use]),
    sql` union all `,
  );
  const rows = await db.execute<{ key_id: string | null; use: KeyUse['use']; n: number; until: string | null }>(sql`
    select key_id, use, count(*)::int as n, extract(epoch from max(until))::float8 * 1000 as until
    from (${union}) uses group by key_id, use`);
  return rows.map(({ key_id: keyId, use, n, until }) => ({
    keyId: keyId !== null && /^[A-Za-z0-9_-]{1,32}$/.test(keyId) ? keyId : null,
    use,
    count: n,
    until: until === null ? null : new Date(Number(until)),
  }));
}
