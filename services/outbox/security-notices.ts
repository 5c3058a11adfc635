/**
 * Requests the emails that tell people about a change of who has access: the person whom it is about, their former address, and the
 * Primary Administrator. Whoever took over someone's session or mailbox can't keep such a change quiet.
 */
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import type { SecurityChange, SecurityNoticeRequest } from '../../domain/email-requests.js';
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
  formerGuardianIds?: readonly string[];
  /** False when they are told with another notice. */
  guardians?: false;
}

/** Returns the person in whose session something was changed. */
export const peopleOf = ({ kind, id }: Actor): string[] => (kind === 'user' && id !== undefined ? [id] : []);

/** Returns the Primary Administrator, or if emails don't reach that person, the Full Access System Administrators. */
export async function findGuardianIds(tx: Transaction, archiveId: string): Promise<string[]> {
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
  const { archiveId, change, by, personIds = [], formerAddresses = [], formerGuardianIds = [] } = notice;
  const now = notice.guardians === false ? [] : await findGuardianIds(tx, archiveId);
  const guardians = new Set([...formerGuardianIds, ...now]);
  const people = new Set(personIds.filter((id) => !guardians.has(id)));
  const request = (reader: SecurityNoticeRequest['reader'], former?: FormerAddress): SecurityNoticeRequest => ({
    security: change,
    by: { kind: by.kind, id: by.id, name: by.name, ...(by.through && { through: by.through }) },
    reader,
    ...(former && { to: { email: former.email, name: former.name, locale: former.locale } }),
  });
  const rows = [
    ...[...guardians].map((userId) => ({ userId, payload: request('guardian') })),
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
