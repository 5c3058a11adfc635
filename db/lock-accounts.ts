/** Row locks on accounts. All code that locks several accounts does so in id order, which prevents deadlocks. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { notFound } from '../domain/refusal.js';
import type { Transaction } from './client.js';
import { accounts } from './schema.js';

/** Locks accounts and returns the rows that exist, including those of deleted accounts. */
export async function lockAccounts(tx: Transaction, archiveId: string, accountIds: readonly string[]) {
  if (accountIds.length === 0) return [];
  return tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, [...accountIds])))
    .orderBy(asc(accounts.id))
    .for('no key update');
}

/** @throws {Refusal} `not_found`, also for a deleted account */
export async function lockAccount(tx: Transaction, archiveId: string, accountId: string) {
  const [account] = await tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId), isNull(accounts.deletedAt)))
    .for('no key update');
  if (!account) throw notFound('account');
  return account;
}
