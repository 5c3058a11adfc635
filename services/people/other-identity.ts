/**
 * An identity that has a person's address, although another one stands for the person. The address may have been given to someone else at
 * the organization, so it signs no one in, and the Primary Administrator, or whoever emails reach instead, is told.
 */
import { and, eq, gt, sql } from 'drizzle-orm';
import { RELINK } from '../../domain/actor.js';
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import type { Transaction } from '../../db/client.js';
import { audit } from '../../db/schema.js';
import type { Context, UnitOfWork } from '../../platform/context.js';
import { recordAudit } from '../audit/audit-log.js';
import { requestNotices } from '../outbox/requests.js';
import { findSecurityContactIds } from '../outbox/security-notices.js';
import { lockPerson } from '../access/hold-people.js';
import type { SignInUser } from '../access/sign-in.js';

export async function reportOtherIdentity(
  { log }: Context,
  { tx, notify }: UnitOfWork,
  { issuer, subject }: OrganizationIdentity,
  taken: readonly SignInUser[],
): Promise<void> {
  for (const { archiveId, userId } of taken) {
    log.warn({ archiveId, userId, issuer, subject }, 'refused a sign-in with another identity of the organization');
    if (await wasReportedLately(tx, archiveId, userId)) continue;
    await recordAudit(tx, [
      { archiveId, type: 'sign_in_refused', actor: RELINK, userId, detail: { why: 'other_identity', issuer, subject } },
    ]);
    const told = await findSecurityContactIds(tx, archiveId);
    await requestNotices(tx, archiveId, told, { notice: 'other_identity', subjectUserId: userId });
    notify(`mail:${archiveId}`);
  }
}

/** Once a day for each person is enough. Concurrent attempts see each other. */
async function wasReportedLately(tx: Transaction, archiveId: string, userId: string): Promise<boolean> {
  await lockPerson(tx, archiveId, userId);
  const [known] = await tx
    .select({ id: audit.id })
    .from(audit)
    .where(
      and(
        eq(audit.archiveId, archiveId),
        eq(audit.userId, userId),
        eq(audit.type, 'sign_in_refused'),
        gt(audit.at, sql`now() - interval '1 day'`),
      ),
    )
    .limit(1);
  return known !== undefined;
}
