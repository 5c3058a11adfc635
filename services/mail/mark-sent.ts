/** Records that the provider accepted emails: marks their steps as sent, extends their links, and adds to the timelines. */
import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '../audit/audit-log.js';
import { RELINK } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { isAnyOf } from '../../db/any-of.js';
import { markLinksEmailed } from '../access/personalized-links.js';
import { disconnects, dueSteps, users, type emails } from '../../db/schema.js';

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
  const byId = new Map(rows.map((row) => [row.id, row]));
  const sent = await tx
    .update(dueSteps)
    .set({ state: 'sent' })
    .from(disconnects)
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        inArray(dueSteps.emailId, [...byId.keys()]),
        eq(dueSteps.state, 'composed'),
        eq(disconnects.archiveId, dueSteps.archiveId),
        eq(disconnects.id, dueSteps.disconnectId),
      ),
    )
    .returning({ due: dueSteps, accountId: disconnects.accountId });
  const nameOf = await readNames(tx, archiveId, rows);
  await recordAudit(
    tx,
    sent.map(({ due, accountId }) => {
      const { id: emailId, userId, subject, toAddress: to, cc } = byId.get(due.emailId!)!;
      const { disconnectId, kind, series, step } = due;
      const people = [to ?? '', ...(cc ?? [])].flatMap((email) => nameOf.get(email) ?? []);
      const what = { emailId, kind, series, step, subject, to, cc, people, ...detail };
      return { archiveId, type: 'email_sent', actor: RELINK, disconnectId, accountId, userId, detail: what };
    }),
  );
}

/** Reads who has these addresses now. The record keeps the names, because people and their addresses change. */
async function readNames(tx: Transaction, archiveId: string, rows: readonly Email[]) {
  const addresses = rows.flatMap(({ toAddress, cc }) => [toAddress ?? '', ...(cc ?? [])]);
  const people = await tx
    .select({ email: users.email, name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), isAnyOf(users.email, [...new Set(addresses)])));
  return new Map(people.map((person) => [person.email, person]));
}
