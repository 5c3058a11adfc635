/** Records the outcome of a batch and of each email in it, in the transaction of the send. */
import { and, eq, sql } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { dueSteps, emailBatches, emails } from '../../../db/schema.js';
import { beginDoubt, endDoubt } from '../doubts.js';
import { findMentioned, recipientsOf, type FailedAddress } from '../failed-address.js';
import { giveUpAddress } from '../give-up.js';
import { recordSent } from '../mark-sent.js';
import type { BatchOutcome } from '../../../emails/provider.js';
import { isAboutTransfer } from './transfer-content.js';
import type { EmailRow } from './types.js';

type Batch = typeof emailBatches.$inferSelect;

/** The longest backoff between attempts, which doubles from one second to this. */
const MAX_BACKOFF_MS = 60_000;
/** An operator has to fix an exhausted quota or a refused API key, so the batch is retried only this often. */
const OPERATOR_PAUSE_MS = 60_000;

const isBatch = (archiveId: string, id: string) => and(eq(emailBatches.archiveId, archiveId), eq(emailBatches.id, id));
const isOneOfEmails = (archiveId: string, rows: readonly { id: string }[]) =>
  and(
    eq(emails.archiveId, archiveId),
    isAnyOf(
      emails.id,
      rows.map(({ id }) => id),
    ),
  );

export async function markBatchDone(tx: Transaction, archiveId: string, batchId: string): Promise<void> {
  await tx.update(emailBatches).set({ state: 'done', lastProblem: null }).where(isBatch(archiveId, batchId));
}

/** Emails that no one asks for again when the reader's address changes, although what they say still applies. */
const READDRESSED: readonly EmailRow['kind'][] = ['admin_notice', 'security_notice', 'weekly_summary', 'transferred'];

/**
 * Drops emails that were never sent. Steps in them that are still due are composed again, and so is what a reader with a new address
 * would otherwise never get. An email about a transfer is also about what stayed as it was, and nothing else would tell its reader.
 */
export async function dropEmails(
  tx: Transaction,
  archiveId: string,
  rows: readonly EmailRow[],
  why: ReadonlyMap<string, string | null>,
): Promise<void> {
  for (const row of rows) {
    const again = isAboutTransfer(row) || (why.get(row.id) === 'address' && READDRESSED.includes(row.kind));
    await tx
      .update(emails)
      .set(
        again
          ? { state: 'due', batchId: null, batchPosition: null }
          : { state: 'dropped', dropReason: why.get(row.id) },
      )
      .where(isOneOfEmails(archiveId, [row]));
  }
  if (rows.length === 0) return;
  await tx
    .update(dueSteps)
    .set({ state: 'due', emailId: null })
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        isAnyOf(
          dueSteps.emailId,
          rows.map(({ id }) => id),
        ),
        eq(dueSteps.state, 'composed'),
      ),
    );
}

/**
 * Handles a batch whose earlier attempt may have arrived but that cannot be repeated unchanged, because an email no longer applies or
 * the provider has forgotten the idempotency key. The provider's events settle each email. Those without an event after a while are
 * checked again.
 */
export async function awaitProviderEvents(
  tx: Transaction,
  context: Context,
  archiveId: string,
  batchId: string,
  members: readonly EmailRow[],
) {
  // An event that arrived before the response proves that its email arrived. The lock keeps further events out until this commits.
  const { proven, open } = splitByProof(
    await tx.select().from(emails).where(isOneOfEmails(archiveId, members)).for('update'),
  );
  await accept(tx, archiveId, proven, ({ providerId }) => providerId);
  if (open.length > 0) {
    await tx
      .update(emails)
      .set({ state: 'unknown', settleAt: sql`now() + ${context.config.windows.settle} * interval '1 millisecond'` })
      .where(isOneOfEmails(archiveId, open));
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
      // The batch stays unsent only if the response says that it was not accepted.
      return retryLater(
        tx,
        attempt,
        Math.max(outcome.afterMs, backoff(batch)),
        outcome.reason,
        outcome.notAccepted && attempt.firstTry,
      );
    case 'unknown':
      return retryLater(tx, attempt, backoff(batch), outcome.reason, false);
    case 'quota':
    case 'refused':
      context.log.error(
        { archiveId, batchId: batch.id, reason: outcome.reason },
        `no mail can be sent (${outcome.kind}); an operator needs to fix this`,
      );
      return retryLater(tx, attempt, OPERATOR_PAUSE_MS, `${outcome.kind}: ${outcome.reason}`, attempt.firstTry);
  }
}

const backoff = ({ attempts }: Batch) => Math.min(1000 * 2 ** Math.max(0, attempts - 1), MAX_BACKOFF_MS);

async function retryLater(
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
    .where(isBatch(archiveId, batch.id));
}

/** Splits emails into those that a provider event proves to have been accepted, and the others. */
function splitByProof<T extends Pick<EmailRow, 'acceptedAt'>>(rows: readonly T[]): { proven: T[]; open: T[] } {
  return { proven: rows.filter(({ acceptedAt }) => acceptedAt), open: rows.filter(({ acceptedAt }) => !acceptedAt) };
}

/** Marks emails as accepted by the provider. Their steps count as sent for good. */
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

/**
 * Handles an email that the provider permanently refused. The address is given up only if the refusal is about it. If it is about a
 * copied address, no one is given up, and the email is composed again with a message for each address, which shows whose it is.
 */
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
    .where(isOneOfEmails(archiveId, [row]));
  const about = findRefusedAddress(row, message);
  const copied = 'oneOf' in about && about.oneOf.length > 1;
  if (copied) await beginDoubt(tx, row, about.oneOf);
  await tx
    .update(dueSteps)
    .set(copied ? { state: 'due', emailId: null } : { state: 'skipped', skippedFor: 'refused', emailId: null })
    .where(and(eq(dueSteps.archiveId, archiveId), eq(dueSteps.emailId, row.id)));
  if ('address' in about) {
    await endDoubt(tx, row, about.address);
    await giveUpAddress(tx, context, row, about.address, 'bounced');
  } else if (!copied)
    context.log.error({ archiveId, emailId: row.id, message }, 'an email was refused, and not because of its address');
}

/** Resend names the invalid field, and sometimes the address. A refusal about anything else says nothing about an address. */
function findRefusedAddress(row: EmailRow, message: string): FailedAddress {
  const field = /invalid `(\w+)`/i.exec(message)?.[1];
  if (field === 'to' && row.toAddress) return { address: row.toAddress.toLowerCase() };
  const [named, ...others] = findMentioned(row, [message]);
  if (named && others.length === 0) return { address: named };
  return { oneOf: field === 'cc' ? recipientsOf(row) : [] };
}
