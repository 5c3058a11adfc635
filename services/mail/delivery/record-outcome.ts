/** What became of a batch and of each email in it, written down in the transaction of the send. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { findNotifiedAdministratorIds } from '../../outbox/administrators.js';
import { requestNotices } from '../../outbox/requests.js';
import { dueSteps, emailBatches, emails, users } from '../../../db/schema.js';
import { recordSent } from '../mark-sent.js';
import type { BatchOutcome } from '../../../emails/provider.js';
import type { EmailRow } from './types.js';

type Batch = typeof emailBatches.$inferSelect;

/** Between attempts: doubling from a second to a minute. */
const LONGEST_PAUSE_MS = 60_000;
/** An exhausted quota or a refused key is for an operator to fix; look again this often. */
const OPERATOR_PAUSE_MS = 60_000;

const batchIs = (archiveId: string, id: string) => and(eq(emailBatches.archiveId, archiveId), eq(emailBatches.id, id));
const emailsAre = (archiveId: string, rows: readonly { id: string }[]) =>
  and(
    eq(emails.archiveId, archiveId),
    inArray(
      emails.id,
      rows.map(({ id }) => id),
    ),
  );

export async function markBatchDone(tx: Transaction, archiveId: string, batchId: string): Promise<void> {
  await tx.update(emailBatches).set({ state: 'done', lastProblem: null }).where(batchIs(archiveId, batchId));
}

/** Takes emails out that were never sent; what is still due in them is composed anew. */
export async function dropEmails(
  tx: Transaction,
  archiveId: string,
  rows: readonly EmailRow[],
  why: ReadonlyMap<string, string | null>,
): Promise<void> {
  for (const row of rows) {
    await tx
      .update(emails)
      .set({ state: 'dropped', dropReason: why.get(row.id) })
      .where(emailsAre(archiveId, [row]));
  }
  if (rows.length === 0) return;
  await tx
    .update(dueSteps)
    .set({ state: 'due', emailId: null })
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        inArray(
          dueSteps.emailId,
          rows.map(({ id }) => id),
        ),
        eq(dueSteps.state, 'composed'),
      ),
    );
}

/**
 * An earlier attempt may have arrived, and the batch may not be repeated as it was: a member is no longer right, or the
 * provider has forgotten the key. The provider's events settle each member; those unseen after a while are looked at again.
 */
export async function awaitProviderEvents(
  tx: Transaction,
  context: Context,
  archiveId: string,
  batchId: string,
  members: readonly EmailRow[],
) {
  // An event that came before the answer did proves its email; locked, so that none comes in between.
  const { proven, open } = byProof(await tx.select().from(emails).where(emailsAre(archiveId, members)).for('update'));
  await accept(tx, archiveId, proven, ({ providerId }) => providerId);
  if (open.length > 0) {
    await tx
      .update(emails)
      .set({ state: 'unknown', settleAt: sql`now() + ${context.config.windows.settle} * interval '1 millisecond'` })
      .where(emailsAre(archiveId, open));
  }
  context.log.warn(
    { archiveId, batchId, emails: open.length },
    'outcome of a batch is unknown; waiting for the provider’s events',
  );
  await markBatchDone(tx, archiveId, batchId);
}

export interface Attempt {
  archiveId: string;
  batch: Batch;
  members: readonly EmailRow[];
  outcome: BatchOutcome;
  firstTry: boolean;
}

export async function recordOutcome(tx: Transaction, context: Context, attempt: Attempt): Promise<void> {
  const { archiveId, batch, members, outcome } = attempt;
  switch (outcome.kind) {
    case 'accepted': {
      const rejected = new Map(outcome.rejected.map(({ index, message }) => [index, message]));
      await accept(
        tx,
        archiveId,
        members.filter((_, i) => !rejected.has(i)),
        (row) => outcome.ids[members.indexOf(row)] ?? null,
      );
      for (const [index, message] of rejected) {
        const row = members[index];
        if (row) await refuse(tx, context, archiveId, row, message);
      }
      return markBatchDone(tx, archiveId, batch.id);
    }
    case 'already_accepted':
      await accept(tx, archiveId, members, () => null);
      return markBatchDone(tx, archiveId, batch.id);
    case 'retry':
      // Only an answer that says "not taken" leaves the batch as unsent as it was.
      return later(
        tx,
        attempt,
        Math.max(outcome.afterMs, backoff(batch)),
        outcome.reason,
        outcome.notAccepted && attempt.firstTry,
      );
    case 'unknown':
      return later(tx, attempt, backoff(batch), outcome.reason, false);
    case 'quota':
    case 'refused':
      context.log.error(
        { archiveId, batchId: batch.id, reason: outcome.reason },
        `no mail can be sent (${outcome.kind}); an operator needs to fix this`,
      );
      return later(tx, attempt, OPERATOR_PAUSE_MS, `${outcome.kind}: ${outcome.reason}`, attempt.firstTry);
  }
}

const backoff = ({ attempts }: Batch) => Math.min(1000 * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS);

async function later(
  tx: Transaction,
  { archiveId, batch }: Attempt,
  ms: number,
  problem: string,
  unsent: boolean,
): Promise<void> {
  await tx
    .update(emailBatches)
    .set({
      state: unsent ? 'prepared' : 'sending',
      nextAttemptAt: sql`now() + ${Math.ceil(ms)} * interval '1 millisecond'`,
      lastProblem: problem,
    })
    .where(batchIs(archiveId, batch.id));
}

/** Emails that an event of the provider proves to have arrived, and the others. */
function byProof<T extends Pick<EmailRow, 'acceptedAt'>>(rows: readonly T[]): { proven: T[]; open: T[] } {
  return { proven: rows.filter(({ acceptedAt }) => acceptedAt), open: rows.filter(({ acceptedAt }) => !acceptedAt) };
}

/** The provider has taken them: each step is sent, once and for all. */
async function accept(
  tx: Transaction,
  archiveId: string,
  rows: readonly EmailRow[],
  providerId: (row: EmailRow) => string | null,
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => [row.id, providerId(row)] as const);
  await tx.execute(sql`
    update emails set state = 'accepted', accepted_at = now(), provider_id = v.provider_id
    from unnest(${sql.param(values.map(([id]) => id))}::text[], ${sql.param(values.map(([, id]) => id))}::text[]) v (id, provider_id)
    where emails.archive_id = ${archiveId} and emails.id = v.id`);
  await recordSent(tx, archiveId, rows);
}

/** The provider refuses this one email for good, as a rule for its address: nobody is written to in vain, and it is said. */
async function refuse(
  tx: Transaction,
  context: Context,
  archiveId: string,
  row: EmailRow,
  message: string,
): Promise<void> {
  context.log.warn({ archiveId, emailId: row.id, message }, 'provider refused an email');
  await tx
    .update(emails)
    .set({ state: 'failed', problem: message })
    .where(emailsAre(archiveId, [row]));
  await tx
    .update(dueSteps)
    .set({ state: 'skipped', skippedFor: 'refused', emailId: null })
    .where(and(eq(dueSteps.archiveId, archiveId), eq(dueSteps.emailId, row.id)));
  const [owner] = await tx
    .update(users)
    .set({ emailState: 'bounced' })
    .where(and(eq(users.archiveId, archiveId), eq(users.id, row.userId), eq(users.email, row.toAddress ?? '')))
    .returning({ id: users.id });
  if (!owner) return;
  const told = (await findNotifiedAdministratorIds(tx, archiveId)).filter((id) => id !== owner.id);
  await requestNotices(tx, archiveId, told, { notice: 'address_failed', failure: 'bounced', subjectUserId: owner.id });
}
