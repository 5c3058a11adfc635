/**
 * Requests the emails that tell people about a change of who has access: the person whom it is about, their former address, and the
 * Primary Administrator. Whoever took over someone's session or mailbox can't keep such a change quiet.
 */
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import type { KeyDescription, SecurityChange, SecurityNoticeRequest } from '../../domain/email-requests.js';
import { PRIORITIES } from '../../domain/windows.js';
import type { Transaction } from '../../db/client.js';
import { users } from '../../db/schema.js';
import { queueEmails } from './queue.js';

/** Someone who is told at an address of their own, because the archive no longer has it. */
export interface FormerAddress {
  userId: string;
  email: string;
  name: string;
  locale: string | null;
}

export interface SecurityNotice {
  archiveId: string;
  change: SecurityChange;
  by: Actor;
  /** Whom the change is about. */
  personIds?: readonly string[];
  formerAddresses?: readonly FormerAddress[];
  /** Who would have been told before the change: it may have replaced the Primary Administrator itself. */
  formerContactIds?: readonly string[];
  /** False when they are told with another notice. */
  contacts?: false;
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
  const { archiveId, change, by, personIds = [], formerAddresses = [], formerContactIds = [] } = notice;
  const now = notice.contacts === false ? [] : await findSecurityContactIds(tx, archiveId);
  const contacts = new Set([...formerContactIds, ...now]);
  const people = new Set(personIds.filter((id) => !contacts.has(id)));
  const request = (reader: SecurityNoticeRequest['reader'], former?: FormerAddress): SecurityNoticeRequest => ({
    security: change,
    by: { kind: by.kind, id: by.id, name: by.name, ...(by.through && { through: by.through }) },
    reader,
    ...(former && { to: { email: former.email, name: former.name, locale: former.locale } }),
  });
  const rows = [
    ...[...contacts].map((userId) => ({ userId, payload: request('security_contact') })),
    ...[...people].map((userId) => ({ userId, payload: request('person') })),
    ...formerAddresses.map((former) => ({
      userId: former.userId,
      payload: request('former', former),
      address: former.email,
    })),
  ];
  const queued = rows.map((row) => ({ ...row, kind: 'security_notice' as const, priority: PRIORITIES.requested }));
  await queueEmails(tx, archiveId, 'security', queued);
}

/** How many changes of one kind an email tells in full. */
export const LISTED = 20;

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
  const listed = keys.slice(0, LISTED).map(({ name, scopes }) => ({ name, scopes }));
  const change = {
    change: 'api_keys_passed_on' as const,
    keys: listed,
    total: keys.length,
    from: find(fromId),
    to,
  };
  await requestSecurityNotices(tx, { archiveId, change, by, personIds: rows.map(({ userId }) => userId) });
}
