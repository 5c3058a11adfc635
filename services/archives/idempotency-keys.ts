/**
 * Repeating a POST with the same `Idempotency-Key` returns the same response for 24 hours. The key's row is written in the
 * transaction that does the work, so a crash leaves both or neither. A concurrent request with the same key waits for that
 * transaction to end.
 */
import { and, eq, lt, sql } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.js';
import { isLockTimeout, type Database, type Transaction } from '../../db/client.js';
import { idempotencyKeys } from '../../db/schema.js';

const RETENTION = sql`interval '24 hours'`;
/** Longer than any call should take. */
const WAIT_MS = 10_000;

export interface IdempotentRequest {
  archiveId: string;
  principal: string;
  key: string;
  requestHash: Buffer;
}
export interface StoredAnswer {
  status: number;
  body?: unknown;
}

/**
 * Claims the key for this transaction and returns null, or returns the stored response of an earlier request.
 * @throws {Refusal} `idempotency_key_reused`, `idempotency_key_in_use`
 */
export async function claimKey(tx: Transaction, request: IdempotentRequest): Promise<StoredAnswer | null> {
  const { archiveId, principal, key, requestHash } = request;
  const self = and(
    eq(idempotencyKeys.archiveId, archiveId),
    eq(idempotencyKeys.principal, principal),
    eq(idempotencyKeys.key, key),
  );
  try {
    await tx.execute(sql`select set_config('lock_timeout', ${`${WAIT_MS}ms`}, true)`);
    const claimed = await tx
      .insert(idempotencyKeys)
      .values({ archiveId, principal, key, requestHash })
      .onConflictDoUpdate({
        target: [idempotencyKeys.archiveId, idempotencyKeys.principal, idempotencyKeys.key],
        set: { requestHash, status: null, answer: null, createdAt: sql`now()` },
        setWhere: sql`${idempotencyKeys.createdAt} < now() - ${RETENTION}`,
      })
      .returning({ key: idempotencyKeys.key });
    await tx.execute(sql`select set_config('lock_timeout', '0', true)`);
    if (claimed.length > 0) return null;
  } catch (error) {
    if (isLockTimeout(error)) throw new Refusal('idempotency_key_in_use', {});
    throw error;
  }
  const [earlier] = await tx.select().from(idempotencyKeys).where(self);
  if (!earlier?.requestHash.equals(requestHash)) throw new Refusal('idempotency_key_reused', {});
  return parseAnswer(earlier);
}

const parseAnswer = ({ status, answer }: typeof idempotencyKeys.$inferSelect): StoredAnswer => ({
  status: status!,
  body: answer === null ? undefined : JSON.parse(answer),
});

export async function storeAnswer(tx: Transaction, request: IdempotentRequest, response: StoredAnswer): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({ status: response.status, answer: response.body === undefined ? null : JSON.stringify(response.body) })
    .where(
      and(
        eq(idempotencyKeys.archiveId, request.archiveId),
        eq(idempotencyKeys.principal, request.principal),
        eq(idempotencyKeys.key, request.key),
      ),
    );
}

export async function purgeKeys(db: Database): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, sql`now() - ${RETENTION}`));
}
