/** Requests individual emails (a link, a notice), as opposed to the steps of a series. They are composed when they are sent. */
import type {
  ExpiringMailRequest,
  InvitationMailRequest,
  LinkMailRequest,
  MovedMailRequest,
  NewAddress,
  NoticeRequest,
  SignInMailRequest,
  WeeklySummaryRequest,
} from '../../domain/email-requests.js';
import type { AskedCause, EmailCause } from '../../domain/mail-limits.js';
import { PRIORITIES } from '../../domain/windows.js';
import type { Db } from '../../db/client.js';
import { queueEmails, type Placement, type QueuedEmail, type QueueOptions } from './queue.js';

/** A second click within this time asks for the email that the first one has just sent. */
export const SECOND_CLICK = { quietSeconds: 60 } satisfies QueueOptions;

/** Requests an email with each owner's Personalized Link. */
export async function requestLinkMails(
  db: Db,
  archiveId: string,
  userIds: readonly string[],
  request: LinkMailRequest,
  { cause = 'person', ...options }: QueueOptions & { cause?: EmailCause } = {},
): Promise<Placement[]> {
  return queueEmails(
    db,
    archiveId,
    cause,
    userIds.map((userId) => linkMail(userId, request)),
    options,
  );
}

const linkMail = (userId: string, payload: LinkMailRequest): QueuedEmail => ({
  userId,
  kind: 'link',
  payload,
  priority: payload.why === 'added' && !payload.newAddress ? PRIORITIES.links : PRIORITIES.requested,
});

export async function requestInvitations(
  db: Db,
  archiveId: string,
  userIds: readonly string[],
  senderName: string | undefined,
  options: QueueOptions = {},
): Promise<Placement[]> {
  return queueEmails(
    db,
    archiveId,
    'person',
    userIds.map((userId) => invitationMail(userId, senderName)),
    options,
  );
}

function invitationMail(userId: string, senderName: string | undefined, newAddress?: NewAddress): QueuedEmail {
  const payload: InvitationMailRequest = { why: 'invited', senderName, ...(newAddress && { newAddress }) };
  return { userId, kind: 'sign_in', payload, priority: PRIORITIES.requested };
}

/** Whom to welcome: new Account Owners with their link, and people who can newly sign in with an invitation. */
export interface Welcomes {
  owners: readonly string[];
  invited: readonly string[];
  senderName: string | undefined;
}

/**
 * Requests the one email that a person gets at a new address: an owner's with their new link, anyone else's with an invitation. It tells of
 * the change only with `newAddress`.
 */
export async function requestNewAddressMail(
  db: Db,
  archiveId: string,
  userId: string,
  what: { owner: 'moved' | 'added' | null; senderName: string | undefined; newAddress: NewAddress | undefined },
): Promise<Placement[]> {
  const { owner, senderName, newAddress } = what;
  const mail = owner
    ? linkMail(userId, { why: owner, senderName, ...(newAddress && { newAddress }) })
    : invitationMail(userId, senderName, newAddress);
  return queueEmails(db, archiveId, 'person', [mail]);
}

/** Requests the emails to people who were added or changed, one by one or from a spreadsheet. */
export async function requestWelcomes(
  db: Db,
  archiveId: string,
  cause: 'person' | 'import',
  { owners, invited, senderName }: Welcomes,
): Promise<Placement[]> {
  return queueEmails(db, archiveId, cause, [
    ...owners.map((userId) => linkMail(userId, { why: 'added', senderName })),
    ...invited.map((userId) => invitationMail(userId, senderName)),
  ]);
}

/** Requests the email with a sign-in link that somebody asked for. */
export async function requestSignInMail(
  db: Db,
  archiveId: string,
  userId: string,
  signInLinkId: string,
  cause: AskedCause,
): Promise<Placement> {
  const payload: SignInMailRequest = { signInLinkId };
  const [placement] = await queueEmails(db, archiveId, cause, [
    { userId, kind: 'sign_in', payload, priority: PRIORITIES.signIn },
  ]);
  return placement!;
}

/** Requests an email to each administrator about something that only an administrator can resolve. */
export async function requestNotices(
  db: Db,
  archiveId: string,
  administratorIds: readonly string[],
  payload: NoticeRequest,
): Promise<void> {
  const priority = PRIORITIES.first;
  await queueEmails(
    db,
    archiveId,
    'notice',
    administratorIds.map((userId) => ({ userId, kind: 'admin_notice', payload, priority })),
  );
}

export async function requestMovedMails(
  db: Db,
  archiveId: string,
  transferId: string,
  to: readonly { userId: string; side: MovedMailRequest['side'] }[],
): Promise<void> {
  const priority = PRIORITIES.requested;
  await queueEmails(
    db,
    archiveId,
    'event',
    to.map(({ userId, side }) => ({ userId, kind: 'transferred', payload: { transferId, side }, priority })),
  );
}

/** Requests an email to each owner about authorizations that expire soon. */
export async function requestRenewalMails(
  db: Db,
  archiveId: string,
  owners: readonly { userId: string; payload: ExpiringMailRequest }[],
): Promise<void> {
  const priority = PRIORITIES.reminder;
  await queueEmails(
    db,
    archiveId,
    'event',
    owners.map((owner) => ({ ...owner, kind: 'expiring', priority })),
  );
}

export async function requestSummaries(
  db: Db,
  archiveId: string,
  readerIds: readonly string[],
  payload: WeeklySummaryRequest,
): Promise<void> {
  const priority = PRIORITIES.confirmation;
  await queueEmails(
    db,
    archiveId,
    'event',
    readerIds.map((userId) => ({ userId, kind: 'weekly_summary', payload, priority })),
  );
}
