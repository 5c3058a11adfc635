/** Holds emails to their limits, for all processes together: whoever queues an email locks the budgets that it counts toward. */
import { createHash } from 'node:crypto';
import { inArray, lt, sql } from 'drizzle-orm';
import { chunksOf } from '../../db/chunks.js';
import type { Db, Transaction } from '../../db/client.js';
import { mailBudgets } from '../../db/schema.js';
import {
  MAIL_LIMITS,
  mailboxOf,
  nextTurn,
  PATIENCE_SECONDS,
  takeTurn,
  type Bucket,
  type EmailCause,
  type MailLimit,
} from '../../domain/mail-limits.js';

/** When an email can go out: at once (null), later, or not at all. */
export type Turn = { refused: false; notBefore: Date | null } | { refused: true };

type LockedBucket = Bucket & { refused: number };

/** Rows per statement. */
const CHUNK = 500;

/**
 * The budgets of some emails, locked until the transaction ends. The archive's comes before the recipients', and these are in order, so
 * that two transactions never wait for each other, if each locks only once.
 */
export class MailBudgets {
  private readonly own: readonly LockedBucket[];
  private readonly ofAddress = new Map<string, LockedBucket[]>();
  /** An email whose turn would come later is refused. */
  private readonly latest: number;

  private constructor(
    private readonly cause: EmailCause,
    private readonly archiveId: string,
    private readonly buckets: ReadonlyMap<string, LockedBucket>,
    private readonly now: number,
  ) {
    this.own = [buckets.get(keyOf(MAIL_LIMITS[cause].archive, archiveId))!];
    this.latest = now + (PATIENCE_SECONDS[cause] ?? Infinity) * 1000;
  }

  static async lock(
    tx: Transaction,
    archiveId: string,
    cause: EmailCause,
    addresses: readonly string[],
  ): Promise<MailBudgets> {
    const { archive, recipient } = MAIL_LIMITS[cause];
    const limits = new Map<string, MailLimit>();
    for (const address of addresses)
      for (const limit of recipient) limits.set(keyOfReader(limit, archiveId, address), limit);
    const own = keyOf(archive, archiveId);
    const keys = [own, ...[...limits.keys()].sort()];
    limits.set(own, archive);
    const buckets = new Map<string, LockedBucket>();
    let now = 0;
    for (const chunk of chunksOf(keys, CHUNK)) {
      for (const row of await lockRows(tx, chunk)) {
        now = Math.max(now, row.now);
        buckets.set(row.key, { limit: limits.get(row.key)!, reservedUntil: row.reserved_until, refused: 0 });
      }
    }
    return new MailBudgets(cause, archiveId, buckets, now);
  }

  /** The time at which the budgets were locked, in ISO 8601. */
  get lockedAt(): string {
    return new Date(this.now).toISOString();
  }

  /** Returns the turn that an email to this address would get, without taking it. */
  next(address: string): Turn {
    const at = nextTurn(this.bucketsFor(address), this.now);
    if (at > this.latest) return { refused: true };
    return { refused: false, notBefore: at > this.now ? new Date(at) : null };
  }

  /** Takes the turn of an email to this address. A refusal is counted where the limit is reached. */
  take(address: string): Turn {
    const turn = this.next(address);
    const buckets = this.bucketsFor(address);
    if (!turn.refused) takeTurn(buckets, this.now);
    for (const bucket of turn.refused ? buckets : [])
      if (nextTurn([bucket], this.now) > this.latest) bucket.refused += 1;
    return turn;
  }

  /** Writes what was taken and refused. */
  async save(tx: Transaction): Promise<void> {
    for (const chunk of chunksOf([...this.buckets], CHUNK)) {
      const keys = chunk.map(([key]) => key);
      const until = chunk.map(([, { reservedUntil }]) => new Date(reservedUntil).toISOString());
      const refused = chunk.map(([, bucket]) => String(bucket.refused));
      await tx.execute(sql`
        update mail_budgets b set reserved_until = v.until::timestamptz, refused = b.refused + v.refused::integer
        from unnest(${sql.param(keys)}::text[], ${sql.param(until)}::text[], ${sql.param(refused)}::text[])
          v (key, until, refused)
        where b.key = v.key`);
    }
  }

  /** Remembered, because an import has thousands of emails. */
  private bucketsFor(address: string): readonly LockedBucket[] {
    const known = this.ofAddress.get(address);
    if (known) return known;
    const keys = MAIL_LIMITS[this.cause].recipient.map((limit) => keyOfReader(limit, this.archiveId, address));
    const buckets = [...keys.map((key) => this.buckets.get(key)!), ...this.own];
    this.ofAddress.set(address, buckets);
    return buckets;
  }
}

/** Only a hash, because the mailbox may be of somebody who isn't in any archive any more. */
const keyOf = ({ name }: MailLimit, of: string): string =>
  `${name}/${createHash('sha256').update(of).digest('base64url')}`;

function keyOfReader(limit: MailLimit, archiveId: string, address: string): string {
  const reader = limit.byAddress ? address.trim().toLowerCase() : mailboxOf(address);
  return keyOf(limit, limit.inAllArchives ? reader : `${archiveId}/${reader}`);
}

/** Locks the rows in the order of the keys, and creates the missing ones. Returns times in epoch milliseconds. */
async function lockRows(tx: Transaction, keys: readonly string[]) {
  const rows = await tx.execute<{ key: string; reserved_until: number; now: number }>(sql`
    insert into mail_budgets (key, reserved_until)
    select key, clock_timestamp() from unnest(${sql.param([...keys])}::text[]) with ordinality given (key, place) order by place
    on conflict (key) do update set reserved_until = greatest(mail_budgets.reserved_until, clock_timestamp())
    returning key, (extract(epoch from reserved_until) * 1000)::float8 as reserved_until,
      (extract(epoch from clock_timestamp()) * 1000)::float8 as now`);
  return [...rows];
}

/**
 * Deletes budgets that hold nothing back any more, a few at a time, without waiting for whoever uses them. Never in a transaction that
 * queues emails: it goes on to lock other budgets.
 */
export async function purgeMailBudgets(db: Db): Promise<void> {
  const unused = db
    .select({ key: mailBudgets.key })
    .from(mailBudgets)
    .where(lt(mailBudgets.reservedUntil, sql`now() - interval '1 day'`))
    .limit(1000)
    .for('update', { skipLocked: true });
  await db.delete(mailBudgets).where(inArray(mailBudgets.key, unused));
}
