/** Emails that are asked for one by one (a link, a notice), as opposed to the steps of a series. Composed when they are sent. */
import { PRIORITIES } from '../domain/windows.js';
import type { Db } from './client.js';
import { newId } from './ids.js';
import { emails } from './schema.js';

export interface LinkMailRequest {
  why: 'added' | 'requested';
  senderName?: string;
}

/** An email with the owner's Personalized Link. Returns the ids of the emails. */
export async function requestLinkMails(
  db: Db,
  archiveId: string,
  userIds: readonly string[],
  request: LinkMailRequest,
): Promise<string[]> {
  if (userIds.length === 0) return [];
  const rows = userIds.map((userId) => ({
    archiveId,
    id: newId('email'),
    kind: 'link' as const,
    userId,
    payload: { ...request },
    state: 'due' as const,
    priority: request.why === 'added' ? PRIORITIES.links : PRIORITIES.asked,
  }));
  await db.insert(emails).values(rows);
  return rows.map(({ id }) => id);
}

export interface AddressFailedRequest {
  notice: 'address_failed';
  failure: 'bounced' | 'complained' | 'suppressed';
  /** Whose address it is. */
  subjectUserId: string;
}

/** One email to an administrator about something that only an administrator can settle. */
export async function requestNotices(
  db: Db,
  archiveId: string,
  administratorIds: readonly string[],
  request: AddressFailedRequest,
): Promise<void> {
  if (administratorIds.length === 0) return;
  await db.insert(emails).values(
    administratorIds.map((userId) => ({
      archiveId,
      id: newId('email'),
      kind: 'admin_notice' as const,
      userId,
      payload: { ...request },
      state: 'due' as const,
      priority: PRIORITIES.first,
    })),
  );
}
