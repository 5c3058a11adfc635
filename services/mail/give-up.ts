/** Gives up dead addresses, and notices when an address that was tried again works. A person's address counts, whatever their roles. */
import { and, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { users, type emails } from '../../db/schema.js';
import type { EmailState } from '../../domain/recipients.js';
import type { Context } from '../../platform/context.js';
import { findReachableAdministratorIds } from '../outbox/administrators.js';
import { requestNotices } from '../outbox/requests.js';

type Email = Pick<typeof emails.$inferSelect, 'archiveId' | 'id' | 'acceptedAt'>;
type Failure = Exclude<EmailState, 'ok'>;

/**
 * Stops emails to whoever has this address now, and tells the administrators. An email from before the address was corrected or tried
 * again says nothing about it now. Returns whether the address was given up.
 */
export async function giveUpAddress(
  tx: Transaction,
  context: Pick<Context, 'log'>,
  { archiveId, id: emailId, acceptedAt }: Email,
  address: string,
  failure: Failure,
): Promise<boolean> {
  const [person] = await tx
    .update(users)
    .set({ emailState: failure, emailFailedAt: sql`now()`, emailConfirmedAt: null, liftSuppression: false })
    .where(
      and(
        hasAddress(archiveId, address),
        eq(users.emailState, 'ok'),
        acceptedAt === null ? undefined : or(isNull(users.emailRetriedAt), lte(users.emailRetriedAt, acceptedAt)),
      ),
    )
    .returning({ id: users.id });
  if (!person) return false;
  const told = await findReachableAdministratorIds(tx, archiveId, person.id);
  if (told.length === 0)
    context.log.error(
      { archiveId, userId: person.id, emailId },
      'an address was given up, and no administrator of the archive can be emailed; reach them another way',
    );
  await requestNotices(tx, archiveId, told, { notice: 'address_failed', failure, subjectUserId: person.id });
  return true;
}

/** Records that an email arrived at an address that was tried again. Returns whether that is news. */
export async function confirmAddress(
  tx: Transaction,
  { archiveId, acceptedAt }: Email,
  address: string,
): Promise<boolean> {
  const confirmed = await tx
    .update(users)
    .set({ emailConfirmedAt: sql`now()`, autoRetryUsed: false })
    .where(
      and(
        hasAddress(archiveId, address),
        eq(users.emailState, 'ok'),
        isNotNull(users.emailRetriedBy),
        isNull(users.emailConfirmedAt),
        acceptedAt === null ? undefined : lte(users.emailRetriedAt, acceptedAt),
      ),
    )
    .returning({ id: users.id });
  return confirmed.length > 0;
}

const hasAddress = (archiveId: string, address: string) =>
  and(eq(users.archiveId, archiveId), sql`lower(${users.email}) = ${address}`);
