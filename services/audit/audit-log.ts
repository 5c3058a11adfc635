/** The audit log. Events are written in the transaction that caused them and read as a timeline. */
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { newRowId } from '../../db/ids.js';
import { insertRows } from '../../db/insert-rows.js';
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
  await insertRows(
    db,
    audit,
    entries.map(({ archiveId, type, actor, disconnectId = null, accountId = null, userId = null, detail = {} }) => ({
      archiveId,
      id: newRowId(),
      type,
      actor,
      disconnectId,
      accountId,
      userId,
      detail,
    })),
  );
}

export type ChangeType = (typeof changes.$inferInsert)['type'];

/** Appends to the feed that the capture engine reads (`GET /v1/changes`). */
export async function recordChanges(
  db: Db,
  rows: readonly { archiveId: string; type: ChangeType; accountId: string; detail?: Record<string, unknown> }[],
): Promise<void> {
  await insertRows(
    db,
    changes,
    rows.map(({ detail = {}, ...row }) => ({ ...row, detail })),
  );
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
