/** Every place that stores something sealed with the key ring. A test fails if any binary column is missing here. */
import { and, asc, count, eq, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Db, Transaction } from '../../db/client.js';
import { credentialEncryptionContext, subjectOf } from '../credentials/credentials.js';
import { pendingSignInEncryptionContext } from '../reconnect/pending-sign-ins.js';
import { credentials, pendingSignIns } from '../../db/schema.js';

export type EncryptedKind = 'credential' | 'pending_sign_in';

export interface EncryptedRow {
  archiveId: string;
  id: string;
  /** What the row belongs to, as shown to operators. */
  of: string;
  columns: { sealed: Buffer; boundTo: string[] }[];
  /** When the row was last sealed; null when that is not recorded. */
  savedAt: Date | null;
}

export interface EncryptedTable {
  kind: EncryptedKind;
  columns: readonly AnyPgColumn[];
  /** Locks and returns, in ID order, rows whose sealed bytes start with anything but `begin`. Skips rows that others have locked. */
  lockOthers(
    tx: Transaction,
    begin: Buffer,
    after: { archiveId: string; id: string },
    limit: number,
  ): Promise<EncryptedRow[]>;
  countOthers(db: Db, begin: Buffer): Promise<number>;
  /** @param sealed the new bytes, in the order of the row's columns */
  write(tx: Transaction, row: EncryptedRow, sealed: readonly Buffer[]): Promise<void>;
}

const hasOtherPrefix = (column: AnyPgColumn, begin: Buffer): SQL =>
  sql`substring(${column} from 1 for ${sql.raw(String(begin.length))}) <> ${sql.param(begin, column)}`;
const hasTokenWithOtherPrefix = (begin: Buffer) =>
  or(hasOtherPrefix(credentials.accessToken, begin), hasOtherPrefix(credentials.refreshToken, begin));
const isAfter = (
  { archiveId, id }: { archiveId: AnyPgColumn; id: AnyPgColumn },
  after: { archiveId: string; id: string },
): SQL => sql`(${archiveId}, ${id}) > (${after.archiveId}, ${after.id})`;

const tokens: EncryptedTable = {
  kind: 'credential',
  columns: [credentials.accessToken, credentials.refreshToken],
  async lockOthers(tx, begin, after, limit) {
    const rows = await tx
      .select()
      .from(credentials)
      .where(and(hasTokenWithOtherPrefix(begin), isAfter(credentials, after)))
      .orderBy(asc(credentials.archiveId), asc(credentials.id))
      .limit(limit)
      .for('update', { skipLocked: true });
    return rows.map((row) => {
      const { archiveId, id, accountId, parentProfileId, accessToken, refreshToken, updatedAt } = row;
      const subject = subjectOf(row);
      return {
        archiveId,
        id,
        of: accountId === null ? `Parent Profile ${parentProfileId}` : `account ${accountId}`,
        columns: [
          { sealed: accessToken, boundTo: credentialEncryptionContext(subject, 'access') },
          ...(refreshToken ? [{ sealed: refreshToken, boundTo: credentialEncryptionContext(subject, 'refresh') }] : []),
        ],
        savedAt: updatedAt,
      };
    });
  },
  async countOthers(db, begin) {
    const [row] = await db.select({ n: count() }).from(credentials).where(hasTokenWithOtherPrefix(begin));
    return row!.n;
  },
  async write(tx, { archiveId, id }, [accessToken, refreshToken]) {
    await tx
      .update(credentials)
      .set({ accessToken: accessToken!, refreshToken: refreshToken ?? null })
      .where(and(eq(credentials.archiveId, archiveId), eq(credentials.id, id)));
  },
};

const signIns: EncryptedTable = {
  kind: 'pending_sign_in',
  columns: [pendingSignIns.sealed],
  async lockOthers(tx, begin, after, limit) {
    const rows = await tx
      .select()
      .from(pendingSignIns)
      .where(and(hasOtherPrefix(pendingSignIns.sealed, begin), isFresh, isAfter(pendingSignIns, after)))
      .orderBy(asc(pendingSignIns.archiveId), asc(pendingSignIns.id))
      .limit(limit)
      .for('update', { skipLocked: true });
    return rows.map(({ archiveId, id, sealed, sessionId }) => ({
      archiveId,
      id,
      of: `session ${sessionId}`,
      columns: [{ sealed, boundTo: pendingSignInEncryptionContext(archiveId, id) }],
      savedAt: null,
    }));
  },
  async countOthers(db, begin) {
    const [row] = await db
      .select({ n: count() })
      .from(pendingSignIns)
      .where(and(hasOtherPrefix(pendingSignIns.sealed, begin), isFresh));
    return row!.n;
  },
  async write(tx, { archiveId, id }, [sealed]) {
    await tx
      .update(pendingSignIns)
      .set({ sealed: sealed! })
      .where(and(eq(pendingSignIns.archiveId, archiveId), eq(pendingSignIns.id, id)));
  },
};

/** An expired sign-in is never opened again. Saving the next one deletes it. */
const isFresh = sql`${pendingSignIns.expiresAt} > now()`;

export const ENCRYPTED_TABLES: readonly EncryptedTable[] = [tokens, signIns];
