/**
 * Finds the imported accounts that a network's event names. Relink never saw the consent behind them, so no credential says who gave it;
 * the archive's own words do: the Parent Profile that it named, or the account's id.
 */
import { and, asc, eq, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { networksOf, NETWORKS, PARENT_PROFILE_NETWORKS } from '../../../domain/networks.js';
import type { Transaction } from '../../../db/client.js';
import { profileOfAccount } from '../../../db/joins.js';
import { accounts, credentials, parentProfiles } from '../../../db/schema.js';
import {
  compareConsentToEvent,
  type MatchedAuthorization,
  type AuthorizationSelector,
  type NetworkEvent,
} from './named-authorization.js';

export async function findImported(
  tx: Transaction,
  event: NetworkEvent,
  selector: AuthorizationSelector,
): Promise<{ archiveId: string; accountId: string }[]> {
  const found = { archiveId: accounts.archiveId, accountId: accounts.id };
  const under = underProfile(event, selector);
  const itself = isItself(event, selector);
  // Two queries, since each has an index of its own.
  return [
    ...(under ? await tx.select(found).from(accounts).innerJoin(parentProfiles, profileOfAccount).where(under) : []),
    ...(itself ? await tx.select(found).from(accounts).where(itself) : []),
  ];
}

/** Judges the named accounts of an archive, whose rows the caller has locked, and locks the credentials that they have after all. */
export async function lockImported(
  tx: Transaction,
  event: NetworkEvent,
  selector: AuthorizationSelector,
  { archiveId, ids }: { archiveId: string; ids: readonly string[] },
): Promise<MatchedAuthorization[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({
      accountId: accounts.id,
      status: accounts.status,
      lastReconnectedAt: accounts.lastReconnectedAt,
      profileAuthorizedAt: sql`(select c.authorized_at from credentials c where c.archive_id = ${accounts.archiveId}
        and c.parent_profile_id = ${accounts.parentProfileId})`.mapWith(accounts.createdAt) as SQL<Date | null>,
    })
    .from(accounts)
    .leftJoin(parentProfiles, profileOfAccount)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        inArray(accounts.id, [...ids]),
        or(underProfile(event, selector), isItself(event, selector)),
      ),
    )
    .orderBy(asc(accounts.id));
  const held = await tx
    .select()
    .from(credentials)
    .where(and(eq(credentials.archiveId, archiveId), inArray(credentials.accountId, [...ids])))
    .orderBy(asc(credentials.id))
    .for('update');
  return rows.map(({ accountId, status, ...since }) => {
    const credential = held.find((one) => one.accountId === accountId) ?? null;
    return { accountId, status, credential, consent: judge(event, credential, since) };
  });
}

/** What shows that capture went on with a newer consent, for an account without tokens of ours. */
interface Since {
  /** The archive reported that it captures the account again. */
  lastReconnectedAt: Date | null;
  /** The Parent Profile signed in here. */
  profileAuthorizedAt: Date | null;
}

function judge(
  event: NetworkEvent,
  credential: typeof credentials.$inferSelect | null,
  { lastReconnectedAt, profileAuthorizedAt }: Since,
): MatchedAuthorization['consent'] {
  if (credential) {
    // Someone else's consent: the event doesn't end it, but the archive says that it is about this account.
    if (credential.authorizedBy !== null) return 'near';
    return compareConsentToEvent(credential.authorizedAt, event.at);
  }
  const proofs = [lastReconnectedAt, profileAuthorizedAt].filter((at) => at !== null);
  // Without a token, the network can't be asked, so what is too close to tell counts as ended: silence is the worse mistake.
  return proofs.some((at) => compareConsentToEvent(at, event.at) === 'after') ? 'after' : 'before';
}

/** Accounts under a Parent Profile that the archive imported. */
function underProfile({ provider }: NetworkEvent, selector: AuthorizationSelector): SQL | undefined {
  const network = PARENT_PROFILE_NETWORKS.find((one) => one === provider);
  if (!('person' in selector) || !network) return undefined;
  return and(
    isNotNull(parentProfiles.id),
    eq(parentProfiles.network, network),
    eq(parentProfiles.networkProfileId, selector.person),
    isNull(accounts.deletedAt),
  );
}

/** An account that is itself the person who signs in, or the Page that is named. */
function isItself({ provider }: NetworkEvent, selector: AuthorizationSelector): SQL | undefined {
  const networks =
    'page' in selector
      ? (['facebook_page'] as const)
      : 'person' in selector
        ? networksOf(provider).filter((network) => NETWORKS[network].parentProfile === null)
        : [];
  const id = 'page' in selector ? selector.page : 'person' in selector ? selector.person : null;
  if (id === null || networks.length === 0) return undefined;
  return and(inArray(accounts.network, [...networks]), eq(accounts.networkAccountId, id), isNull(accounts.deletedAt));
}
