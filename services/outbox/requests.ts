/** Requests individual emails (a link, a notice), as opposed to the steps of a series. They are composed when they are sent. */
import type {
  InvitationMailRequest,
  LinkMailRequest,
  MovedMailRequest,
  NoticeRequest,
} from '../../domain/email-requests.js';
import { PRIORITIES } from '../../domain/windows.js';
import type { Db } from '../../db/client.js';
import { chunksOf } from '../../db/chunks.js';
import { newId } from '../../db/ids.js';
import { emails } from '../../db/schema.js';

/** Requests an email with each owner's Personalized Link. Returns the IDs of the emails. */
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
    payload: request,
    state: 'due' as const,
    priority: request.why === 'added' ? PRIORITIES.links : PRIORITIES.requested,
  }));
  await db.insert(emails).values(rows);
  return rows.map(({ id }) => id);
}

export async function requestInvitations(
  db: Db,
  archiveId: string,
  userIds: readonly string[],
  senderName: string | undefined,
): Promise<void> {
  if (userIds.length === 0) return;
  const payload: InvitationMailRequest = { why: 'invited', senderName };
  await db.insert(emails).values(
    userIds.map((userId) => ({
      archiveId,
      id: newId('email'),
      kind: 'sign_in' as const,
      userId,
      payload,
      state: 'due' as const,
      priority: PRIORITIES.requested,
    })),
  );
}

/** Requests an email to each administrator about something that only an administrator can resolve. */
export async function requestNotices(
  db: Db,
  archiveId: string,
  administratorIds: readonly string[],
  request: NoticeRequest,
): Promise<void> {
  if (administratorIds.length === 0) return;
  await db.insert(emails).values(
    administratorIds.map((userId) => ({
      archiveId,
      id: newId('email'),
      kind: 'admin_notice' as const,
      userId,
      payload: request,
      state: 'due' as const,
      priority: PRIORITIES.first,
    })),
  );
}

/** PostgreSQL limits the parameters of a statement, and a transfer can have up to 10,000 owners. */
const BATCH_SIZE = 500;

export async function requestMovedMails(
  db: Db,
  archiveId: string,
  transferId: string,
  to: readonly { userId: string; side: MovedMailRequest['side'] }[],
): Promise<void> {
  for (const batch of chunksOf(to, BATCH_SIZE)) {
    await db.insert(emails).values(
      batch.map(({ userId, side }) => ({
        archiveId,
        id: newId('email'),
        kind: 'transferred' as const,
        userId,
        payload: { transferId, side } satisfies MovedMailRequest,
        state: 'due' as const,
        priority: PRIORITIES.requested,
      })),
    );
  }
}
