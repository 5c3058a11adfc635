/** Turns due steps into emails with fixed content. One transaction claims, groups, renders, and writes them. */
import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { newId } from '../../../db/ids.js';
import { ensureLinks } from '../../access/personalized-links.js';
import { disconnectOfStep, accountOfDisconnect } from '../../../db/joins.js';
import { accounts, disconnects, dueSteps, emailBatches, emails } from '../../../db/schema.js';
import { PRIORITIES } from '../../../domain/windows.js';
import { renderEmail } from '../../../emails/render.js';
import { contentOf } from './step-content.js';
import { readPeople, type NamedPerson, type People, type Recipients } from './recipients.js';
import { fromAddress } from './from-address.js';
import type { Group } from './group-due-steps.js';
import type { ClaimedStep, Draft } from './types.js';

type EmailRow = typeof emails.$inferInsert;

/** Composes one email for each group, and returns how many. Skips steps that another process has claimed in the meantime. */
export async function composeGroups(context: Context, archiveId: string, groups: readonly Group[]): Promise<number> {
  return context.db.transaction(async (tx) => {
    const steps = await claim(
      tx,
      archiveId,
      groups.flatMap(({ stepIds }) => stepIds),
    );
    const ownerIds = groups.map(({ ownerId }) => ownerId);
    const notified = await findNotified(tx, archiveId, [...steps.values()]);
    const people = await readPeople(context, tx, archiveId, ownerIds);
    const links = await ensureLinks(tx, context.config.keys, archiveId, [...people.people.keys()]);
    const rows: EmailRow[] = [];
    const composed: { stepId: string; emailId: string }[] = [];
    const skipped = new Map<string, string[]>();
    const skipFor = (reason: string, ids: readonly string[]) =>
      skipped.set(reason, [...(skipped.get(reason) ?? []), ...ids]);
    for (const group of groups) {
      const claimed = group.stepIds
        .flatMap((id) => steps.get(id) ?? [])
        .filter(({ account }) => account.ownerId === group.ownerId);
      // Someone who has just been removed has no link. Their accounts have another owner, who gets the email.
      const owner = links.has(group.ownerId) ? people.people.get(group.ownerId) : undefined;
      if (claimed.length === 0 || !owner) continue;
      const now = context.clock.now();
      const { keep, skip, paused } = classifySteps(group, claimed, notified, now);
      for (const [reason, ids] of skip) skipFor(reason, ids);
      for (const step of paused) await postpone(tx, step, now);
      if (keep.length === 0) continue;
      const draft = contentOf({ group, steps: keep, owner, people, publicUrl: context.config.publicUrl });
      const keptIds = keep.map(({ due }) => due.id);
      if (!draft) {
        skipFor('address', keptIds);
        continue;
      }
      const row = emailRow(context, people, archiveId, draft, {
        userId: owner.id,
        linkId: links.get(owner.id)?.id,
        ...copiesOf(owner, draft.recipients),
      });
      rows.push(row);
      composed.push(...keptIds.map((stepId) => ({ stepId, emailId: row.id })));
    }
    for (const [reason, ids] of skipped) await skipSteps(tx, archiveId, ids, reason);
    await markComposed(tx, archiveId, composed);
    if (rows.length > 0) await tx.insert(emails).values(rows);
    return rows.length;
  });
}

/** Renders the columns that an email has once its content is fixed. */
export function renderEmailColumns(context: Context, people: People, draft: Draft) {
  const { subject, html, text } = renderEmail(draft.content);
  return {
    state: 'composed' as const,
    toAddress: draft.recipients.to,
    cc: draft.recipients.cc,
    fromAddress: fromAddress(context.config.mail.from, people),
    subject,
    html,
    text,
  };
}

function emailRow(
  context: Context,
  people: People,
  archiveId: string,
  draft: Draft,
  of: { userId: string; linkId?: string; cc: string[]; separateCopies: string[] | null },
): EmailRow {
  const priority =
    draft.kind === 'first' || draft.kind === 'disconnected_again' || draft.kind === 'transferred'
      ? PRIORITIES.first
      : draft.kind === 'reminder'
        ? PRIORITIES.reminder
        : PRIORITIES.confirmation;
  return {
    archiveId,
    id: newId('email'),
    kind: draft.kind,
    priority,
    ...renderEmailColumns(context, people, draft),
    ...of,
  };
}

/** Returns the cc, or separate copies instead while it is in doubt which address of this owner's emails fails. */
export const copiesOf = ({ emailDoubtAt }: NamedPerson, { cc }: Recipients) =>
  emailDoubtAt !== null && cc.length > 0 ? { cc: [], separateCopies: cc } : { cc, separateCopies: null };

async function claim(tx: Transaction, archiveId: string, ids: readonly string[]): Promise<Map<string, ClaimedStep>> {
  const rows = await tx
    .select({ due: dueSteps, disconnect: disconnects, account: accounts })
    .from(dueSteps)
    .innerJoin(disconnects, disconnectOfStep)
    .innerJoin(accounts, accountOfDisconnect)
    .where(and(eq(dueSteps.archiveId, archiveId), isAnyOf(dueSteps.id, ids), eq(dueSteps.state, 'due')))
    .orderBy(asc(dueSteps.id))
    .for('update', { of: dueSteps, skipLocked: true });
  return new Map(rows.map((row) => [row.due.id, row]));
}

/**
 * Finds the disconnects that someone was emailed about: an email was accepted, or may have been. Without an earlier email, "Connected
 * again" would make no sense.
 */
async function findNotified(tx: Transaction, archiveId: string, steps: readonly ClaimedStep[]): Promise<Set<string>> {
  const ids = steps.filter(({ due }) => due.kind === 'reconnected').map(({ disconnect }) => disconnect.id);
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectDistinct({ id: dueSteps.disconnectId })
    .from(dueSteps)
    .innerJoin(emails, and(eq(emails.archiveId, dueSteps.archiveId), eq(emails.id, dueSteps.emailId)))
    .leftJoin(emailBatches, and(eq(emailBatches.archiveId, emails.archiveId), eq(emailBatches.id, emails.batchId)))
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        isAnyOf(dueSteps.disconnectId, ids),
        or(inArray(emails.state, ['accepted', 'unknown']), eq(emailBatches.state, 'sending')),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

/** Sorts out what no longer applies (closed in the meantime, or open again after a "reconnected") and what a pause holds back. */
function classifySteps(group: Group, steps: readonly ClaimedStep[], notified: ReadonlySet<string>, now: Date) {
  const keep: ClaimedStep[] = [];
  const paused: ClaimedStep[] = [];
  const skip = new Map<string, string[]>();
  for (const step of steps) {
    const { disconnect, due } = step;
    const confirms = group.kind === 'reconnected';
    const reason = confirms
      ? disconnect.closedAs !== 'reconnected'
        ? 'reopened'
        : notified.has(disconnect.id)
          ? null
          : 'untold'
      : disconnect.status === 'closed'
        ? 'closed'
        : null;
    if (!reason && !confirms && disconnect.pausedUntil && disconnect.pausedUntil > now) paused.push(step);
    else if (reason) skip.set(reason, [...(skip.get(reason) ?? []), due.id]);
    else keep.push(step);
  }
  return { keep, skip, paused };
}

/** Postpones a step that was due before a pause began. It goes out when the pause ends, with what else is due for this owner then. */
async function postpone(tx: Transaction, { due, disconnect }: ClaimedStep, now: Date): Promise<void> {
  const until = sql`now() + ${disconnect.pausedUntil!.getTime() - now.getTime()} * interval '1 millisecond'`;
  await tx
    .update(dueSteps)
    .set({ notBefore: until, raisedAt: until })
    .where(and(eq(dueSteps.archiveId, due.archiveId), eq(dueSteps.id, due.id)));
}

async function markComposed(
  tx: Transaction,
  archiveId: string,
  composed: readonly { stepId: string; emailId: string }[],
): Promise<void> {
  if (composed.length === 0) return;
  await tx.execute(sql`
    update due_steps set state = 'composed', email_id = v.email_id
    from unnest(${sql.param(composed.map(({ stepId }) => stepId))}::text[], ${sql.param(composed.map(({ emailId }) => emailId))}::text[])
      v (step_id, email_id)
    where due_steps.archive_id = ${archiveId} and due_steps.id = v.step_id`);
}

async function skipSteps(
  tx: Transaction,
  archiveId: string,
  ids: readonly string[],
  skippedFor: string,
): Promise<void> {
  await tx
    .update(dueSteps)
    .set({ state: 'skipped', skippedFor, emailId: sql`null` })
    .where(and(eq(dueSteps.archiveId, archiveId), isAnyOf(dueSteps.id, ids)));
}
