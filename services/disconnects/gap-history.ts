/** What is told about each line of the gap report, as it was then: owners, reasons, and emails, from the append-only audit log. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Db } from '../../db/client.js';
import { audit, users } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import { isReason, type Reason } from '../../domain/reasons.js';

/** An Account Owner, from a time on. The name is the one of that time. */
export interface OwnerOfTime {
  id: string | null;
  name: string;
  /** Null for the owner at the beginning of the line. */
  since: Date | null;
}

export interface ReasonOfTime {
  reason: Reason;
  at: Date;
}

/** A recipient. The name is null if the person is no longer known. */
export interface GapRecipient {
  email: string;
  name: string | null;
}

export type GapDelivery = 'delivered' | 'delayed' | 'bounced' | 'complained' | 'suppressed' | 'failed';

/** One email about a disconnect. */
export interface GapEmail {
  at: Date;
  to: GapRecipient[];
  cc: GapRecipient[];
  /** What became of it; null when only its sending is known. */
  delivery: GapDelivery | null;
  /** The addresses that it didn't reach. */
  failed: string[];
}

type Event = typeof audit.$inferSelect;

export interface History {
  /** The events of each account that say whose it was and whether it was in use. */
  accounts: ReadonlyMap<string, Event[]>;
  /** The events of each disconnect. */
  disconnects: ReadonlyMap<string, Event[]>;
  /** Today's names of people, by ID and by address, for events from before names were recorded. */
  nameById: ReadonlyMap<string, string>;
  nameByEmail: ReadonlyMap<string, string>;
}

const OF_ACCOUNTS = ['transferred', 'account_inactive', 'account_active', 'account_deleted', 'credential_deleted'];
const DELIVERIES: readonly string[] = ['delayed', 'delivered', 'failed', 'bounced', 'suppressed', 'complained'];
const OF_DISCONNECTS = [
  'reported',
  'disconnect_opened',
  'reopened',
  'reason_changed',
  'withdrawn',
  'email_sent',
  ...DELIVERIES.map((delivery) => `email_${delivery}`),
];

export async function readHistory(
  db: Db,
  archiveId: string,
  of: { accountIds: readonly string[]; disconnectIds: readonly string[] },
): Promise<History> {
  const read = (which: ReturnType<typeof and>, types: readonly string[]) =>
    db
      .select()
      .from(audit)
      .where(and(eq(audit.archiveId, archiveId), which, inArray(audit.type, [...types])))
      .orderBy(audit.id);
  const [ofAccounts, ofDisconnects] = await Promise.all([
    of.accountIds.length === 0 ? [] : read(isAnyOf(audit.accountId, of.accountIds), OF_ACCOUNTS),
    of.disconnectIds.length === 0 ? [] : read(isAnyOf(audit.disconnectId, of.disconnectIds), OF_DISCONNECTS),
  ]);
  const emails = ofDisconnects.filter(({ type }) => type === 'email_sent');
  const addresses = emails.flatMap(({ detail }) => [...texts(detail.to), ...texts(detail.cc)]);
  const ids = emails.flatMap(({ userId }) => userId ?? []);
  const people =
    emails.length === 0
      ? []
      : await db
          .select({ id: users.id, name: users.name, email: users.email })
          .from(users)
          .where(
            and(
              eq(users.archiveId, archiveId),
              sql`(${isAnyOf(users.id, [...new Set(ids)])} or ${isAnyOf(users.email, [...new Set(addresses)])})`,
            ),
          );
  return {
    accounts: groupBy(ofAccounts, ({ accountId }) => accountId),
    disconnects: groupBy(ofDisconnects, ({ disconnectId }) => disconnectId),
    nameById: new Map(people.map(({ id, name }) => [id, name])),
    nameByEmail: new Map(people.map(({ email, name }) => [email.toLowerCase(), name])),
  };
}

function groupBy(events: readonly Event[], keyOf: (event: Event) => string | null): Map<string, Event[]> {
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const key = keyOf(event);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return groups;
}

interface Line {
  id: string;
  accountId: string;
  from: Date;
  to: Date | null;
}

/** Returns who was the owner, first at the line's beginning, then from each transfer on. */
export function ownersOf(history: History, line: Line, today: { id: string; name: string } | null): OwnerOfTime[] {
  const events = history.accounts.get(line.accountId) ?? [];
  const transfers = events.filter(({ type, at }) => type === 'transferred' && at > line.from);
  const [next] = transfers;
  const opened = history.disconnects.get(line.id)?.find(({ detail }) => isOwner(detail.owner));
  // A gap begins with the last capture, so a transfer can lie between its beginning and the report, which names the owner of its own time.
  const recorded =
    opened && !(next && next.id < opened.id) && isOwner(opened.detail.owner) ? opened.detail.owner : null;
  const first: OwnerOfTime | null =
    recorded !== null
      ? { ...recorded, since: null }
      : next
        ? { id: text(next.detail.fromId), name: text(next.detail.from) ?? '', since: null }
        : today
          ? { ...today, since: null }
          : lastKnown(events);
  const later = transfers
    .filter(({ at }) => line.to === null || at <= line.to)
    .map(({ userId, detail, at }) => ({ id: userId, name: text(detail.to) ?? '', since: at }));
  return [...(first ? [first] : []), ...later];
}

/** The last owner of an account that was deleted. */
function lastKnown(events: readonly Event[]): OwnerOfTime | null {
  const deleted = events.findLast(({ type }) => type === 'account_deleted');
  if (deleted && isOwner(deleted.detail.owner)) return { ...deleted.detail.owner, since: null };
  const transfer = events.findLast(({ type }) => type === 'transferred');
  return transfer ? { id: transfer.userId, name: text(transfer.detail.to) ?? '', since: null } : null;
}

const isOwner = (value: unknown): value is { id: string; name: string } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'name' in value &&
  typeof value.name === 'string';

/** Returns the reasons in the order in which they became known; one that only repeats the last is left out. */
export function reasonsOf(history: History, { id, from }: Line, today: Reason): ReasonOfTime[] {
  const reasons: ReasonOfTime[] = [];
  for (const { type, at, detail } of history.disconnects.get(id) ?? []) {
    if (type.startsWith('email_') || type === 'withdrawn' || !isReason(detail.reason)) continue;
    if (reasons.at(-1)?.reason !== detail.reason) reasons.push({ reason: detail.reason, at });
  }
  return reasons.length > 0 ? reasons : [{ reason: today, at: from }];
}

/** Returns the emails about a disconnect, but not the confirmation at its end. Several overdue steps share one email. */
export function emailsOf({ disconnects, nameById, nameByEmail }: History, id: string): GapEmail[] {
  const emails = new Map<string, GapEmail>();
  const copyOf = new Map<string, string>();
  for (const { type, at, detail, userId, id: eventId } of disconnects.get(id) ?? []) {
    const emailId = text(detail.emailId) ?? eventId;
    const copied = copyOf.get(emailId) ?? text(detail.copyOf);
    if (copied !== null && copied !== undefined) {
      copyOf.set(emailId, copied);
      addCopy(emails.get(copied), type, detail, nameByEmail);
      continue;
    }
    if (type === 'email_sent') {
      if (detail.kind === 'reconnected' || emails.has(emailId)) continue;
      const names = new Map(people(detail.people));
      const named = (email: string, known: string | null = null): GapRecipient => ({
        email,
        name: names.get(email) ?? nameByEmail.get(email.toLowerCase()) ?? known,
      });
      const owner = userId === null ? null : (nameById.get(userId) ?? null);
      const to = texts(detail.to);
      emails.set(emailId, {
        at,
        // Someone whose address changed since then is still the person of this email, unless it went only to administrators.
        to: to.map((email) => named(email, owner)),
        cc: texts(detail.cc).map((email) => named(email)),
        delivery: null,
        failed: [],
      });
      continue;
    }
    const email = emails.get(emailId);
    const delivery = DELIVERIES.find((one) => type === `email_${one}`) as GapDelivery | undefined;
    if (!email || !delivery) continue;
    const failed = texts(detail.addresses);
    email.failed = [...new Set([...email.failed, ...failed])];
    // A copy that failed says nothing about the owner's email.
    const about = email.to.some((one) => failed.includes(one.email.toLowerCase()) || failed.includes(one.email));
    if ((failed.length === 0 || about) && rank(delivery) >= rank(email.delivery)) email.delivery = delivery;
  }
  return [...emails.values()];
}

/** Adds a copy that went as a message of its own, or what became of it, to the email that it copies. It is no reminder. */
function addCopy(
  email: GapEmail | undefined,
  type: string,
  detail: Event['detail'],
  nameByEmail: ReadonlyMap<string, string>,
): void {
  if (!email) return;
  if (type !== 'email_sent') {
    email.failed = [...new Set([...email.failed, ...texts(detail.addresses)])];
    return;
  }
  const names = new Map(people(detail.people));
  for (const to of texts(detail.to))
    email.cc.push({ email: to, name: names.get(to) ?? nameByEmail.get(to.toLowerCase()) ?? null });
}

/** The worse or more final result wins, in whatever order the provider reports them. */
const rank = (delivery: GapDelivery | null) => (delivery === null ? -1 : DELIVERIES.indexOf(delivery));

/** Who changed something about the account, and the reason that they typed. */
export interface Decision {
  by: Actor;
  why: string | null;
}

/** Returns the decision that an event records. */
export const decisionOf = (event: Event | undefined): Decision | null =>
  event ? { by: event.actor, why: text(event.detail.reason) } : null;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');

/** The names of an email's recipients at the time, by address. */
const people = (value: unknown): [string, string][] =>
  Array.isArray(value)
    ? value.flatMap((one: unknown) => {
        const { email, name } = (one ?? {}) as { email?: unknown; name?: unknown };
        return typeof email === 'string' && typeof name === 'string' ? [[email, name] as [string, string]] : [];
      })
    : [];
