/** Emails that a limit holds back until their turn comes (domain/mail-limits.ts). */
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { emails } from '../../db/schema.js';
import type { HeldBack } from './queue.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';

/** Whether the email's turn is still to come. */
export const isHeldBack = sql<boolean>`coalesce(${emails.notBefore} > now(), false)`;

/** Finds the emails of the archive, or to one of its people, that wait for their turn. Null when there are none. */
export async function findHeldBack(db: Db, archiveId: string, userId?: string): Promise<HeldBack | null> {
  const [row] = await db
    .select({ emails: sql<number>`count(*)::int`, until: sql<string | null>`max(${emails.notBefore})` })
    .from(emails)
    .where(
      and(
        eq(emails.archiveId, archiveId),
        userId === undefined ? undefined : eq(emails.userId, userId),
        eq(emails.state, 'due'),
        isHeldBack,
      ),
    );
  return row?.until ? { emails: row.emails, until: new Date(row.until) } : null;
}

/** Reads how many of the archive's emails wait for their turn, and until when. */
export const readHeldBack = useCase(ADMINISTRATORS_READ, ({ context, archiveId }) =>
  findHeldBack(context.db, archiveId),
);
