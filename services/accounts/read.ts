/** What people and programs can read about accounts. Account Owners see their own, everyone else sees all of them. */
import type { AccountState } from '../../domain/account-state.js';
import { notFound } from '../../domain/refusal.js';
import type { Context } from '../../platform/context.js';
import { planOf } from '../archives/archives.js';
import { readAuthorization, type Authorization } from '../credentials/authorization-status.js';
import type { Page } from '../input/page.js';
import { findUserOrNull, type User } from '../people/users.js';
import { ADMINISTRATORS_READ, EVERYONE_READS, useCase } from '../use-case.js';
import {
  connectedSince,
  countAccounts,
  findListedAccounts,
  searchAccounts,
  type AccountTotal,
  type AccountsCursor,
  type AccountsQuery,
  type ListedAccount,
  type NewlyConnected,
} from './account-list.js';
import { findAccount, findAccounts, type AccountFilter } from './queries.js';
import { findReconnectChecks, type Check } from './reconnect-preconditions.js';

/** @throws {Refusal} `not_found` */
export const readAccount = useCase(EVERYONE_READS, ({ context, archiveId, ownerId }, accountId: string) =>
  findAccount(context.db, archiveId, accountId, ownerId),
);

/** Lists accounts, oldest first; returns one extra row when there are more. */
export const listAccounts = useCase(
  EVERYONE_READS,
  ({ context, archiveId, ownerId }, filter: AccountFilter, page: Page) =>
    findAccounts(context.db, archiveId, { ...filter, only: ownerId }, page),
);

/** Article: "Things to Consider Before Reconnecting". @throws {Refusal} `not_found` */
export const readReconnectChecks = useCase(
  EVERYONE_READS,
  async ({ context, archiveId, ownerId }, accountId: string) => {
    const account = await findAccount(context.db, archiveId, accountId, ownerId);
    const checks = await findReconnectChecks(context.db, account);
    return { network: account.network, reconnectable: checks.every(({ blocks }) => !blocks), checks };
  },
);

/** One account, as its page shows it. */
export interface AccountDetails {
  account: ListedAccount;
  /** Null when Relink holds none, and the archive captures the account with its own credentials. */
  authorization: Authorization | null;
  checks: Check[];
  /** Its name, if it was connected recently. */
  news: NewlyConnected;
}

/** @param since when the reader came to the page, or shortly before. @throws {Refusal} `not_found` */
export const readAccountDetails = useCase(
  EVERYONE_READS,
  async ({ context, archiveId, ownerId }, accountId: string, since: Date): Promise<AccountDetails> => {
    const { db } = context;
    const row = await findAccount(db, archiveId, accountId, ownerId);
    const [authorization, { rows }, checks, news] = await Promise.all([
      readAuthorization(db, archiveId, accountId),
      findListed(context, { archiveId, ownerId, accountId }, { after: null, limit: 1 }),
      findReconnectChecks(db, row),
      connectedSince(db, { archiveId, ownerId, accountId }, since),
    ]);
    const [account] = rows;
    if (!account) throw notFound('account');
    return { account, authorization, checks, news };
  },
);

/** A request for one page of a list of accounts. */
export interface BrowseRequest {
  /** Part of a name; empty for any name. */
  search: string;
  state: AccountState | undefined;
  page: { after: AccountsCursor | null; limit: number };
  /** Accounts that were reconnected or first authorized after this time are listed in `news`. */
  since: Date;
}

/** One page of a list of accounts, with those that need attention first. */
export interface BrowsedAccounts {
  /** The number of accounts on all pages. */
  total: AccountTotal;
  rows: ListedAccount[];
  next: AccountsCursor | null;
  /** The names of accounts that were connected recently. */
  news: NewlyConnected;
}

/** Lists the accounts of the whole archive. */
export const browseAccounts = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, request: BrowseRequest) =>
  browse(context, { archiveId, ownerId: null }, request),
);

/** Lists the accounts of one Account Owner. @throws {Refusal} `not_found` */
export const browseOwnerAccounts = useCase(
  EVERYONE_READS,
  async (
    { context, archiveId, ownerId: only },
    ownerId: string,
    request: BrowseRequest,
  ): Promise<BrowsedAccounts & { owner: User; disconnected: number }> => {
    const { db } = context;
    const owner = only === null || only === ownerId ? await findUserOrNull(db, archiveId, ownerId) : null;
    if (!owner?.isAccountOwner) throw notFound('account_owner');
    const ownerFilter = { archiveId, ownerId };
    const [disconnected, found] = await Promise.all([
      countAccounts(db, { ...ownerFilter, state: 'disconnected' }),
      browse(context, ownerFilter, request),
    ]);
    return { owner, disconnected: disconnected.n, ...found };
  },
);

async function browse(
  context: Context,
  filter: Pick<AccountsQuery, 'archiveId' | 'ownerId'>,
  { search, state, page, since }: BrowseRequest,
): Promise<BrowsedAccounts> {
  const { db } = context;
  const all = { ...filter, state };
  const { total, query } = await (search === ''
    ? countAccounts(db, all).then((n) => ({ total: n, query: all }))
    : searchAccounts(db, { ...all, search }));
  const [found, news] = await Promise.all([findListed(context, query, page), connectedSince(db, filter, since)]);
  return { total, ...found, news };
}

async function findListed(
  { db, clock, config }: Context,
  query: AccountsQuery,
  page: { after: AccountsCursor | null; limit: number },
) {
  const plan = await planOf(db, query.archiveId);
  return findListedAccounts(db, query, { plan, dayMs: config.dayMs, now: clock.now() }, page);
}
