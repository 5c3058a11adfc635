/**
 * The way back for an address that was given up: an administrator tries it again, or Relink does, once after a week. A person who is tried
 * again gets an email if something waits for them, so that it shows whether the address works.
 */
import { and, asc, eq, exists, lt, ne, sql } from 'drizzle-orm';
import { RELINK } from '../../domain/actor.js';
import { ADDRESS_REST_DAYS } from '../../domain/limits.js';
import type { Windows } from '../../domain/windows.js';
import type { Transaction } from '../../db/client.js';
import { accounts, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { latestTurn } from '../outbox/queue.js';
import { requestLinkMails } from '../outbox/requests.js';
import { MANAGERS, useCase } from '../use-case.js';
import { senderNameOf } from './invite.js';
import { isUser, lockUser, type User } from './users.js';

/** The columns of a person whose address is tried again. */
const retryColumns = (by: 'person' | 'automatic') => ({
  emailState: 'ok' as const,
  emailFailedAt: null,
  emailRetriedAt: sql`now()`,
  emailRetriedBy: by,
  emailConfirmedAt: null,
  liftSuppression: true,
});

/** Matches people whose address was given up. */
const isGivenUp = ne(users.emailState, 'ok');

/** A person whose address is in use again, and when their email goes out, if a limit holds it back. */
export interface RetriedAddress {
  user: User;
  /** False if emails were sent to it already: someone else was faster, or the same person clicked twice. Then nothing is sent. */
  wasGivenUp: boolean;
  mailHeldUntil: Date | null;
}

/** Tries a given-up address again. An Account Owner is emailed their link. Does nothing for an address in use. @throws {Refusal} `not_found` */
export const retryAddress = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, userId: string): Promise<RetriedAddress> =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      const before = await lockUser(tx, archiveId, userId);
      if (before.emailState === 'ok') return { user: before, wasGivenUp: false, mailHeldUntil: null };
      const [user] = await tx.update(users).set(retryColumns('person')).where(isUser(archiveId, userId)).returning();
      await recordAudit(tx, [{ archiveId, type: 'address_retried', actor, userId, detail: { to: before.email } }]);
      const owners = before.isAccountOwner ? [userId] : [];
      const request = { why: 'requested' as const, senderName: senderNameOf(principal) };
      const mailHeldUntil = latestTurn(await requestLinkMails(tx, archiveId, owners, request));
      notify(`mail:${archiveId}`);
      return { user: user!, wasGivenUp: true, mailHeldUntil };
    }),
);

/** How long an address rests before it is tried again automatically, in milliseconds. */
export const restBeforeRetry = (windows: Windows): number => ADDRESS_REST_DAYS * windows.day;
const BATCH_SIZE = 100;

/** Tries the addresses again that were given up a week ago, each once. If it fails again, it stays given up. */
export async function retryRestedAddresses(context: Context): Promise<void> {
  const rest = sql`${restBeforeRetry(context.config.windows)} * interval '1 millisecond'`;
  const rested = and(isGivenUp, eq(users.autoRetryUsed, false), lt(users.emailFailedAt, sql`now() - ${rest}`));
  for (;;) {
    const found = await context.db
      .select({ archiveId: users.archiveId, id: users.id })
      .from(users)
      .where(rested)
      .orderBy(asc(users.emailFailedAt))
      .limit(BATCH_SIZE);
    for (const { archiveId, id } of found) {
      await inUnitOfWork(context, async ({ tx, notify }) => {
        const [user] = await tx
          .update(users)
          .set({ ...retryColumns('automatic'), autoRetryUsed: true })
          .where(and(isUser(archiveId, id), rested))
          .returning();
        if (!user) return;
        const detail = { to: user.email };
        await recordAudit(tx, [{ archiveId, type: 'address_retried', actor: RELINK, userId: id, detail }]);
        if (await hasDisconnectedAccounts(tx, user))
          await requestLinkMails(tx, archiveId, [id], { why: 'requested' }, { cause: 'event' });
        notify(`mail:${archiveId}`);
      });
    }
    if (found.length < BATCH_SIZE) return;
  }
}

async function hasDisconnectedAccounts(tx: Transaction, { archiveId, id }: User): Promise<boolean> {
  const disconnected = tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.ownerId, id), eq(accounts.status, 'disconnected')));
  const [found] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(isUser(archiveId, id), exists(disconnected)));
  return found !== undefined;
}
