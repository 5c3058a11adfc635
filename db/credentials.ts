/**
 * What capture goes on with: the tokens of an account, or of a Parent Profile. Encrypted, and bound to their row: a ciphertext
 * that was moved to another row, or from the one column to the other, does not decrypt.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { KeyRing } from '../keys.js';
import type { Tokens } from '../networks/adapter.js';
import type { Db } from './client.js';
import { newRowId } from './ids.js';
import { credentials } from './schema.js';

export type CredentialSubject =
  { archiveId: string; accountId: string } | { archiveId: string; parentProfileId: string };

export interface Credential {
  tokens: Tokens;
  /** Counts every renewal, so that the capture engine can tell whether what it holds is still the current one. */
  version: number;
}

/**
 * Replaces what there was, as a whole: who refreshes and gets no new refresh token passes the old one on.
 * Returns the version, one higher at each save.
 */
export async function saveCredential(
  db: Db,
  keys: KeyRing,
  subject: CredentialSubject,
  tokens: Tokens,
): Promise<number> {
  const { accessToken, refreshToken } = tokens;
  const content = {
    accessToken: keys.encrypt(accessToken, boundTo(subject, 'access')),
    refreshToken: refreshToken === undefined ? null : keys.encrypt(refreshToken, boundTo(subject, 'refresh')),
    expiresAt: tokens.expiresAt ?? null,
    refreshExpiresAt: tokens.refreshExpiresAt ?? null,
  };
  const [row] = await db
    .insert(credentials)
    .values({ ...subject, ...content, id: newRowId() })
    .onConflictDoUpdate({
      target: [credentials.archiveId, 'accountId' in subject ? credentials.accountId : credentials.parentProfileId],
      set: { ...content, version: sql`${credentials.version} + 1`, updatedAt: sql`now()` },
    })
    .returning({ version: credentials.version });
  return row!.version;
}

/** @throws {Error} when it was tampered with, moved, or its key is not in the ring */
export async function readCredential(db: Db, keys: KeyRing, subject: CredentialSubject): Promise<Credential | null> {
  const [row] = await db.select().from(credentials).where(of(subject));
  if (!row) return null;
  return {
    tokens: {
      accessToken: keys.decrypt(row.accessToken, boundTo(subject, 'access')),
      refreshToken: row.refreshToken ? keys.decrypt(row.refreshToken, boundTo(subject, 'refresh')) : undefined,
      expiresAt: row.expiresAt ?? undefined,
      refreshExpiresAt: row.refreshExpiresAt ?? undefined,
    },
    version: row.version,
  };
}

/** The subject is gone, or authorized nothing any more. */
export async function deleteCredential(db: Db, subject: CredentialSubject): Promise<void> {
  await db.delete(credentials).where(of(subject));
}

function of(subject: CredentialSubject) {
  return and(
    eq(credentials.archiveId, subject.archiveId),
    'accountId' in subject
      ? eq(credentials.accountId, subject.accountId)
      : eq(credentials.parentProfileId, subject.parentProfileId),
  );
}

function boundTo(subject: CredentialSubject, token: 'access' | 'refresh'): string[] {
  return 'accountId' in subject
    ? [subject.archiveId, 'account', subject.accountId, token]
    : [subject.archiveId, 'parent_profile', subject.parentProfileId, token];
}
