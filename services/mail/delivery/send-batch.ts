/**
 * Sends a batch. One transaction locks the rows of the emails' disconnects and accounts (shared), drops what no longer applies, sends
 * the rest, and records the outcome. A reconnect's UPDATE waits for a send in progress, and no outdated send begins after a reconnect
 * was committed.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { emailBatches, emails } from '../../../db/schema.js';
import { LINK_PLACEHOLDER } from '../../../emails/content.js';
import type { OutgoingEmail } from '../../../emails/provider.js';
import { batchKey } from './batches.js';
import { markBatchDone, dropEmails, recordOutcome, awaitProviderEvents } from './record-outcome.js';
import { headersOf, buildSecretLinks } from './secret-links.js';
import { acquireRateSlot } from '../../../platform/rate-limit.js';
import { revalidateEmails } from './revalidate.js';
import type { EmailRow } from './types.js';

/** The provider remembers an idempotency key for 24 hours. Attempts stop well before that. */
const KEY_HOURS = 23;
/**
 * The lease that keeps others from starting an attempt while one is in progress. It is longer than a send and its waits, but no longer
 * than the delay that is acceptable after a crash.
 */
const LEASE_SECONDS = 15;
const RETRY_AFTER_ERROR = sql`now() + interval '1 second'`;

/** Makes one attempt to send a batch, and records the outcome. */
export async function attemptBatch(context: Context, archiveId: string, batchId: string): Promise<void> {
  const started = await beginAttempt(context, archiveId, batchId);
  if (!started) return;
  const wait = await acquireRateSlot(context.db, 'resend', context.config.mail.requestsPerSecond);
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  try {
    await context.sendPool.db.transaction((tx) => attempt(tx, context, archiveId, batchId, started));
  } catch (error) {
    context.log.error({ error, archiveId, batchId }, 'sending a batch was interrupted; trying again');
    await context.db.update(emailBatches).set({ nextAttemptAt: RETRY_AFTER_ERROR }).where(isBatch(archiveId, batchId));
  }
}

async function attempt(
  tx: Transaction,
  context: Context,
  archiveId: string,
  batchId: string,
  started: { firstTry: boolean; keyTooOld: boolean },
): Promise<void> {
  // This lock leaves the primary key free: an event that arrives before the provider's response updates an email that refers to it.
  const [batch] = await tx.select().from(emailBatches).where(isBatch(archiveId, batchId)).for('no key update');
  if (!batch || batch.state === 'done') return;
  const members = await membersOf(tx, archiveId, batchId);
  const verdicts = await revalidateEmails(tx, context, archiveId, members);
  const invalid = members.filter(({ id }) => verdicts.get(id) !== null);
  // After an attempt with an unknown outcome, the batch can only be repeated byte for byte, or not at all.
  if (!started.firstTry && (invalid.length > 0 || started.keyTooOld))
    return awaitProviderEvents(tx, context, archiveId, batchId, members);
  await dropEmails(tx, archiveId, invalid, verdicts);
  const valid = members.filter(({ id }) => verdicts.get(id) === null);
  if (valid.length === 0) return markBatchDone(tx, archiveId, batchId);
  const outgoing = await buildOutgoing(tx, context, archiveId, valid);
  const outcome = await context.provider.sendBatch(outgoing, batchKey(batchId));
  await recordOutcome(tx, context, { archiveId, batch, members: valid, outcome, firstTry: started.firstTry });
}

/**
 * Records an attempt and commits before the request is sent, so that after a crash the next attempt knows that this one may have
 * arrived. Returns null when the batch is done or not due, for example because another attempt is in progress.
 */
async function beginAttempt(context: Context, archiveId: string, batchId: string) {
  const [row] = await context.db
    .update(emailBatches)
    .set({
      state: 'sending',
      attempts: sql`${emailBatches.attempts} + 1`,
      firstAttemptAt: sql`coalesce(${emailBatches.firstAttemptAt}, now())`,
      nextAttemptAt: sql`now() + ${LEASE_SECONDS} * interval '1 second'`,
    })
    .from(
      sql`(select id as was_id, state as was from email_batches where archive_id = ${archiveId} and id = ${batchId} for update) before`,
    )
    .where(and(isBatch(archiveId, batchId), sql`before.was <> 'done'`, sql`${emailBatches.nextAttemptAt} <= now()`))
    .returning({
      firstTry: sql<boolean>`before.was = 'prepared'`,
      keyTooOld: sql<boolean>`${emailBatches.firstAttemptAt} < now() - ${KEY_HOURS} * interval '1 hour'`,
    });
  return row ?? null;
}

const isBatch = (archiveId: string, batchId: string) =>
  and(eq(emailBatches.archiveId, archiveId), eq(emailBatches.id, batchId));

async function membersOf(tx: Transaction, archiveId: string, batchId: string): Promise<EmailRow[]> {
  return tx
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, archiveId), eq(emails.batchId, batchId), eq(emails.state, 'composed')))
    .orderBy(asc(emails.batchPosition));
}

/** Builds the emails as they are sent. This is the only place where the secret of an email's link is inserted. */
async function buildOutgoing(
  tx: Transaction,
  context: Context,
  archiveId: string,
  rows: readonly EmailRow[],
): Promise<OutgoingEmail[]> {
  const links = await buildSecretLinks(tx, context, archiveId, rows);
  return rows.map((row) => {
    const url = links.get(row.id) ?? context.config.publicUrl;
    return {
      id: row.id,
      from: row.fromAddress!,
      to: row.toAddress!,
      cc: row.cc!,
      subject: row.subject!,
      html: row.html!.replaceAll(LINK_PLACEHOLDER, url),
      text: row.text!.replaceAll(LINK_PLACEHOLDER, url),
      headers: headersOf(context, row),
    };
  });
}
