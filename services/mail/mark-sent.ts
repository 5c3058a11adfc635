/**
 * Records that the provider accepted emails: marks their steps as sent, extends their links, adds to the timelines, and makes their
 * separate copies due.
 */
import { and, eq } from 'drizzle-orm';
import { recordAudit, type AuditEntry } from '../audit/audit-log.js';
import { RELINK } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { isAnyOf } from '../../db/any-of.js';
import { markLinksEmailed } from '../access/personalized-links.js';
import { disconnects, dueSteps, users, type emails } from '../../db/schema.js';
import { findSteps } from './email-steps.js';
import { insertSeparateCopies } from './separate-copies.js';

type Email = typeof emails.$inferSelect;

/** @param detail additional details for the timelines, e.g. how the outcome became known */
export async function recordSent(
  tx: Transaction,
  archiveId: string,
  rows: readonly Email[],
  detail: Record<string, unknown> = {},
): Promise<void> {
  if (rows.length === 0) return;
  await markLinksEmailed(
    tx,
    archiveId,
    rows.flatMap(({ linkId }) => linkId ?? []),
  );
  await insertSeparateCopies(tx, rows);
  await recordStepsSent(tx, archiveId, rows, detail);
  await recordCopiesSent(tx, archiveId, rows, detail);
}

async function recordStepsSent(
  tx: Transaction,
  archiveId: string,
  rows: readonly Email[],
  detail: Record<string, unknown>,
): Promise<void> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const sent = await tx
    .update(dueSteps)
    .set({ state: 'sent' })
    .from(disconnects)
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        isAnyOf(dueSteps.emailId, [...byId.keys()]),
        eq(dueSteps.state, 'composed'),
        eq(disconnects.archiveId, dueSteps.archiveId),
        eq(disconnects.id, dueSteps.disconnectId),
      ),
    )
    .returning({ due: dueSteps, accountId: disconnects.accountId });
  const nameOf = await readNames(tx, archiveId, rows);
  await recordAudit(
    tx,
    // Steps that share an email are recorded in order.
    sent.toSorted(bySeries).map(({ due, accountId }) => {
      const email = byId.get(due.emailId!)!;
      return entryOf(email, nameOf, due, accountId, detail);
    }),
  );
}

type SentStep = { due: typeof dueSteps.$inferSelect };
const bySeries = ({ due: a }: SentStep, { due: b }: SentStep) => a.series - b.series || a.step - b.step;

/** Reads who has these addresses now. The record keeps the names, because people and their addresses change. */
async function readNames(tx: Transaction, archiveId: string, rows: readonly Email[]) {
  const addresses = rows.flatMap(({ toAddress, cc }) => [toAddress ?? '', ...(cc ?? [])]);
  const people = await tx
    .select({ email: users.email, name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), isAnyOf(users.email, [...new Set(addresses)])));
  return new Map(people.map((person) => [person.email, person]));
}

/** A separate copy has no steps of its own: it is about those of the email that it copies. */
async function recordCopiesSent(
  tx: Transaction,
  archiveId: string,
  rows: readonly Email[],
  detail: Record<string, unknown>,
): Promise<void> {
  const copies = rows.filter(({ copyOf }) => copyOf !== null);
  if (copies.length === 0) return;
  const originals = copies.flatMap(({ copyOf }) => copyOf ?? []);
  const steps = await findSteps(tx, archiveId, isAnyOf(dueSteps.emailId, originals));
  const nameOf = await readNames(tx, archiveId, copies);
  await recordAudit(
    tx,
    copies.flatMap((copy) =>
      steps
        .filter(({ due }) => due.emailId === copy.copyOf)
        .map(({ due, accountId }) => entryOf(copy, nameOf, due, accountId, { copyOf: copy.copyOf, ...detail })),
    ),
  );
}

function entryOf(
  { id: emailId, archiveId, userId, subject, toAddress: to, cc }: Email,
  nameOf: Awaited<ReturnType<typeof readNames>>,
  { disconnectId, kind, series, step }: typeof dueSteps.$inferSelect,
  accountId: string,
  detail: Record<string, unknown>,
): AuditEntry {
  const people = [to ?? '', ...(cc ?? [])].flatMap((email) => nameOf.get(email) ?? []);
  const what = { emailId, kind, series, step, subject, to, cc, people, ...detail };
  return { archiveId, type: 'email_sent', actor: RELINK, disconnectId, accountId, userId, detail: what };
}
