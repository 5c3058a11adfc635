/**
 * Security notices that would have to wait. If one already waits for the same reader, they go out together at its turn: a flood of changes
 * can't delay the notice of the one that matters by hours. Whoever queues them holds the archive's budget, so two transactions never add to
 * the same email at once, and its row is locked, so the mailer doesn't compose it meanwhile.
 */
import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { emails } from '../../db/schema.js';
import type { EmailRequest, SecurityNoticeRequest } from '../../domain/email-requests.js';
import { foldNotices } from '../../domain/fold-notices.js';
import type { MailBudgets, Turn } from './mail-budgets.js';

/** A row of an email. One that isn't in the database yet has no time. */
interface WaitingEmail {
  id: string;
  userId: string;
  payload: EmailRequest | null;
  state: string;
  notBefore: Date | null;
  createdAt?: Date;
}

const isSecurityNotice = (payload: EmailRequest | null): payload is SecurityNoticeRequest =>
  payload !== null && 'security' in payload;

/**
 * Adds a security notice to one that waits, unless it could go out at once by itself. Returns that one; null for all other emails.
 */
export async function addToWaitingNotice(
  tx: Transaction,
  archiveId: string,
  known: readonly WaitingEmail[],
  request: { userId: string; payload: EmailRequest; address: string },
  budgets: MailBudgets,
): Promise<{ id: string; notBefore: Date | null } | null> {
  const { userId, payload, address } = request;
  if (!isSecurityNotice(payload)) return null;
  const turn = budgets.next(address);
  if (turn.refused || turn.notBefore === null) return null;
  const waiting = known.find((email) => isForSameReader(email, userId, payload));
  if (!waiting || !isSecurityNotice(waiting.payload)) return null;
  const at = waiting.createdAt?.toISOString() ?? budgets.lockedAt;
  waiting.payload = foldNotices({ notice: waiting.payload, at }, { notice: payload, at: budgets.lockedAt }, userId);
  waiting.notBefore &&= bringTurnForward(waiting.notBefore, budgets, address);
  // A row that isn't in the database yet is inserted as it is now.
  if (waiting.createdAt)
    await tx
      .update(emails)
      .set({ payload: waiting.payload, notBefore: waiting.notBefore })
      .where(and(eq(emails.archiveId, archiveId), eq(emails.id, waiting.id)));
  return waiting;
}

/** The same person at the same address. What an address is told is never mixed with what another one is told. */
function isForSameReader(email: WaitingEmail, userId: string, { reader, to }: SecurityNoticeRequest): boolean {
  if (email.state !== 'due' || email.userId !== userId || !isSecurityNotice(email.payload) || !to) return false;
  const theirs = email.payload;
  const isFormer = (one: SecurityNoticeRequest['reader']) => one === 'former';
  return isFormer(theirs.reader) === isFormer(reader) && theirs.to?.email.toLowerCase() === to.email.toLowerCase();
}

/** Returns the turn of an email that is held back, earlier if another one could go out earlier now. */
export function bringTurnForward(current: Date, budgets: MailBudgets, address: string): Date | null {
  const possible: Turn = budgets.next(address);
  if (possible.refused || (possible.notBefore !== null && possible.notBefore >= current)) return current;
  budgets.take(address);
  return possible.notBefore;
}
