/**
 * Requests the emails that tell people about a change of who has access: the person whom it is about, their former address, the person in
 * whose session it was made, and the Primary Administrator. Whoever took over someone's session or mailbox can't keep such a change quiet.
 */
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import type {
  KeyDescription,
  SecurityChange,
  SecurityEvent,
  SecurityNoticeRequest,
} from '../../domain/email-requests.js';
import { LISTED_CHANGES } from '../../domain/limits.js';
import { PRIORITIES } from '../../domain/windows.js';
import { isAnyOf } from '../../db/any-of.js';
import type { Transaction } from '../../db/client.js';
import { chunksOf } from '../../db/chunks.js';
import { users } from '../../db/schema.js';
import { findReached } from './known-addresses.js';
import { queueEmails, type QueuedEmail } from './queue.js';

/** Someone who is told at this address, whether or not the archive still has it. */
export interface Addressee {
  userId: string;
  email: string;
  name: string;
  locale: string | null;
}

export interface SecurityNotice {
  change: SecurityChange;
  /** What else was changed at the same moment. It is told in the same email. */
  also?: readonly SecurityChange[];
  by: Actor;
  /** Whom the change is about. */
  personIds?: readonly string[];
  formerAddresses?: readonly Addressee[];
  /** Who would have been told before the change: it may have replaced the Primary Administrator itself. */
  formerContactIds?: readonly string[];
  /** False when they, and whoever made the change, are told with another notice. */
  contacts?: false;
  /** Who is told of it with another email at their new address. */
  exceptId?: string;
}

/** People per statement. */
const CHUNK = 500;

/** Returns the person in whose session something was changed. */
export const peopleOf = ({ kind, id }: Actor): string[] => (kind === 'user' && id !== undefined ? [id] : []);

/** Returns the Primary Administrator, or if emails don't reach that person, the Full Access System Administrators. */
export async function findSecurityContactIds(tx: Transaction, archiveId: string): Promise<string[]> {
  const reached = await findReachableManagers(tx, archiveId);
  const primary = reached.filter(({ role }) => role === 'primary_administrator');
  return (primary.length > 0 ? primary : reached).map(({ id }) => id);
}

/** Returns the Primary Administrator and the Full Access System Administrators whom emails reach. */
export async function findReachableManagers(tx: Transaction, archiveId: string) {
  return tx
    .select({ id: users.id, role: users.adminRole })
    .from(users)
    .where(
      and(
        eq(users.archiveId, archiveId),
        eq(users.emailState, 'ok'),
        inArray(users.adminRole, ['primary_administrator', 'full_access_administrator']),
      ),
    );
}

export const requestSecurityNotices = (
  tx: Transaction,
  { archiveId, ...notice }: SecurityNotice & { archiveId: string },
): Promise<void> => requestAllSecurityNotices(tx, archiveId, [notice]);

/**
 * Requests several notices, as few statements as one. Call it once in a transaction, at its end (see `queueEmails`). A notice to an address
 * where nobody has been reached yet counts toward a stricter limit: it may be a stranger's.
 */
export async function requestAllSecurityNotices(
  tx: Transaction,
  archiveId: string,
  notices: readonly SecurityNotice[],
): Promise<void> {
  const now = notices.some(({ contacts }) => contacts !== false) ? await findSecurityContactIds(tx, archiveId) : [];
  const named = notices.map((notice) => readersOf(notice, now));
  const addresses = await readAddresses(tx, archiveId, [...new Set(named.flatMap(({ all }) => [...all]))]);
  const reached = await findReached(tx, archiveId, [...addresses.values()]);
  const [known, unknown]: [QueuedEmail[], QueuedEmail[]] = [[], []];
  for (const [i, notice] of notices.entries()) {
    const { contacts, people, all } = named[i]!;
    const readerOf = (id: string) => (contacts.has(id) ? 'security_contact' : people.has(id) ? 'person' : 'actor');
    const add = (one: Addressee, reader: SecurityEvent['reader'], to: QueuedEmail[]) =>
      to.push(noticeTo(notice, reader, one));
    for (const id of all) {
      const one = addresses.get(id);
      if (one) add(one, readerOf(id), reached.has(id) ? known : unknown);
    }
    for (const one of notice.formerAddresses ?? []) add(one, 'former', known);
  }
  await queueEmails(tx, archiveId, 'security', known);
  await queueEmails(tx, archiveId, 'security_unknown', unknown);
}

function readersOf(notice: SecurityNotice, contactIds: readonly string[]) {
  const { personIds = [], formerContactIds = [], exceptId } = notice;
  const now = notice.contacts === false ? [] : contactIds;
  const contacts = new Set([...formerContactIds, ...now].filter((id) => id !== exceptId));
  const people = new Set(personIds.filter((id) => id !== exceptId && !contacts.has(id)));
  // Someone else may be in the session of whoever seems to have made the change.
  const actors = notice.contacts === false ? [] : peopleOf(notice.by).filter((id) => id !== exceptId);
  return { contacts, people, all: new Set([...contacts, ...people, ...actors]) };
}

const noticeTo = (
  notice: SecurityNotice,
  reader: SecurityEvent['reader'],
  { userId, ...to }: Addressee,
): QueuedEmail => ({
  userId,
  kind: 'security_notice',
  payload: requestFor(notice, reader, to),
  priority: PRIORITIES.requested,
  address: to.email,
});

function requestFor(
  { change, also = [], by }: SecurityNotice,
  reader: SecurityEvent['reader'],
  to: SecurityNoticeRequest['to'],
): SecurityNoticeRequest {
  const { kind, id, name, through } = by;
  const eventOf = (security: SecurityChange): SecurityEvent => ({
    security,
    by: { kind, id, name, ...(through && { through }) },
    reader,
  });
  return { ...eventOf(change), to, ...(also.length > 0 && { earlier: also.map(eventOf) }) };
}

/**
 * Returns where each person is told. It is fixed now: whoever puts another address on file next must not get what was meant for the one
 * before.
 */
async function readAddresses(
  tx: Transaction,
  archiveId: string,
  userIds: readonly string[],
): Promise<Map<string, Addressee>> {
  const found = new Map<string, Addressee>();
  for (const chunk of chunksOf(userIds, CHUNK)) {
    const rows = await tx
      .select({ userId: users.id, email: users.email, name: users.name, locale: users.locale })
      .from(users)
      .where(and(eq(users.archiveId, archiveId), isAnyOf(users.id, chunk)));
    for (const row of rows) found.set(row.userId, row);
  }
  return found;
}

export interface PassedOnKeys {
  archiveId: string;
  by: Actor;
  keys: readonly KeyDescription[];
  /** Null when the keys belonged to the archive itself. */
  fromId: string | null;
  toId: string;
}

/**
 * Tells about API keys that were passed on: who is responsible for them now, who was before, and the security contacts. Call it once, at
 * the end of the transaction, and notify `mail:<archive id>`. Does nothing without keys.
 */
export async function tellOfPassedOnKeys(
  tx: Transaction,
  { archiveId, by, keys, fromId, toId }: PassedOnKeys,
): Promise<void> {
  if (keys.length === 0) return;
  const ids = fromId === null ? [toId] : [toId, fromId];
  const rows = await tx
    .select({ userId: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), inArray(users.id, ids)));
  const find = (id: string | null) => rows.find(({ userId }) => userId === id) ?? null;
  const to = find(toId);
  if (!to) return;
  const listed = keys.slice(0, LISTED_CHANGES).map(({ name, scopes, hint }) => ({ name, scopes, hint }));
  const change = {
    change: 'api_keys_passed_on' as const,
    keys: listed,
    total: keys.length,
    from: find(fromId),
    to,
  };
  await requestSecurityNotices(tx, { archiveId, change, by, personIds: rows.map(({ userId }) => userId) });
}
