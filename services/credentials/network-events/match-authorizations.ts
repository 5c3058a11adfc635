/** Finds the authorizations that a network's event names, in all archives, since a person can connect accounts in several. */
import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { networksOf, type ProviderName } from '../../../domain/networks.js';
import type { Transaction } from '../../../db/client.js';
import { lockAccounts } from '../../../db/lock-accounts.js';
import { prefixDigest } from '../credentials.js';
import { credentialOfAccount } from '../../../db/joins.js';
import { accounts, credentials } from '../../../db/schema.js';

export interface NetworkEvent {
  provider: ProviderName;
  /** When it happened, in whole seconds of the network's clock. */
  at: Date;
  /** The network's name for the event, for the operator. */
  code: string;
}

export type AuthorizationSelector =
  /** The network's id of the person. */
  | { person: string }
  /** Only this Facebook Page. */
  | { page: string }
  /** Everything that was authorized together with this Facebook Page. */
  | { authorizedWithPage: string }
  /** A refresh token, by its first 16 characters or by the SHA-512 of its SHA-512. */
  | { prefix: string }
  | { digest: Buffer };

/** A matching authorization. Its row and its account's row are locked until the transaction ends. */
export interface MatchedAuthorization {
  credential: typeof credentials.$inferSelect;
  accountId: string;
  status: (typeof accounts.$inferSelect)['status'];
  /**
   * When its consent was given, relative to the event. `near`: too close to tell, because Relink's clock and the network's can
   * differ by that much. `after`: the event is late and about an earlier consent.
   */
  consent: 'before' | 'near' | 'after';
}

/** Locks the matching authorizations, by archive. Accounts are locked in the order of their ids, as everywhere. */
export async function lockMatchingAuthorizations(
  tx: Transaction,
  event: NetworkEvent,
  selector: AuthorizationSelector,
) {
  const which = and(
    matchesSelector(selector),
    inArray(accounts.network, networksOf(event.provider)),
    isNull(accounts.deletedAt),
  );
  const found = await tx
    .select({ archiveId: accounts.archiveId, accountId: accounts.id })
    .from(credentials)
    .innerJoin(accounts, credentialOfAccount)
    .where(which)
    .orderBy(asc(accounts.archiveId));
  const locked = new Map<string, MatchedAuthorization[]>();
  for (const archiveId of new Set(found.map((row) => row.archiveId))) {
    const ids = found.filter((row) => row.archiveId === archiveId).map(({ accountId }) => accountId);
    await lockAccounts(tx, archiveId, ids);
    // Queried again under the lock, because a reconnect may have changed the rows in between.
    const rows = await tx
      .select({ credential: credentials, accountId: accounts.id, status: accounts.status })
      .from(credentials)
      .innerJoin(accounts, credentialOfAccount)
      .where(and(eq(credentials.archiveId, archiveId), inArray(accounts.id, ids), which))
      .orderBy(asc(credentials.id))
      .for('update', { of: credentials });
    const matched = rows.map((row) => ({
      ...row,
      consent: compareConsentToEvent(row.credential.authorizedAt, event.at),
    }));
    if (matched.length > 0) locked.set(archiveId, matched);
  }
  return locked;
}

function matchesSelector(selector: AuthorizationSelector): SQL | undefined {
  if ('person' in selector) return eq(credentials.authorizedBy, selector.person);
  if ('page' in selector)
    return and(eq(accounts.network, 'facebook_page'), eq(accounts.networkAccountId, selector.page));
  if ('authorizedWithPage' in selector)
    return sql`exists (select from credentials c join accounts a on a.archive_id = c.archive_id and a.id = c.account_id
      where c.archive_id = ${credentials.archiveId} and c.authorization_id = ${credentials.authorizationId}
      and a.network = 'facebook_page' and a.network_account_id = ${selector.authorizedWithPage})`;
  return 'prefix' in selector
    ? eq(credentials.refreshPrefixDigest, prefixDigest(selector.prefix))
    : eq(credentials.refreshDigest, selector.digest);
}

/** The event's time is in whole seconds, while `authorizedAt` has fractions. */
const SECOND_MS = 1000;
const MAX_CLOCK_SKEW_MS = 60_000;

export function compareConsentToEvent(authorizedAt: Date, at: Date): MatchedAuthorization['consent'] {
  const later = authorizedAt.getTime() - at.getTime();
  if (later < SECOND_MS) return 'before';
  return later < MAX_CLOCK_SKEW_MS ? 'near' : 'after';
}
