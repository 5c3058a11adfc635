/** The audit log. Events are written in the transaction that caused them and read as a timeline. */
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { newRowId } from '../../db/ids.js';
import { audit, changes } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import type { EventType } from '../../domain/audit-events.js';

export interface AuditEntry {
  archiveId: string;
  type: EventType;
  actor: Actor;
  disconnectId?: string;
  accountId?: string;
  userId?: string;
  detail?: Record<string, unknown>;
}

/** Appends one row for each entry. */
export async function recordAudit(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.insert(audit).values(entries.map((entry) => ({ ...entry, id: newRowId() })));
}

export type ChangeType = (typeof changes.$inferInsert)['type'];

/** Appends to the feed that the capture engine reads (`GET /v1/changes`). */
export async function recordChanges(
  db: Db,
  rows: readonly { archiveId: string; type: ChangeType; accountId: string; detail?: Record<string, unknown> }[],
): Promise<void> {
  if (rows.length > 0) await db.insert(changes).values([...rows]);
}

export type TimelineEvent = typeof audit.$inferSelect;

/** Reads the events of one disconnect, oldest first, starting after the event `after`. */
export async function readTimeline(
  db: Db,
  archiveId: string,
  disconnectId: string,
  after: string | null,
  limit: number,
) {
  return db
    .select()
    .from(audit)
    .where(
      and(
        eq(audit.archiveId, archiveId),
        eq(audit.disconnectId, disconnectId),
        after === null ? undefined : gt(audit.id, after),
      ),
    )
    .orderBy(asc(audit.id))
    .limit(limit);
}
