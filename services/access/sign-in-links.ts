/**
 * One-time links that sign a person in from an email: `<public URL>/sign-in/open#<link id>.<secret>`. As with Personalized Links,
 * the secret is in the fragment and derived by HMAC, so it isn't stored, and an email can be rendered again byte for byte.
 */
import { and, inArray, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { INVITATION_DAYS, SIGN_IN_LINK_MINUTES } from '../../domain/limits.js';
import type { AskedCause } from '../../domain/mail-limits.js';
import { secretForUrl, secretPart, SHORTEST_SECRET, tidyFragment } from '../../domain/secret-urls.js';
import { sameSecret, sha256, type KeyRing } from '../../platform/key-ring.js';
import { wasJustSent } from '../outbox/queue.js';
import { requestSignInMail, SECOND_CLICK } from '../outbox/requests.js';
import type { Db, Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { emails, signInLinks } from '../../db/schema.js';
import { holdPeople, lockPerson } from './hold-people.js';

export type SignInLink = typeof signInLinks.$inferSelect;

/** Where and when a link was asked for. */
export type Asked = Pick<SignInLink, 'browserHash' | 'userAgent' | 'askedAt'>;

type Derived = Pick<SignInLink, 'archiveId' | 'id' | 'keyId'>;

/** Derives the link's secret: up to 192 bits, URL-safe, and ending in a letter or a digit. */
function secretOf(keys: KeyRing, { archiveId, id, keyId }: Derived): string {
  return secretForUrl(keys.mac('sign-in-link', [archiveId, id], keyId).toString('base64url'));
}

export function signInUrl(keys: KeyRing, publicUrl: string, link: Derived): string {
  return `${publicUrl}/sign-in/open#${link.id}.${secretOf(keys, link)}`;
}

/**
 * Creates a link and the email that carries it. Notify `mail:<archive id>` after the commit. Returns the link's id; null if there is no
 * new link, because an email with another one is about to go out, or because the limit of emails is reached.
 */
export async function createSignInLink(
  tx: Transaction,
  keys: KeyRing,
  { archiveId, userId }: Pick<SignInLink, 'archiveId' | 'userId'>,
  asked: Asked,
  cause: AskedCause = 'asked',
): Promise<string | null> {
  await purgeOld(tx);
  if (!(await lockPerson(tx, archiveId, userId)) || (await isOnItsWay(tx, archiveId, userId, asked))) return null;
  const id = newId('signInLink');
  await tx.insert(signInLinks).values({
    archiveId,
    id,
    userId,
    keyId: keys.currentId,
    ...asked,
    expiresAt: sql`now() + ${SIGN_IN_LINK_MINUTES} * interval '1 minute'`,
  });
  const { outcome } = await requestSignInMail(tx, archiveId, userId, id, cause);
  if (outcome === 'queued') return id;
  await tx.delete(signInLinks).where(and(eq(signInLinks.archiveId, archiveId), eq(signInLinks.id, id)));
  return null;
}

/**
 * Whether the browser has just been sent a link that works, or is about to be: links are bound to browsers, so another browser needs its
 * own. What was just sent counts as for a second click.
 */
async function isOnItsWay(
  tx: Transaction,
  archiveId: string,
  userId: string,
  { browserHash }: Asked,
): Promise<boolean> {
  if (browserHash === null) return false;
  const isTheirs = and(
    eq(signInLinks.archiveId, archiveId),
    eq(signInLinks.userId, userId),
    eq(signInLinks.browserHash, browserHash),
    isUsable,
  );
  const isInLink = and(eq(emails.archiveId, archiveId), eq(emails.userId, userId), isEmailOfLink);
  const [known] = await tx
    .select({ id: signInLinks.id })
    .from(signInLinks)
    .innerJoin(emails, isInLink)
    .where(and(isTheirs, or(eq(emails.state, 'due'), wasJustSent(SECOND_CLICK.quietSeconds))))
    .limit(1);
  return known !== undefined;
}

const isEmailOfLink = and(eq(emails.kind, 'sign_in'), sql`${emails.payload} ->> 'signInLinkId' = ${signInLinks.id}`);

/** Creates the link of an invitation and deletes the links of earlier ones. Returns the link's id; null if the person is gone. */
export async function createInvitationLink(
  tx: Transaction,
  keys: KeyRing,
  archiveId: string,
  userId: string,
): Promise<string | null> {
  if (!(await holdPeople(tx, archiveId, [userId])).has(userId)) return null;
  await tx
    .delete(signInLinks)
    .where(
      and(
        eq(signInLinks.archiveId, archiveId),
        eq(signInLinks.userId, userId),
        gt(signInLinks.expiresAt, sql`${signInLinks.createdAt} + ${SIGN_IN_LINK_MINUTES} * interval '1 minute'`),
      ),
    );
  const id = newId('signInLink');
  const expiresAt = sql`now() + ${INVITATION_DAYS} * interval '1 day'`;
  await tx.insert(signInLinks).values({ archiveId, id, userId, keyId: keys.currentId, expiresAt });
  return id;
}

/** Whether the link can still sign someone in. */
const isUsable = and(isNull(signInLinks.usedAt), gt(signInLinks.expiresAt, sql`now()`));

const FRAGMENT = /(sgn_[A-Za-z0-9]{1,60})\.([A-Za-z0-9_-]+)/;

/**
 * Whether the end of a link is missing. Judged by its length alone, so that it says nothing about the right secret.
 */
export function isSignInLinkCut(fragment: string): boolean {
  const [, , secret = ''] = FRAGMENT.exec(tidyFragment(fragment)) ?? [];
  return secret.length < SHORTEST_SECRET;
}

/**
 * Finds the link of a fragment without using it up. Null when it is wrong, used, or expired, without saying which. What mail programs and
 * people did to the link is undone first.
 */
export async function findSignInLink(db: Db, keys: KeyRing, fragment: string): Promise<SignInLink | null> {
  const [, id, secret] = FRAGMENT.exec(tidyFragment(fragment)) ?? [];
  if (id === undefined || secret === undefined) return null;
  const [link] = await db
    .select()
    .from(signInLinks)
    .where(and(eq(signInLinks.id, id), isUsable));
  if (!link || !keys.has(link.keyId)) return null;
  const right = secretOf(keys, link);
  return sameSecret(secretPart(secret, right), right) ? link : null;
}

/** Whether the browser with this cookie asked for the link. */
export const wasAskedIn = ({ browserHash }: SignInLink, cookie: string | null): boolean =>
  browserHash !== null && cookie !== null && sha256(cookie).equals(browserHash);

/** Checks a link's fragment and uses up the link. Null when it is wrong, used, or expired. */
export async function useSignInLink(
  db: Db,
  keys: KeyRing,
  fragment: string,
): Promise<{ archiveId: string; userId: string } | null> {
  const link = await findSignInLink(db, keys, fragment);
  if (!link) return null;
  const [used] = await db
    .update(signInLinks)
    .set({ usedAt: sql`now()` })
    .where(and(eq(signInLinks.id, link.id), isUsable))
    .returning({ archiveId: signInLinks.archiveId, userId: signInLinks.userId });
  return used ?? null;
}

/** Deletes people's links, so that links sent to a former address, or to someone who has lost the right, sign no one in. */
export async function endSignInLinks(db: Db, archiveId: string, userIds: readonly string[]): Promise<void> {
  await db.delete(signInLinks).where(and(eq(signInLinks.archiveId, archiveId), isAnyOf(signInLinks.userId, userIds)));
}

/** Finds which of these links still work, by id. Only those are emailed. */
export async function usableSignInLinks(
  db: Db,
  keys: KeyRing,
  archiveId: string,
  ids: readonly string[],
): Promise<Map<string, SignInLink>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(signInLinks)
    .where(and(eq(signInLinks.archiveId, archiveId), isAnyOf(signInLinks.id, ids), isUsable));
  return new Map(rows.filter(({ keyId }) => keys.has(keyId)).map((row) => [row.id, row]));
}

/** Deletes a few expired links with each new one. Skips rows that a concurrent call is deleting. */
async function purgeOld(tx: Transaction): Promise<void> {
  const old = tx
    .select({ id: signInLinks.id })
    .from(signInLinks)
    .where(lt(signInLinks.expiresAt, sql`now() - interval '1 day'`))
    .limit(20)
    .for('update', { skipLocked: true });
  await tx.delete(signInLinks).where(inArray(signInLinks.id, old));
}
