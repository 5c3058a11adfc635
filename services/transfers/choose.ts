/** Preparing a transfer: what to move, to whom, and what will happen. */
import { listOwners, readPerson, type OwnerRow, type PersonDetail } from '../people/user-list.js';
import { MANAGERS, useCase } from '../use-case.js';
import {
  countDisconnected,
  findAccounts,
  findItemsOfOwner,
  findOwnersOf,
  findProfiles,
  listAccountsByName,
  searchAccounts,
  searchProfiles,
  MAX_SHOWN,
  type ChoiceAccount,
  type ChoiceProfile,
  type Listed,
} from './choice-queries.js';
import type { FormerProfile } from './former-profiles.js';
import { previewTransfer, type TransferOrder } from './request.js';

/** What someone chose: everything an Account Owner has, or individual items. */
export interface Choice {
  fromOwnerId: string | null;
  accountIds: readonly string[];
  parentProfileIds: readonly string[];
}

export interface ChosenItems {
  from: { id: string; name: string; accounts: number; profiles: number } | null;
  accounts: readonly ChoiceAccount[];
  profiles: readonly ChoiceProfile[];
}

/** Reads the chosen items that exist, by name. @param limit the maximum number of items of each kind; all of them when not given */
export const readChosen = useCase(
  MANAGERS,
  async ({ context, principal, archiveId }, choice: Choice, limit?: number): Promise<ChosenItems> => {
    const { fromOwnerId, accountIds, parentProfileIds } = choice;
    const [owner, accounts, profiles] = await Promise.all([
      fromOwnerId === null ? null : readPerson(context, principal, fromOwnerId),
      findAccounts(context.db, archiveId, accountIds, limit ?? accountIds.length),
      findProfiles(context.db, archiveId, parentProfileIds, limit ?? parentProfileIds.length),
    ]);
    const from = owner && {
      id: owner.user.id,
      name: owner.user.name,
      accounts: owner.accountCount,
      profiles: owner.profileCount,
    };
    return { from, accounts, profiles };
  },
);

export interface SearchResult {
  owners: readonly PersonDetail[];
  accounts: readonly ChoiceAccount[];
  profiles: readonly ChoiceProfile[];
}

const OWNERS_FOUND = 5;

/** Finds what has this text in its name or its owner's name, and Account Owners who own something. */
export const searchTransferable = useCase(
  MANAGERS,
  async ({ context, principal, archiveId }, search: string): Promise<SearchResult> => {
    const [owners, accounts, profiles] = await Promise.all([
      listOwners(context, principal, { search, after: null, limit: OWNERS_FOUND }),
      searchAccounts(context.db, archiveId, search),
      searchProfiles(context.db, archiveId, search),
    ]);
    const details = await Promise.all(
      owners.slice(0, OWNERS_FOUND).map(({ user }) => readPerson(context, principal, user.id)),
    );
    const owning = details.filter((one) => one !== null).filter((one) => one.accountCount + one.profileCount > 0);
    return { owners: owning, accounts, profiles };
  },
);

/** The most Account Owners that are shown to choose from. */
export const MAX_OWNERS = 20;

export interface PossibleOwners {
  owners: OwnerRow[];
  /** Those who have some of what was chosen: a transfer to them would be refused. */
  leftOut: { id: string; name: string }[];
}

/** Lists possible new owners: the one already picked comes first, and the current owners are left out. */
export const listPossibleOwners = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId },
    query: { search: string; pickedId: string | null; choice: Choice },
  ): Promise<PossibleOwners> => {
    const { search, pickedId, choice } = query;
    const leftOut =
      choice.fromOwnerId === null
        ? await findOwnersOf(context.db, archiveId, choice)
        : [await readPerson(context, principal, choice.fromOwnerId)].flatMap((one) => (one ? [one.user] : []));
    const has = new Set(leftOut.map(({ id }) => id));
    const limit = MAX_OWNERS + has.size;
    const found = await listOwners(context, principal, { search, after: null, limit });
    const picked = pickedId === null ? null : await readPerson(context, principal, pickedId);
    const others = found.filter(({ user }) => user.id !== pickedId && !has.has(user.id)).slice(0, MAX_OWNERS);
    const first = picked?.user.isAccountOwner && !has.has(picked.user.id) ? [picked] : [];
    return { owners: [...first, ...others], leftOut: leftOut.map(({ id, name }) => ({ id, name })) };
  },
);

/** Returns the IDs of everything that an Account Owner has, up to one more of each kind than a transfer can move. */
export const listItemsOfOwner = useCase(MANAGERS, ({ context, archiveId }, ownerId: string) =>
  findItemsOfOwner(context.db, archiveId, ownerId),
);

export interface TransferReview {
  owner: { name: string; email: string };
  profiles: Listed<ChoiceProfile>;
  chosen: Listed<ChoiceAccount>;
  managed: Listed<ChoiceAccount>;
  detached: Listed<ChoiceAccount>;
  staying: Listed<ChoiceAccount>;
  disconnected: { notified: number; paused: number };
  /** Whose permission these accounts go on needing after the transfer. */
  authorizedThrough: readonly FormerProfile[];
}

/** Describes what a transfer would do, with names. @throws {Refusal} as {@link previewTransfer} */
export const reviewTransfer = useCase(
  MANAGERS,
  async ({ context, principal, archiveId }, order: TransferOrder): Promise<TransferReview> => {
    const plan = await previewTransfer(context, principal, order);
    const { db, clock } = context;
    const because = (why: 'chosen' | 'managed') => plan.accounts.filter((one) => one.why === why).map(({ id }) => id);
    const moving = plan.accounts.map(({ id }) => id);
    const person = 'ownerId' in order.to ? (await readPerson(context, principal, order.to.ownerId))?.user : order.to;
    return {
      owner: { name: person?.name ?? '', email: person?.email ?? '' },
      profiles: {
        total: plan.profileIds.length,
        first: await findProfiles(db, archiveId, plan.profileIds, MAX_SHOWN),
      },
      chosen: await listAccountsByName(db, archiveId, because('chosen')),
      managed: await listAccountsByName(db, archiveId, because('managed')),
      detached: await listAccountsByName(db, archiveId, plan.detachedIds),
      staying: await listAccountsByName(db, archiveId, plan.stayingIds),
      disconnected: await countDisconnected(db, archiveId, moving, clock.now()),
      authorizedThrough: plan.authorizedThrough,
    };
  },
);
