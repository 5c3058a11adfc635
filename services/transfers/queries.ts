/** Reads transfers, and how much each of them moves. */
import { and, count, desc, eq, lt } from 'drizzle-orm';
import { notFound } from '../../domain/refusal.js';
import type { Db } from '../../db/client.js';
import { accounts, parentProfiles, transfers, users } from '../../db/schema.js';
import type { Page } from '../input/page.js';

export type Transfer = typeof transfers.$inferSelect;

/** @throws {Refusal} `not_found` */
export async function findTransfer(db: Db, archiveId: string, transferId: string): Promise<Transfer> {
  const [transfer] = await db.select().from(transfers).where(isTransfer(archiveId, transferId));
  if (!transfer) throw notFound('transfer');
  return transfer;
}

export interface ListedTransfer {
  transfer: Transfer;
  /** By the name at the time if the person was removed later. Null if that name wasn't recorded. */
  toOwner: { name: string } | null;
  /** The number of accounts that were moved or are being moved. */
  accountCount: number;
  parentProfileCount: number;
}

/** Lists transfers, newest first. Returns one more than the page holds when there are more. */
export async function findTransfers(db: Db, archiveId: string, page: Page): Promise<ListedTransfer[]> {
  const rows = await db
    .select({ transfer: transfers, ownerName: users.name })
    .from(transfers)
    .leftJoin(users, and(eq(users.archiveId, transfers.archiveId), eq(users.id, transfers.toOwnerId)))
    .where(and(eq(transfers.archiveId, archiveId), page.after === null ? undefined : lt(transfers.id, page.after)))
    .orderBy(desc(transfers.id))
    .limit(page.limit + 1);
  return Promise.all(
    rows.map(async ({ transfer, ownerName }) => ({
      transfer,
      toOwner: nameOfReceiver(transfer, ownerName),
      ...(await countMoved(db, transfer)),
    })),
  );
}

/** @param name today's, or null if the person is no longer in the archive */
export function nameOfReceiver({ moved }: Transfer, name: string | null): { name: string } | null {
  const known = name ?? moved?.toName;
  return known === undefined ? null : { name: known };
}

async function countMoved(db: Db, { archiveId, id, moved, status }: Transfer) {
  if (moved) return { accountCount: moved.accountIds.length, parentProfileCount: moved.parentProfileIds.length };
  if (status !== 'running') return { accountCount: 0, parentProfileCount: 0 };
  const [owned] = await db
    .select({ n: count() })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.transferId, id)));
  const [profiles] = await db
    .select({ n: count() })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.transferId, id)));
  return { accountCount: owned!.n, parentProfileCount: profiles!.n };
}

export const isTransfer = (archiveId: string, transferId: string) =>
  and(eq(transfers.archiveId, archiveId), eq(transfers.id, transferId));
