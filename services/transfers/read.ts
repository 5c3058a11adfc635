/** What people and programs can read about transfers. */
import type { Page } from '../input/page.js';
import { readPerson } from '../people/user-list.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';
import {
  findProfiles,
  listAccountsByName,
  MAX_SHOWN,
  type ChoiceAccount,
  type ChoiceProfile,
  type Listed,
} from './choice-queries.js';
import { stillAuthorizing, type FormerProfile } from './former-profiles.js';
import { findTransfer, findTransfers, nameOfReceiver, type Transfer } from './queries.js';

/** @throws {Refusal} `not_found` */
export const readTransfer = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, transferId: string) =>
  findTransfer(context.db, archiveId, transferId),
);

/** Lists transfers, newest first. Returns one more than the page holds when there are more. */
export const listTransfers = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, page: Page) =>
  findTransfers(context.db, archiveId, page),
);

export interface TransferProgress {
  transfer: Transfer;
  /** By the name at the time if the person was removed later. Null if that name wasn't recorded. */
  owner: { name: string } | null;
  /** Their list of accounts, as long as they are in the archive. */
  ownerId: string | null;
  /** Those of the owners whose address was given up, so that they weren't emailed. */
  notReached: readonly string[];
  moved: Listed<ChoiceAccount>;
  profiles: readonly ChoiceProfile[];
  detached: Listed<ChoiceAccount>;
  staying: Listed<ChoiceAccount>;
  /** Personal profiles whose permission the transferred accounts still depend on. */
  authorizedThrough: readonly FormerProfile[];
  /** Former owners who have nothing left and no other reason to be in the archive. */
  emptied: readonly { id: string; name: string }[];
}

const FORMER_OWNERS = 10;

/** Reads the progress of a transfer, with the names of what it moved. @throws {Refusal} `not_found` */
export const readTransferProgress = useCase(
  ADMINISTRATORS_READ,
  async ({ context, principal, archiveId }, transferId: string): Promise<TransferProgress> => {
    const { db } = context;
    const transfer = await findTransfer(db, archiveId, transferId);
    const { moved } = transfer;
    const owner = await readPerson(context, principal, transfer.toOwnerId);
    const former = await Promise.all(
      (moved?.fromOwners ?? []).slice(0, FORMER_OWNERS).map(({ id }) => readPerson(context, principal, id)),
    );
    const staying = moved?.fromOwners.flatMap(({ stayingIds }) => stayingIds) ?? [];
    return {
      transfer,
      owner: nameOfReceiver(transfer, owner?.user.name ?? null),
      ownerId: owner?.user.id ?? null,
      notReached: [owner, ...former].flatMap((one) => (one && one.user.emailState !== 'ok' ? [one.user.name] : [])),
      moved: await listAccountsByName(db, archiveId, moved?.accountIds ?? []),
      profiles: await findProfiles(db, archiveId, moved?.parentProfileIds ?? [], MAX_SHOWN),
      detached: await listAccountsByName(db, archiveId, moved?.detachedIds ?? []),
      staying: await listAccountsByName(db, archiveId, staying),
      authorizedThrough: await stillAuthorizing(db, archiveId, moved?.authorizedThrough ?? []),
      emptied: former.flatMap((one) =>
        one && one.accountCount + one.profileCount === 0 && one.user.adminRole === null
          ? [{ id: one.user.id, name: one.user.name }]
          : [],
      ),
    };
  },
);
