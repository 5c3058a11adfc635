/**
 * Checks whether a composed email can still go out unchanged, and locks the rows that it is about: its disconnects are as they were,
 * the accounts have the same owner, and the people have the same addresses. Otherwise, it is composed again or not at all.
 */
import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { findStillExpiring } from '../../credentials/expiring.js';
import { isAnyOf } from '../../../db/any-of.js';
import { accounts, disconnects, dueSteps, users } from '../../../db/schema.js';
import { usableSignInLinks } from '../../access/sign-in-links.js';
import { findSteps } from '../email-steps.js';
import { copiesAdministrators } from '../../../domain/series.js';
import type { EmailRow } from './types.js';
import { signInLinkOf } from './secret-links.js';
import { readPeople, recipientsOf, type People } from './recipients.js';
import { ownAddressOf } from './security-content.js';
import { wantsSummary } from './summary-content.js';
import { isAboutTransfer } from './transfer-content.js';

interface Topic {
  /** The step that the email stands for; null if it only lists the disconnect. */
  due: typeof dueSteps.$inferSelect | null;
  disconnect: Pick<typeof disconnects.$inferSelect, 'status' | 'closedAs' | 'pausedUntil'> & {
    held: boolean;
  };
  ownerId: string | null;
}

/** Returns why each email must not go out; null when it can. */
export async function revalidateEmails(
  tx: Transaction,
  context: Context,
  archiveId: string,
  members: readonly EmailRow[],
): Promise<Map<string, string | null>> {
  const topics = await lockTopics(tx, archiveId, members);
  const userIds = [...new Set(members.map(({ userId }) => userId))].sort();
  if (userIds.length > 0) {
    await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.archiveId, archiveId), isAnyOf(users.id, userIds)))
      .orderBy(asc(users.id))
      .for('share');
  }
  const people = await readPeople(context, tx, archiveId, userIds);
  const now = context.clock.now();
  const signInLinks = await usableSignInLinks(
    tx,
    context.config.keys,
    archiveId,
    members.flatMap((email) => signInLinkOf(email) ?? []),
  );
  const isLinkExpired = (email: EmailRow) => {
    const id = signInLinkOf(email);
    return id !== null && !signInLinks.has(id);
  };
  const renewed = new Set<string>();
  for (const email of members)
    if (email.kind === 'expiring' && !(await needsRenewal(tx, context, email))) renewed.add(email.id);
  return new Map(
    members.map((email) => [
      email.id,
      isLinkExpired(email)
        ? 'link_over'
        : renewed.has(email.id)
          ? 'renewed'
          : blockReason(email, topics.get(email.copyOf ?? email.id) ?? [], people, now),
    ]),
  );
}

/** Whether any permission still needs renewal. If all were renewed in the meantime, no matter how, there is no reason to write. */
async function needsRenewal(
  tx: Transaction,
  { config }: Context,
  { archiveId, userId, payload }: EmailRow,
): Promise<boolean> {
  if (!payload || !('accountIds' in payload)) return false;
  return (await findStillExpiring(tx, archiveId, userId, payload.accountIds, config.windows)).length > 0;
}

function blockReason(email: EmailRow, topics: readonly Topic[], people: People, now: Date): string | null {
  if (ownAddressOf(email)) return null;
  const owner = people.people.get(email.userId);
  if (!owner) return 'removed';
  if (email.kind === 'weekly_summary' && !wantsSummary(owner)) return 'unsubscribed';
  if (topics.length === 0 && email.copyOf === null)
    return email.toAddress === owner.email && owner.emailState === 'ok' ? null : 'address';
  for (const { disconnect, ownerId } of topics) {
    if (ownerId !== email.userId) return 'owner';
    if (email.kind === 'reconnected') {
      if (disconnect.closedAs !== 'reconnected') return 'reopened';
    } else if (disconnect.status === 'closed') return 'closed';
    else if (disconnect.held) return 'surge_held';
    else if (disconnect.pausedUntil && disconnect.pausedUntil > now) return 'paused';
  }
  const copied =
    email.kind === 'reconnected' || topics.some(({ due }) => due?.kind === 'step' && copiesAdministrators(due.step));
  const recipients = recipientsOf(people, owner, copied);
  if (email.copyOf !== null) return email.toAddress && recipients?.cc.includes(email.toAddress) ? null : 'recipients';
  const same =
    recipients?.to === email.toAddress && recipients.cc.join() === (email.separateCopies ?? email.cc)?.join();
  return same ? null : 'recipients';
}

/**
 * Locks accounts before disconnects, each in ID order, as all code that locks both does. A separate copy is about the steps of the email
 * that it copies, which have been sent.
 */
async function lockTopics(
  tx: Transaction,
  archiveId: string,
  members: readonly EmailRow[],
): Promise<Map<string, Topic[]>> {
  const own = members.map(({ id }) => id);
  const copied = members.flatMap(({ copyOf }) => copyOf ?? []);
  const isOwn = and(isAnyOf(dueSteps.emailId, own), eq(dueSteps.state, 'composed'));
  const steps = await findSteps(tx, archiveId, or(isOwn, isAnyOf(dueSteps.emailId, copied)));
  const about = [
    ...steps.flatMap(({ due, accountId }) =>
      due.emailId ? [{ emailId: due.emailId, due, disconnectId: due.disconnectId, accountId }] : [],
    ),
    ...(await findListed(tx, archiveId, members)),
  ];
  if (about.length === 0) return new Map();
  const owners = await tx
    .select({ id: accounts.id, ownerId: accounts.ownerId })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isAnyOf(accounts.id, [...new Set(about.map(({ accountId }) => accountId))]),
      ),
    )
    .orderBy(asc(accounts.id))
    .for('share');
  const open = await tx
    .select({
      id: disconnects.id,
      status: disconnects.status,
      closedAs: disconnects.closedAs,
      pausedUntil: disconnects.pausedUntil,
      held: sql<boolean>`exists (select from surge_holds b where b.archive_id = disconnects.archive_id
        and b.id = disconnects.surge_hold_id and b.state = 'holding' and b.until > now())`,
    })
    .from(disconnects)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        isAnyOf(disconnects.id, [...new Set(about.map(({ disconnectId }) => disconnectId))]),
      ),
    )
    .orderBy(asc(disconnects.id))
    .for('share');
  const ownerOf = new Map(owners.map(({ id, ownerId }) => [id, ownerId]));
  const disconnectOf = new Map(open.map((row) => [row.id, row]));
  const topics = new Map<string, Topic[]>();
  for (const { emailId, due, disconnectId, accountId } of about) {
    const disconnect = disconnectOf.get(disconnectId);
    if (!disconnect) continue;
    topics.set(emailId, [...(topics.get(emailId) ?? []), { due, disconnect, ownerId: ownerOf.get(accountId) ?? null }]);
  }
  return topics;
}

/** Finds the disconnects that emails about a transfer list although they stand for none of their steps. */
async function findListed(tx: Transaction, archiveId: string, members: readonly EmailRow[]) {
  const listed = members.flatMap((email) =>
    isAboutTransfer(email)
      ? (email.payload.alsoListed ?? []).map((disconnectId) => ({ emailId: email.id, disconnectId }))
      : [],
  );
  if (listed.length === 0) return [];
  const rows = await tx
    .select({ id: disconnects.id, accountId: disconnects.accountId })
    .from(disconnects)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        isAnyOf(
          disconnects.id,
          listed.map(({ disconnectId }) => disconnectId),
        ),
      ),
    );
  const accountOf = new Map(rows.map(({ id, accountId }) => [id, accountId]));
  return listed.map((one) => ({ ...one, due: null, accountId: accountOf.get(one.disconnectId)! }));
}
