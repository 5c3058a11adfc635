/**
 * Finds what is due, and what can be sent now. Each owner gets one email, not one per account: steps wait for each other within a
 * window. When an outage is reported bit by bit, the gap before the same owner's next first email grows. Windows are measured by the
 * database's clock. Whether a later step has others to wait for depends on when those are due.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../../db/client.js';
import { disconnectOfStep, accountOfDisconnect, surgeHoldOfDisconnect } from '../../../db/joins.js';
import { accounts, surgeHolds, disconnects, dueSteps } from '../../../db/schema.js';
import { FIRST_STEP } from '../../../domain/series.js';
import { hasPendingTransferEmail } from './pending-transfers.js';
import { firstEmailGap, type Windows } from '../../../domain/windows.js';

/** Anything beyond this waits for the next pass. */
const MAX_ROWS = 20_000;

/** When to look again for a step that an email about a transfer is about to take along. */
const TRANSFER_MS = 1000;

export interface WaitingStep {
  id: string;
  kind: (typeof dueSteps.$inferSelect)['kind'];
  step: number;
  ownerId: string;
  dueAt: Date;
  /** The time since the step was raised, in milliseconds. */
  age: number;
  /** How long the step must still be held back, in milliseconds. 0 or less means that it can be sent now. */
  holdMs: number;
  /** Whether it goes with an email about a transfer, which is composed first. */
  withTransfer: boolean;
}

/** Due steps that go into one email. */
export interface Group {
  ownerId: string;
  kind: 'series' | 'disconnected_again' | 'reconnected';
  stepIds: string[];
}

export interface GroupedSteps {
  ready: Group[];
  /** When the earliest of the other groups can be sent; null when there are none. */
  nextInMs: number | null;
}

export async function groupDueSteps(db: Database, archiveId: string, windows: Windows): Promise<GroupedSteps> {
  // All reads share one snapshot. Otherwise, a step raised between two reads would be missed by both: not yet due, no longer expected.
  const { steps, firsts, expected } = await db.transaction(
    async (tx) => {
      const rows = await dueRows(tx, archiveId);
      return {
        steps: rows,
        firsts: await firstEmailsOf(tx, archiveId, windows, owners(rows.filter(isFirst))),
        expected: await nextDueOf(tx, archiveId, owners(rows.filter(isLater))),
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  const ready: Group[] = [];
  let nextInMs: number | null = null;
  for (const group of groups(steps)) {
    const sendable = group.filter((step) => step.holdMs <= 0);
    const wait = Math.min(
      ...group.map((step) =>
        Math.max(step.holdMs, remainingWait(step, windows, firsts.get(step.ownerId), expected.get(step.ownerId))),
      ),
    );
    const [step] = sendable;
    if (wait <= 0 && step)
      ready.push({ ownerId: step.ownerId, kind: groupKind(step), stepIds: sendable.map(({ id }) => id) });
    else nextInMs = Math.min(nextInMs ?? Infinity, wait);
  }
  return { ready, nextInMs };
}

const groupKind = ({ kind }: WaitingStep): Group['kind'] =>
  kind === 'step' || kind === 'transferred' ? 'series' : kind;
function groups(steps: readonly WaitingStep[]): WaitingStep[][] {
  const byKey = new Map<string, WaitingStep[]>();
  for (const step of steps) {
    const key = `${groupKind(step)} ${step.ownerId}`;
    const group = byKey.get(key);
    if (group) group.push(step);
    else byKey.set(key, [step]);
  }
  return [...byKey.values()];
}

const isFirst = ({ kind, step }: WaitingStep) => kind === 'step' && step === FIRST_STEP;
const isLater = ({ kind, step }: WaitingStep) => kind === 'step' && step !== FIRST_STEP;
const owners = (steps: readonly WaitingStep[]) => [...new Set(steps.map(({ ownerId }) => ownerId))];

interface FirstEmails {
  sent: number;
  sinceLast: number;
}

/** Returns how long this step still waits for other steps of the same owner, in milliseconds. */
function remainingWait(
  step: WaitingStep,
  windows: Windows,
  firsts: FirstEmails | undefined,
  expected: Date[] = [],
): number {
  if (step.kind === 'transferred') return 0;
  if (!isLater(step)) {
    const window = windows.firstEmail - step.age;
    if (!isFirst(step) || !firsts) return window;
    return Math.max(window, firstEmailGap(windows, firsts.sent) - firsts.sinceLast);
  }
  // If nothing else of this owner is due within the window, the step goes at once, exactly when the article says.
  const othersUntil = step.dueAt.getTime() + windows.laterSteps;
  return expected.some((due) => due.getTime() <= othersUntil) ? windows.laterSteps - step.age : 0;
}

async function dueRows(tx: Transaction, archiveId: string): Promise<WaitingStep[]> {
  const rows = await tx
    .select({
      id: dueSteps.id,
      kind: dueSteps.kind,
      step: dueSteps.step,
      ownerId: accounts.ownerId,
      dueAt: dueSteps.dueAt,
      age: sql<number>`extract(epoch from now() - ${dueSteps.raisedAt})::float8 * 1000`,
      holdMs: sql<number>`coalesce(extract(epoch from greatest(${dueSteps.notBefore},
        case when ${dueSteps.kind} <> 'reconnected' then ${surgeHolds.until} end) - now())::float8 * 1000, 0)`,
      withTransfer: sql<boolean>`${dueSteps.kind} in ('step', 'transferred') and ${hasPendingTransferEmail}`,
    })
    .from(dueSteps)
    .innerJoin(disconnects, disconnectOfStep)
    .innerJoin(accounts, accountOfDisconnect)
    .leftJoin(surgeHolds, surgeHoldOfDisconnect)
    .where(and(eq(dueSteps.archiveId, archiveId), eq(dueSteps.state, 'due')))
    .orderBy(dueSteps.raisedAt)
    .limit(MAX_ROWS);
  // A deleted account has no owner; its disconnect is closed, and closing skipped what was due.
  return rows.flatMap(({ ownerId, holdMs, ...row }) =>
    ownerId === null ? [] : [{ ...row, ownerId, holdMs: row.withTransfer ? Math.max(holdMs, TRANSFER_MS) : holdMs }],
  );
}

/** Reads how many first emails each owner got within the last day, and how long ago the last one was. */
async function firstEmailsOf(tx: Transaction, archiveId: string, windows: Windows, ownerIds: string[]) {
  if (ownerIds.length === 0) return new Map<string, FirstEmails>();
  const rows = await tx.execute<{ user_id: string; sent: number; since_last: number }>(sql`
    select user_id, count(*)::int as sent, extract(epoch from now() - max(created_at))::float8 * 1000 as since_last
    from emails
    where archive_id = ${archiveId} and kind = 'first' and state <> 'dropped' and copy_of is null
      and user_id = any(${sql.param(ownerIds)}::text[]) and created_at > now() - ${windows.day} * interval '1 millisecond'
    group by user_id`);
  return new Map([...rows].map((row) => [row.user_id, { sent: row.sent, sinceLast: row.since_last }]));
}

/** Reads when the next steps of each owner's open disconnects are due, except those that a pause holds back. */
async function nextDueOf(tx: Transaction, archiveId: string, ownerIds: string[]) {
  if (ownerIds.length === 0) return new Map<string, Date[]>();
  const rows = await tx.execute<{ owner_id: string; due: string }>(sql`
    select a.owner_id, d.next_email_at as due
    from accounts a join disconnects d on d.archive_id = a.archive_id and d.account_id = a.id and d.status = 'open'
    where a.archive_id = ${archiveId} and a.owner_id = any(${sql.param(ownerIds)}::text[])
      and d.next_email_at is not null and (d.paused_until is null or d.paused_until <= d.next_email_at)`);
  const due = new Map<string, Date[]>();
  for (const row of rows) due.set(row.owner_id, [...(due.get(row.owner_id) ?? []), new Date(row.due)]);
  return due;
}
