/** Finds the authorizations that a network's event names, in all archives, since a person can connect accounts in several. */
import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { networksOf } from '../../../domain/networks.js';
import type { Transaction } from '../../../db/client.js';
import { lockAccounts } from '../../../db/lock-accounts.js';
import { prefixDigest } from '../credentials.js';
import { credentialOfAccount } from '../../../db/joins.js';
import { accounts, credentials } from '../../../db/schema.js';
import { findImported, lockImported } from './match-imported.js';
import {
  compareConsentToEvent,
  type MatchedAuthorization,
  type AuthorizationSelector,
  type NetworkEvent,
} from './named-authorization.js';

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
  const byConsent = await tx
    .select({ archiveId: accounts.archiveId, accountId: accounts.id })
    .from(credentials)
    .innerJoin(accounts, credentialOfAccount)
    .where(which)
    .orderBy(asc(accounts.archiveId));
  const found = [...byConsent, ...(await findImported(tx, event, selector))];
  const locked = new Map<string, MatchedAuthorization[]>();
  for (const archiveId of new Set(found.map((row) => row.archiveId).toSorted())) {
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
    const matched: MatchedAuthorization[] = rows.map((row) => ({
      ...row,
      consent: compareConsentToEvent(row.credential.authorizedAt, event.at),
    }));
    const known = new Set(rows.map(({ accountId }) => accountId));
    const others = { archiveId, ids: ids.filter((id) => !known.has(id)) };
    matched.push(...(await lockImported(tx, event, selector, others)));
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
