/**
 * The tokens that capture uses, of an account or a Parent Profile. They are encrypted and bound to their row and column: a
 * ciphertext that is moved to another row or column doesn't decrypt.
 */
import { createHash } from 'node:crypto';
import { and, asc, eq, gt, isNotNull, isNull, or, sql, type AnyColumn } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { sha256, type KeyRing } from '../../platform/key-ring.js';
import type { Tokens } from '../../networks/adapter.js';
import type { Db, Transaction } from '../../db/client.js';
import { newId, newRowId } from '../../db/ids.js';
import { accounts, credentials } from '../../db/schema.js';

export type CredentialSubject =
  { archiveId: string; accountId: string } | { archiveId: string; parentProfileId: string };

export type CredentialRow = typeof credentials.$inferSelect;

export interface Credential {
  tokens: Tokens;
  /** Goes up with every renewal, so the capture engine can tell whether its copy is current. */
  version: number;
}

/** One consent at the network. All credentials from the same consent share it and are refreshed together. */
export interface Consent {
  authorizationId: string;
  /** The network's id of the person who gave consent, as in the network's callbacks. */
  authorizedBy?: string;
  /** The OAuth client that the network issued the tokens to. */
  clientId?: string;
}

/**
 * Saves a new authorization, which replaces the previous one. Only a refresh token is kept, if the new consent brought none and the old
 * token is of the same person and client: networks leave it out of a second consent, and the first one remains valid. Returns the version,
 * which goes up by one with each save.
 * @param consent the consent that the tokens come from; by default they form an authorization of their own
 */
export async function saveCredential(
  db: Db,
  keys: KeyRing,
  subject: CredentialSubject,
  tokens: Tokens,
  consent: Consent = { authorizationId: newId('authorization') },
): Promise<number> {
  const content = {
    ...encrypt(keys, subject, tokens),
    authorizationId: consent.authorizationId,
    authorizedBy: consent.authorizedBy ?? null,
    clientId: consent.clientId ?? null,
    dataAccessExpiresAt: tokens.dataAccessExpiresAt ?? null,
  };
  const [row] = await db
    .insert(credentials)
    .values({ ...subject, ...content, id: newRowId(), version: versionAfterDeletion(subject) })
    .onConflictDoUpdate({
      target: [credentials.archiveId, 'accountId' in subject ? credentials.accountId : credentials.parentProfileId],
      set: {
        ...content,
        ...(tokens.refreshToken === undefined && keptRefreshToken()),
        authorizedAt: sql`now()`,
        version: sql`${credentials.version} + 1`,
        updatedAt: sql`now()`,
        // What is known about the previous authorization doesn't apply to this one.
        refreshLeasedUntil: null,
        renewAfter: null,
        checkedAt: null,
        lastCheck: null,
        checkAfter: null,
        consecutiveUnknowns: 0,
        askedAt: null,
        revocationRequestedAt: null,
      },
    })
    .returning({ version: credentials.version });
  if ('accountId' in subject) await markAuthorized(db, subject);
  return row!.version;
}

/** A token of someone else, or of a client that Relink no longer uses, would only be refused later. */
function keptRefreshToken() {
  const isSame = sql`${credentials.authorizedBy} = excluded.authorized_by and ${credentials.clientId} = excluded.client_id
    and coalesce(${credentials.refreshExpiresAt} > now(), true)`;
  const kept = (column: AnyColumn) => sql`case when ${isSame} then ${column} end`;
  return {
    refreshToken: kept(credentials.refreshToken),
    refreshDigest: kept(credentials.refreshDigest),
    refreshPrefixDigest: kept(credentials.refreshPrefixDigest),
    refreshExpiresAt: kept(credentials.refreshExpiresAt),
  };
}

/** Returns the accounts whose refresh token `saveCredential` would keep, if this consent brought none. Locks their credentials. */
export async function findKeptRefreshTokens(
  tx: Transaction,
  archiveId: string,
  accountIds: readonly string[],
  { authorizedBy, clientId }: Consent,
): Promise<ReadonlySet<string>> {
  if (authorizedBy === undefined || clientId === undefined || accountIds.length === 0) return new Set();
  const rows = await tx
    .select({ accountId: credentials.accountId })
    .from(credentials)
    .where(
      and(
        eq(credentials.archiveId, archiveId),
        isAnyOf(credentials.accountId, accountIds),
        eq(credentials.authorizedBy, authorizedBy),
        eq(credentials.clientId, clientId),
        isNotNull(credentials.refreshToken),
        or(isNull(credentials.refreshExpiresAt), gt(credentials.refreshExpiresAt, sql`now()`)),
      ),
    )
    .orderBy(asc(credentials.id))
    .for('update');
  return new Set(rows.flatMap(({ accountId }) => accountId ?? []));
}

/** The account's row says so too, for lists and counts (db/tables/accounts.ts). */
async function markAuthorized(
  db: Db,
  { archiveId, accountId }: { archiveId: string; accountId: string },
): Promise<void> {
  await db
    .update(accounts)
    .set({ authorizedSince: sql`now()` })
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId), isNull(accounts.authorizedSince)));
}

/** Continues from the version of a deleted credential (services/credentials/network-events/delete-credentials.ts). */
const versionAfterDeletion = (subject: CredentialSubject) =>
  'accountId' in subject
    ? sql<number>`1 + coalesce((select max((a.detail->>'version')::int) from audit a where a.archive_id = ${subject.archiveId}
        and a.account_id = ${subject.accountId} and a.type = 'credential_deleted'), 0)`
    : 1;

/**
 * Saves fresh tokens of the same authorization. Without a new refresh token, pass the old one. Returns the version.
 * @param clientId the OAuth client that refreshed them, which proves whose they are
 */
export async function renewCredential(
  tx: Db,
  keys: KeyRing,
  row: CredentialRow,
  tokens: Tokens,
  clientId: string | undefined,
): Promise<number> {
  const [renewed] = await tx
    .update(credentials)
    .set({
      ...encrypt(keys, subjectOf(row), tokens),
      ...(clientId !== undefined && { clientId }),
      // When a refresh doesn't return a new expiration for the refresh token, the old one still applies.
      refreshExpiresAt: tokens.refreshExpiresAt ?? row.refreshExpiresAt,
      version: sql`${credentials.version} + 1`,
      updatedAt: sql`now()`,
      renewAfter: null,
    })
    .where(and(eq(credentials.archiveId, row.archiveId), eq(credentials.id, row.id)))
    .returning({ version: credentials.version });
  return renewed!.version;
}

function encrypt(keys: KeyRing, subject: CredentialSubject, tokens: Tokens) {
  const { accessToken, refreshToken } = tokens;
  return {
    accessToken: keys.encrypt(accessToken, credentialEncryptionContext(subject, 'access')),
    refreshToken:
      refreshToken === undefined ? null : keys.encrypt(refreshToken, credentialEncryptionContext(subject, 'refresh')),
    refreshDigest: refreshToken === undefined ? null : tokenDigest(refreshToken),
    refreshPrefixDigest: refreshToken === undefined ? null : prefixDigest(refreshToken.slice(0, PREFIX)),
    expiresAt: tokens.expiresAt ?? null,
    refreshExpiresAt: tokens.refreshExpiresAt ?? null,
  };
}

/** Google's events identify a token by its first 16 characters or by the SHA-512 of its SHA-512. */
const PREFIX = 16;
const sha512 = (bytes: string | Buffer) => createHash('sha512').update(bytes).digest();
const tokenDigest = (token: string): Buffer => sha512(sha512(token));
/** Hashes the prefix, because storing it as is would expose part of a secret. */
export const prefixDigest = (prefix: string): Buffer => sha256(prefix);

/** @throws {Error} when a token was tampered with or moved, or its key isn't in the key ring */
export async function findCredential(db: Db, keys: KeyRing, subject: CredentialSubject): Promise<Credential | null> {
  const [row] = await db.select().from(credentials).where(isCredentialOf(subject));
  return row ? { tokens: openTokens(keys, row), version: row.version } : null;
}

/** @throws {Error} as `findCredential` */
export function openTokens(keys: KeyRing, row: CredentialRow): Tokens {
  const subject = subjectOf(row);
  return {
    accessToken: keys.decrypt(row.accessToken, credentialEncryptionContext(subject, 'access')),
    refreshToken: row.refreshToken
      ? keys.decrypt(row.refreshToken, credentialEncryptionContext(subject, 'refresh'))
      : undefined,
    expiresAt: row.expiresAt ?? undefined,
    refreshExpiresAt: row.refreshExpiresAt ?? undefined,
    dataAccessExpiresAt: row.dataAccessExpiresAt ?? undefined,
  };
}

/** Decrypts the tokens; null when they were tampered with or moved, or their key is gone. */
export function readableTokens(keys: KeyRing, row: CredentialRow): Tokens | null {
  try {
    return openTokens(keys, row);
  } catch {
    return null;
  }
}

export const subjectOf = ({ archiveId, accountId, parentProfileId }: CredentialRow): CredentialSubject =>
  accountId === null ? { archiveId, parentProfileId: parentProfileId! } : { archiveId, accountId };

function isCredentialOf(subject: CredentialSubject) {
  return and(
    eq(credentials.archiveId, subject.archiveId),
    'accountId' in subject
      ? eq(credentials.accountId, subject.accountId)
      : eq(credentials.parentProfileId, subject.parentProfileId),
  );
}

/** Returns the encryption context that binds a token to its row and column. */
export function credentialEncryptionContext(subject: CredentialSubject, token: 'access' | 'refresh'): string[] {
  return 'accountId' in subject
    ? [subject.archiveId, 'account', subject.accountId, token]
    : [subject.archiveId, 'parent_profile', subject.parentProfileId, token];
}
