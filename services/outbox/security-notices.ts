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
import { users } from '../../db/schema.js';
import { queueEmails } from './queue.js';

/** Someone who is told at this address, whether or not the archive still has it. */
export interface FormerAddress {
  userId: string;
  email: string;
  name: string;
  locale: string | null;
}

export interface SecurityNotice {
  archiveId: string;
  change: SecurityChange;
  /** What else was changed at the same moment. It is told in the same email. */
  also?: readonly SecurityChange[];
  by: Actor;
  /** Whom the change is about. */
  personIds?: readonly string[];
  formerAddresses?: readonly FormerAddress[];
  /** Who would have been told before the change: it may have replaced the Primary Administrator itself. */
  formerContactIds?: readonly string[];
  /** False when they, and whoever made the change, are told with another notice. */
  contacts?: false;
  /** Who is told of it with another email at their new address. */
  exceptId?: string;
}

/** Returns the person in whose session something was changed. */
export const peopleOf = ({ kind, id }: Actor): string[] => (kind === 'user' && id !== undefined ? [id] : []);

/** Returns the Primary Administrator, or if emails don't reach that person, the Full Access System Administrators. */
export async function findSecurityContactIds(tx: Transaction, archiveId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: users.id, role: users.adminRole, emailState: users.emailState })
    .from(users)
    .where(
      and(
        eq(users.archiveId, archiveId),
        inArray(users.adminRole, ['primary_administrator', 'full_access_administrator']),
      ),
    );
  const reached = rows.filter(({ emailState }) => emailState === 'ok');
  const primary = reached.filter(({ role }) => role === 'primary_administrator');
  return (primary.length > 0 ? primary : reached).map(({ id }) => id);
}

export async function requestSecurityNotices(tx: Transaction, notice: SecurityNotice): Promise<void> {
  const { archiveId, personIds = [], formerAddresses = [], formerContactIds = [], exceptId } = notice;
  const now = notice.contacts === false ? [] : await findSecurityContactIds(tx, archiveId);
  const contacts = new Set([...formerContactIds, ...now].filter((id) => id !== exceptId));
  const people = new Set(personIds.filter((id) => id !== exceptId && !contacts.has(id)));
  // Someone else may be in the session of whoever seems to have made the change.
  const actors = notice.contacts === false ? [] : peopleOf(notice.by).filter((id) => id !== exceptId);
  const readerOf = (id: string) =>
    contacts.has(id) ? ('security_contact' as const) : people.has(id) ? ('person' as const) : ('actor' as const);
  const toldNow = await readAddresses(tx, archiveId, [...new Set([...contacts, ...people, ...actors])]);
  const told = [
    ...toldNow.map((one) => ({ ...one, reader: readerOf(one.userId) })),
    ...formerAddresses.map((former) => ({ ...former, reader: 'former' as const })),
  ];
  const queued = told.map(({ userId, email, name, locale, reader }) => ({
    userId,
    kind: 'security_notice' as const,
    payload: requestFor(notice, reader, { email, name, locale }),
    priority: PRIORITIES.requested,
    address: email,
  }));
  await queueEmails(tx, archiveId, 'security', queued);
}

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
async function readAddresses(tx: Transaction, archiveId: string, userIds: readonly string[]): Promise<FormerAddress[]> {
  if (userIds.length === 0) return [];
  return tx
    .select({ userId: users.id, email: users.email, name: users.name, locale: users.locale })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), isAnyOf(users.id, userIds)));
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
